"""Lists as files over the web: the page that asks how, and the file that is sent while it is made."""

from contextvars import Context

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from crm.accounts.values import Role
from crm.contacts.services import add_organization
from crm.contacts.values import ContactFacts
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.db import db
from crm.segments.queries import each_values
from crm.segments.services import exports
from tests.web.kit import client_for, form_values

CHOICES = "/lists/organizations/export-choices"
EXPORT = "/lists/organizations/export"


def _members(count: int) -> None:
    for number in range(count):
        add_organization(f"Member {number:03}", facts=ContactFacts(phones=("+254 711 222333",)), actor=SHELL)


def test_a_file_is_written_as_chosen_and_the_choice_is_remembered(app: Flask) -> None:
    _members(2)
    client = client_for(app, Role.STAFF)
    values = form_values(client.get(CHOICES).text, EXPORT)
    assert values["program"] == "excel"
    chosen = {**values, "program": "excel-semicolon", "columns": ["phone", "name", "crm_id"]}
    text = client.post(EXPORT, data=chosen).data.decode("utf-8-sig")
    assert text.splitlines()[0] == '"CRM id";"Name";"Phone"'
    assert text.splitlines()[1].endswith('.organizations.1";"Member 000";"+254 711 222333"')
    assert form_values(client.get(CHOICES).text, EXPORT)["program"] == "excel-semicolon"
    assert form_values(client_for(app, Role.STAFF).get(CHOICES).text, EXPORT)["program"] == "excel"


def test_only_ticked_rows_go_out_of_the_page_that_asks(app: Flask) -> None:
    _members(3)
    client = client_for(app, Role.STAFF)
    page = client.post(CHOICES, data={"ids": ["1", "3"]}).text
    sent = client.post(EXPORT, data={**form_values(page, EXPORT), "form": "jsonl"})
    assert sent.mimetype == "application/x-ndjson"
    assert len(sent.data.splitlines()) == 2


def test_who_goes_away_half_way_is_in_the_log_with_the_rows_that_were_sent(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    _members(9)
    monkeypatch.setattr(exports, "each_values", lambda wanted, fields: each_values(wanted, fields, size=2))
    client = client_for(app, Role.STAFF)

    def leave_early() -> None:
        response = FlaskClient.open(client, f"{EXPORT}?form=csv")
        blocks = response.iter_encoded()
        assert b"Member 001" in next(blocks)
        assert b"Member 003" in next(blocks)
        response.close()

    Context().run(leave_early)
    line = db.session.scalars(select(AuditLine).where(AuditLine.action == "list.exported")).one()
    assert (line.details["rows"], line.details["broke_off"]) == (4, True)


def test_what_cannot_be_asked_is_a_page_with_a_sentence_and_no_broken_file(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    refused = client.get(f"{EXPORT}?f=mood:is:sunny&form=csv")
    assert refused.status_code == 400
    assert "not understood" in refused.text
    assert client.get("/lists/tasks/export?form=vcf").status_code == 400
