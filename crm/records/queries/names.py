"""What the records are called that lines of the change log speak of, as far as the reader may know."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from crm.accounts.models import Team, User
from crm.accounts.values import Permission
from crm.coalition.models import Campaign, KeyDate, Membership
from crm.contacts.models import Affiliation, Contact, ContactRelation
from crm.core.db import db
from crm.core.mail.models import OutgoingMail
from crm.core.scope import current_reader, row_rule, visible
from crm.imports.models import ImportBatch
from crm.outreach.models import FollowUp, Interaction, Participant
from crm.statements.models import Signature, Statement
from crm.tasks.models import Assignment, HoursEntry, Task
from crm.volunteers.models import Volunteer

#: A record: its table and its key.
Ref = tuple[str, int]
#: What somebody must be allowed beside the change log, to read with whom it was.
_NEEDS = {
    "follow_up": Permission.INTERACTIONS_READ,
    "import_batch": Permission.IMPORTS_PREPARE,
    "interaction": Permission.INTERACTIONS_READ,
    "outgoing_mail": Permission.INTERACTIONS_READ,
    "team": Permission.USERS_READ,
    "user": Permission.USERS_READ,
    "volunteer": Permission.VOLUNTEERS_READ,
}


def may_name(table: str) -> bool:
    """Say whether the reader may know what records of a table are called, those that they see."""
    return table not in _NEEDS or current_reader().may(_NEEDS[table])


def name_records(refs: Iterable[Ref]) -> dict[Ref, list[str]]:
    """Return the names that say which record is meant, in one query: of an assignment those of volunteer and task.

    Missing are records that are gone, that the reader does not see, and such as have no name.
    """
    ids: dict[str, set[int]] = {}
    for table, row_id in refs:
        if table in _PARTS and may_name(table):
            ids.setdefault(table, set()).add(row_id)
    if not ids:
        return {}
    parts = [_row(table, *_PARTS[table](sorted(wanted))) for table, wanted in sorted(ids.items())]
    rows = union_all(*parts).subquery()
    found: dict[Ref, list[str]] = {}
    for table, row_id, name, beside in db.session.execute(select(rows).order_by(rows.c.name)):
        found.setdefault((table, row_id), []).extend(one for one in (name, beside) if one)
    return found


#: A query of some records of a table, and of its columns: key, name, a second name or nothing.
_Part = tuple[Select[Any], Any, Any, Any]


def _row(table: str, query: Select[Any], row_id: Any, name: Any, beside: Any) -> Select[Any]:
    columns = [literal(table, String).label("table"), row_id.label("id")]
    columns += [func.coalesce(cast(one, String), "").label(key) for key, one in (("name", name), ("beside", beside))]
    return query.with_only_columns(*columns, maintain_column_froms=True)


def _plain(model: Any, name: Any) -> Callable[[Sequence[int]], _Part]:
    """Read a table that everybody sees."""
    return lambda ids: (select(model).where(model.id.in_(ids)), model.id, name, null())


def _of_contact(model: Any) -> Callable[[Sequence[int]], _Part]:
    """Read what hangs on one contact."""

    def part(ids: Sequence[int]) -> _Part:
        query = visible(model).join(Contact, Contact.id == model.contact_id).where(row_rule(Contact))
        return query.where(model.id.in_(ids)), model.id, Contact.name, null()

    return part


def _contacts(ids: Sequence[int]) -> _Part:
    return visible(Contact).where(Contact.id.in_(ids)), Contact.id, Contact.name, null()


def _affiliations(ids: Sequence[int]) -> _Part:
    place = aliased(Contact)
    query = (
        visible(Affiliation)
        .join(Contact, Contact.id == Affiliation.person_id)
        .outerjoin(place, (place.id == Affiliation.organization_id) & row_rule(place))
        .where(row_rule(Contact), Affiliation.id.in_(ids))
    )
    return query, Affiliation.id, Contact.name, func.coalesce(place.name, Affiliation.organization_name)


def _ties(ids: Sequence[int]) -> _Part:
    other = aliased(Contact)
    query = (
        visible(ContactRelation)
        .join(Contact, Contact.id == ContactRelation.contact_id)
        .join(other, other.id == ContactRelation.other_id)
        .where(row_rule(Contact), row_rule(other), ContactRelation.id.in_(ids))
    )
    return query, ContactRelation.id, Contact.name, other.name


def _signatures(ids: Sequence[int]) -> _Part:
    query, row_id, name, _none = _of_contact(Signature)(ids)
    return query.join(Statement, Statement.id == Signature.statement_id), row_id, name, Statement.title


def _interactions(ids: Sequence[int]) -> _Part:
    query = (
        visible(Interaction)
        .join(Participant, Participant.interaction_id == Interaction.id)
        .join(Contact, Contact.id == Participant.contact_id)
        .where(row_rule(Participant), row_rule(Contact), Interaction.id.in_(ids))
    )
    return query, Interaction.id, Contact.name, null()


def _on_tasks() -> Select[Any]:
    """Begin a query over assignments, with their volunteers and tasks."""
    return (
        visible(Assignment)
        .join(Task, Task.id == Assignment.task_id)
        .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .join(Contact, Contact.id == Volunteer.contact_id)
        .where(row_rule(Volunteer), row_rule(Contact))
    )


def _assignments(ids: Sequence[int]) -> _Part:
    return _on_tasks().where(Assignment.id.in_(ids)), Assignment.id, Contact.name, Task.title


def _hours(ids: Sequence[int]) -> _Part:
    query = _on_tasks().join(HoursEntry, HoursEntry.assignment_id == Assignment.id)
    return query.where(HoursEntry.id.in_(ids)), HoursEntry.id, Contact.name, Task.title


def _mails(ids: Sequence[int]) -> _Part:
    query = select(OutgoingMail).join(Contact, Contact.id == OutgoingMail.contact_id).where(row_rule(Contact))
    return query.where(OutgoingMail.id.in_(ids)), OutgoingMail.id, Contact.name, null()


_PARTS: dict[str, Callable[[Sequence[int]], _Part]] = {
    "affiliation": _affiliations,
    "assignment": _assignments,
    "campaign": _plain(Campaign, Campaign.name),
    "contact": _contacts,
    "contact_relation": _ties,
    "follow_up": _of_contact(FollowUp),
    "hours_entry": _hours,
    "import_batch": _plain(ImportBatch, ImportBatch.file_name),
    "interaction": _interactions,
    "key_date": _plain(KeyDate, KeyDate.title),
    "membership": _of_contact(Membership),
    "outgoing_mail": _mails,
    "signature": _signatures,
    "statement": _plain(Statement, Statement.title),
    "task": _plain(Task, Task.title),
    "team": _plain(Team, Team.name),
    "user": _plain(User, User.name),
    "volunteer": _of_contact(Volunteer),
}
