"""Real lists of signatories: no row lost, nobody joined who could be two, all of it taken back."""

import csv
import unicodedata
from collections import Counter
from pathlib import Path

import xlsxwriter
from flask import Flask

from crm.contacts.models import Contact, ContactRelation, ExternalKey
from crm.contacts.values import ContactKind
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.scope import visible
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import walk_rows
from crm.imports.services import begin_undo, undo_import
from crm.imports.values import ImportAs, RowOutcome
from crm.statements.models import Signature
from tests.factories.imports import a_file, an_import, counts_of
from tests.imports.dumps import dump


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _sign(path: Path) -> ImportBatch:
    return an_import(path, ImportAs.SIGNATURES, statement="keep-things-open")


def test_an_open_letter_comes_in_whole_and_only_once(app: Flask, corpora: Path, tmp_path: Path) -> None:
    """2,273 signers, a quarter of them without a name: again as a workbook, with ten on top, and taken back."""
    path = corpora / "signatories" / "keepthingsopen_signatures.csv"
    header, *rows = _rows(path)
    before = dump()
    batch = _sign(path)
    assert batch.row_count == len(rows) == sum(batch.counts.values()) == 2273
    names = {number: unicodedata.normalize("NFC", row[0]) for number, row in enumerate(rows, start=1)}
    becomes = {row.number: row for row in walk_rows(batch.id)}
    unnamed = [number for number, name in names.items() if name == "Anonymous"]
    assert len({becomes[number].contact_id for number in unnamed}) == len(unnamed) == 571
    held = {row.id: row.name for row in db.session.execute(visible(Contact, Contact.id, Contact.name))}
    assert all(held[row.contact_id] == names[number] for number, row in becomes.items() if row.contact_id)
    signed = Counter(db.session.scalars(visible(Signature, Signature.signed_name)))
    assert signed == Counter(names[number] for number, row in becomes.items() if row.outcome is RowOutcome.CREATED)
    _check_that_nobody_was_joined(rows, becomes)

    again = tmp_path / "from a partner.xlsx"
    with xlsxwriter.Workbook(str(again), {"strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)
    counts = counts_of(batch)
    same = {"same": counts["created"] + counts["same"], "decide": counts["decide"]}
    assert counts_of(_sign(again)) == same
    top = [
        *[[f"Newly Signed {n}", "Tester", "", ""] for n in range(8)],
        ["Anonymous", "", "", ""],
        ["Anonymous", "CTO", "", ""],
    ]
    grown = _sign(a_file(tmp_path, [header, *top, *rows], "second edition.csv"))
    assert counts_of(grown) == {"created": 10, **same}
    for one in (grown, batch):
        begin_undo(one.id, actor=SHELL)
        assert (undo_import(one.id, actor=SHELL).undo_report or {})["kept"] == 0
    assert dump() == before


def _check_that_nobody_was_joined(rows: list[list[str]], becomes: dict[int, ImportRow]) -> None:
    """Rows with one contact are equal in every cell."""
    cells: dict[int, set[tuple[str, ...]]] = {}
    for number, row in becomes.items():
        if row.contact_id:
            cells.setdefault(row.contact_id, set()).add(tuple(rows[number - 1]))
    assert all(len(found) == 1 for found in cells.values())


def test_the_organisations_of_a_bargain_stand_under_their_parents(app: Flask, corpora: Path) -> None:
    """115 organisations, each its own; the columns are recognised by what they hold."""
    path = corpora / "signatories" / "grandbargain_signatories_humportal.csv"
    header, *rows = _rows(path)
    batch = an_import(path)
    assert counts_of(batch) == {"created": 115}
    assert {key: field for key, field in batch.mapping.items() if field} == {
        "id": "external_id",
        "Publisher": "name",
        "Organisation type": "organization_type",
        "GB signatory": "parent",
        "Supp. URL": "website",
    }
    ids = [row.contact_id for row in walk_rows(batch.id)]
    assert len(set(ids)) == 115
    organizations = {one.id: one for one in db.session.scalars(visible(Contact))}
    assert {one.kind for one in organizations.values()} == {ContactKind.ORGANIZATION}
    place = header.index("Publisher")
    assert [organizations[one or 0].name for one in ids] == [
        unicodedata.normalize("NFC", row[place]).strip() for row in rows
    ]
    ties = db.session.execute(visible(ContactRelation, ContactRelation.contact_id, ContactRelation.other_id)).all()
    parents = Counter(organizations[other].name for _one, other in ties)
    assert parents["OXFAM"] == 10
    assert parents["United Nations Office for the Coordination of Humanitarian Affairs (OCHA)"] == 3
    assert parents["International Federation of Red Cross and Red Crescent Societies (IFRC)"] == 3
    assert "Italy" not in {one.name for one in organizations.values()}
    made = {one["name"] for one in batch.reading["made_parents"]}
    assert made == {organizations[one].name for one in organizations.keys() - set(ids)}
    assert (len(organizations), len(made)) == (122, 7)
    numbers = db.session.scalars(visible(ExternalKey, ExternalKey.value)).all()
    assert sorted(numbers) == sorted(row[0] for row in rows if row[0])
    assert counts_of(an_import(path)) == {"same": 115}
