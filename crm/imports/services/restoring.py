"""Giving fields their values of before, with what follows from them, many at once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update

from crm.contacts.values import match_key
from crm.core.clock import now
from crm.core.db import Model, as_json, db, from_json
from crm.core.journal.models import Change, JournalLine
from crm.core.journal.services import line_head
from crm.core.scope import Unscoped
from crm.core.text.folding import sort_key

_BULK = {"unscoped": Unscoped.BULK}


def restore_values(lines: Iterable[JournalLine]) -> list[JournalLine]:
    """Put values of before back where fields still hold what the lines wrote, the newest first; return those lines."""
    groups: dict[tuple[str, str, int], list[JournalLine]] = {}
    times: Counter[tuple[str, str, int]] = Counter()
    for line in lines:
        times[line.table, line.field, line.record_id] += 1
        # A field that changed twice is restored twice, one after the other.
        groups.setdefault((line.table, line.field, times[line.table, line.field, line.record_id]), []).append(line)
    return [line for group in groups.values() for line in _restore_field(group)]


def _restore_field(lines: Sequence[JournalLine]) -> list[JournalLine]:
    """Restore one field of different records."""
    table, field = Model.metadata.tables[lines[0].table], lines[0].field
    query = select(table.c.id, table.c[field]).where(table.c.id.in_({line.record_id for line in lines}))
    here = {row[0]: as_json(row[1]) for row in db.session.execute(query, execution_options=_BULK)}
    held = [line for line in lines if line.record_id in here and here[line.record_id] == line.after]
    if held:
        _write(table, held)
        db.session.execute(insert(JournalLine), [_turned(line) for line in held])
    return held


def _write(table: Table, lines: Sequence[JournalLine]) -> None:
    rows = [_values(table, line) for line in lines]
    values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in rows[0]}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    if "updated_at" in table.c:
        values["updated_at"] = now()
    statement = update(table).where(table.c.id == bindparam("b_id")).values(values)
    binds = [
        {"b_id": line.record_id, **{f"b_{name}": value for name, value in row.items()}}
        for line, row in zip(lines, rows, strict=True)
    ]
    db.session.execute(statement, binds, execution_options=_BULK)


def _values(table: Table, line: JournalLine) -> dict[str, Any]:
    """Return the columns of a value of before."""
    value = from_json(table.c[line.field].type, line.before)
    if line.field == "languages" and value is None:
        value = []
    return {line.field: value, **_derived(line.table, line.field, value)}


def _turned(line: JournalLine) -> dict[str, Any]:
    """Return the line that says the reverse."""
    return {
        **line_head(), "source_row": line.source_row, "table": line.table, "record_id": line.record_id,
        "subject_id": line.subject_id, "change": Change.CHANGED.value, "field": line.field, "before": line.after,
        "after": line.before,
    }  # fmt: skip


def _derived(table: str, field: str, value: Any) -> dict[str, Any]:
    if (table, field) == ("contact", "name"):
        return {"sort_name": sort_key(value), "match_key": match_key(value)}
    return {"sort_name": sort_key(value)} if (table, field) == ("signature", "signed_name") else {}
