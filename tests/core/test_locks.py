"""Another process holds the database: who writes is told in time, who reads does not notice."""

import pytest
from flask import Flask

from crm.accounts.queries import count_users
from crm.accounts.values import Role
from crm.core.actor import SHELL
from crm.core.audit.services import count_lines, record
from crm.core.db import atomic, db
from crm.core.errors import BusyError
from tests.kit.locks import locked_database
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
