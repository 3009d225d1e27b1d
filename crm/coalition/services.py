"""Acts of the coalition: campaigns and their dates, memberships, moves between stages."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import select, update

from crm.coalition.models import Campaign, KeyDate, Membership, StageMove
from crm.coalition.queries import (
    find_current_campaign,
    find_last_move,
    find_membership,
    get_campaign,
    get_key_date,
    get_membership,
)
from crm.coalition.values import LOGO_BYTES, KeyDateFacts, MembershipStatus, MoveCause, is_forward, picture_type
from crm.contacts.queries import get_contact, get_organization
from crm.contacts.values import Stage, read_line, read_name, read_text
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError
from crm.core.files.services import keep_file
from crm.core.preferences.services import change_settings
from crm.core.text.folding import fold
from crm.core.traces.rows import read_rows
from crm.core.traces.services import Trace

NAME_LENGTH = 200


def add_campaign(name: str, main_ask: str = "", *, actor: Actor) -> Campaign:
    """Begin a campaign; the first one is the current one."""
    with atomic(actor):
        title = _read_title(name, "name")
        campaign = Campaign(name=title, slug=_free_slug(title), main_ask=read_text(main_ask, "main_ask", 4000))
        campaign.is_current = find_current_campaign() is None
        db.session.add(campaign)
        db.session.flush()
        record(actor, "campaign.added", campaign)
    return campaign


def edit_campaign(campaign_id: int, name: str, *, main_ask: str, version: int | None, actor: Actor) -> Campaign:
    """Change a campaign's name and main ask."""
    with atomic(actor):
        campaign = get_campaign(campaign_id)
        campaign.check_version(version)
        campaign.name = _read_title(name, "name")
        campaign.main_ask = read_text(main_ask, "main_ask", 4000)
        record(actor, "campaign.edited", campaign)
    return campaign


def make_campaign_current(campaign_id: int, *, actor: Actor) -> Campaign:
    """Make a campaign the one that the coalition works on; the others step back."""
    with atomic(actor):
        campaign = get_campaign(campaign_id)
        db.session.execute(update(Campaign).where(Campaign.id != campaign_id).values(is_current=False))
        campaign.is_current = True
        record(actor, "campaign.made_current", campaign)
    return campaign


def add_key_date(campaign_id: int, facts: KeyDateFacts, *, actor: Actor) -> KeyDate:
    """Write a session or deadline into a campaign."""
    with atomic(actor):
        campaign = get_campaign(campaign_id)
        key_date = KeyDate()
        _set_key_date(key_date, facts)
        campaign.dates.append(key_date)
        db.session.flush()
        record(actor, "campaign.date_added", campaign, key_date=key_date.id)
    return key_date


def edit_key_date(key_date_id: int, facts: KeyDateFacts, *, version: int | None = None, actor: Actor) -> KeyDate:
    """Change a session or deadline; raise StaleError when it changed since ``version``."""
    with atomic(actor):
        key_date = get_key_date(key_date_id)
        key_date.check_version(version)
        _set_key_date(key_date, facts)
        record(actor, "campaign.date_edited", key_date.campaign, key_date=key_date_id)
    return key_date


def remove_key_date(key_date_id: int, *, actor: Actor) -> Campaign:
    """Strike a session or deadline."""
    with atomic(actor):
        key_date = get_key_date(key_date_id)
        campaign = key_date.campaign
        record(actor, "campaign.date_removed", campaign, title=key_date.title, on=key_date.on)
        db.session.delete(key_date)
    return campaign


def _set_key_date(key_date: KeyDate, facts: KeyDateFacts) -> None:
    if facts.until and facts.until < facts.on:
        raise DomainError("The last day is before the first.", "until")
    key_date.title = _read_title(facts.title, "title")
    key_date.on = facts.on
    key_date.until = facts.until
    key_date.place = read_line(facts.place, "place", NAME_LENGTH) or None


def _read_title(value: str, field: str) -> str:
    return read_line(read_name(value, field), field, NAME_LENGTH)


def _free_slug(name: str) -> str:
    base = "-".join(fold(name).split())[:60].strip("-") or "campaign"
    taken = set(db.session.scalars(select(Campaign.slug).where(Campaign.slug.startswith(base, autoescape=True))))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


def join_coalition(contact_id: int, status: MembershipStatus, *, since: date, actor: Actor) -> Membership:
    """Give an organisation a place in the coalition from a day on; the place it had ends that day."""
    with atomic(actor):
        organization = get_organization(contact_id)
        present = find_membership(contact_id)
        if present is not None:
            if present.status is status:
                raise ConflictError("It has this place already.", "membership")
            _end(present, since)
        membership = Membership(contact_id=organization.id, status=status, since=since)
        db.session.add(membership)
        db.session.flush()
        record(actor, "membership.begun", membership, organization=contact_id, status=status)
    return membership


