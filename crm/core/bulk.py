"""Writing very many new rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

For acts that make all their rows themselves, with ids of their own. Nothing of the mapper happens here: whoever calls
it writes the journal, the name index and the derived columns too.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateIndex, DropIndex
from sqlalchemy.sql.ddl import DDLElement

from crm.core.db import current_act, db

Bind = Callable[[Any], Any]


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
            found.append((place, bind))
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
    for statement in _each_index(tables, DropIndex):
        db.session.connection().execute(statement)


def build_indexes(tables: Iterable[Table]) -> Iterator[str]:
    """Make the indexes of these tables that are missing; name each when it is made."""
    for table in tables:
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            db.session.connection().execute(CreateIndex(index, if_not_exists=True))
            yield str(index.name)


def refresh_statistics() -> None:
    """Let the planner look at the tables as they are now."""
    db.session.connection().exec_driver_sql("ANALYZE")


def _each_index(tables: Iterable[Table], make: Callable[..., DDLElement]) -> Iterator[Any]:
    for table in tables:
        for index in table.indexes:
            yield make(index, if_exists=True)
