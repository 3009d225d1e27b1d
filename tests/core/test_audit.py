"""The audit log: in the same transaction, added to only, tampering shows."""

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine, trigger_statements
from crm.core.audit.services import record, verify_chain
from crm.core.db import atomic, db
from crm.core.engines import is_sqlite
from crm.core.errors import DomainError
from crm.core.scope import Unscoped


def _acts(number: int) -> None:
    for index in range(number):
        with atomic(SHELL):
            record(SHELL, "thing.done", None, index=index)


def _act_that_fails() -> None:
    with atomic(SHELL):
        record(SHELL, "thing.failed", None)
        raise DomainError("no")


def _by_force(statement: str) -> None:
    with db.engine.begin() as connection:
        for verb in ("UPDATE", "DELETE"):
            drop = f"DROP TRIGGER audit_line_{verb}" + ("" if is_sqlite() else " ON audit_line")
            connection.execute(text(drop), execution_options={"unscoped": Unscoped.UPKEEP})
        connection.execute(text(statement), execution_options={"unscoped": Unscoped.UPKEEP})
    if not is_sqlite():
        with db.engine.begin() as connection:
            for trigger in trigger_statements("postgresql"):
                connection.execute(text(trigger), execution_options={"unscoped": Unscoped.UPKEEP})
    db.session.rollback()


def test_lines_are_numbered_without_gaps_and_chained(app: Flask) -> None:
    """A failed act leaves no line and no gap."""
    _acts(2)
    with pytest.raises(DomainError):
        _act_that_fails()
    _acts(1)
    assert db.session.scalars(select(AuditLine.seq).order_by(AuditLine.seq)).all() == [1, 2, 3]
    assert verify_chain(db.session()) is None


def test_the_database_itself_refuses_changes_of_the_log(app: Flask) -> None:
    """Neither an update nor a delete passes the triggers."""
    _acts(1)
    for statement in ("UPDATE audit_line SET action = 'x'", "DELETE FROM audit_line"):
        with pytest.raises(DBAPIError), db.engine.begin() as connection:
            connection.execute(text(statement), execution_options={"unscoped": Unscoped.UPKEEP})


@pytest.mark.parametrize(
    "statement,line",
    [
        ("UPDATE audit_line SET actor_name = 'somebody else' WHERE seq = 2", 2),
        ("DELETE FROM audit_line WHERE seq = 2", 2),
        ("UPDATE audit_line SET chain = 'x' WHERE seq = 3", 3),
    ],
)
def test_tampering_by_force_names_the_line(app: Flask, statement: str, line: int) -> None:
    """Who goes around the triggers is found by the chain."""
    _acts(3)
    _by_force(statement)
    assert verify_chain(db.session()) == line
