"""Looking at what an import would do: the same planning as the import itself, with nothing written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm.accounts.values import Permission
from crm.core.actor import Actor
from crm.core.db import atomic
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch, list_rows
from crm.imports.services.batches import ImportWish, demand
from crm.imports.services.planning import Planner
from crm.imports.services.reading import (
    choose_mapping,
    find_lineage,
    has_ties,
    portions,
    read_file,
    read_rows,
    store_rows,
    survey,
    survey_batch,
)
from crm.imports.services.running import count_outcomes, order_of, parse_stored
from crm.imports.services.writing import write_outcomes
from crm.imports.values.plans import Order, RowPlan, name_memory
from crm.imports.values.targets import Target
from crm.imports.values.words import BatchState, ImportAs, RowOutcome
from crm.statements.queries import find_statement
from crm.statements.services import make_slug

_CHUNK = 1000
#: A statement that is not there yet: nobody has signed it.
_NO_STATEMENT = -1


@dataclass(slots=True)
class Preview:
    """What an import would do."""

    mapping: dict[str, str | None]
    row_count: int
    #: Whether the statement would be made as a draft.
    makes_statement: bool
    plans: Iterator[RowPlan]


@contextmanager
def preview_file(path: Path, name: str, wish: ImportWish, *, actor: Actor) -> Iterator[Preview]:
    """Plan a file without keeping anything of it; new contacts have numbers below zero, in the order of the file."""
    demand(actor, Permission.IMPORTS_PREPARE)
    statement_id = _statement_of(wish, name)
    with read_file(path, name) as file:
        mapping = choose_mapping(file, wish.import_as, wish.mapping)
        rows_read = read_rows(file, mapping, wish.import_as)
        lineage = find_lineage(name, wish.import_as, statement_id, rows_read, source=wish.source)
        memory = name_memory(lineage.source, wish.import_as, statement_id)
        order = Order(
            0, lineage.source, memory, lineage.siblings, statement_id, None, only_fill=wish.only_fill,
            has_ties=has_ties(mapping), has_tags=Target.TAGS.value in mapping.values(),
        )  # fmt: skip
        planner = Planner(order, survey(read_rows(file, mapping, wish.import_as)))
        rows = portions(read_rows(file, mapping, wish.import_as), _CHUNK)
        plans = (plan for some in rows for plan in planner.plan(some, {}))
        yield Preview(mapping, file.row_count, statement_id == _NO_STATEMENT, plans)


def _statement_of(wish: ImportWish, name: str) -> int | None:
    if wish.import_as is not ImportAs.SIGNATURES:
        return None
    title = wish.statement or Path(name).stem
    known = find_statement(wish.statement) or find_statement(make_slug(title) or "statement")
    return known.id if known else _NO_STATEMENT


def prepare_review(batch_id: int, *, actor: Actor, progress: Callable[[int, int], None]) -> ImportBatch:
    """Keep and plan the rows of a draft, so that they can be reviewed; nothing else is written."""
    demand(actor, Permission.IMPORTS_PREPARE)
    store_rows(batch_id, actor=actor)
    batch = get_batch(batch_id)
    if batch.state is not BatchState.READING:
        return batch
    planner = Planner(order_of(batch), survey_batch(batch))
    after = 0
    _begin_counting(batch_id, actor=actor)
    while rows := list_rows(batch_id, after=after, limit=_CHUNK):
        plans = planner.plan(parse_stored(batch, rows), {row.number: row.decision for row in rows if row.decision})
        after = rows[-1].number
        _write(batch_id, plans, planner, actor=actor)
        progress(after, batch.row_count)
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        if batch.state is BatchState.READING:
            batch.state = BatchState.REVIEW
    return batch


def _begin_counting(batch_id: int, *, actor: Actor) -> None:
    with atomic(actor):
        get_batch(batch_id, lock=True).counts = {outcome.value: 0 for outcome in RowOutcome}


def _write(batch_id: int, plans: Sequence[RowPlan], planner: Planner, *, actor: Actor) -> None:
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        write_outcomes(batch_id, plans, planner.name_contact)
        count_outcomes(batch, plans, {})
