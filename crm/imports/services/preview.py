"""Looking at what an import would do: the same planning as the import itself, with nothing written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm.accounts.values import Permission
from crm.contacts.values import match_key
from crm.core.actor import Actor
from crm.core.db import atomic
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import get_batch, list_rows
from crm.imports.services.amending import repair_again
from crm.imports.services.batches import ImportWish, demand
from crm.imports.services.outcomes import outcome_of, write_outcomes
from crm.imports.services.planning import Planner
from crm.imports.services.reading import (
    choose_mapping,
    find_lineage,
    has_ties,
    order_of,
    parse_stored,
    portions,
    read_file,
    read_rows,
    store_rows,
    survey,
    survey_batch,
)
from crm.imports.services.ruling import count_row_values, note_values
from crm.imports.services.running import count_outcomes
from crm.imports.services.silent import SilentRows, silent_rows
from crm.imports.services.sources import portion_of
from crm.imports.services.tying import count_missing, find_missing
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.plans import Order, RowPlan, Survey, name_memory
from crm.imports.values.remarks import KEPT_VALUE, read_remarks
from crm.imports.values.rules import ValueCounts, check_rules
from crm.imports.values.targets import TIES, Target
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
    #: How the file was read, with what its columns were taken for.
    reading: dict[str, Any]
    #: Parents and networks that would be made, with how many rows name each; full when the plans were walked over.
    parents: Counter[str]
    #: Rows that name an address which must never be written to; full likewise.
    silent: set[int]


@contextmanager
def preview_file(path: Path, name: str, wish: ImportWish, *, actor: Actor) -> Iterator[Preview]:
    """Plan a file without keeping anything of it; new contacts have numbers below zero, in the order of the file."""
    demand(actor, Permission.IMPORTS_PREPARE)
    statement_id = _statement_of(wish, name)
    with read_file(path, name, wish.reading) as file:
        mapping = choose_mapping(file, wish.import_as, wish.mapping)
        rows_read = read_rows(file, mapping, wish.import_as)
        lineage = find_lineage(name, wish.import_as, statement_id, rows_read, source=wish.source)
        memory = name_memory(lineage.source, wish.import_as, statement_id)
        order = Order(
            0, lineage.source, memory, lineage.siblings, statement_id, None, only_fill=wish.only_fill,
            has_ties=has_ties(mapping), has_tags=Target.TAGS.value in mapping.values(), rules=check_rules(wish.rules),
        )  # fmt: skip
        surveyed = survey(read_rows(file, mapping, wish.import_as))
        planner = Planner(order, surveyed)
        rows = portions(read_rows(file, mapping, wish.import_as), _CHUNK)
        parents: Counter[str] = Counter()
        silent: set[int] = set()
        rows = _noting_silent(rows, SilentRows(file.headers, mapping), silent)
        plans = _noting_parents((plan for some in rows for plan in planner.plan(some, {})), surveyed, parents)
        yield Preview(mapping, file.row_count, statement_id == _NO_STATEMENT, plans, file.reading, parents, silent)


def _noting_silent(rows: Iterable[list[ParsedRow]], finder: SilentRows, found: set[int]) -> Iterator[list[ParsedRow]]:
    for some in rows:
        found |= finder.find((row.number, row.cells) for row in some)
        yield some


def _noting_parents(plans: Iterable[RowPlan], surveyed: Survey, parents: Counter[str]) -> Iterator[RowPlan]:
    missing = find_missing(surveyed)
    for plan in plans:
        parents.update(count_missing(missing, plan.ties))
        yield plan


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
    repair_again(batch_id, actor=actor)
    batch = get_batch(batch_id)
    if batch.state is not BatchState.READING:
        return batch
    surveyed = survey_batch(batch)
    planner, missing = Planner(order_of(batch), surveyed), find_missing(surveyed)
    after = 0
    _begin_counting(batch_id, actor=actor)
    while rows := list_rows(batch_id, after=after, limit=_CHUNK):
        plans = planner.plan_portion(portion_of(batch, rows))
        after = rows[-1].number
        with atomic(actor):
            write_draft(get_batch(batch_id, lock=True), rows, plans, planner, missing)
        progress(after, batch.row_count)
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        if batch.state is BatchState.READING:
            batch.state = BatchState.REVIEW
    return batch


def _begin_counting(batch_id: int, *, actor: Actor) -> None:
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        batch.counts = {outcome.value: 0 for outcome in RowOutcome}
        batch.reading = {**batch.reading, "parents": {}, "kept_rows": 0, "suppressed": 0, "values": {}}


def write_draft(
    batch: ImportBatch,
    rows: Sequence[ImportRow],
    plans: Sequence[RowPlan],
    planner: Planner,
    missing: dict[str, str],
) -> None:
    """Write on the rows of a draft what would become of them, within the act at work; a decision stays with its row."""
    outcomes = [outcome_of(plan, planner.name_contact) for plan in plans]
    for row, outcome in zip(rows, outcomes, strict=True):
        if row.decision and outcome["outcome"] is not RowOutcome.DECIDE:
            outcome["candidates"] = row.candidates
            outcome["changes"] += [one for one in row.changes if "take" in one]
    write_outcomes(batch.id, outcomes)
    count_outcomes(batch, plans, {})
    ties = [tie for plan in plans for tie in plan.ties]
    kept = sum(map(_keeps_values, (outcome["reason"] for outcome in outcomes)))
    _note_beside(batch, count_missing(missing, ties), kept)
    _note_silent(batch, rows, 1)
    counts: ValueCounts = Counter()
    for plan, outcome in zip(plans, outcomes, strict=True):
        counts += count_row_values(plan.row, outcome["contact_id"], outcome["changes"], outcome["reason"])
    note_values(batch, counts)


def withdraw_draft(batch: ImportBatch, rows: Sequence[ImportRow]) -> None:
    """Take what was planned for some rows of a draft out of its counts, before they are planned anew."""
    gone = Counter(row.outcome.value for row in rows if row.outcome)
    batch.counts = {outcome: number - gone[outcome] for outcome, number in batch.counts.items()}
    made = {match_key(name): name for name in batch.reading.get("parents", {})}
    ties = [(one["field"], one["after"]) for row in rows for one in row.changes if one.get("field") in TIES]
    parents = Counter({name: -times for name, times in count_missing(made, ties).items()})
    _note_beside(batch, parents, -sum(_keeps_values(row.reason) for row in rows))
    _note_silent(batch, rows, -1)
    counts: ValueCounts = Counter()
    for parsed, row in zip(parse_stored(batch, rows), rows, strict=True):
        counts += count_row_values(parsed, row.contact_id, row.changes, row.reason)
    note_values(batch, counts, taken=True)


def _note_silent(batch: ImportBatch, rows: Sequence[ImportRow], sign: int) -> None:
    """Keep in step how many rows name an address that must never be written to."""
    silent = silent_rows(batch).find((row.number, row.cells) for row in rows)
    before = batch.reading.get("suppressed", 0)
    batch.reading = {**batch.reading, "suppressed": before + sign * len(silent)}


def _note_beside(batch: ImportBatch, parents: Counter[str], kept: int) -> None:
    """Keep in step what a review tells beside the counts of rows: parents to make, rows whose values are not taken."""
    told = Counter(batch.reading.get("parents", {}))
    for name, times in parents.items():
        told[name] += times
    named = {name: rows for name, rows in told.items() if rows}
    batch.reading = {**batch.reading, "parents": named, "kept_rows": batch.reading.get("kept_rows", 0) + kept}


def _keeps_values(reason: str | None) -> bool:
    """Say whether a row's remarks name a value of the record that the file would have otherwise."""
    return any(remark.text == KEPT_VALUE for remark in read_remarks(reason))
