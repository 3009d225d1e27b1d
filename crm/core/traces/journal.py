"""Journal lines of what a trace does, in the act at work."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert

from crm.core.db import db
from crm.core.journal.models import Change, JournalLine
from crm.core.journal.services import line_head
from crm.core.traces.rows import is_journaled, models, read_rows, subject_of, to_json

#: What belongs to every row and is nobody's doing.
_LEFT_OUT = frozenset({"id", "version", "created_at", "updated_at"})


def tell(
    name: str, row: Mapping[str, Any], change: Change, fields: Mapping[str, tuple[Any, Any]] | None = None
) -> None:
    """Write the lines of a row that was made, changed (by field: before and after) or taken away."""
    if not is_journaled(name):
        return
    told = _told(name)
    if change is Change.CHANGED:
        changes = [(key, *pair) for key, pair in (fields or {}).items() if key in told]
    else:
        kept = {key: to_json(value) for key, value in row.items() if key in told}
        changes = [("", kept if change is Change.DELETED else None, None)]
    head = {**line_head(), "table": name, "record_id": row["id"], "subject_id": subject_of(name, row)}
    lines = [
        {**head, "change": change.value, "field": key, "before": to_json(before), "after": to_json(after)}
        for key, before, after in changes
    ]
    if lines:
        db.session.execute(insert(JournalLine), lines)


def mark(name: str, row_id: int, field: str, text: str, *, other_id: int | None = None) -> None:
    """Write a line about a record as a whole, which no column of it says; ``other_id`` is the other one it tells of."""
    (row,) = read_rows(name, id=row_id)
    line = {**line_head(), "table": name, "record_id": row_id, "subject_id": subject_of(name, row)}
    line |= {"change": Change.CHANGED.value, "field": field, "before": other_id, "after": text}
    db.session.execute(insert(JournalLine), [line])


def _told(name: str) -> set[str]:
    model = models()[name]
    return {column.name for column in model.__table__.c} - _LEFT_OUT - set(model.unjournaled)
