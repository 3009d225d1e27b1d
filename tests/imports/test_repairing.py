"""Repairing refused rows in their place, and from the file in which they were given back."""

from pathlib import Path

import pytest
from flask import Flask

from crm.contacts.models import Contact
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.errors import ConflictError, DomainError
from crm.core.scope import visible
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch, get_row
from crm.imports.services import (
    ImportWish,
    begin_import,
    begin_undo,
    match_columns,
    prepare_review,
    repair_rows,
    retry_file,
    run_import,
    undo_import,
    upload_file,
    walk_refused,
)
from crm.imports.values import BatchState, ImportAs, RowOutcome
from tests.factories.contacts import an_organization
from tests.factories.imports import a_file, a_list, an_import, counts_of
from tests.imports.dumps import dump

LIST = """
Name         | Country | Mail
Reef Watch   | Kenya   |
             | Mali    | peace@office.example
             | Peru    |
"""


def _draft(path: Path) -> ImportBatch:
    wish = ImportWish(import_as=ImportAs.ORGANIZATIONS, is_draft=True)
    batch = upload_file(path, path.name, wish, actor=SHELL)
    return _match(batch, batch.mapping)


def _match(batch: ImportBatch, mapping: dict[str, object]) -> ImportBatch:
    match_columns(batch.id, mapping, only_fill=False, version=None, actor=SHELL)
    return prepare_review(batch.id, actor=SHELL, progress=lambda _done, _all: None)


def _names() -> list[str]:
    return list(db.session.scalars(visible(Contact, Contact.name).order_by(Contact.id)))


def test_a_repaired_row_of_a_draft_counts_as_what_it_becomes_and_comes_in_with_it(app: Flask, tmp_path: Path) -> None:
    batch = _draft(a_list(tmp_path, LIST))
    assert counts_of(batch) == {"created": 1, "refused": 2}
    assert repair_rows(batch.id, {2: ["Peace Office", "Mali", ""]}, actor=SHELL) == {2: RowOutcome.CREATED}
    assert counts_of(get_batch(batch.id)) == {"created": 2, "refused": 1}
    assert _names() == []
    begin_import(batch.id, actor=SHELL)
    assert counts_of(run_import(batch.id, actor=SHELL)) == {"created": 2, "refused": 1}
    assert _names() == ["Reef Watch", "Peace Office"]


def test_a_draft_that_is_matched_anew_keeps_its_repairs(app: Flask, tmp_path: Path) -> None:
    batch = _draft(a_list(tmp_path, LIST))
    repair_rows(batch.id, {2: ["Peace Office", "Mali", ""]}, actor=SHELL)
    batch = _match(batch, {**batch.mapping, "Country": None})
    assert counts_of(batch) == {"created": 2, "refused": 1}
    assert get_row(batch.id, 2).cells == ["Peace Office", "Mali", ""]


def test_a_row_repaired_after_the_import_comes_in_at_once_and_goes_with_the_undo(app: Flask, tmp_path: Path) -> None:
    """Also as somebody who is there: the repaired row meets them as any row does."""
    known = an_organization("Peace Office", country="ML")
    before = dump()
    batch = an_import(a_list(tmp_path, LIST))
    told = repair_rows(
        batch.id, {2: ["Peace Office", "Mali", "peace@office.example"], 3: ["Green Belt", "Peru", ""]}, actor=SHELL
    )
    assert told == {2: RowOutcome.UPDATED, 3: RowOutcome.CREATED}
    assert counts_of(get_batch(batch.id)) == {"created": 2, "updated": 1}
    assert get_row(batch.id, 2).contact_id == known.id
    begin_undo(batch.id, actor=SHELL)
    undo_import(batch.id, actor=SHELL)
    assert dump() == before


def test_the_same_file_repaired_the_same_way_again_changes_nothing(app: Flask, tmp_path: Path) -> None:
    path = a_list(tmp_path, LIST)
    repair_rows(an_import(path).id, {2: ["Peace Office", "Mali", ""]}, actor=SHELL)
    again = an_import(path)
    assert counts_of(again) == {"same": 1, "refused": 2}
    assert repair_rows(again.id, {2: ["Peace Office", "Mali", ""]}, actor=SHELL) == {2: RowOutcome.SAME}


def test_two_rows_repaired_to_the_same_cells_are_two_rows_of_one_record(app: Flask, tmp_path: Path) -> None:
    batch = an_import(a_list(tmp_path, LIST))
    cells = {number: ["Peace Office", "Mali", ""] for number in (2, 3)}
    assert set(repair_rows(batch.id, cells, actor=SHELL).values()) == {RowOutcome.CREATED, RowOutcome.SAME}
    assert _names() == ["Reef Watch", "Peace Office"]


def test_a_row_that_still_cannot_be_read_says_its_new_reason(app: Flask, tmp_path: Path) -> None:
    batch = an_import(a_list(tmp_path, LIST))
    assert repair_rows(batch.id, {3: ["x" * 501, "Peru", ""]}, actor=SHELL) == {3: RowOutcome.REFUSED}
    assert "longer than 500" in (get_row(batch.id, 3).reason or "")
    assert counts_of(get_batch(batch.id)) == {"created": 1, "refused": 2}


def test_only_refused_rows_are_repaired_with_all_their_cells(app: Flask, tmp_path: Path) -> None:
    batch = _draft(a_list(tmp_path, LIST))
    for cells, error in (
        ({1: ["A", "B", "C"]}, ConflictError),
        ({2: ["A", "B"]}, DomainError),
        ({2: ["A", "B", "x" * 32_768]}, DomainError),
        ({}, DomainError),
    ):
        with pytest.raises(error):
            repair_rows(batch.id, cells, actor=SHELL)
    assert get_batch(batch.id).state is BatchState.REVIEW


def test_rows_given_back_and_corrected_in_their_file_are_tried_again(app: Flask, tmp_path: Path) -> None:
    """With cells that look like formulas; a line that nobody corrected stays refused."""
    batch = an_import(a_list(tmp_path, "Name | City | Phone\nReef Watch | |\n | =1+1 | +254 711 223344\n | Lima |"))
    lines = list(walk_refused(batch.id))
    assert lines[0] == ["Name", "City", "Phone", "reason", "row"]
    lines[1][0] = "Peace Office"
    path = a_file(tmp_path, lines, "refused.csv")
    assert retry_file(batch.id, path, path.name, actor=SHELL) == {2: RowOutcome.CREATED}
    assert counts_of(get_batch(batch.id)) == {"created": 2, "refused": 1}
    assert get_row(batch.id, 2).cells == ["Peace Office", "=1+1", "+254 711 223344"]


def test_a_file_of_other_columns_or_without_numbers_is_refused(app: Flask, tmp_path: Path) -> None:
    batch = an_import(a_list(tmp_path, LIST))
    lines = list(walk_refused(batch.id))
    for wrong in ([line[:-1] for line in lines], [lines[0], [*lines[1][:-1], "two"]], [lines[0], lines[1], lines[1]]):
        path = a_file(tmp_path, wrong, "refused.csv")
        with pytest.raises(DomainError):
            retry_file(batch.id, path, path.name, actor=SHELL)
    assert counts_of(get_batch(batch.id)) == {"created": 1, "refused": 2}
