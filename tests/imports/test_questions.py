"""What is asked about the values of a file, what becomes of the answers, and what is remembered for the next file."""

from pathlib import Path

import pytest
from flask import Flask

from crm.contacts.models import Contact
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.scope import visible
from crm.imports.models import ImportBatch
from crm.imports.services import ImportWish, begin_command, begin_import, match_columns, run_import, upload_file
from crm.imports.services.preview import prepare_review
from crm.imports.values import ImportAs
from crm.imports.values.columns import How
from crm.imports.values.days import DayOrder
from crm.imports.values.questions import Answers, Question, find_questions, find_unsure_day, note_values
from crm.imports.values.targets import Target
from crm.statements.models import Signature
from tests.factories.imports import a_list, an_import, counts_of

LIST = """
Name | Land    | Speaks           | Sort   | Day        | Label
Ana  | Colmbia | Spanish; Gibberish | person | 03/04/2026 | peace
Bo   | Holland | Gibberish        | group? | 05/06/2026 | Peace
Cy   | Oz      | English          | n/a    | 07/08/2026 | Peace
"""
MAPPING = {
    "Name": "name", "Land": "country", "Speaks": "languages", "Sort": "signed_as", "Day": "signed_on", "Label": "tags",
}  # fmt: skip


def _draft(folder: Path, text: str = LIST, import_as: ImportAs = ImportAs.SIGNATURES) -> ImportBatch:
    path = a_list(folder, text)
    return upload_file(path, path.name, ImportWish(import_as=import_as, is_draft=True), actor=SHELL)


def _bring_in(batch: ImportBatch, mapping: dict[str, object], answers: Answers | None = None) -> ImportBatch:
    match_columns(batch.id, mapping, only_fill=False, version=None, actor=SHELL, answers=answers)
    prepare_review(batch.id, actor=SHELL, progress=lambda _done, _all: None)
    begin_import(batch.id, actor=SHELL)
    return run_import(batch.id, actor=SHELL)


def test_only_what_the_values_do_not_show_is_asked() -> None:
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in LIST.strip().splitlines()]
    reading = note_values(header, rows)
    mapping = dict(MAPPING)
    assert find_questions(reading, mapping) == [
        Question(Target.COUNTRY, "Land", "Colmbia", 1, "CO", ("CO",)),
        Question(Target.COUNTRY, "Land", "Oz", 1, ""),
        Question(Target.LANGUAGES, "Speaks", "Gibberish", 2, ""),
        Question(Target.SIGNED_AS, "Sort", "group?", 1, ""),
        Question(Target.TAGS, "Label", "peace", 1, "", ("Peace",)),
    ]
    assert find_unsure_day(reading, mapping) == "03/04/2026"
    assert find_unsure_day(note_values(["Day"], [["03/04/2026"], ["25/04/2026"]]), {"Day": "signed_on"}) is None
    assert find_questions(reading, {"Name": "name"}) == []


def test_answers_are_read_and_what_stays_open_is_kept_in_the_notes(app: Flask, tmp_path: Path) -> None:
    said = {"country": {"Oz": "AU"}, "languages": {"Gibberish": ""}, "tags": {"peace": "Peace"}}
    batch = _bring_in(_draft(tmp_path), {**MAPPING}, Answers(said, DayOrder.MONTH_FIRST))
    assert counts_of(batch) == {"created": 3}
    ana, bo, cy = db.session.scalars(visible(Contact).order_by(Contact.name))
    assert [one.country for one in (ana, bo, cy)] == ["CO", "NL", "AU"]
    assert [one.languages for one in (ana, bo, cy)] == [["es"], [], ["en"]]
    assert [one.notes for one in (ana, bo, cy)] == [None, "Sort: group?", None]
    days = db.session.scalars(visible(Signature, Signature.signed_on).order_by(Signature.signed_on)).all()
    assert [day.isoformat() for day in days if day] == ["2026-03-04", "2026-05-06", "2026-07-08"]


def test_dates_that_nobody_was_asked_about_stay_in_the_notes(app: Flask, tmp_path: Path) -> None:
    an_import(a_list(tmp_path, "Name | Date\nAna | 03/04/2026"), ImportAs.SIGNATURES)
    assert db.session.scalars(visible(Contact, Contact.notes)).all() == ["Date: 03/04/2026"]


def test_a_file_with_the_same_headers_is_read_as_last_time(app: Flask, tmp_path: Path) -> None:
    """Also in another order, and what was left out; a later correction wins."""
    text = "Publisher | Colour | Pays\nReef Watch | red | Oz"
    first = _draft(tmp_path, text, ImportAs.ORGANIZATIONS)
    assert first.mapping == {"Publisher": "name", "Colour": None, "Pays": "country"}
    _bring_in(first, {"Publisher": "name", "Colour": "tags", "Pays": None}, Answers({"country": {"Oz": "AU"}}))
    again = _draft(tmp_path, "PAYS | Publisher | colour\nOz | Peace Office | blue", ImportAs.ORGANIZATIONS)
    assert again.mapping == {"PAYS": None, "Publisher": "name", "colour": "tags"}
    assert {how for _field, how in again.reading["guesses"].values()} == {How.MEMORY}
    assert again.reading["meanings"] == {"country": {"Oz": "AU"}}
    _bring_in(again, {"PAYS": "country", "Publisher": "name", "colour": "notes"})
    third = _draft(tmp_path, text, ImportAs.ORGANIZATIONS)
    assert third.mapping == {"Publisher": "name", "Colour": "notes", "Pays": "country"}


def test_a_corrected_header_is_known_in_other_files_of_the_kind_only(app: Flask, tmp_path: Path) -> None:
    _bring_in(_draft(tmp_path, "Name | Colour\nAna | red", ImportAs.PEOPLE), {"Name": "name", "Colour": "tags"})
    text = "Full name | colour | City\nBo | blue | Lima"
    other = _draft(tmp_path, text, ImportAs.PEOPLE)
    assert other.mapping == {"Full name": "name", "colour": "tags", "City": "city"}
    assert [*other.reading["guesses"]["colour"]] == ["tags", How.MEMORY]
    assert _draft(tmp_path, text, ImportAs.SIGNATURES).mapping["colour"] is None


@pytest.mark.parametrize("once", [False, True])
def test_the_command_reads_values_as_people_said_them(app: Flask, tmp_path: Path, once: bool) -> None:  # noqa: FBT001
    if once:
        draft = _draft(tmp_path, "Name | Country\nReef Watch | Oz", ImportAs.ORGANIZATIONS)
        _bring_in(draft, {"Name": "name", "Country": "country"}, Answers({"country": {"Oz": "AU"}}))
    path = a_list(tmp_path, "Name | Country\nPeace Office | Oz", "other.csv")
    batch = upload_file(path, path.name, ImportWish(import_as=ImportAs.ORGANIZATIONS), actor=SHELL)
    begin_command(batch.id, actor=SHELL)
    run_import(batch.id, actor=SHELL)
    office = db.session.scalars(visible(Contact).where(Contact.name == "Peace Office")).one()
    assert (office.country, office.notes) == (("AU", None) if once else (None, "Country: Oz"))
