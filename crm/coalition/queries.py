"""Reading campaigns, memberships and stages."""

from collections import Counter
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from crm.coalition.models import Campaign, KeyDate, Membership, StageMove
from crm.coalition.values import PRESENT, REGION_OF, Region, RegionCount
from crm.contacts.models import Contact
from crm.contacts.values import ContactKind, Stage
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.scope import row_rule, visible


def list_campaigns() -> list[Campaign]:
    """Return all campaigns, the current one first."""
    return list(db.session.scalars(select(Campaign).order_by(Campaign.is_current.desc(), Campaign.name, Campaign.id)))


def get_campaign(campaign_id: int) -> Campaign:
    """Return a campaign or raise NotFoundError."""
    campaign = db.session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFoundError("There is no such campaign.")
    return campaign


def find_current_campaign() -> Campaign | None:
    """Return the campaign that the coalition works on now."""
    return db.session.scalars(select(Campaign).where(Campaign.is_current).order_by(Campaign.id).limit(1)).first()


def find_current_plan() -> Campaign | None:
    """Return the current campaign together with its sessions and deadlines."""
    query = select(Campaign).where(Campaign.is_current).options(joinedload(Campaign.dates))
    return db.session.scalars(query.order_by(Campaign.id)).unique().first()


def get_key_date(key_date_id: int) -> KeyDate:
    """Return a session or deadline or raise NotFoundError."""
    found = db.session.get(KeyDate, key_date_id)
    if found is None:
        raise NotFoundError("There is no such date.")
    return found


def list_memberships(contact_id: int) -> list[Membership]:
    """Return the spans of an organisation's place in the coalition, the newest first."""
    query = visible(Membership).where(Membership.contact_id == contact_id)
    return list(db.session.scalars(query.order_by(Membership.since.desc(), Membership.id.desc())))


def find_membership(contact_id: int) -> Membership | None:
    """Return the span that holds now."""
    query = visible(Membership).where(Membership.contact_id == contact_id, Membership.until.is_(None))
    found: Membership | None = db.session.scalars(query.order_by(Membership.id.desc()).limit(1)).first()
    return found


def get_membership(membership_id: int) -> Membership:
    """Return one span or raise NotFoundError."""
    found: Membership | None = db.session.scalars(
        visible(Membership).where(Membership.id == membership_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no such membership.")
    return found


def list_stage_moves(contact_id: int) -> list[StageMove]:
    """Return the moves of a contact between stages, the newest first."""
    query = visible(StageMove).where(StageMove.contact_id == contact_id)
    return list(db.session.scalars(query.order_by(StageMove.at.desc(), StageMove.id.desc())))


def find_last_move(contact_id: int) -> StageMove | None:
    """Return the newest move of a contact."""
    query = visible(StageMove).where(StageMove.contact_id == contact_id)
    found: StageMove | None = db.session.scalars(query.order_by(StageMove.id.desc()).limit(1)).first()
    return found


def count_by_region(since: date) -> list[RegionCount]:
    """Count the organisations of the coalition by regional group, and those that came since a day.

    Those belong to it that signed or are active, or whose membership holds. Countries of no group count as None.
    """
    held = (
        visible(Membership, Membership.contact_id, func.min(Membership.since).label("since"))
        .where(Membership.status.in_(PRESENT), Membership.until.is_(None))
        .group_by(Membership.contact_id)
        .subquery()
    )
    came = func.coalesce(held.c.since, func.date(Contact.stage_since), func.date(Contact.created_at))
    is_new = came >= since
    query = (
        select(Contact.country, is_new, func.count())
        .outerjoin(held, held.c.contact_id == Contact.id)
        .where(
            row_rule(Contact),
            Contact.kind == ContactKind.ORGANIZATION,
            Contact.is_archived.is_(False),
            or_(Contact.stage.in_((Stage.SIGNED, Stage.ACTIVE)), held.c.contact_id.is_not(None)),
        )
        .group_by(Contact.country, is_new)
    )
    totals: Counter[Region | None] = Counter()
    new: Counter[Region | None] = Counter()
    for country, came_lately, number in db.session.execute(query):
        region = REGION_OF.get(country or "")
        totals[region] += number
        new[region] += number if came_lately else 0
    return [
        RegionCount(region, totals[region], new[region])
        for region in sorted(totals, key=lambda one: (one is None, -totals[one], one or ""))
    ]
