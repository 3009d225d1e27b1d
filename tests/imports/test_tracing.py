"""Where values come from, and what other files say: shown, and taken with one press."""

from pathlib import Path

import pytest
from flask import Flask

from crm.contacts.models import Contact
from crm.contacts.services import edit_contact
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.scope import visible
from crm.imports.services import begin_undo, list_other_values, take_other_value, trace_values, undo_import
from crm.records.queries import get_origins
from tests.factories.imports import a_list, an_import


def _reef() -> Contact:
    db.session.expire_all()
    contact: Contact = db.session.scalars(visible(Contact).where(Contact.name == "Reef Watch")).one()
    return contact


def _origin(field: str) -> tuple[str | None, int | None, str]:
    one = next(one for one in get_origins(_reef()).lines if one.field == field)
    return one.file, one.row, one.actor


def _two_lists(folder: Path) -> tuple[int, int]:
    first = an_import(a_list(folder, "name | city | website\nReef Watch | Mombasa |", "first.csv"))
    text = "name | city | website\nGreen Belt | |\nReef Watch | Kisumu | https://reef.example"
    return first.id, an_import(a_list(folder, text, "second.csv")).id


def test_every_field_knows_the_file_and_row_that_it_came_from(app: Flask, tmp_path: Path) -> None:
    _two_lists(tmp_path)
    edit_contact(_reef().id, "country", value="KE", version=None, actor=SHELL)
    assert _origin("name") == ("first.csv", 1, SHELL.name)
    assert _origin("city")[:2] == ("first.csv", 1)
    assert _origin("website")[:2] == ("second.csv", 2)
    assert _origin("country")[:2] == (None, None)


def test_a_value_that_was_not_taken_is_shown_with_its_file_and_can_be_taken(app: Flask, tmp_path: Path) -> None:
    """Taken, it comes from there, and the undo of that file brings the first one back."""
    _first, second = _two_lists(tmp_path)
    (other,) = list_other_values(_reef())
    assert (other.field, other.value, other.file, other.row) == ("city", "Kisumu", "second.csv", 2)
    take_other_value(_reef().id, "city", batch_id=second, row=2, actor=SHELL)
    assert _reef().city == "Kisumu"
    assert _origin("city")[:2] == ("second.csv", 2)
    assert list_other_values(_reef()) == []
    with pytest.raises(NotFoundError):
        take_other_value(_reef().id, "city", batch_id=second, row=2, actor=SHELL)
    begin_undo(second, actor=SHELL)
    undo_import(second, actor=SHELL)
    assert _reef().city == "Mombasa"


def test_what_an_undone_file_said_is_said_no_more(app: Flask, tmp_path: Path) -> None:
    _first, second = _two_lists(tmp_path)
    begin_undo(second, rows=((2, 2),), actor=SHELL)
    undo_import(second, actor=SHELL)
    assert list_other_values(_reef()) == []


def test_the_old_value_of_a_change_knows_where_it_came_from(app: Flask, tmp_path: Path) -> None:
    """Not from the batch that changes it."""
    _first, second = _two_lists(tmp_path)
    traces = trace_values({_reef().id}, before_batch=second)
    assert (traces[_reef().id, ""].file, traces[_reef().id, ""].row) == ("first.csv", 1)
    assert (_reef().id, "website") not in traces
