"""Deciding what a row means: the same as somebody, somebody new, or left out."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import update

from crm.accounts.values import Permission
from crm.contacts.queries import list_contacts
from crm.contacts.values import ContactKind
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import Source, atomic, db, read_id
from crm.core.engines import hold_alone
from crm.core.errors import ConflictError, DomainError, NotFoundError
from crm.core.scope import Unscoped, visible
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import get_batch, get_row, get_rows
from crm.imports.services.batches import demand
from crm.imports.services.planning import Planner
from crm.imports.services.preview import withdraw_draft, write_draft
from crm.imports.services.reading import demand_state, has_ties, order_of, parse_stored, survey_batch
from crm.imports.services.running import (
    LOCK,
    count_outcomes,
    plan_rows,
    write_plans,
)
from crm.imports.services.sources import portion_of
from crm.imports.services.tying import find_missing, tie_some
from crm.imports.values.plans import TAKEN, Survey
from crm.imports.values.remarks import write_remarks
from crm.imports.values.words import BatchState, RowOutcome

NEW, SKIP = "new", "skip"
#: What a decision begins with that names an earlier row of the same draft.
EARLIER = "row:"


def decide_rows(
    batch_id: int, decisions: Mapping[int, str], *, actor: Actor, take: Mapping[int, Collection[str]] | None = None
) -> ImportBatch:
    """Decide rows by their number: a contact's id, `new` or `skip`.

    ``take`` names, by row, the fields in which the file's value replaces the one that is there.
    In a draft the decision is kept for the import, and the row counts as what it becomes; there it may be decided
    again. Once the batch is in, the row is brought in at once. All of them are done, or none.
    """
    if not decisions:
        raise DomainError("Say which rows you decide, as in 12=new.")
    demand(actor, Permission.IMPORTS_PREPARE)
    with atomic(actor, Source("file", batch_id)):
        hold_alone(LOCK)
        batch = get_batch(batch_id, lock=True)
        demand_state(batch, BatchState.REVIEW, BatchState.DONE)
        rows = _waiting_rows(batch, decisions)
        _check(batch, rows, decisions)
        if batch.state is BatchState.REVIEW:
            withdraw_draft(batch, rows)
        _keep_decisions(batch, decisions, take or {})
        try_rows(batch, sorted(decisions), actor=actor)
        record(actor, "import.decided", batch, rows=sorted(decisions))
    return batch


def _waiting_rows(batch: ImportBatch, decisions: Mapping[int, str]) -> list[ImportRow]:
    rows = get_rows(batch.id, decisions)
    for row in rows:
        if row.outcome is not RowOutcome.DECIDE and not (batch.state is BatchState.REVIEW and row.decision):
            raise ConflictError("Row %(row)s does not wait for a decision.", row=row.number)
    return rows


def _check(batch: ImportBatch, rows: list[ImportRow], decisions: Mapping[int, str]) -> None:
    kinds: dict[int, ContactKind] = {row.number: row.kind for row in parse_stored(batch, rows)}
    ids = {number for one in decisions.values() if (number := read_id(one)) is not None}
    known = {contact.id: contact.kind for contact in list_contacts(sorted(ids))}
    for row in rows:
        decision = decisions[row.number]
        if decision in {NEW, SKIP} or _points_back(decision, row.number):
            continue
        if not decision.isdecimal():
            raise DomainError("A row is decided by the number of a record, by new or by skip.")
        if known.get(int(decision)) is not kinds[row.number]:
            raise NotFoundError("Row %(row)s cannot become record %(record)s.", row=row.number, record=decision)


def _points_back(decision: str, number: int) -> bool:
    """Say whether a decision names an earlier row of the same draft."""
    place = decision.removeprefix(EARLIER)
    return place != decision and place.isdecimal() and int(place) < number


def _keep_decisions(batch: ImportBatch, decisions: Mapping[int, str], take: Mapping[int, Collection[str]]) -> None:
    for number, decision in decisions.items():
        taken = sorted(set(take.get(number, ())) & TAKEN)
        db.session.execute(
            update(ImportRow)
            .where(ImportRow.batch_id == batch.id, ImportRow.number == number)
            .values(decision=decision, changes=[{"take": taken}] if taken else []),
            execution_options={"unscoped": Unscoped.BULK},
        )


def try_rows(batch: ImportBatch, numbers: list[int], *, actor: Actor) -> None:
    """Plan rows of a draft anew, or bring them in where the batch is in already, within the act at work."""
    if batch.state is BatchState.DONE:
        demand(actor, Permission.IMPORTS_COMMIT)
        _bring_in(batch, numbers, actor=actor)
    else:
        _plan_anew(batch, numbers)


def _plan_anew(batch: ImportBatch, numbers: Sequence[int]) -> None:
    """Plan decided rows of a draft, after the earlier rows that their decisions point at."""
    survey, missing = Survey(), dict[str, str]()
    if has_ties(batch.mapping):
        survey = survey_batch(batch)
        missing = find_missing(survey)
    planner = Planner(order_of(batch), survey)
    rows = _with_earlier(batch, numbers)
    plans = planner.plan_portion(portion_of(batch, rows))
    pairs = [(row, plan) for row, plan in zip(rows, plans, strict=True) if row.number in numbers]
    write_draft(batch, [row for row, _plan in pairs], [plan for _row, plan in pairs], planner, missing)


def _with_earlier(batch: ImportBatch, numbers: Sequence[int]) -> list[ImportRow]:
    """Return rows in file order, with those that their decisions point at, and those that these point at."""
    found: dict[int, ImportRow] = {}
    wanted: set[int | None] = set(numbers)
    while wanted:
        query = visible(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.number.in_(wanted))
        some = db.session.scalars(query.execution_options(populate_existing=True)).all()
        found |= {row.number: row for row in some}
        wanted = {_earlier(row) for row in some} - found.keys() - {None}
    return [found[number] for number in sorted(found)]


def _earlier(row: ImportRow) -> int | None:
    decision = row.decision or ""
    return int(decision.removeprefix(EARLIER)) if decision.startswith(EARLIER) else None


def _bring_in(batch: ImportBatch, numbers: list[int], *, actor: Actor) -> None:
    """Write the decided rows; each sees what the ones before it became."""
    survey = survey_batch(batch) if has_ties(batch.mapping) else Survey()
    for number in numbers:
        query = visible(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.number == number)
        row = db.session.scalars(query.execution_options(populate_existing=True)).one()
        plans = plan_rows(batch, [row], survey)
        digest = write_plans(batch, plans)
        count_outcomes(batch, plans, {number: row.outcome})
        record(actor, "import.rows_written", batch, rows=1, digest=digest)
        db.session.refresh(row)
        if has_ties(batch.mapping):
            tie_some(batch, [row], survey, actor=actor)


def change_decision(batch_id: int, number: int, *, actor: Actor) -> ImportBatch:
    """Take the decision over a row of a draft back; it waits again."""
    demand(actor, Permission.IMPORTS_PREPARE)
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        demand_state(batch, BatchState.REVIEW)
        row = get_row(batch_id, number)
        if not row.decision:
            raise ConflictError("Row %(row)s is not decided.", row=number)
        withdraw_draft(batch, [row])
        row.decision, row.contact_id, row.changes = None, None, []
        row.outcome = RowOutcome.DECIDE
        row.reason = write_remarks(parse_stored(batch, [row])[0].remarks)
        batch.counts = {**batch.counts, RowOutcome.DECIDE.value: batch.counts[RowOutcome.DECIDE.value] + 1}
        record(actor, "import.decided", batch, rows=[number])
    return batch
