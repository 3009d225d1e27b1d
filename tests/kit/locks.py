"""Other processes that hold what the program needs: the write lock of its database."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from flask import Flask

_SQLITE = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
def take():
    connection.execute("BEGIN IMMEDIATE")
    print("held", flush=True)
"""
_POSTGRESQL = """
import psycopg, sys, time
connection = psycopg.connect(sys.argv[1])
names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
tables = ", ".join(f'"{row[0]}"' for row in names)
connection.commit()
def take():
    connection.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
    print("held", flush=True)
"""
_FOR_GOOD = """
take()
sys.stdin.read()
"""
_AGAIN_AND_AGAIN = """
while True:
    take()
    time.sleep(0.29)
    connection.rollback()
    time.sleep(0.01)
"""


def locked_database(app: Flask) -> AbstractContextManager[None]:
    """Have another process hold the database's write lock for as long as the block lasts; reading stays possible."""
    return _held(app, _FOR_GOOD)


def busy_database(app: Flask) -> AbstractContextManager[None]:
    """Have another process write act after act, with hardly a breath between two, for as long as the block lasts."""
    return _held(app, _AGAIN_AND_AGAIN)


@contextmanager
def _held(app: Flask, how: str) -> Iterator[None]:
    url: str = app.config["CRM"].database_url
    is_sqlite = url.startswith("sqlite")
    program = (_SQLITE if is_sqlite else _POSTGRESQL) + how
    address = url.removeprefix("sqlite:///") if is_sqlite else url.replace("postgresql+psycopg", "postgresql")
    process = subprocess.Popen([sys.executable, "-c", program, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        if process.stdout is None or process.stdout.readline() != b"held\n":
            raise AssertionError("The lock could not be taken.")
        yield
    finally:
        process.terminate()
        process.communicate()
