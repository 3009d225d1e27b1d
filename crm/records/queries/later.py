"""What came to a record after another became part of it, and could belong to either."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, cast, func, null, select
from sqlalchemy.orm import aliased

from crm.coalition.models import Membership
from crm.contacts.models import Affiliation, Contact, ContactName, ContactPoint, ContactRelation, ContactTag, Tag
from crm.core.db import db
from crm.core.mail.models import OutgoingMail
from crm.core.scope import row_rule, visible
from crm.core.traces.rows import read_rows, to_json, ways_to
from crm.core.traces.services import same_rows
from crm.outreach.models import FollowUp, Interaction, Participant
from crm.records.models import ContactMerge
from crm.records.values import MERGE_FIELDS, Later
from crm.statements.models import Signature, Statement
from crm.tasks.models import Assignment, Task
from crm.volunteers.models import Volunteer


@dataclass(frozen=True, slots=True)
class LaterRow:
    """A row that points at a record and came later than a merge."""

    table: str
    column: str
    id: int

    @property
    def key(self) -> str:
        """Return what names it in a form."""
        return f"{self.table}.{self.column}:{self.id}"


def rows_on(contact_id: int) -> Iterator[tuple[str, str, list[int]]]:
    """Walk over what hangs on a contact: table, column, and the keys of its rows; the work of a volunteer too."""
    for name, column in (*ways_to("contact"), ("outgoing_mail", "contact_id")):
        if name != ContactMerge.__tablename__:
            yield name, column, [row["id"] for row in read_rows(name, **{column: contact_id})]
    volunteers = [row["id"] for row in read_rows("volunteer", contact_id=contact_id)]
    yield "assignment", "volunteer_id", [row["id"] for row in read_rows("assignment", volunteer_id=volunteers)]


def later_rows(merge: ContactMerge) -> dict[str, LaterRow]:
    """Return the rows that hang on a record since a merge and did not right after it, by their keys in forms."""
    found = {}
    for name, column, ids in rows_on(merge.kept_id):
        known = merge.kept_rows.get(f"{name}.{column}", [])
        there = same_rows({"table": name, "column": column, "ids": known}, merge.since_line)
        for row_id in set(ids) - set(there):
            row = LaterRow(name, column, row_id)
            found[row.key] = row
    return found


def changed_fields(merge: ContactMerge) -> list[str]:
    """Return the fields of a record that somebody changed after a merge."""
    after = dict(merge.kept_before)
    for step in merge.steps:
        if step["do"] == "change" and step["table"] == "contact" and step["id"] == merge.kept_id:
            after |= step["after"]
    (row,) = read_rows("contact", id=merge.kept_id)
    return [field for field in MERGE_FIELDS if field in row and to_json(row[field]) != after.get(field)]


def list_later(merge: ContactMerge) -> list[Later]:
    """Return what came later and is the reader's to see, for the page that asks whose it is."""
    by_table: dict[tuple[str, str], list[LaterRow]] = {}
    for row in later_rows(merge).values():
        by_table.setdefault((row.table, row.column), []).append(row)
    found = []
    for (table, column), rows in by_table.items():
        if table in _WORDS and (table != "assignment" or _was_joined(merge)):
            found += _told(table, column, {row.id: row for row in rows})
    (kept,) = read_rows("contact", id=merge.kept_id)
    fields = [Later(f"field:{one}", "field", one, "", value=kept[one]) for one in changed_fields(merge)]
    return [*fields, *sorted(found, key=lambda one: one.key)]


def _was_joined(merge: ContactMerge) -> bool:
    """Say whether both were volunteers; else the work of the one is that one's."""
    return any(step["do"] == "remove" and step["table"] == "volunteer" for step in merge.steps)


def _told(table: str, column: str, rows: dict[int, LaterRow]) -> list[Later]:
    query, row_id, kind, text, on = _WORDS[table](column, sorted(rows))
    words = (func.coalesce(cast(kind, String), ""), func.coalesce(cast(text, String), ""))
    columns = (row_id.label("row"), words[0].label("kind"), words[1].label("text"), on.label("on"))
    read = query.with_only_columns(*columns, maintain_column_froms=True)
    return [Later(rows[one.row].key, table, one.kind, one.text, one.on) for one in db.session.execute(read)]