def end_membership(membership_id: int, on: date | None, *, actor: Actor) -> Membership:
    """Write the last day of an organisation's place in the coalition."""
    with atomic(actor):
        membership = get_membership(membership_id)
        _end(membership, on)
        record(actor, "membership.ended", membership, organization=membership.contact_id, on=on)
    return membership


def remove_membership(membership_id: int, *, actor: Actor) -> None:
    """Take back a span that was never true."""
    with atomic(actor):
        membership = get_membership(membership_id)
        record(actor, "membership.removed", membership, organization=membership.contact_id)
        db.session.delete(membership)


def _end(membership: Membership, on: date | None) -> None:
    if on is None:
        raise DomainError("Give the last day.", "until")
    if on < membership.since:
        raise DomainError("The last day is before the first.", "since")
    membership.until = on


def move_stage(
    contact_id: int,
    stage: Stage,
    *,
    actor: Actor,
    cause: MoveCause = MoveCause.HAND,
    cause_id: int | None = None,
    version: int | None = None,
) -> StageMove | None:
    """Move a contact to a stage of the main ask, in either direction; None when it stands there already."""
    with atomic(actor):
        contact = get_contact(contact_id)
        contact.check_version(version)
        if contact.stage is stage:
            return None
        campaign = find_current_campaign()
        move = StageMove(
            contact_id=contact.id,
            campaign_id=campaign.id if campaign else None,
            before=contact.stage,
            after=stage,
            at=now(),
            actor_name=actor.name,
            cause=cause,
            cause_id=cause_id,
        )
        contact.stage = stage
        contact.stage_since = move.at
        db.session.add(move)
        db.session.flush()
        record(actor, "contact.stage_moved", contact, before=move.before, after=stage, cause=cause)
    return move


def advance_stage(contact_id: int, stage: Stage, *, actor: Actor, cause: MoveCause, cause_id: int) -> StageMove | None:
    """Move a contact on to a stage; None when it is there or further already."""
    with atomic(actor):
        if not is_forward(get_contact(contact_id).stage, stage):
            return None
        return move_stage(contact_id, stage, actor=actor, cause=cause, cause_id=cause_id)


def take_back_moves(contact_ids: Sequence[int], cause: MoveCause, cause_id: int, *, actor: Actor) -> None:
    """Move contacts back whose newest move was caused by something that is itself taken back."""
    with atomic(actor):
        for contact_id in contact_ids:
            move = find_last_move(contact_id)
            if move is not None and move.cause is cause and move.cause_id == cause_id:
                move_stage(contact_id, move.before, actor=actor, cause=MoveCause.UNDO, cause_id=cause_id)


def reassign_contact(old_id: int, new_id: int, trace: Trace) -> None:
    """Let the memberships and stages of one contact be those of another, in the act at work.

    Two spans of the same place that both hold are one, since the earlier day.
    """
    held = {row["status"]: row for row in read_rows("membership", contact_id=new_id) if row["until"] is None}
    for row in read_rows("membership", contact_id=old_id):
        twin = held.get(row["status"]) if row["until"] is None else None
        if twin is not None:
            trace.change(Membership, twin["id"], since=min(twin["since"], row["since"]))
            trace.remove(Membership, row["id"])
    trace.point(Membership, "contact_id", old_id, new_id)
    trace.point(StageMove, "contact_id", old_id, new_id)


def change_identity(*, name: str, address: str, logo: BinaryIO | None, version: int | None, actor: Actor) -> None:
    """Set what the coalition is called, where it is reached, and its logo (None leaves it as it is)."""
    with atomic(actor):
        if not name:
            raise DomainError("Give the coalition a name.", field="name")
        values: dict[str, object] = {"coalition.name": name, "coalition.address": address}
        if logo is not None:
            values["coalition.logo_file"] = _keep_logo(logo)
        change_settings("coalition.", values, version=version, actor=actor)


def remove_logo(*, actor: Actor) -> None:
    """Show the plain mark again instead of the coalition's logo."""
    change_settings("coalition.", {"coalition.logo_file": None}, version=None, actor=actor)


def _keep_logo(stream: BinaryIO) -> int:
    content = stream.read(LOGO_BYTES + 1)
    if len(content) > LOGO_BYTES:
        raise DomainError("A logo may have up to 1 MB.", field="logo")
    media_type = picture_type(content)
    if media_type is None:
        raise DomainError("This is no picture that can be shown: use PNG, JPEG or WebP.", field="logo")
    return keep_file(BytesIO(content), name="logo", media_type=media_type).id
