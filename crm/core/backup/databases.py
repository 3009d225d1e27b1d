"""Copying a whole database out and in: by `VACUUM INTO` on SQLite, by pg_dump and psql on PostgreSQL.

Only plain SQL over what the tables are called: a backup is also made before a migration, when the tables are not yet
what the models say.
"""

import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.engine import Connection

from crm.core.db import db
from crm.core.engines import is_sqlite
from crm.core.errors import BusyError, DomainError
from crm.core.words import N_

#: How long a restore waits for others to let go of the database.
WAIT_SECONDS = 30.0
#: What is said about mails that waited when the backup was taken.
IN_DOUBT = N_("It waited when the backup was taken and may have been sent since.")
_LEFT_OUT = ("alembic_version", "sqlite_sequence")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a copy must agree with."""

    revision: str | None
    counts: dict[str, int]
    audit_seq: int
    audit_chain: str
    #: The digests of all kept files.
    files: list[str]


class Asker(Protocol):
    """Anything that runs a SELECT and gives the rows."""

    def __call__(self, sql: str) -> list[Any]:
        """Run one SELECT."""


def read_facts(ask: Asker, tables: Iterable[str]) -> Facts:
    """Ask a database for the facts of its manifest."""
    names = sorted(set(tables))
    revision = ask("SELECT version_num FROM alembic_version") if "alembic_version" in names else []
    head = ask("SELECT seq, chain FROM audit_line ORDER BY seq DESC LIMIT 1") if "audit_line" in names else []
    files = ask("SELECT DISTINCT sha256 FROM kept_file ORDER BY sha256") if "kept_file" in names else []
    return Facts(
        revision=revision[0][0] if revision else None,
        counts={
            name: int(ask(f'SELECT count(*) FROM "{name}"')[0][0])  # noqa: S608 - a name from the database itself
            for name in names
            if name not in _LEFT_OUT
        },
        audit_seq=int(head[0][0]) if head else 0,
        audit_chain=str(head[0][1]) if head else "",
        files=[row[0] for row in files],
    )


def has_data() -> bool:
    """Say whether somebody has already begun to work with this database."""
    with db.engine.connect() as connection:
        tables = _tables(connection)
        return "user" in tables and bool(connection.exec_driver_sql('SELECT 1 FROM "user" LIMIT 1').all())


def _tables(connection: Connection) -> list[str]:
    sql = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        if is_sqlite()
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    return [row[0] for row in connection.exec_driver_sql(sql)]


def copy_out(folder: Path) -> tuple[Path, Facts]:
    """Write a copy of the whole database into a folder; it holds every act that was confirmed before."""
    return _copy_sqlite(folder) if is_sqlite() else _copy_postgresql(folder)


def check_copy(path: Path, folder: Path) -> Facts | None:
    """Open a copy and return its facts; raise ValueError when it is not whole. None: only its form can be checked."""
    if path.name.endswith(".pgdump"):
        _run(["pg_restore", "--file", os.devnull, str(path)])
        return None
    with closing(sqlite3.connect(unzip(path, folder))) as connection:
        _check_sqlite(connection)
        return _facts_of_sqlite(connection)


def unzip(path: Path, folder: Path) -> Path:
    """Unpack the copy of a SQLite database."""
    place = folder / "opened.sqlite3"
    with gzip.open(path, "rb") as source, place.open("wb") as target:
        shutil.copyfileobj(source, target)
    return place


def copy_in(path: Path, folder: Path, restored: dict[str, str]) -> None:
    """Replace the whole database by a copy, in one transaction, already in restore mode."""
    db.session.remove()
    db.engine.dispose()
    if is_sqlite():
        _load_sqlite(unzip(path, folder), restored)
    else:
        _load_postgresql(path, folder, restored)
    db.engine.dispose()


def _mode_statements(restored: dict[str, str]) -> list[str]:
    """Return what makes a copy one that sends nothing: see core/mail/restoring."""
    value = json.dumps(restored, ensure_ascii=True).replace("'", "''")
    return [
        "DELETE FROM preference WHERE user_id = 0 AND key = 'restore.mode'",
        f"INSERT INTO preference (user_id, key, value, version) VALUES (0, 'restore.mode', '{value}', 1)",  # noqa: S608
        f"UPDATE outgoing_mail SET state = 'unknown', answer = '{IN_DOUBT}' WHERE state IN ('queued', 'transmitting')",  # noqa: S608
    ]


# --- SQLite ----------------------------------------------------------------------------------------------------------


def _copy_sqlite(folder: Path) -> tuple[Path, Facts]:
    copy = folder / "database.sqlite3"
    with closing(sqlite3.connect(str(db.engine.url.database), timeout=WAIT_SECONDS)) as source:
        source.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as connection:
        try:
            _check_sqlite(connection)
        except ValueError as error:
            raise DomainError("The database itself is damaged (%(said)s), so it was not kept.", said=error) from error
        facts = _facts_of_sqlite(connection)
    packed = folder / "database.sqlite3.gz"
    with copy.open("rb") as plain, gzip.GzipFile(packed, "wb", compresslevel=1, mtime=0) as target:
        shutil.copyfileobj(plain, target)
    copy.unlink()
    return packed, facts


def _check_sqlite(connection: sqlite3.Connection) -> None:
    try:
        said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise ValueError(str(error)) from error
    if said != "ok" or dangling is not None:
        raise ValueError(said if said != "ok" else "a row points to one that is not there")


def _facts_of_sqlite(connection: sqlite3.Connection) -> Facts:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return read_facts(lambda sql: connection.execute(sql).fetchall(), [row[0] for row in tables])


def _load_sqlite(copy: Path, restored: dict[str, str]) -> None:
    with closing(sqlite3.connect(copy)) as source:
        for statement in _mode_statements(restored):
            source.execute(statement)
        source.commit()
        began = time.monotonic()

        def give_up_at_last(_status: int, left: int, total: int) -> None:
            # Nothing copied yet: somebody else holds the database.
            if left == total and time.monotonic() - began > WAIT_SECONDS:
                raise BusyError("The database is in use. Stop the CRM, then restore.")

        with closing(sqlite3.connect(str(db.engine.url.database), timeout=1)) as target:
            target.execute("PRAGMA synchronous=FULL")
            source.backup(target, progress=give_up_at_last)


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


def _copy_postgresql(folder: Path) -> tuple[Path, Facts]:
    dump = folder / "database.pgdump"
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        facts = read_facts(lambda sql: list(connection.exec_driver_sql(sql).all()), _tables(connection))
        _run(["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", "--file", str(dump)])
    return dump, facts


def _load_postgresql(dump: Path, folder: Path, restored: dict[str, str]) -> None:
    """Empty the schema and load the dump in one transaction: all of it, or the old state stays."""
    script, body = folder / "restore.sql", folder / "dump.sql"
    _run(["pg_restore", "--no-owner", "--no-privileges", "--file", str(body), str(dump)])
    with script.open("wb") as file, body.open("rb") as source:
        head = f"SET lock_timeout = {int(WAIT_SECONDS * 1000)};\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
        file.write(head.encode())
        shutil.copyfileobj(source, file)
        file.write(b"\nSET search_path = public;\n")
        file.write("".join(f"{statement};\n" for statement in _mode_statements(restored)).encode())
    _run(["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--file", str(script)])


def _run(command: list[str]) -> None:
    """Run one of PostgreSQL's own programs on this database; its password stays out of the list of processes."""
    program = shutil.which(command[0])
    if program is None:
        raise DomainError(
            "PostgreSQL's program %(name)s was not found on this machine; the package postgresql-client brings it.",
            name=command[0],
        )
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL with arguments of our own
        [program, *command[1:]], env={**os.environ, **_address()}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it did not say why"])[0][:300]
        raise DomainError("%(name)s failed: %(said)s", name=command[0], said=said)


def _address() -> dict[str, str]:
    url = db.engine.url
    values = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": str(url.query.get("sslmode", "")) or None,
        "PGSSLROOTCERT": str(url.query.get("sslrootcert", "")) or None,
    }
    return {key: value for key, value in values.items() if value}
