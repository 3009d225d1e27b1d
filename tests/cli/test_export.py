"""`crm export`: any list or saved view as a file."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from crm.accounts.models import Team
from crm.accounts.values import Role
from crm.cli.export import export_command
from crm.contacts.services import add_organization, add_person, archive_contact, set_teams, tag_contact
from crm.contacts.values import ContactFacts, Stage
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.db import atomic, db
from crm.segments.models import Audience
from crm.segments.queries import each_values
from crm.segments.services import exports
from crm.segments.services.views import save_view
from crm.segments.values import Condition, Looks, usual_question
from tests.factories import a_user
from tests.kit.disks import a_small_disk, can_mount


def _export(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(export_command, list(words))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _members() -> None:
    facts = ContactFacts(
        country="LB",
        native_name="مركز الأرز",
        stage=Stage.SIGNED,
        languages=("ar", "fr"),
        emails=("a@cedar.example",),
        phones=("+961 1 234567",),
        external_keys=(("humportal.csv", "17"),),
    )
    cedar = add_organization("Cedar Centre", actor=SHELL, facts=facts)
    tag_contact(cedar.id, "Legal", actor=SHELL)
    tag_contact(cedar.id, "Asia", actor=SHELL)
    add_organization("=HYPERLINK(1)", actor=SHELL)
    archive_contact(add_organization("Gone", actor=SHELL).id, actor=SHELL)


def test_all_fields_go_out_as_they_are_kept(app: Flask, tmp_path: Path) -> None:
    _members()
    target = tmp_path / "out.csv"
    result = _export(app, "organizations", "-o", str(target), "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert (answer["file"], answer["rows"]) == (str(target), 2)
    rows = _rows(target)
    assert list(rows[0]) == answer["columns"]
    cedar = next(row for row in rows if row["name"] == "Cedar Centre")
    wanted = {
        "country": "LB",
        "stage": "signed",
        "native_name": "مركز الأرز",
        "languages": "ar; fr",
        "email": "a@cedar.example",
        "tags": "Asia; Legal",
        "external_id": "17",
        "external_source": "humportal.csv",
        "archived": "no",
        "owner": "",
    }
    assert {key: cedar[key] for key in wanted} == wanted
    assert {row["name"] for row in rows} == {"Cedar Centre", "'=HYPERLINK(1)"}
    line = db.session.scalars(select(AuditLine).where(AuditLine.action == "list.exported")).one()
    assert (line.object_type, line.details["rows"], line.actor_name) == ("organizations", 2, "the shell")


def test_a_view_goes_out_with_its_rows_columns_and_order(app: Flask, tmp_path: Path) -> None:
    for name, country in (("Alpha", "KE"), ("Beta", "NO"), ("Gamma", "KE")):
        add_organization(name, actor=SHELL, facts=ContactFacts(country=country))
    question = usual_question("organizations").with_condition(Condition("country", "is", ("KE",)))
    save_view(
        "Kenya",
        question,
        looks=Looks(("country", "owner"), "-name"),
        audience=Audience.EVERYONE,
        actor=a_user().as_actor(),
    )
    target = tmp_path / "kenya.xlsx"
    result = _export(app, "organizations", "--view", "kenya", "-o", str(target))
    assert result.exit_code == 0, result.output
    assert "2 rows" in result.stdout
    table = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert table == [["name", "country", "owner"], ["Gamma", "KE", ""], ["Alpha", "KE", ""]]


def test_every_row_goes_out_once_over_many_chunks(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "each_values", lambda wanted, fields: each_values(wanted, fields, size=4))
    names = [f"Person {number % 5} {number:02}" for number in range(23)]
    for name in names:
        add_person(name, actor=SHELL)
    target = tmp_path / "people.csv"
    assert _export(app, "people", "-o", str(target)).exit_code == 0
    assert [row["name"] for row in _rows(target)] == sorted(names)


def test_another_teams_rows_and_private_views_stay_inside(app: Flask, tmp_path: Path) -> None:
    with atomic(SHELL):
        teams = [Team(name="North"), Team(name="South")]
        db.session.add_all(teams)
    secret = add_organization("Northern secret", actor=SHELL)
    set_teams(secret.id, [teams[0].id], actor=SHELL)
    add_organization("Open house", actor=SHELL)
    south = a_user(team_id=teams[1].id)
    save_view("Hidden", usual_question("organizations"), looks=Looks(), actor=a_user().as_actor())
    target = tmp_path / "out.csv"
    assert _export(app, "organizations", "-o", str(target), "--user", south.email).exit_code == 0
    assert [row["name"] for row in _rows(target)] == ["Open house"]
    refused = _export(app, "organizations", "--view", "Hidden", "-o", str(target), "--user", south.email)
    assert refused.exit_code == 1


@pytest.mark.parametrize("ending", ["out.pdf", "out", "no/such/folder.csv"])
def test_what_cannot_be_written_is_one_sentence_and_leaves_nothing(app: Flask, tmp_path: Path, ending: str) -> None:
    result = _export(app, "organizations", "-o", str(tmp_path / ending))
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert list(tmp_path.glob("**/*out*")) == []


def test_an_export_replaces_a_file_only_when_it_is_whole(app: Flask, tmp_path: Path) -> None:
    _members()
    folder = tmp_path / "sent"
    folder.mkdir()
    target = folder / "out.csv"
    target.write_text("of yesterday")
    broken = _export(app, "organizations", "--view", "Nothing", "-o", str(target))
    assert (broken.exit_code, target.read_text()) == (1, "of yesterday")
    assert _export(app, "organizations", "-o", str(target)).exit_code == 0
    assert len(_rows(target)) == 2
    assert list(folder.iterdir()) == [target]
    (tmp_path / "folder.csv").mkdir()
    assert _export(app, "organizations", "-o", str(tmp_path / "folder.csv")).exit_code == 2


@pytest.mark.skipif(not can_mount(), reason="only the superuser of Linux can mount a small disk")
@pytest.mark.parametrize("is_read_only", [False, True])
def test_a_disk_that_takes_no_export_is_one_sentence(app: Flask, tmp_path: Path, *, is_read_only: bool) -> None:
    for number in range(60):
        add_organization(f"Member {number}", facts=ContactFacts(notes="All of it. " * 50), actor=SHELL)
    with a_small_disk(tmp_path / "stick", 16, is_read_only=is_read_only) as stick:
        refused = _export(app, "organizations", "-o", str(stick / "out.csv"))
        assert refused.exit_code == 1
        assert refused.stderr.startswith(f"{stick / 'out.csv'} cannot be written (")
        assert len(refused.stderr.splitlines()) == 1
        assert list(stick.iterdir()) == []


def test_an_unknown_view_and_a_viewer_are_refused(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert "no view" in _export(app, "people", "--view", "Nothing", "-o", str(target)).stderr
    viewer = a_user(Role.VIEWER)
    result = _export(app, "people", "-o", str(target), "--user", viewer.email)
    assert result.exit_code == 1
    assert "may not export" in result.stderr
    assert not target.exists()
    assert _export(app, "planets", "-o", str(target)).exit_code == 2


def test_a_view_that_is_not_understood_is_not_guessed(app: Flask, tmp_path: Path) -> None:
    question = usual_question("people").with_condition(Condition("mood", "is", ("sunny",)))
    save_view("Sunny", question, looks=Looks(), actor=SHELL)
    target = tmp_path / "out.csv"
    result = _export(app, "people", "--view", "Sunny", "-o", str(target))
    assert result.exit_code == 1
    assert "not understood" in result.stderr
    assert not target.exists()


def test_one_row_is_told_as_one(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    for name, words in (("Alpha", "1 row is"), ("Beta", "2 rows are")):
        add_organization(name, actor=SHELL)
        assert _export(app, "organizations", "-o", str(target)).output == f"{words} in {target}.\n"
