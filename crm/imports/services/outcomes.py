"""What became (or would become) of rows, written on the rows themselves."""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Table, bindparam, update

from crm.core.bulk import write_rows
from crm.core.db import as_json, db
from crm.core.scope import Unscoped
from crm.imports.models import ImportRow
from crm.imports.values.plans import RowPlan
from crm.imports.values.remarks import write_remarks

_TABLE: Table = ImportRow.__table__  # type: ignore[assignment]  # a model has a table
#: How a contact is named on a row: with its id, or by the row it comes from while it is only planned.
Naming = Callable[[int], dict[str, Any]]


def write_outcomes(batch_id: int, outcomes: Iterable[dict[str, Any]]) -> None:
    """Write outcomes (see `outcome_of`) on rows that are stored."""
    statement = (
        update(_TABLE)
        .where(_TABLE.c.batch_id == batch_id, _TABLE.c.number == bindparam("b_number"))
        .values(
            {field: bindparam(f"b_{field}") for field in ("outcome", "contact_id", "candidates", "changes", "reason")}
        )
    )
    rows = [{f"b_{key}": value for key, value in outcome.items()} for outcome in outcomes]
    db.session.execute(statement, rows, execution_options={"unscoped": Unscoped.BULK})


_ROW = (
    "batch_id", "number", "cells", "fingerprint", "occurrence", "outcome", "contact_id", "candidates", "changes",
    "reason",
)  # fmt: skip


def insert_outcomes(batch_id: int, plans: Iterable[RowPlan], contact_id: Callable[[int | None], int | None]) -> None:
    """Store rows together with what became of them."""
    rows = (_stored(batch_id, plan, contact_id) for plan in plans)
    write_rows(_TABLE, _ROW, rows)


def _stored(batch_id: int, plan: RowPlan, contact_id: Callable[[int | None], int | None]) -> tuple[Any, ...]:
    row = plan.row
    head = (batch_id, row.number, row.cells, row.fingerprint, row.occurrence)
    if plan.is_plain:
        return (*head, plan.outcome, contact_id(plan.contact), [], [], write_remarks(plan.remarks))
    told = outcome_of(plan, lambda ref: {"id": contact_id(ref)})
    return (*head, *(told[name] for name in _ROW[len(head) :]))


def outcome_of(plan: RowPlan, naming: Naming) -> dict[str, Any]:
    """Return the columns of a row that tell what became of it."""
    return {
        "number": plan.row.number,
        "outcome": plan.outcome,
        "contact_id": naming(plan.contact).get("id") if plan.contact is not None else None,
        "candidates": [{**naming(one.id), "score": one.score, "reasons": list(one.reasons)} for one in plan.candidates],
        "changes": [{key: as_json(value) for key, value in one.items()} for one in plan.changes()],
        "reason": write_remarks(plan.remarks),
    }
