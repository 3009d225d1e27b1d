"""What differs between the two databases: settings of the engine, how a transaction begins, keys, locks, statistics.

SQLite: WAL, every commit on disk, writers queue for the write lock from their first statement; or PostgreSQL.
"""

import json
import sqlite3
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, Integer, Select, Table, cast, event, func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from crm.core.db import PATIENCE, current_act, db, find_act, find_patience
from crm.core.scope import Unscoped

_PAUSE = 0.003
#: Pages of SQLite's log before a commit brings them into the database (64 MB). A page that a long import writes again
#: and again, as those of indexes are, is then written there once.
_LOG_PAGES = 16_384


#: What SQLite must answer about itself; without FULL, what a screen confirmed can be lost with the power.
_DURABLE = {"journal_mode": {"wal"}, "synchronous": {"2", "3"}, "foreign_keys": {"1"}, "secure_delete": {"1"}}


def durability() -> list[tuple[str, str, bool]]:
    """Ask SQLite for each setting that its promises rest on: its name, its value, and whether that is right."""
    found = {}
    with db.engine.connect() as connection:
        for name in _DURABLE:
            found[name] = str(connection.exec_driver_sql(f"PRAGMA {name}").scalar())
    return [(name, value, value in _DURABLE[name]) for name, value in found.items()]


def is_sqlite() -> bool:
    """Say whether the database at work is SQLite."""
    return db.engine.dialect.name == "sqlite"


def engine_options(url: str) -> dict[str, Any]:
    """Return the options of the engine for one database address."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": PATIENCE, "check_same_thread": False}, "hide_parameters": True}
    waits = f"-c lock_timeout={int(PATIENCE * 1000)} -c timezone=UTC"
    return {"connect_args": {"options": waits}, "pool_pre_ping": True, "hide_parameters": True}


def fit_engine(engine: Engine) -> None:
    """Give an engine the durability and transaction rules of this house."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "cache_size=-65536",
        "mmap_size=268435456",
        f"wal_autocheckpoint={_LOG_PAGES}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute("PRAGMA synchronous")
    level: Any = cursor.fetchone()
    if level[0] < 2:  # noqa: PLR2004 - 2 is FULL
        raise RuntimeError("SQLite does not keep synchronous=FULL; what a screen confirms could be lost")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    wanted = find_patience()
    patience = PATIENCE if wanted is None else wanted
    if find_act() is not None:
        _set_timeout(connection, 0)
        _take_write_lock(connection, time.monotonic() + patience)
    _set_timeout(connection, int(patience * 1000))
    if find_act() is None:
        connection.exec_driver_sql("BEGIN")


def _set_timeout(connection: Connection, milliseconds: int) -> None:
    if connection.info.get("busy_timeout") != milliseconds:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={milliseconds}")
        connection.info["busy_timeout"] = milliseconds


def _take_write_lock(connection: Connection, until: float) -> None:
    """Ask for the lock again and again: SQLite itself asks so seldom that who writes act after act lets nobody in."""
    cursor = connection.connection.cursor()
    while True:
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                return
            time.sleep(_PAUSE)
        else:
            return


def _begin_postgresql(connection: Connection) -> None:
    wanted = find_patience()
    if wanted is not None and wanted != PATIENCE:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(int(wanted * 1000), 1)}")


def reserve_ids(table: Table, count: int, *, above: int = 0) -> Sequence[int]:
    """Return keys for new rows of a table within the act at work, so that rows can name each other before they exist.

    On SQLite the act holds the write lock, so the numbers after the highest one (and after ``above``) are free; on
    PostgreSQL they come from the sequence.
    """
    current_act()
    options = {"unscoped": Unscoped.UPKEEP}
    if is_sqlite():
        highest = db.session.scalar(select(func.max(table.c.id)).execution_options(**options)) or 0
        first = max(highest, above) + 1
        return range(first, first + count)
    numbers = select(func.nextval(func.pg_get_serial_sequence(table.name, "id"))).select_from(
        func.generate_series(1, count)
    )
    return list(db.session.scalars(numbers.execution_options(**options)))


def ids_in_one(ids: Sequence[int]) -> Select[Any]:
    """Return a query that gives these very numbers, sent as one value: thousands of them cost no more than one.

    It stands where a list stands in ``column.in_(…)``.
    """
    if is_sqlite():
        given = func.json_each(json.dumps(list(ids))).table_valued("value")
        return select(given.c.value)
    return select(func.unnest(cast(list(ids), ARRAY(Integer))))


def hold_alone(lock: int) -> None:
    """Let acts that hold the same lock run one after another; on SQLite every act does."""
    current_act()
    if not is_sqlite():
        db.session.execute(select(func.pg_advisory_xact_lock(lock)))


def refresh_statistics() -> None:
    """Tell SQLite's planner, from samples, how many rows its indexes hold; PostgreSQL finds that out by itself.

    Without it a question with two filters may walk along the wrong index.
    """
    current_act()
    if is_sqlite():
        connection = db.session.connection()
        connection.exec_driver_sql("PRAGMA analysis_limit=1000")
        connection.exec_driver_sql("ANALYZE")
