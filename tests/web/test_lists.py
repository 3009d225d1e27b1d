"""Lists: every row once in both directions, filters, views, and never a row of another team."""

from flask import Flask

from crm.accounts.values import Role
from crm.contacts.services import add_organization
from crm.core.actor import SHELL
from tests.web.kit import client_for


def test_a_list_shows_its_rows(app: Flask) -> None:
    add_organization("Baobab Legal Aid Network", actor=SHELL)
    page = client_for(app, Role.STAFF).get("/organizations")
    assert page.status_code == 200
    assert "Baobab Legal Aid Network" in page.text
