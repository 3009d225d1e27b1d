"""Bringing a batch in, chunk by chunk: each chunk is one short act, and the next one begins where the last was saved.

Two workers, or a worker and a command, may do the same batch at the same time: each chunk locks the batch and reads
where it stands, so no row is done twice, and whoever is killed leaves a batch that goes on to the same end.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from crm.accounts.values import Permission
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import Source, atomic, db
from crm.core.engines import hold_alone, refresh_statistics
from crm.core.scope import visible
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import contacts_of_rows, get_batch
from crm.imports.services.batches import demand
from crm.imports.services.planning import Planner
from crm.imports.services.reading import has_ties, reader_of, store_rows, survey_batch
from crm.imports.services.tying import tie_rows
from crm.imports.services.writing import Writer, outcome_of, write_outcomes
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.plans import Order, RowPlan, Survey, name_memory
from crm.imports.values.targets import Target
from crm.imports.values.words import BatchState, RowOutcome
from crm.statements.queries import find_latest_version

#: What one act may take, in seconds, and how many rows it begins with.
_SECONDS, _FIRST, _FEWEST, _MOST = 0.3, 200, 150, 2000
#: A breath between two acts, in which others get to write.
_BREATH = 0.01
#: The lock under which imports write one after another.
LOCK = 0x63726D02

Progress = Callable[[int, int], None]


def _quiet(_done: int, _total: int) -> None:
    return


def run_import(batch_id: int, *, actor: Actor, progress: Progress = _quiet) -> ImportBatch:
    """Bring a batch in from where it stands to its end."""
    demand(actor, Permission.IMPORTS_COMMIT)
    batch = get_batch(batch_id)
    if batch.state is BatchState.READING and batch.reading.get("runs_at_once"):
        store_rows(batch_id, actor=actor)
        _start(batch_id, actor=actor)
        batch = get_batch(batch_id)
    if batch.state is not BatchState.RUNNING:
        return batch
    survey = survey_batch(batch)
    _walk(batch_id, survey, actor=actor, progress=progress)
    return get_batch(batch_id)


def _start(batch_id: int, *, actor: Actor) -> None:
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        if batch.state is BatchState.READING:
            batch.state = BatchState.RUNNING


def _walk(batch_id: int, survey: Survey, *, actor: Actor, progress: Progress) -> None:
    size = _FIRST
    while True:
        began = time.monotonic()
        done, total, is_over = _step(batch_id, survey, size, actor=actor)
        progress(done, total)
        if is_over:
            return
        took = time.monotonic() - began
        size = max(_FEWEST, min(_MOST, int(size * _SECONDS / max(took, 0.001)), size * 2))
        time.sleep(_BREATH)


def _step(batch_id: int, survey: Survey, size: int, *, actor: Actor) -> tuple[int, int, bool]:
    """Do the next chunk; return how many rows are done, of how many, and whether it was the last."""
    began = time.monotonic()
    with atomic(actor, Source("file", batch_id)):
        hold_alone(LOCK)
        batch = get_batch(batch_id, lock=True)
        if batch.state is not BatchState.RUNNING:
            return batch.done_rows, batch.row_count, True
        rows = _next_rows(batch, size)
        if rows:
            _bring_in(batch, rows, survey, actor=actor)
        elif not (has_ties(batch.mapping) and tie_rows(batch, survey, actor=actor)):
            _finish(batch, actor=actor)
        batch.seconds = (batch.seconds or 0.0) + time.monotonic() - began
        return batch.done_rows, batch.row_count, batch.state is not BatchState.RUNNING


def _next_rows(batch: ImportBatch, size: int) -> Sequence[Any]:
    columns = (
        ImportRow.number, ImportRow.cells, ImportRow.fingerprint, ImportRow.occurrence, ImportRow.decision,
        ImportRow.changes, ImportRow.outcome,
    )  # fmt: skip
    query = visible(ImportRow, *columns).where(ImportRow.batch_id == batch.id, ImportRow.number > batch.done_rows)
    return db.session.execute(query.order_by(ImportRow.number).limit(size)).all()


def _bring_in(batch: ImportBatch, rows: Sequence[Any], survey: Survey, *, actor: Actor) -> None:
    plans = plan_rows(batch, rows, survey)
    digest = write_plans(batch, plans)
    batch.done_rows = rows[-1].number
    count_outcomes(batch, plans, {row.number: row.outcome for row in rows})
    record(actor, "import.rows_written", batch, rows=len(rows), digest=digest)


def plan_rows(batch: ImportBatch, rows: Sequence[Any], survey: Survey) -> list[RowPlan]:
    """Plan stored rows of a batch against the database as it is now."""
    planner = Planner(order_of(batch), survey)
    parsed = parse_stored(batch, rows)
    decisions = hear_decisions(planner, rows)
    planner.contact_of = contacts_of_rows(batch.id, _earlier(parsed, survey, decisions))
    return planner.plan(parsed, decisions)


def hear_decisions(planner: Planner, rows: Sequence[Any]) -> dict[int, str]:
    """Return what was decided of stored rows; tell the planner which values the decisions take from the file."""
    for row in rows:
        if row.decision:
            planner.taken[row.number] = {field for one in row.changes for field in one.get("take", ())}
    return {row.number: row.decision for row in rows if row.decision}


def _earlier(rows: Sequence[ParsedRow], survey: Survey, decisions: dict[int, str]) -> set[int]:
    """Return the numbers of the rows that these rows point back to."""
    numbers = {first for row in rows if (first := survey.first_of.get(hash(tuple(row.cells)))) is not None}
    return numbers | {int(one.removeprefix("row:")) for one in decisions.values() if one.startswith("row:")}


def parse_stored(batch: ImportBatch, rows: Sequence[Any]) -> list[ParsedRow]:
    """Bring stored rows to their form again."""
    reader = reader_of(batch)
    parsed = []
    for stored in rows:
        row = reader.read(stored.number, stored.cells)
        row.fingerprint, row.occurrence = stored.fingerprint, stored.occurrence
        parsed.append(row)
    return parsed


def order_of(batch: ImportBatch) -> Order:
    """Return what a batch asks for."""
    version = find_latest_version(batch.statement_id) if batch.statement_id else None
    return Order(
        batch.id,
        batch.source,
        name_memory(batch.source, batch.import_as, batch.statement_id),
        tuple(batch.reading.get("siblings", ())),
        batch.statement_id,
        version.id if version else None,
        only_fill=batch.only_fill,
        has_ties=has_ties(batch.mapping),
        has_tags=Target.TAGS.value in batch.mapping.values(),
        rules=batch.rules,
    )


def write_plans(batch: ImportBatch, plans: Sequence[RowPlan]) -> str:
    """Write planned rows within the act at work."""
    writer = Writer(batch.id, name_memory(batch.source, batch.import_as, batch.statement_id))
    digest = writer.write(plans)
    write_outcomes(batch.id, [outcome_of(plan, lambda ref: {"id": writer.resolve(ref)}) for plan in plans])
    if writer.made_tags:
        batch.reading = {**batch.reading, "made_tags": [*batch.reading.get("made_tags", []), *writer.made_tags]}
    return digest


def count_outcomes(batch: ImportBatch, plans: Sequence[RowPlan], before: dict[int, RowOutcome | None]) -> None:
    """Keep the counts of a batch in step with what became of some of its rows."""
    counts = {outcome.value: batch.counts.get(outcome.value, 0) for outcome in RowOutcome}
    for plan in plans:
        was = before.get(plan.row.number)
        if was is not None:
            counts[was.value] -= 1
        counts[plan.outcome.value] += 1
    batch.counts = counts


def _finish(batch: ImportBatch, *, actor: Actor) -> None:
    batch.state = BatchState.DONE
    batch.finished_at = now()
    batch.once_key = None
    record(actor, "import.finished", batch, **batch.counts)
    refresh_statistics()
