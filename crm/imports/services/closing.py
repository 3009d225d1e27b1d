"""The end of an undo: rows are forgotten, what was made along the way is cleared away, and it is counted what went."""

from typing import Any

from sqlalchemy import delete, select, update

from crm.contacts.models import ContactTag, Tag
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import Model, Source, atomic, db
from crm.core.engines import hold_alone
from crm.core.journal.models import JournalLine
from crm.core.scope import Unscoped
from crm.imports.models import ImportBatch, ImportRow, KnownRow
from crm.imports.queries import get_batch, walk_rows
from crm.imports.services.running import LOCK
from crm.imports.services.taking import close_part
from crm.imports.values.parts import TakenBack, part_of
from crm.imports.values.words import BatchState, RowOutcome
from crm.statements.models import Statement
from crm.statements.values import StatementState

_BULK = {"unscoped": Unscoped.BULK}


def execute(statement: Any) -> None:
    """Change many rows of the batch at once, past the objects in hand."""
    db.session.execute(statement, execution_options={**_BULK, "synchronize_session": False})


def close_undo(batch_id: int, *, actor: Actor) -> None:
    """Forget the rows, clear away what was made along the way, and count what was taken back."""
    batch = get_batch(batch_id)
    memories = [] if part_of(batch).rows else _find_memories(batch_id)
    with atomic(actor, Source("undo", batch_id)):
        hold_alone(LOCK)
        batch = get_batch(batch_id, lock=True)
        if batch.state is BatchState.UNDOING:
            _end(batch, memories, actor=actor)


def _end(batch: ImportBatch, memories: list[tuple[int, str]], *, actor: Actor) -> None:
    part = part_of(batch)
    if part.rows:
        close_part(batch, part.rows, actor=actor)
        return
    for known_id, fingerprint in memories:
        execute(update(KnownRow).where(KnownRow.id == known_id).values(fingerprint=fingerprint))
    _close(batch, actor=actor)


def _close(batch: ImportBatch, *, actor: Actor) -> None:
    execute(delete(KnownRow).where(KnownRow.batch_id == batch.id))
    _drop_made(batch)
    batch.undo_report = _count_report(batch)
    batch.state = BatchState.UNDONE
    counted = {key: batch.undo_report[key] for key in ("reversed", "kept", "partly")}
    record(actor, "import.undone", batch, **counted)


def _count_report(batch: ImportBatch) -> dict[str, Any]:
    """Return, by row: what was taken back whole, kept, and taken back in part."""
    kept = {one["row"]: one for one in (batch.undo_report or {}).get("rows", []) if one["row"]}
    query = select(ImportRow.number, ImportRow.contact_id).where(
        ImportRow.batch_id == batch.id, ImportRow.outcome.in_([RowOutcome.CREATED, RowOutcome.UPDATED])
    )
    contacts = {row.number: row.contact_id for row in db.session.execute(query.execution_options(**_BULK))}
    partly = _rows_taken_back(batch.id) & kept.keys()
    rows = [
        {**one, "contact_id": contacts.get(row), "was": "partly" if row in partly else "kept"}
        for row, one in sorted(kept.items())
    ]
    return {
        "reversed": len(contacts.keys() - kept.keys()),
        "kept": len(kept.keys() - partly),
        "partly": len(partly),
        "rows": rows,
    }


def _rows_taken_back(batch_id: int) -> set[int]:
    """Return the rows of which at least something was taken back."""
    query = select(JournalLine.source_row).where(
        JournalLine.source_kind == "undo", JournalLine.source_ref == batch_id, JournalLine.source_row.is_not(None)
    )
    return set(db.session.scalars(query.distinct().execution_options(**_BULK)))


def _find_memories(batch_id: int) -> list[tuple[int, str]]:
    """Return what the source knew of its rows before this batch changed them."""
    return [
        (one["known"], one["before"])
        for outcome in (RowOutcome.UPDATED, RowOutcome.SAME)
        for row in walk_rows(batch_id, outcome)
        for one in row.changes
        if one.get("known") and row.taken_back != TakenBack.REVERSED
    ]


def _drop_made(batch: ImportBatch) -> None:
    """Tags and the statement that were made for this file go, where nobody uses them."""
    used = select(ContactTag.__table__.c.tag_id)
    execute(delete(Tag).where(Tag.id.in_(batch.reading.get("made_tags", [])), Tag.id.not_in(used)))
    made = batch.reading.get("made_statement")
    statement = db.session.get(Statement, made) if made else None
    if statement is not None and statement.state is StatementState.DRAFT and not _is_used(statement.id):
        batch.statement = None
        db.session.flush()
        db.session.delete(statement)


def _is_used(statement_id: int) -> bool:
    ways = [
        table.c.statement_id == statement_id
        for table in Model.metadata.sorted_tables
        if "statement_id" in table.c and table.name != "import_batch"
    ]
    return any(
        db.session.scalar(select(select(way.left.table.c.id).where(way).exists()).execution_options(**_BULK))
        for way in ways
    )
