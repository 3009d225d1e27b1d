"""Another process holds the database: who writes is told in time, who reads does not notice."""

import time

import pytest
from flask import Flask

from crm.accounts.queries import count_users
from crm.accounts.values import Role
from crm.core.actor import SHELL
from crm.core.audit.services import count_lines, record
from crm.core.db import atomic, db
from crm.core.errors import BusyError
from tests.kit.locks import busy_database, locked_database
from tests.web.kit import client_for


def test_a_writer_is_told_and_a_reader_does_not_notice(app: Flask) -> None:
    admin = client_for(app, Role.ADMIN)
    before = count_lines(db.session())
    with locked_database(app):
        with pytest.raises(BusyError), atomic(SHELL, patience=0.2):
            record(SHELL, "tests.written", "preference")
        assert count_users() == 1
        refused = admin.post("/settings/status/backup")
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "5"
    assert count_lines(db.session()) == before
    assert admin.post("/settings/status/backup").status_code == 302


def test_a_short_act_gets_in_between_the_acts_of_one_who_writes_all_the_time(app: Flask) -> None:
    """As a form does while a long list is imported; after each act the other one is let in again."""
    before = count_lines(db.session())
    with busy_database(app):
        for _ in range(8):
            with atomic(SHELL, patience=1.5):
                record(SHELL, "tests.written", "preference")
            time.sleep(0.15)
    db.session.rollback()
    assert count_lines(db.session()) == before + 8
