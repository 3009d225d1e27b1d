"""Other processes that hold what the program needs: the write lock of its database."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

_HOLD_SQLITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
_HOLD_POSTGRESQL = """
import psycopg, sys
connection = psycopg.connect(sys.argv[1])
names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
tables = ", ".join(f'"{row[0]}"' for row in names)
connection.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked_database(app: Flask) -> Iterator[None]:
    """Have another process hold the database's write lock for as long as the block lasts; reading stays possible."""
    url: str = app.config["CRM"].database_url
    is_sqlite = url.startswith("sqlite")
    program = _HOLD_SQLITE if is_sqlite else _HOLD_POSTGRESQL
    address = url.removeprefix("sqlite:///") if is_sqlite else url.replace("postgresql+psycopg", "postgresql")
    process = subprocess.Popen(
        [sys.executable, "-c", program, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        if process.stdout is None or process.stdout.readline() != "held\n":
            raise AssertionError("The lock could not be taken.")
        yield
    finally:
        process.communicate()
