"""Writing very many new rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

For acts that make all their rows themselves, with ids of their own. Nothing of the mapper happens here: whoever calls
it writes the journal, the name index and the derived columns too.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import JSON, Table
from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateIndex, DropIndex

from crm.core.db import current_act, db

Bind = Callable[[Any], Any]
#: Values of one column that are remembered in the driver's form.
KEPT = 8192


def write_rows(table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of Python values, in the order of the named columns, in the act at work."""
    current_act()
    connection = db.session.connection()
    binds = _binds(table, names, connection)
    bound = (_bound(row, binds) for row in rows) if binds else rows
    quoted = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "sqlite":
        places = ", ".join("?" * len(names))
        _driver(connection).executemany(f'INSERT INTO "{table.name}" ({quoted}) VALUES ({places})', bound)  # noqa: S608 - names of our own tables
    else:
        with _driver(connection).cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({quoted}) FROM STDIN') as copy:
            for row in bound:
                copy.write_row(row)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _binds(table: Table, names: Sequence[str], connection: Connection) -> list[tuple[int, Bind]]:
    """Return what turns a column's value into the driver's, where there is something to turn."""
    found = []
    for place, name in enumerate(names):
        kind = table.c[name].type.dialect_impl(connection.dialect)
        bind = cast("Bind | None", kind.bind_processor(connection.dialect))
        if bind is not None:
            # Moments and words come again and again; lists and mappings cannot be kept in mind.
            found.append((place, bind if isinstance(kind, JSON) else lru_cache(KEPT)(bind)))
    return found


def _bound(row: Sequence[Any], binds: list[tuple[int, Bind]]) -> list[Any]:
    values = list(row)
    for place, bind in binds:
        values[place] = bind(values[place])
    return values


def catch_up_keys(tables: Iterable[Table]) -> None:
    """Let the next row of each table that anybody makes get the key after the last one."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        return
    for table in tables:
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), greatest((SELECT max(id) FROM \"{table.name}\"), 1))"  # noqa: E501, S608 - names of our own tables
        )


def drop_indexes(tables: Iterable[Table]) -> None:
    """Take the indexes of these tables away while they are filled, in the act at work; keys and constraints stay."""
    for table in tables:
        for index in table.indexes:
            db.session.connection().execute(DropIndex(index, if_exists=True))


def build_indexes(table: Table) -> None:
    """Make the indexes of a table that are missing."""
    for index in sorted(table.indexes, key=lambda one: str(one.name)):
        db.session.connection().execute(CreateIndex(index, if_not_exists=True))


def refresh_statistics() -> None:
    """Let the planner look at the tables as they are now."""
    db.session.connection().exec_driver_sql("ANALYZE")
