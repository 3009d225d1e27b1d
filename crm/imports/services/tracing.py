"""Where values come from, and what other files say: the value that a record did not take is not lost."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from crm.accounts.values import Permission
from crm.contacts.models import Contact
from crm.contacts.queries import get_contact
from crm.contacts.services import edit_contact
from crm.core.actor import Actor
from crm.core.db import Source, atomic, db
from crm.core.errors import NotFoundError
from crm.core.journal.models import Change, JournalLine
from crm.core.scope import Unscoped, visible
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import select_batches
from crm.imports.services.batches import demand
from crm.imports.services.reading import reader_of
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.parts import TakenBack
from crm.imports.values.plans import TAKEN
from crm.imports.values.remarks import KEPT_EMPTY, KEPT_VALUE, read_remarks
from crm.imports.values.targets import TARGET_WORDS
from crm.imports.values.words import BatchState

_LOOKED_AT = 50
_FIELDS = {words: target.value for target, words in TARGET_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Trace:
    """The act that gave a field its value: who and when, and the file and row where it came from one."""

    at: datetime
    actor: str
    file: str | None
    row: int | None


@dataclass(frozen=True, slots=True)
class OtherValue:
    """What a row of a file says of a field, which the record did not take."""

    field: str
    value: Any
    batch_id: int
    file: str
    row: int
    at: datetime


def trace_values(contact_ids: Collection[int], *, before_batch: int) -> dict[tuple[int, str], Trace]:
    """Return, by contact and field, what gave the value that was there before a batch; "" stands for the rest."""
    line = JournalLine
    query = (
        select(line.subject_id, line.field, line.at, line.actor_name, ImportBatch.file_name, line.source_row)
        .outerjoin(ImportBatch, and_(line.source_kind == "file", line.source_ref == ImportBatch.id))
        .where(
            line.subject_id.in_(contact_ids),
            line.table == "contact",
            line.record_id == line.subject_id,
            or_(line.change == Change.CREATED, line.field.in_(TAKEN)),
            or_(line.source_kind != "file", line.source_ref != before_batch),
        )
        .order_by(line.id)
    )
    if not contact_ids:
        return {}
    rows = db.session.execute(query.execution_options(unscoped=Unscoped.BULK))
    return {(row[0] or 0, row[1]): Trace(*row[2:]) for row in rows}


def list_other_values(contact: Contact) -> list[OtherValue]:
    """Return what rows of files say otherwise than a record, the newest first, each value of a field once."""
    found: dict[tuple[str, str], OtherValue] = {}
    for row, batch in _disagreeing(contact.id):
        parsed = reader_of(batch).read(row.number, row.cells)
        for field in _left_fields(row):
            value = _value_of(parsed, field)
            if value not in (None, "", []) and value != getattr(contact, field):
                at = batch.finished_at or batch.created_at
                other = OtherValue(field, value, batch.id, batch.file_name, row.number, at)
                found.setdefault((field, str(value)), other)
    return list(found.values())


def _disagreeing(contact_id: int) -> Iterator[tuple[ImportRow, ImportBatch]]:
    """Walk over the rows about a contact whose remarks name a value that was left; of batches that the reader sees."""
    query = visible(ImportRow).where(
        ImportRow.contact_id == contact_id,
        ImportRow.reason.contains('"theirs"'),
        or_(ImportRow.taken_back.is_(None), ImportRow.taken_back != TakenBack.REVERSED),
    )
    rows = db.session.scalars(query.order_by(ImportRow.id.desc()).limit(_LOOKED_AT)).all()
    seen = select_batches().where(ImportBatch.id.in_({row.batch_id for row in rows}))
    batches = {one.id: one for one in db.session.scalars(seen) if one.state is BatchState.DONE} if rows else {}
    return ((row, batches[row.batch_id]) for row in rows if row.batch_id in batches)


def _left_fields(row: ImportRow) -> Iterator[str]:
    for remark in read_remarks(row.reason):
        field = _FIELDS.get(remark.values.get("field", ""), "")
        if remark.text in {KEPT_VALUE, KEPT_EMPTY} and field in TAKEN:
            yield field


def _value_of(parsed: ParsedRow, field: str) -> Any:
    return parsed.name if field == "name" else parsed.facts.get(field)


def take_other_value(contact_id: int, field: str, *, batch_id: int, row: int, actor: Actor) -> None:
    """Give a field the value that a row of a file says; it then comes from there, and an undo takes it back."""
    demand(actor, Permission.CONTACTS_WRITE)
    with atomic(actor, Source("file", batch_id, row)):
        contact = get_contact(contact_id)
        wanted = (field, batch_id, row)
        others = list_other_values(contact)
        other = next((one for one in others if (one.field, one.batch_id, one.row) == wanted), None)
        if other is None:
            raise NotFoundError("This row says nothing else of this field any more.")
        value = other.value if isinstance(other.value, list) else str(other.value)
        edit_contact(contact_id, field, value=value, version=None, actor=actor)
