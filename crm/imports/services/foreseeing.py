"""What an undo would take back, restore and keep: told before anybody asks for it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, distinct, func, select
from sqlalchemy.orm import aliased

from crm.contacts.models import Contact
from crm.contacts.values import ContactKind
from crm.core.db import db
from crm.core.journal.models import Change, JournalLine
from crm.core.scope import Unscoped
from crm.imports.models import ImportBatch
from crm.imports.services.hanging import by_others, find_hanging, in_spans
from crm.imports.values.parts import Part, Spans, as_spans_of

_BULK = {"unscoped": Unscoped.BULK}
#: So many contacts are asked one by one whether they have to stay; of more, the undo itself finds it out.
MOST_LOOKED_AT = 20_000
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an undo would do, as far as it can be told; ``kept`` is None where there is too much to look at."""

    people: int
    organizations: int
    signatures: int
    #: Contacts that get values of before back, and contacts of which a value stays because somebody changed it since.
    restored: int
    left: int
    #: Contacts that stay, by reason.
    kept: Counter[str] | None


def foresee_undo(batch: ImportBatch, rows: Spans = ()) -> Foreseen:
    """Say what an undo of a batch, or of chosen rows of it, would take back, restore and keep."""
    part = Part(batch.id, rows, as_spans_of(batch.reading.get("taken_back", ())))
    kinds = _made_contacts(part)
    kept = _kept(list(kinds), part) if len(kinds) <= MOST_LOOKED_AT else None
    going = Counter(kind for contact_id, kind in kinds.items() if contact_id not in (kept or {}))
    changed = and_(_of_batch(part, Change.CHANGED), ~_is_made_contact(part))
    signed = and_(_of_batch(part, Change.CREATED), JournalLine.table == "signature")
    return Foreseen(
        people=going[ContactKind.PERSON],
        organizations=going[ContactKind.ORGANIZATION],
        signatures=_count(JournalLine.record_id, signed, ~_changed_since(part, whole=True)),
        restored=_count(JournalLine.subject_id, changed, ~_changed_since(part)),
        left=_count(JournalLine.subject_id, changed, _changed_since(part)),
        kept=None if kept is None else Counter(kept.values()),
    )


def _of_batch(part: Part, change: Change) -> ColumnElement[bool]:
    """Say that a line is of what would be taken back, and still stands."""
    return and_(_by_part(part, JournalLine), JournalLine.change == change)


def _by_part(part: Part, line: Any) -> ColumnElement[bool]:
    """Say that a line is of what would be taken back; in the form that finds it by the index of sources."""
    is_of = and_(line.source_kind == "file", line.source_ref == part.batch_id)
    if part.rows:
        is_of = and_(is_of, in_spans(line.source_row, part.rows))
    return and_(is_of, ~in_spans(line.source_row, part.gone)) if part.gone else is_of


def _made_contacts(part: Part) -> dict[int, ContactKind]:
    is_made = and_(_of_batch(part, Change.CREATED), JournalLine.table == "contact")
    query = select(Contact.id, Contact.kind).join(JournalLine, JournalLine.record_id == Contact.id).where(is_made)
    return {row.id: row.kind for row in db.session.execute(query.execution_options(**_BULK))}


def _is_made_contact(part: Part) -> ColumnElement[bool]:
    """Say that a line tells of a contact that the batch itself made: that goes whole, or stays as it is."""
    made = aliased(JournalLine)
    is_made = and_(_by_part(part, made), made.change == Change.CREATED)
    query = select(made.id).where(is_made, made.table == "contact", made.record_id == JournalLine.subject_id)
    return query.exists()


def _changed_since(part: Part, *, whole: bool = False) -> ColumnElement[bool]:
    """Say that somebody else changed the field of a line since, or anything of its record."""
    later = aliased(JournalLine)
    query = select(later.id).where(
        later.table == JournalLine.table,
        later.record_id == JournalLine.record_id,
        later.id > JournalLine.id,
        by_others(part, later),
    )
    return (query if whole else query.where(later.field == JournalLine.field)).exists()


def _count(what: Any, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count(distinct(what))).where(*conditions)
    return db.session.scalar(query.execution_options(**_BULK)) or 0


def _kept(contact_ids: Sequence[int], part: Part) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(contact_ids), _AT_ONCE):
        found |= find_hanging(contact_ids[start : start + _AT_ONCE], part)
    return found
