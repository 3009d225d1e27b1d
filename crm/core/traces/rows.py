"""Rows of any table as plain data, and what the models say of them."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Table, select

from crm.core.clock import now
from crm.core.db import Model, as_json, db
from crm.core.journal.models import Journaled
from crm.core.scope import Unscoped

#: These rows were chosen by whoever may see and change the records on which they hang.
BULK = {"unscoped": Unscoped.BULK}


def table_of(name: str) -> Table:
    """Return a table by its name."""
    return Model.metadata.tables[name]


@cache
def models() -> dict[str, type[Any]]:
    """Return the model of each table."""
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Model.registry.mappers}


def is_journaled(name: str) -> bool:
    """Say whether the journal keeps the changes of a table."""
    return issubclass(models()[name], Journaled)


def subject_of(name: str, row: Mapping[str, Any]) -> int | None:
    """Return the contact on whose timeline changes of a row stand; None where its model names none."""
    if models()[name].journal_subject is Journaled.journal_subject:
        return None
    if name == "contact":
        return int(row["id"])
    first = next(
        column for column in table_of(name).c for key in column.foreign_keys if key.column.table.name == "contact"
    )
    subject: int | None = row[first.name]
    return subject


def to_json(value: object) -> object:
    """Return a column's value in a form that JSON keeps."""
    return str(value) if isinstance(value, Decimal) else as_json(value)


def read_rows(name: str, **conditions: Any) -> list[dict[str, Any]]:
    """Return whole rows whose columns have these values, or one of them where a list is given, by their keys."""
    table = table_of(name)
    query = select(table).order_by(table.c.id)
    for column, wanted in conditions.items():
        is_one = not isinstance(wanted, (list, set, tuple))
        query = query.where(table.c[column] == wanted if is_one else table.c[column].in_(wanted))
    return [dict(row) for row in db.session.execute(query, execution_options=BULK).mappings()]


def counted_up(table: Table) -> dict[str, Any]:
    """Return what every change of a row moves: its version, and when it was changed last."""
    moved: dict[str, Any] = {}
    if "version" in table.c:
        moved["version"] = table.c.version + 1
    if "updated_at" in table.c:
        moved["updated_at"] = now()
    return moved


def ways_to(name: str) -> list[tuple[str, str]]:
    """Return every table and column that points at a table."""
    return [
        (table.name, key.parent.name)
        for table in Model.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == name
    ]


def beside(name: str, column: str, row: Mapping[str, Any]) -> list[int | None]:
    """Return what else than by one column a row points at."""
    table = table_of(name)
    return [row[one.name] for one in table.c if one.foreign_keys and one.name != column]
