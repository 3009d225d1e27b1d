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
from crm.core.db import Source, atomic
from crm.core.engines import hold_alone, refresh_statistics
from crm.imports.models import ImportBatch
from crm.imports.queries import contacts_of_rows, get_batch
from crm.imports.services.batches import demand
from crm.imports.services.newcomers import Newcomers
from crm.imports.services.outcomes import insert_outcomes, outcome_of, write_outcomes
from crm.imports.services.planning import Planner
from crm.imports.services.reading import has_ties, order_of, store_rows
from crm.imports.services.sources import RowSource, open_source, portion_of
from crm.imports.services.tying import tie_rows
from crm.imports.services.writing import Writer
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.plans import Portion, RowPlan, Survey
from crm.imports.values.words import BatchState, RowOutcome
from crm.matching.values.sieve import Sieve

#: What one act may take, in seconds, and how many rows it begins with.
_SECONDS, _FIRST, _FEWEST, _MOST = 0.4, 200, 150, 8000
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
        _start(batch, actor=actor)
        batch = get_batch(batch_id)
    if batch.state is BatchState.RUNNING:
        with open_source(batch, actor=actor) as source:
            _Run(batch, source, actor).walk(progress)
    return get_batch(batch_id)


def _start(batch: ImportBatch, *, actor: Actor) -> None:
    """Let a batch that nobody reviews run: straight from its file, unless its rows name each other."""
    is_streamed = not has_ties(batch.mapping)
    if not is_streamed:
        store_rows(batch.id, actor=actor)
    with atomic(actor):
        batch = get_batch(batch.id, lock=True)
        if batch.state is BatchState.READING:
            batch.state = BatchState.RUNNING
            batch.reading = {**batch.reading, "is_streamed": is_streamed}


class _Run:
    """One walk over a batch, from where it stands to its end."""

    def __init__(self, batch: ImportBatch, source: RowSource, actor: Actor) -> None:
        self.batch_id = batch.id
        self.source = source
        self.actor = actor
        self.newcomers = Newcomers(batch)

    def walk(self, progress: Progress) -> None:
        """Do chunk after chunk, each as long as others may wait for it."""
        size = _FIRST
        while True:
            self.source.make_ready(size)
            began = time.monotonic()
            done, total, is_over = self._step(size)
            progress(done, total)
            if is_over:
                return
            took = time.monotonic() - began
            size = max(_FEWEST, min(_MOST, int(size * _SECONDS / max(took, 0.001)), size * 2))
            time.sleep(_BREATH)

    def _step(self, size: int) -> tuple[int, int, bool]:
        """Do the next chunk; return how many rows are done, of how many, and whether it was the last."""
        began = time.monotonic()
        with atomic(self.actor, Source("file", self.batch_id)):
            hold_alone(LOCK)
            batch = get_batch(self.batch_id, lock=True)
            if batch.state is not BatchState.RUNNING:
                return batch.done_rows, batch.row_count, True
            portion = self.source.take(batch, size)
            if portion.rows:
                self._bring_in(batch, portion)
            elif not (has_ties(batch.mapping) and tie_rows(batch, self.source.survey, actor=self.actor)):
                _finish(batch, actor=self.actor)
            batch.seconds = (batch.seconds or 0.0) + time.monotonic() - began
            return batch.done_rows, batch.row_count, batch.state is not BatchState.RUNNING

    def _bring_in(self, batch: ImportBatch, portion: Portion) -> None:
        plans = plan_portion(batch, portion, self.source.survey, self.newcomers.find())
        digest = write_plans(batch, plans, is_stored=bool(portion.before))
        batch.done_rows = portion.rows[-1].number
        count_outcomes(batch, plans, portion.before)
        record(self.actor, "import.rows_written", batch, rows=len(plans), digest=digest)


def plan_rows(batch: ImportBatch, rows: Sequence[Any], survey: Survey) -> list[RowPlan]:
    """Plan stored rows of a batch against the database as it is now."""
    return plan_portion(batch, portion_of(batch, rows), survey)


def plan_portion(batch: ImportBatch, portion: Portion, survey: Survey, sieve: Sieve | None = None) -> list[RowPlan]:
    """Plan some rows of a batch; with a sieve, the base holds only what this run made, and the sieve its keys."""
    planner = Planner(order_of(batch), survey, sieve)
    planner.contact_of = contacts_of_rows(batch.id, _earlier(portion.rows, survey, portion.decisions))
    return planner.plan_portion(portion)


def _earlier(rows: Sequence[ParsedRow], survey: Survey, decisions: dict[int, str]) -> set[int]:
    """Return the numbers of the rows that these rows point back to."""
    numbers = {first for row in rows if (first := survey.first_of.get(hash(tuple(row.cells)))) is not None}
    return numbers | {int(one.removeprefix("row:")) for one in decisions.values() if one.startswith("row:")}


def write_plans(batch: ImportBatch, plans: Sequence[RowPlan], *, is_stored: bool = True) -> str:
    """Write planned rows within the act at work, with what became of each: on its stored row, or on one made now."""
    writer = Writer(order_of(batch))
    digest = writer.write(plans)
    if is_stored:
        write_outcomes(batch.id, [outcome_of(plan, lambda ref: {"id": writer.resolve(ref)}) for plan in plans])
    else:
        insert_outcomes(batch.id, plans, writer.resolve)
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
