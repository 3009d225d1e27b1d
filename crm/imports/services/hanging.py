"""What hangs on a contact that an import made, and what was changed since: the reasons to keep it in an undo."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, func, or_, select

from crm.coalition.models import StageMove
from crm.coalition.values import MoveCause
from crm.core.db import Model, db
from crm.core.journal.models import Change, Journaled, JournalLine
from crm.core.scope import Unscoped
from crm.imports.models import ImportBatch
from crm.imports.values.words import BatchState

_BULK = {"unscoped": Unscoped.BULK}
#: Why something stays; the words are the door's.
LINKED, CHANGED, NAMED = "linked", "changed", "named"
#: Tables that name contacts without anything hanging on it.
_OWN_TABLES = frozenset({"import_row", "known_row"})
#: What a list changes on rows that it did not make: a place that named an employer points at the organisation.
TIED = {"affiliation": "organization_id"}
#: Moves are no rows of the journal; each knows the signature that caused it.
_MOVES = StageMove.__tablename__


def find_hanging(contact_ids: Collection[int], batch_id: int) -> dict[int, str]:
    """Return which of these contacts of a batch have to stay, and why."""
    found: dict[int, str] = {}
    if not contact_ids:
        return found
    journaled = _journaled()
    for table, column in _ways_to_contacts():
        is_told = table.name in journaled or table.name == _MOVES
        columns = (table.c.id, column) if is_told else (column,)
        rows = db.session.execute(select(*columns).where(column.in_(contact_ids)).execution_options(**_BULK)).all()
        own = _own_rows(batch_id, table.name, rows) if is_told else set()
        found.update({row[-1]: LINKED for row in rows if row[0] not in own})
    known = Model.metadata.tables["known_row"]
    query = select(known.c.contact_id).where(known.c.contact_id.in_(contact_ids), known.c.batch_id != batch_id)
    found.update(dict.fromkeys(db.session.scalars(query.execution_options(**_BULK)), NAMED))
    lines = select(JournalLine.subject_id, JournalLine.change).where(
        JournalLine.subject_id.in_(contact_ids), JournalLine.id > _first_line(batch_id), by_others(batch_id)
    )
    for contact_id, change in db.session.execute(lines.distinct().execution_options(**_BULK)):
        if contact_id is None:
            continue
        if change == Change.CHANGED:
            found[contact_id] = CHANGED
        else:
            found.setdefault(contact_id, LINKED)
    return found


def _own_rows(batch_id: int, table: str, rows: Sequence[Any]) -> set[int]:
    if table == _MOVES:
        return set(find_own_moves(batch_id, {row[-1] for row in rows}).values())
    return held_by(batch_id, table, {row[0] for row in rows})


def find_own_moves(batch_id: int, contact_ids: Collection[int]) -> dict[int, int]:
    """Return, by contact, the moves that signatures of the batch caused, as far as nobody touched these since."""
    move = StageMove.__table__.c
    query = select(move.id, move.contact_id, move.cause_id).where(
        move.contact_id.in_(contact_ids), move.cause == MoveCause.SIGNATURE
    )
    rows = db.session.execute(query.execution_options(**_BULK)).all() if contact_ids else []
    own = held_by(batch_id, "signature", {row.cause_id for row in rows})
    return {row.contact_id: row.id for row in rows if row.cause_id in own}


def _ways_to_contacts() -> Iterator[tuple[Table, ColumnElement[Any]]]:
    """Walk over every column of every room that points at a contact."""
    for table in Model.metadata.sorted_tables:
        if table.name not in _OWN_TABLES:
            for key in table.foreign_keys:
                if key.column.table.name == "contact":
                    yield table, key.parent


def _journaled() -> set[str]:
    return {
        str(mapper.local_table.name)  # type: ignore[attr-defined]  # a mapped class of ours has a table
        for mapper in Model.registry.mappers
        if issubclass(mapper.class_, Journaled)
    }


def made_by(batch_id: int, table: str, record_ids: Collection[int]) -> set[int]:
    """Return which of these rows of a table the batch itself made.

    The lines are found by their records and told apart here: a database that takes the index of sources instead would
    walk over the whole batch for each question.
    """
    line = JournalLine
    query = select(line.record_id, line.source_kind, line.source_ref).where(
        line.table == table, line.record_id.in_(record_ids), line.change == Change.CREATED
    )
    rows = db.session.execute(query.execution_options(**_BULK))
    return {row.record_id for row in rows if (row.source_kind, row.source_ref) == ("file", batch_id)}


def held_by(batch_id: int, table: str, record_ids: Collection[int]) -> set[int]:
    """Return which of these rows the batch itself made, or tied to where they point, and nobody touched since.

    The rows are of contacts that the batch made, so what was before it is of rows whose numbers are used again; a row
    without a line since then came into being together with its contact.
    """
    line = JournalLine
    query = select(line.record_id, _made_or_tied(table, batch_id), by_others(batch_id)).where(
        line.table == table, line.record_id.in_(record_ids), line.id >= _first_line(batch_id)
    )
    rows = db.session.execute(query.order_by(line.id).execution_options(**_BULK)).all()
    is_held = {record_id: is_own for record_id, is_own, is_other in rows if is_own or is_other}
    with_contact = set(record_ids) - {row.record_id for row in rows}
    return with_contact | {record_id for record_id, is_own in is_held.items() if is_own}


def _made_or_tied(table: str, batch_id: int) -> ColumnElement[bool]:
    is_tie = and_(JournalLine.change == Change.CHANGED, JournalLine.field == TIED.get(table))
    is_ours = and_(JournalLine.source_kind == "file", func.coalesce(JournalLine.source_ref, 0) == batch_id)
    return and_(is_ours, or_(JournalLine.change == Change.CREATED, is_tie))


def _first_line(batch_id: int) -> int:
    query = select(func.min(JournalLine.id)).where(
        JournalLine.source_kind == "file", JournalLine.source_ref == batch_id
    )
    return db.session.scalar(query.execution_options(**_BULK)) or 0


def by_others(batch_id: int, line: type[JournalLine] = JournalLine) -> ColumnElement[bool]:
    """Say whose lines count: not the batch's own, not those of undos and of batches that were taken back."""
    undone = select(ImportBatch.id).where(ImportBatch.state == BatchState.UNDONE)
    is_of_batch = and_(line.source_kind == "file", or_(line.source_ref == batch_id, line.source_ref.in_(undone)))
    return and_(line.source_kind != "undo", ~is_of_batch)


def find_later_lines(lines: Sequence[JournalLine], batch_id: int) -> set[tuple[str, int, str]]:
    """Return which of these records or fields somebody changed since, as (table, id, field); no field for a record.

    A place that was tied to an organisation is one somebody works with as soon as anything of it was changed.
    """
    first: dict[tuple[str, int, str], int] = {}
    ids: dict[str, set[int]] = {}
    for line in lines:
        key = (line.table, line.record_id, line.field)
        first[key] = min(line.id, first.get(key, line.id))
        ids.setdefault(line.table, set()).add(line.record_id)
    found = set()
    for table, record_ids in ids.items():
        query = select(JournalLine).where(
            JournalLine.table == table,
            JournalLine.record_id.in_(record_ids),
            JournalLine.id > lines[-1].id,
            by_others(batch_id),
        )
        for later in db.session.scalars(query.execution_options(**_BULK)):
            for field in {later.field, "", TIED.get(table, "")}:
                key = (table, later.record_id, field)
                if key in first and later.id > first[key]:
                    found.add(key)
    return found
