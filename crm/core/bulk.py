"""Writing very many new rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

For acts that make all their rows themselves, with ids of their own. Nothing of the mapper happens here: whoever calls
it writes the journal, the name index and the derived columns too.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import JSON, Dialect, Table, UniqueConstraint
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, DropIndex
from sqlalchemy.types import TypeEngine

from crm.core.db import Model, current_act, db

Bind = Callable[[Any], Any]
#: Values of one type that are remembered in the driver's form.
KEPT = 65_536


def write_rows(table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of Python values, in the order of the named columns, in the act at work."""
    current_act()
    connection = db.session.connection()
    binds = _binds(table, names, connection)
    bound = (_bound(row, binds) for row in rows) if binds else rows
    quoted = ", ".join(f'"{name}"' for name in names)
    write = _insert if connection.dialect.name == "sqlite" else _copy
    try:
        write(connection.connection.driver_connection, f'"{table.name}" ({quoted})', bound)
    except connection.dialect.loaded_dbapi.Error as error:
        # The driver was asked past the engine; what it says is put into words like everything else.
        raise DBAPIError(f"rows of {table.name}", None, error, hide_parameters=True) from error


def _insert(driver: Any, target: str, rows: Iterable[Sequence[Any]]) -> None:
    places = ", ".join("?" * (target.count(",") + 1))
    driver.executemany(f"INSERT INTO {target} VALUES ({places})", rows)  # noqa: S608 - names of our own tables


def _copy(driver: Any, target: str, rows: Iterable[Sequence[Any]]) -> None:
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _binds(table: Table, names: Sequence[str], connection: Connection) -> list[tuple[int, Bind]]:
    """Return what turns a column's value into the driver's, where there is something to turn."""
    binds = ((place, _bind(table.c[name].type, connection.dialect)) for place, name in enumerate(names))
    return [(place, bind) for place, bind in binds if bind is not None]


def _bind(kind: TypeEngine[Any], dialect: Dialect) -> Bind | None:
    """Return what turns values of a type; moments and words come again and again, in one column and the next."""
    key = (dialect.name, repr(kind))
    if key not in _binds_of_types:
        here = kind.dialect_impl(dialect)
        bind = cast("Bind | None", here.bind_processor(dialect))
        # Lists and mappings cannot be kept in mind.
        _binds_of_types[key] = bind if bind is None or isinstance(here, JSON) else lru_cache(KEPT)(bind)
    return _binds_of_types[key]


_binds_of_types: dict[tuple[str, str], Bind | None] = {}


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
        behind = "coalesce(max(id), 1), max(id) IS NOT NULL"
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('\"{table.name}\"', 'id'), {behind}) FROM \"{table.name}\""  # noqa: S608 - names of our own tables
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


def count_indexes(names: Iterable[str]) -> int:
    """Count the indexes of these tables, those of unique columns too, without the primary keys."""
    tables = [Model.metadata.tables[name] for name in names]
    unique = sum(isinstance(one, UniqueConstraint) for table in tables for one in table.constraints)
    return unique + sum(len(table.indexes) for table in tables)


def refresh_statistics() -> None:
    """Let the planner look at the tables as they are now."""
    db.session.connection().exec_driver_sql("ANALYZE")