#: A query of some rows, and its columns: key, kind, words, day or moment.
_Words = tuple[Select[Any], Any, Any, Any, Any]


def _participants(_column: str, ids: Sequence[int]) -> _Words:
    query = visible(Participant).join(Interaction, Interaction.id == Participant.interaction_id)
    query = query.where(row_rule(Interaction), Participant.id.in_(ids))
    return query, Participant.id, Interaction.kind, func.substr(Interaction.text, 1, 120), Participant.at


def _follow_ups(_column: str, ids: Sequence[int]) -> _Words:
    return visible(FollowUp).where(FollowUp.id.in_(ids)), FollowUp.id, FollowUp.kind, FollowUp.text, FollowUp.due_on


def _signatures(_column: str, ids: Sequence[int]) -> _Words:
    query = visible(Signature).join(Statement, Statement.id == Signature.statement_id).where(Signature.id.in_(ids))
    return query, Signature.id, Signature.state, Statement.title, Signature.signed_on


def _names(_column: str, ids: Sequence[int]) -> _Words:
    return (
        visible(ContactName).where(ContactName.id.in_(ids)),
        ContactName.id,
        ContactName.kind,
        ContactName.name,
        null(),
    )


def _points(_column: str, ids: Sequence[int]) -> _Words:
    query = visible(ContactPoint).where(ContactPoint.id.in_(ids))
    return query, ContactPoint.id, ContactPoint.kind, ContactPoint.value, null()


def _tags(_column: str, ids: Sequence[int]) -> _Words:
    query = visible(ContactTag).join(Tag, Tag.id == ContactTag.tag_id).where(ContactTag.id.in_(ids))
    return query, ContactTag.id, null(), Tag.name, null()


def _places(column: str, ids: Sequence[int]) -> _Words:
    other = aliased(Contact)
    end = Affiliation.organization_id if column == "person_id" else Affiliation.person_id
    query = visible(Affiliation).outerjoin(other, (other.id == end) & row_rule(other)).where(Affiliation.id.in_(ids))
    return query, Affiliation.id, Affiliation.role, func.coalesce(other.name, Affiliation.organization_name), null()


def _ties(column: str, ids: Sequence[int]) -> _Words:
    other = aliased(Contact)
    end = ContactRelation.other_id if column == "contact_id" else ContactRelation.contact_id
    query = visible(ContactRelation).join(other, other.id == end).where(row_rule(other), ContactRelation.id.in_(ids))
    return query, ContactRelation.id, ContactRelation.kind, other.name, ContactRelation.since


def _memberships(_column: str, ids: Sequence[int]) -> _Words:
    query = visible(Membership).where(Membership.id.in_(ids))
    return query, Membership.id, Membership.status, null(), Membership.since


def _mails(_column: str, ids: Sequence[int]) -> _Words:
    query = select(OutgoingMail).where(OutgoingMail.id.in_(ids))
    return query, OutgoingMail.id, OutgoingMail.state, OutgoingMail.subject, OutgoingMail.created_at


def _volunteers(_column: str, ids: Sequence[int]) -> _Words:
    return visible(Volunteer).where(Volunteer.id.in_(ids)), Volunteer.id, Volunteer.status, null(), Volunteer.since


def _work(_column: str, ids: Sequence[int]) -> _Words:
    query = visible(Assignment).join(Task, Task.id == Assignment.task_id).where(Assignment.id.in_(ids))
    return query, Assignment.id, Assignment.state, Task.title, Assignment.assigned_at


#: What is asked about, by table; what lists remember of a record stays with the one that was kept.
_WORDS: dict[str, Callable[[str, Sequence[int]], _Words]] = {
    "participant": _participants,
    "follow_up": _follow_ups,
    "signature": _signatures,
    "contact_name": _names,
    "contact_point": _points,
    "contact_tag": _tags,
    "affiliation": _places,
    "contact_relation": _ties,
    "membership": _memberships,
    "outgoing_mail": _mails,
    "volunteer": _volunteers,
    "assignment": _work,
}
