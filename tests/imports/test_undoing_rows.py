"""Taking chosen rows of an import back: the rest stays in, and a whole undo afterwards still ends as before."""

from pathlib import Path

import pytest
from flask import Flask

from crm.contacts.models import Contact
from crm.contacts.services import edit_contact
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.errors import ConflictError, DomainError
from crm.core.scope import visible
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch, get_row
from crm.imports.services import begin_undo, undo_import
from crm.imports.services.undoing import _step
from crm.imports.values import BatchState, ImportAs
from crm.imports.values.parts import as_spans, read_spans, spans_in_words
from tests.factories.contacts import an_interaction, an_organization
from tests.factories.imports import a_list, an_import, counts_of
from tests.imports.dumps import dump

LIST = """
Name          | City    | Mail                | Tags
Reef Watch    | Kisumu  | reef@reef.example   | sea
Peace Office  | Bamako  | peace@office.example | africa
Night Shelter | Kayes   |                     |
Green Belt    | Nairobi |                     | africa
"""


def _undo(batch: ImportBatch, rows: str = "") -> tuple[dict[str, int], list[tuple[int, str, list[str]]]]:
    begin_undo(batch.id, rows=read_spans(rows), actor=SHELL)
    done = undo_import(batch.id, actor=SHELL)
    assert done.state is (BatchState.DONE if rows else BatchState.UNDONE)
    report = done.undo_report or {}
    counts = {key: report[key] for key in ("reversed", "kept", "partly") if report[key]}
    return counts, [(one["row"], one["was"], one["reasons"]) for one in report["rows"]]


def _names() -> list[str]:
    return list(db.session.scalars(visible(Contact, Contact.name).order_by(Contact.id)))


def _named(name: str) -> Contact:
    contact: Contact = db.session.scalars(visible(Contact).where(Contact.name == name)).one()
    return contact


def test_chosen_rows_go_and_the_others_stay(app: Flask, tmp_path: Path) -> None:
    """A created one goes with all of its parts, a changed one gets its values of before; the batch stays in."""
    known = an_organization("Reef Watch")
    batch = an_import(a_list(tmp_path, LIST))
    assert counts_of(batch) == {"created": 3, "updated": 1}
    assert _undo(batch, "1,3-4") == ({"reversed": 3}, [])
    assert _names() == ["Reef Watch", "Peace Office"]
    db.session.expire_all()
    assert (known.city, known.points, _named("Peace Office").city) == (None, [], "Bamako")
    assert counts_of(get_batch(batch.id)) == {"created": 3, "updated": 1}
    assert [get_row(batch.id, number).taken_back for number in (1, 2, 3)] == ["reversed", None, "reversed"]


def test_a_whole_undo_after_chosen_rows_leaves_everything_as_before(app: Flask, tmp_path: Path) -> None:
    an_organization("Reef Watch")
    before = dump()
    batch = an_import(a_list(tmp_path, LIST))
    _undo(batch, "1,3")
    assert _undo(batch) == ({"reversed": 4}, [])
    assert dump() == before


def test_rows_taken_back_come_in_again_with_their_file_and_the_others_are_the_same(app: Flask, tmp_path: Path) -> None:
    path = a_list(tmp_path, LIST)
    batch = an_import(path)
    _undo(batch, "2,4")
    assert counts_of(an_import(path)) == {"created": 2, "same": 2}


def test_what_people_did_since_is_kept_and_can_go_later(app: Flask, tmp_path: Path) -> None:
    """A record that was called stays whole, a value that was changed stays; the rest of its row goes."""
    known = an_organization("Reef Watch")
    batch = an_import(a_list(tmp_path, LIST))
    edit_contact(known.id, "city", value="Mombasa", version=None, actor=SHELL)
    an_interaction(_named("Night Shelter"))
    counts, told = _undo(batch, "1-3")
    assert counts == {"reversed": 1, "kept": 1, "partly": 1}
    assert told == [(1, "partly", ["changed"]), (3, "kept", ["linked"])]
    db.session.expire_all()
    assert (known.city, known.points) == ("Mombasa", [])
    counts, told = _undo(batch)
    assert counts == {"reversed": 2, "kept": 1, "partly": 1}
    assert _names() == ["Reef Watch", "Night Shelter"]


