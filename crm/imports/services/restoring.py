"""Giving a field its value of before, with what follows from it."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Enum, Table, select, update

from crm.contacts.values import match_key
from crm.core.clock import now
from crm.core.db import as_json, db
from crm.core.journal.models import Change, JournalLine
from crm.core.journal.services import line_head
from crm.core.scope import Unscoped
from crm.core.text.folding import sort_key

_BULK = {"unscoped": Unscoped.BULK}


def restore_value(table: Table, line: JournalLine) -> bool:
    """Put the value of before back where the field still holds what the line wrote; say whether it was so."""
    column = table.c[line.field]
    query = select(column).where(table.c.id == line.record_id)
    row = db.session.execute(query.execution_options(**_BULK)).one_or_none()
    if row is None or as_json(row[0]) != line.after:
        return False
    value = from_json(column.type, line.before)
    values: dict[str, Any] = {line.field: value, **_derived(line.table, line.field, value)}
    if line.field == "languages" and value is None:
        values["languages"] = []
    if "version" in table.c:
        values["version"] = table.c.version + 1
    if "updated_at" in table.c:
        values["updated_at"] = now()
    db.session.execute(
        update(table).where(table.c.id == line.record_id).values(values),
        execution_options={**_BULK, "synchronize_session": False},
    )
    db.session.add(
        JournalLine(
            **{**line_head(), "source_row": line.source_row},
            table=line.table,
            record_id=line.record_id,
            subject_id=line.subject_id,
            change=Change.CHANGED,
            field=line.field,
            before=line.after,
            after=line.before,
        )
    )
    return True


def from_json(kind: Any, value: Any) -> Any:
    """Give a value of the journal back in the type of its column."""
    if value is None:
        return None
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _derived(table: str, field: str, value: Any) -> dict[str, Any]:
    if (table, field) == ("contact", "name"):
        return {"sort_name": sort_key(value), "match_key": match_key(value)}
    return {"sort_name": sort_key(value)} if (table, field) == ("signature", "signed_name") else {}
