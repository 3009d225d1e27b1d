"""Reading for merges: two records side by side, what hangs on them, what became of a record that is merged."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from crm.coalition.values import is_forward
from crm.contacts.models import Affiliation, Contact, ContactPoint
from crm.contacts.values import PointKind
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.scope import row_rule, visible
from crm.outreach.models import FollowUp, Participant
from crm.records.models import ContactMerge
from crm.records.values import JOINABLE, MERGE_FIELDS, Choice, Hanging, Keep
from crm.statements.models import Signature
from crm.tasks.models import Assignment
from crm.volunteers.models import Volunteer

_POINTS = {"email": PointKind.EMAIL, "phone": PointKind.PHONE}


def get_pair(kept_id: int, losing_id: int, *, lock: bool = False) -> tuple[Contact, Contact]:
    """Return two contacts with their addresses and teams or raise NotFoundError; ``lock``: until the act ends."""
    query = visible(Contact).where(Contact.id.in_([kept_id, losing_id])).order_by(Contact.id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    query = query.options(selectinload(Contact.points), selectinload(Contact.teams))
    found = {contact.id: contact for contact in db.session.scalars(query)}
    if kept_id not in found or losing_id not in found:
        raise NotFoundError("There is no such record, or it is not for you.")
    return found[kept_id], found[losing_id]


def compare(kept: Contact, losing: Contact) -> list[Choice]:
    """Return the fields of two contacts side by side, those that neither has left out."""
    choices = [_choice(field, value_of(kept, field), value_of(losing, field)) for field in MERGE_FIELDS]
    return [one for one in choices if one.kept or one.losing]


def value_of(contact: Contact, field: str) -> Any:
    """Return the value of a field of a merge: a column's, the main address or number, or the teams' keys."""
    if field in _POINTS:
        return contact.main_point(_POINTS[field])
    if field == "teams":
        return sorted(one.team_id for one in contact.teams)
    return getattr(contact, field)


def _choice(field: str, kept: Any, losing: Any) -> Choice:
    if isinstance(kept, ContactPoint) and isinstance(losing, ContactPoint) and _is_same(kept, losing):
        losing = kept
    return Choice(field, kept, losing, _default(field, kept, losing))


def _is_same(one: ContactPoint, other: ContactPoint) -> bool:
    return bool(one.key and one.key == other.key) or one.value == other.value


def _default(field: str, kept: Any, losing: Any) -> Keep:
    """Say what stays unless somebody chooses: what only one has is not lost, what is for a team is shown to no more."""
    if field in JOINABLE and kept and losing:
        return Keep.BOTH
    if field == "stage":
        return Keep.LOSING if is_forward(kept, losing) else Keep.KEPT
    return Keep.LOSING if losing and not kept else Keep.KEPT


def count_hanging(contact_ids: tuple[int, ...]) -> dict[int, Hanging]:
    """Return how much hangs on each of a few contacts, as far as the reader sees it; one query."""
    counts = [
        select(func.count()).select_from(query.subquery()).scalar_subquery().label(f"{what}_{contact_id}")
        for contact_id in contact_ids
        for what, query in _ways(contact_id).items()
    ]
    row = db.session.execute(select(*counts)).mappings().one()
    return {one: Hanging(**{what: row[f"{what}_{one}"] for what in _ways(one)}) for one in contact_ids}


def _ways(contact_id: int) -> Mapping[str, Any]:
    parts = visible(Assignment, Assignment.id).join(Volunteer, Volunteer.id == Assignment.volunteer_id)
    place = (Affiliation.person_id == contact_id) | (Affiliation.organization_id == contact_id)
    return {
        "interactions": visible(Participant, Participant.id).where(Participant.contact_id == contact_id),
        "follow_ups": visible(FollowUp, FollowUp.id).where(
            FollowUp.contact_id == contact_id, FollowUp.is_removed.is_(False)
        ),
        "signatures": visible(Signature, Signature.id).where(Signature.contact_id == contact_id),
        "tasks": parts.where(row_rule(Volunteer), Volunteer.contact_id == contact_id),
        "people": visible(Affiliation, Affiliation.id).where(place),
    }


def get_merge(merge_id: int, *, lock: bool = False) -> ContactMerge:
    """Return a merge or raise NotFoundError."""
    query = visible(ContactMerge).where(ContactMerge.id == merge_id).options(selectinload(ContactMerge.kept))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    merge: ContactMerge | None = db.session.scalars(query).one_or_none()
    if merge is None:
        raise NotFoundError("There is no such merge, or it is not for you.")
    return merge


def find_merge_of(losing_id: int) -> ContactMerge | None:
    """Return the merge by which a record became part of another, if it is one still and the reader sees that one."""
    query = visible(ContactMerge).where(ContactMerge.losing_id == losing_id, ContactMerge.unmerged_at.is_(None))
    query = query.options(selectinload(ContactMerge.kept))
    found: ContactMerge | None = db.session.scalars(query.order_by(ContactMerge.id.desc()).limit(1)).first()
    return found


def list_merges_into(kept_id: int) -> list[ContactMerge]:
    """Return the merges that made a record what it is, the newest first."""
    query = visible(ContactMerge).where(ContactMerge.kept_id == kept_id, ContactMerge.unmerged_at.is_(None))
    return list(db.session.scalars(query.order_by(ContactMerge.id.desc())))
