"""Rows of a batch that are taken back alone: which may be, what was before, and how the batch remembers it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update

from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import db
from crm.core.errors import ConflictError
from crm.core.journal.models import Change, JournalLine
from crm.core.scope import Unscoped, visible
from crm.imports.models import ImportBatch, ImportRow, KnownRow
from crm.imports.services.hanging import JOINED, in_spans
from crm.imports.services.reading import reader_of
from crm.imports.values.parts import Spans, TakenBack, as_spans
from crm.imports.values.plans import name_memory
from crm.imports.values.words import BatchState, RowOutcome

_BULK = {"unscoped": Unscoped.BULK}
_CHANGED = (RowOutcome.CREATED, RowOutcome.UPDATED)
_AT_ONCE = 2000
_LISTED = 1000


def demand_changed(batch: ImportBatch, spans: Spans) -> None:
    """Refuse rows of which none changed anything that still stands."""
    is_chosen = (ImportRow.batch_id == batch.id, in_spans(ImportRow.number, spans), ImportRow.outcome.in_(_CHANGED))
    stands = func.coalesce(ImportRow.taken_back, "") != TakenBack.REVERSED
    query = select(func.count()).where(*is_chosen, stands)
    if not db.session.scalar(query.execution_options(**_BULK)):
        raise ConflictError("None of these rows changed anything that still stands.", "rows")


def find_taken_lines(lines: Sequence[JournalLine], batch_id: int) -> set[int]:
    """Return which lines of a batch an undo took back already: each has a later line that says the reverse."""
    query = select(JournalLine).where(
        JournalLine.source_kind == "undo",
        JournalLine.source_ref == batch_id,
        JournalLine.record_id.in_({line.record_id for line in lines}),
    )
    turned = {_key(one, turned=True) for one in db.session.scalars(query.execution_options(**_BULK))}
    return {line.id for line in lines if _key(line) in turned}


def _key(line: JournalLine, *, turned: bool = False) -> tuple[Any, ...]:
    if line.change in {Change.CREATED, Change.DELETED}:
        return (line.table, line.record_id)
    values = (line.after, line.before) if turned else (line.before, line.after)
    return (line.table, line.record_id, line.field, *map(repr, values))


def close_part(batch: ImportBatch, spans: Spans, *, actor: Actor) -> None:
    """End an undo of chosen rows: the list forgets them, each says how far it was taken back, the batch is in again."""
    kept = {one["row"]: set(one["reasons"]) for one in (batch.undo_report or {}).get("rows", []) if one["row"]}
    touched, with_lines = _rows_of(batch.id, "undo", spans), _rows_of(batch.id, "file", spans)
    counts = dict.fromkeys(TakenBack, 0)
    told = []
    for rows in _chosen_rows(batch, spans):
        _forget(batch, rows)
        for row in rows:
            if row.number not in with_lines:
                kept.setdefault(row.number, set()).add(JOINED)
            was = _how_far(row.number, set(kept), touched)
            row.taken_back = was
            counts[was] += 1
            if was is not TakenBack.REVERSED:
                told.append(
                    {
                        "row": row.number,
                        "reasons": sorted(kept[row.number]),
                        "contact_id": row.contact_id,
                        "was": was.value,
                    }
                )
        db.session.flush()
    batch.undo_report = {
        **{was.value: number for was, number in counts.items()}, "rows": told[:_LISTED], "chosen": [*map(list, spans)]
    }  # fmt: skip
    batch.reading = {**batch.reading, "taken_back": [*map(list, _reversed_spans(batch.id))]}
    batch.state = BatchState.DONE
    record(
        actor, "import.rows_undone", batch, chosen=[*map(list, spans)], **{key.value: n for key, n in counts.items()}
    )


def _how_far(number: int, kept: set[int], touched: set[int]) -> TakenBack:
    if number not in kept:
        return TakenBack.REVERSED
    return TakenBack.PARTLY if number in touched else TakenBack.KEPT


def _rows_of(batch_id: int, source: str, spans: Spans) -> set[int]:
    """Return which of these rows of a batch have lines in the journal: of its file, or of its undo."""
    query = select(JournalLine.source_row).where(
        JournalLine.source_kind == source, JournalLine.source_ref == batch_id, in_spans(JournalLine.source_row, spans)
    )
    return set(db.session.scalars(query.distinct().execution_options(**_BULK)))


def _chosen_rows(batch: ImportBatch, spans: Spans) -> Any:
    after = 0
    query = visible(ImportRow).where(
        ImportRow.batch_id == batch.id, in_spans(ImportRow.number, spans), ImportRow.outcome.in_(_CHANGED),
        func.coalesce(ImportRow.taken_back, "") != TakenBack.REVERSED,
    )  # fmt: skip
    while rows := db.session.scalars(
        query.where(ImportRow.number > after).order_by(ImportRow.number).limit(_AT_ONCE)
    ).all():
        yield rows
        after = rows[-1].number


def _forget(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Let the list forget rows that this batch brought, and know the others again as they were before."""
    reader = reader_of(batch)
    memory = name_memory(batch.source, batch.import_as, batch.statement_id)
    keys = set()
    for row in rows:
        parsed = reader.read(row.number, row.cells)
        keys |= {(key, row.occurrence) for key in (parsed.key, parsed.content_key)}
        for one in row.changes:
            if one.get("known"):
                known = update(KnownRow).where(KnownRow.id == one["known"]).values(fingerprint=one["before"])
                db.session.execute(known, execution_options=_BULK)
    query = select(KnownRow).where(
        KnownRow.source == memory, KnownRow.batch_id == batch.id, KnownRow.key.in_({key for key, _occurrence in keys})
    )
    for one in db.session.scalars(query):
        if (one.key, one.occurrence) in keys:
            db.session.delete(one)


def _reversed_spans(batch_id: int) -> Spans:
    query = select(ImportRow.number).where(ImportRow.batch_id == batch_id, ImportRow.taken_back == TakenBack.REVERSED)
    return as_spans(db.session.scalars(query.execution_options(**_BULK)))
