"""`crm export`: formats, columns, programs, and who is left out."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from crm.accounts.models import Team
from crm.cli.export import export_command
from crm.contacts.services import add_organization, set_teams, tag_contact
from crm.contacts.values import ContactFacts
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.db import atomic, db


def _export(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(export_command, list(words))


def _cedar() -> int:
    facts = ContactFacts(
        country="NA",
        city="Windhoek",
        languages=("ar", "fr"),
        founded=1987,
        emails=("a@cedar.example", "b@cedar.example"),
        phones=("+264 61 123456", "+264 61 123457"),
        notes="One; two,\nthree \\ four",
    )
    cedar = add_organization("Cedar, Centre; “North”", actor=SHELL, facts=facts)
    tag_contact(cedar.id, "Legal", actor=SHELL)
    return cedar.id


def test_json_lines_keep_lists_numbers_and_nothing_as_they_are(app: Flask, tmp_path: Path) -> None:
    _cedar()
    target = tmp_path / "out.jsonl"
    assert _export(app, "organizations", "-o", str(target)).exit_code == 0
    (row,) = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    wanted = {
        "name": "Cedar, Centre; “North”",
        "country": "NA",
        "languages": ["ar", "fr"],
        "phone": ["+264 61 123456", "+264 61 123457"],
        "founded": 1987,
        "acronym": None,
        "archived": False,
        "notes": "One; two,\nthree \\ four",
    }
    assert {key: row[key] for key in wanted} == wanted


def test_a_vcard_has_what_the_standard_has_a_place_for_and_folds_by_octets(app: Flask, tmp_path: Path) -> None:
    _cedar()
    add_organization("م" * 90, actor=SHELL)
    target = tmp_path / "out.vcf"
    assert _export(app, "organizations", "-o", str(target)).exit_code == 0
    raw = target.read_bytes()
    assert raw.count(b"BEGIN:VCARD\r\nVERSION:4.0\r\n") == raw.count(b"END:VCARD\r\n") == 2
    assert max(map(len, raw.split(b"\r\n"))) == 75
    lines = raw.decode("utf-8").replace("\r\n ", "").split("\r\n")
    assert "FN:" + "م" * 90 in lines
    wanted = [
        "KIND:org",
        "FN:Cedar\\, Centre\\; “North”",
        "EMAIL:b@cedar.example",
        "TEL;VALUE=text:+264 61 123456",
        "ADR;CC=NA:;;;Windhoek;;;Namibia",
        "LANG:fr",
        "CATEGORIES:Legal",
        "NOTE:One\\; two\\,\\nthree \\\\ four",
        "X-CRM-FOUNDED:1987",
    ]
    assert [line for line in wanted if line not in lines] == []


def test_lists_of_nobody_become_no_vcards(app: Flask, tmp_path: Path) -> None:
    refused = _export(app, "tasks", "-o", str(tmp_path / "out.vcf"))
    assert (refused.exit_code, refused.stderr) == (1, "Only lists of people and organisations become vCards.\n")
    assert list(tmp_path.glob("*out*")) == []


def test_columns_go_out_in_the_order_asked_for_and_in_the_words_of_a_language(app: Flask, tmp_path: Path) -> None:
    _cedar()
    target = tmp_path / "out.csv"
    words = ("-o", str(target), "--columns", "phone,name", "--words", "es", "--for", "excel-semicolon")
    assert _export(app, "organizations", *words).exit_code == 0
    assert target.read_text("utf-8-sig").splitlines() == [
        '"Teléfono";"Nombre"',
        '"+264 61 123456; +264 61 123457";"Cedar, Centre; “North”"',
    ]
    unknown = _export(app, "organizations", "-o", str(target), "--columns", "name,mood")
    assert unknown.stderr.startswith("There is no column “mood”. There are: crm_id, name, ")


@pytest.mark.parametrize("program,begins", [("plain", b'"name'), ("excel", b"\xef\xbb\xbf")])
def test_a_byte_order_mark_is_for_programs_that_look_for_one(
    app: Flask, tmp_path: Path, program: str, begins: bytes
) -> None:
    target = tmp_path / "out.csv"
    _export(app, "organizations", "-o", str(target), "--columns", "name", "--for", program)
    assert target.read_bytes().startswith(begins)


def test_a_workbook_has_numbers_as_numbers_days_as_days_and_phones_as_text(app: Flask, tmp_path: Path) -> None:
    _cedar()
    target = tmp_path / "out.xlsx"
    _export(app, "organizations", "-o", str(target), "--columns", "founded,phone,created")
    row = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()[1]
    assert row[:2] == [1987.0, "+264 61 123456; +264 61 123457"]
    assert not isinstance(row[2], str)


def test_who_is_limited_to_a_team_stays_out_unless_asked_for(app: Flask, tmp_path: Path) -> None:
    with atomic(SHELL):
        team = Team(name="North")
        db.session.add(team)
    set_teams(_cedar(), [team.id], actor=SHELL)
    add_organization("Open house", actor=SHELL)
    target = tmp_path / "out.csv"
    told = _export(app, "organizations", "-o", str(target), "--columns", "name")
    assert "1 row that is limited to teams is left out" in told.stdout
    assert target.read_text("utf-8-sig").splitlines() == ['"name"', '"Open house"']
    everybody = _export(app, "organizations", "-o", str(target), "--with-protected", "--json")
    assert json.loads(everybody.stdout)["rows"] == 2
    lines = db.session.scalars(select(AuditLine).where(AuditLine.action == "list.exported").order_by(AuditLine.seq))
    assert [(line.details["rows"], line.details.get("left_out")) for line in lines] == [(1, 1), (2, None)]