def test_a_record_that_another_row_is_about_stays_until_that_row_goes_too(app: Flask, tmp_path: Path) -> None:
    mail = "reef@reef.example"
    text = f"name | mail | tags\nReef Watch | {mail} | sea\nReef Watch | {mail} | africa"
    batch = an_import(a_list(tmp_path, text))
    assert counts_of(batch) == {"created": 1, "updated": 1}
    counts, told = _undo(batch, "1")
    assert (counts, told[0][2]) == ({"kept": 1}, ["joined"])
    assert _undo(batch, "2") == ({"reversed": 1}, [])
    assert [one.tag.name for one in _named("Reef Watch").tags] == ["sea"]
    assert _undo(batch, "1") == ({"reversed": 1}, [])
    assert _names() == []


def test_an_organisation_that_a_later_list_places_somebody_in_stays(app: Flask, tmp_path: Path) -> None:
    """The place came into being together with its person, so it has no line of its own in the journal."""
    batch = an_import(a_list(tmp_path, "name\nReef Watch"))
    an_import(a_list(tmp_path, "name | organisation\nAda Obi | Reef Watch", "people.csv"), ImportAs.PEOPLE)
    assert _undo(batch) == ({"kept": 1}, [(1, "kept", ["linked"])])
    assert _names() == ["Reef Watch", "Ada Obi"]


def test_signatures_of_chosen_rows_go_with_their_moves(app: Flask, tmp_path: Path) -> None:
    text = "Name | Mail\nAda Obi | ada@reef.example\nBen Dia | ben@reef.example"
    batch = an_import(a_list(tmp_path, text), ImportAs.SIGNATURES, statement="letter")
    assert _undo(batch, "2") == ({"reversed": 1}, [])
    assert _names() == ["Ada Obi"]
    assert counts_of(an_import(a_list(tmp_path, text), ImportAs.SIGNATURES, statement="letter")) == {
        "created": 1, "same": 1,
    }  # fmt: skip


def test_an_undo_of_rows_that_stopped_anywhere_goes_on_to_the_same_end(app: Flask, tmp_path: Path) -> None:
    batch = an_import(a_list(tmp_path, LIST))
    begin_undo(batch.id, rows=read_spans("2-3"), actor=SHELL)
    assert _step(batch.id, actor=SHELL)
    done = undo_import(batch.id, actor=SHELL)
    assert (done.undo_report or {})["reversed"] == 2
    assert _names() == ["Reef Watch", "Green Belt"]
    assert undo_import(batch.id, actor=SHELL).state is BatchState.DONE


def test_rows_that_changed_nothing_or_are_gone_already_are_no_undo(app: Flask, tmp_path: Path) -> None:
    batch = an_import(a_list(tmp_path, "name | city\nReef Watch | Kisumu\n | Mali"))
    for rows in ("2", "9"):
        with pytest.raises(ConflictError):
            begin_undo(batch.id, rows=read_spans(rows), actor=SHELL)
    _undo(batch, "1-2")
    with pytest.raises(ConflictError):
        begin_undo(batch.id, rows=read_spans("1"), actor=SHELL)


def test_rows_are_written_and_read_as_people_do() -> None:
    assert read_spans("3, 7-9") == ((3, 3), (7, 9))
    assert spans_in_words(as_spans([9, 3, 8, 7])) == "3,7-9"
    assert read_spans("") == ()
    for wrong in ("0", "9-7", "a", "1--2"):
        with pytest.raises(DomainError):
            read_spans(wrong)
