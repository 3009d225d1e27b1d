"""Reading interactions and follow-ups."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from crm.accounts.models import User
from crm.contacts.models import Affiliation, Contact
from crm.core.clock import now, today
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.paging import Page, read_cursor, write_cursor
from crm.core.scope import row_rule, visible
from crm.outreach.models import FollowUp, Interaction, Participant
from crm.outreach.values import week_end

#: The most follow-ups that one page of them shows.
_MOST = 200


def get_interaction(interaction_id: int) -> Interaction:
    """Return an interaction with its participants, also one that was taken back, or raise NotFoundError."""
    found: Interaction | None = db.session.scalars(
        visible(Interaction)
        .where(Interaction.id == interaction_id)
        .options(selectinload(Interaction.participants).selectinload(Participant.contact))
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no such entry, or it is not for you.")
    return found


def select_interactions(contact_id: int, *columns: Any) -> Select[Any]:
    """Begin a query over what happened with a contact, of whole entries or of the named columns."""
    return (
        visible(Interaction, *columns)
        .select_from(Participant)
        .join(Interaction, Participant.interaction_id == Interaction.id)
        .where(row_rule(Participant), Participant.contact_id == contact_id, Interaction.is_removed.is_(False))
    )


def list_interactions(contact_id: int, *, limit: int = 30) -> list[Interaction]:
    """Return what happened with a contact, the newest first."""
    query = select_interactions(contact_id).options(
        selectinload(Interaction.participants).selectinload(Participant.contact)
    )
    return list(db.session.scalars(query.order_by(Participant.at.desc(), Interaction.id.desc()).limit(limit)))


def count_interactions(contact_id: int) -> int:
    """Return how many interactions a contact took part in."""
    return db.session.scalar(select_interactions(contact_id, func.count())) or 0


def list_main_places(person_ids: Sequence[int]) -> dict[int, int]:
    """Return the main organisation of each person who has one, by the person's id."""
    query = (
        visible(Affiliation, Affiliation.person_id, Affiliation.organization_id)
        .join(Contact, Affiliation.organization_id == Contact.id)
        .where(
            row_rule(Contact),
            Affiliation.person_id.in_(person_ids),
            Affiliation.until.is_(None) | (Affiliation.until >= today()),
            Contact.is_archived.is_(False),
        )
        .order_by(Affiliation.is_main_contact.desc(), Affiliation.id)
    )
    places: dict[int, int] = {}
    for person_id, organization_id in db.session.execute(query):
        places.setdefault(person_id, organization_id)
    return places


def get_follow_up(follow_up_id: int) -> FollowUp:
    """Return a follow-up or raise NotFoundError."""
    found: FollowUp | None = db.session.scalars(
        visible(FollowUp).where(FollowUp.id == follow_up_id).options(selectinload(FollowUp.contact), _owner())
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no such follow-up, or it is not for you.")
    return found


def _owner() -> Any:
    """Load the owner in the same row, without their roles."""
    return joinedload(FollowUp.owner).lazyload(User.grants)


def _open_ones() -> Select[Any]:
    """Begin a query over follow-ups to do, with contact and owner in the same row."""
    return (
        visible(FollowUp)
        .join(Contact, FollowUp.contact_id == Contact.id)
        .where(row_rule(Contact), *_is_open())
        .options(contains_eager(FollowUp.contact), _owner())
    )


def _is_open() -> tuple[ColumnElement[bool], ...]:
    return FollowUp.done_at.is_(None), FollowUp.is_removed.is_(False)


def list_open_follow_ups(contact_id: int, *, limit: int = 50) -> list[FollowUp]:
    """Return what is promised to a contact, the earliest first."""
    query = _open_ones().where(FollowUp.contact_id == contact_id)
    return list(db.session.scalars(query.order_by(FollowUp.due_on, FollowUp.id).limit(limit)))


def list_follow_ups_due(until: date, *, owner_id: int | None = None, limit: int = 50) -> list[FollowUp]:
    """Return the follow-ups of a user (or of everybody) that are late or due by a day, the earliest first."""
    query = _open_ones().where(FollowUp.due_on <= until)
    if owner_id is not None:
        query = query.where(FollowUp.owner_id == owner_id)
    return list(db.session.scalars(query.order_by(FollowUp.due_on, FollowUp.id).limit(limit)))


def page_follow_ups(*, owner_id: int | None = None, after: str | None = None, size: int = _MOST) -> Page[FollowUp]:
    """Return a page of the follow-ups of a user or of everybody, the earliest first."""
    query = _open_ones()
    if owner_id is not None:
        query = query.where(FollowUp.owner_id == owner_id)
    if after is not None:
        day, last_id = read_cursor(after, 2)
        query = query.where(
            (FollowUp.due_on > day_of(day)) | ((FollowUp.due_on == day_of(day)) & (FollowUp.id > last_id))
        )
    rows = list(db.session.scalars(query.order_by(FollowUp.due_on, FollowUp.id).limit(size + 1)))
    more = write_cursor([rows[size - 1].due_on.isoformat(), rows[size - 1].id]) if len(rows) > size else None
    return Page(rows[:size], None, more)


def day_of(value: object) -> date:
    """Read a day of a cursor; raise NotFoundError for anything else."""
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise NotFoundError("There is no such page.") from error


def list_done_follow_ups(*, owner_id: int | None = None, limit: int = 50) -> list[FollowUp]:
    """Return what was done last."""
    query = (
        visible(FollowUp)
        .join(Contact, FollowUp.contact_id == Contact.id)
        .where(row_rule(Contact), FollowUp.done_at.is_not(None), FollowUp.is_removed.is_(False))
        .options(contains_eager(FollowUp.contact), _owner())
    )
    if owner_id is not None:
        query = query.where(FollowUp.owner_id == owner_id)
    return list(db.session.scalars(query.order_by(FollowUp.done_at.desc(), FollowUp.id.desc()).limit(limit)))


def select_follow_ups_due(owner_id: int | None, *, day: date | None = None) -> Select[Any]:
    """Begin a query over the follow-ups of a user that are late or due this week; nobody has none."""
    until = week_end(day or now().date())
    return visible(FollowUp).where(FollowUp.owner_id == owner_id, FollowUp.due_on <= until, *_is_open())
