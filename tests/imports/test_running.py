"""Bringing lists in: no row lost, nobody joined who could be two, nothing doubled by the same list again."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import and_, func, select

from crm.coalition.models import StageMove
from crm.coalition.services import add_campaign, move_stage
from crm.contacts.models import Affiliation, Contact, ContactPoint, ContactRelation, ExternalKey
from crm.contacts.services import add_affiliation, edit_contact
from crm.contacts.values import AffiliationFacts, ContactKind, OrganizationType, RelationKind, Stage
from crm.core.actor import SHELL
from crm.core.audit.services import verify_chain
from crm.core.db import db
from crm.core.scope import row_rule, visible
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch, list_rows, walk_rows
from crm.imports.services import (
    ImportWish,
    begin_import,
    begin_undo,
    decide_rows,
    match_columns,
    prepare_review,
    run_import,
    undo_import,
    upload_file,
)
from crm.imports.values import ImportAs, RowOutcome
from crm.imports.values.remarks import in_english
from crm.statements.models import Signature, Statement
from crm.statements.services import draft_statement, edit_statement, withdraw_signature
from crm.statements.values import SignatureState, SignedAs, StatementState
from tests.factories.contacts import a_person, an_organization
from tests.factories.imports import a_file, a_list, an_import, counts_of
from tests.imports.dumps import dump

SIGNERS = """
name             | role          | org        | contributor
Adam Worley      | Developer     |            |
Ané Čapek        | Engineer      | Radicle    | true
Anonymous        |               |            |
Anonymous        |               |            | true
Anonymous        | Student       |            |
Wookey           | Developer     | Debian     |
Wookey           | Developer     | Debian     |
Jack Burgess     | Engineer      |            |
Jack Burgess     | Lead Engineer |            |
James Smith      |               |            | true
James Smith      |               |            |
"""


def _contacts() -> list[Contact]:
    return list(db.session.scalars(visible(Contact).order_by(Contact.id)))


def _outcomes(batch: ImportBatch) -> list[str]:
    return [row.outcome.value for row in walk_rows(batch.id) if row.outcome]


def _ids(batch: ImportBatch) -> list[int | None]:
    return [row.contact_id for row in walk_rows(batch.id)]


def _sign(path: Path, statement: str = "open-letter", **wish: Any) -> ImportBatch:
    return an_import(path, ImportAs.SIGNATURES, statement=statement, **wish)


def test_signers_are_kept_one_by_one_and_nobody_is_joined_who_could_be_two(app: Flask, tmp_path: Path) -> None:
    """Unnamed signers stay apart, identical rows are one person, rows that differ are asked about."""
    batch = _sign(a_list(tmp_path, SIGNERS))
    assert _outcomes(batch) == [*["created"] * 6, "same", "created", "decide", "created", "decide"]
    ids = _ids(batch)
    assert ids[5] == ids[6]
    assert len({*ids[:6], ids[7], ids[9]}) == 8
    assert ids[8] is None
    unnamed = [contact for contact in _contacts() if contact.is_unnamed]
    assert [contact.name for contact in unnamed] == ["Anonymous"] * 3
    waiting = list_rows(batch.id, outcome=RowOutcome.DECIDE)
    assert [[one["id"] for one in row.candidates] for row in waiting] == [[ids[7]], [ids[9]]]
    assert all(one["reasons"] for row in waiting for one in row.candidates)


def test_names_stay_identical_to_the_byte_after_nfc(app: Flask, tmp_path: Path) -> None:
    """In the signature and in the contact, decomposed letters composed, spaces inside kept."""
    names = ["Ane\u0301 Čapek", "Nguyễn  Thị Hà", "محمد علي", "李小龙", "O\u2019Brien", 'Anna "Nan" Lee', "J. R., Jr."]
    batch = _sign(a_file(tmp_path, [["name"], *[[name] for name in names]]))
    assert counts_of(batch) == {"created": len(names)}
    expected = [unicodedata.normalize("NFC", name) for name in names]
    assert [contact.name for contact in _contacts()] == expected
    signed = db.session.scalars(visible(Signature, Signature.signed_name).order_by(Signature.id)).all()
    assert list(signed) == expected


def test_the_same_list_changes_nothing_and_rows_on_top_are_the_only_new_ones(app: Flask, tmp_path: Path) -> None:
    """The same file, in another order, format, encoding, under another name, with ten rows on top."""
    rows = [[cell.strip() for cell in line.split("|")] for line in SIGNERS.strip().splitlines()]
    first = _sign(a_file(tmp_path, rows))
    expected = {"same": 9, "decide": 2}
    assert counts_of(_sign(a_file(tmp_path, rows))) == expected
    turned = [[row[2], row[3], row[0], row[1]] for row in rows]
    assert counts_of(_sign(a_file(tmp_path, turned, "von Partnern.csv", delimiter=";", encoding="utf-16"))) == expected
    assert counts_of(_sign(_a_workbook(tmp_path, rows))) == expected
    top = [
        *[[f"New Signer {n}", "", "", ""] for n in range(8)],
        ["Anonymous", "", "", ""],
        ["Anonymous", "Nurse", "", ""],
    ]
    grown = _sign(a_file(tmp_path, [rows[0], *top, *rows[1:]], "edition 2.csv"))
    assert counts_of(grown) == {"created": 10, **expected}
    # The memory counts equal rows: of four unnamed rows with equal cells, the last is the new one.
    assert set(_ids(first)) <= set(_ids(grown))
    assert grown.source == first.source


def _a_workbook(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "members.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    return path


def test_an_unknown_statement_is_made_as_a_draft_and_another_one_is_signed_by_the_same_people(
    app: Flask, tmp_path: Path
) -> None:
    path = a_list(tmp_path, SIGNERS)
    first, second = _sign(path), _sign(path, "Second letter")
    statements = db.session.scalars(select(Statement).order_by(Statement.id)).all()
    assert [(one.slug, one.title, one.state) for one in statements] == [
        ("open-letter", "open-letter", StatementState.DRAFT),
        ("second-letter", "Second letter", StatementState.DRAFT),
    ]
    assert counts_of(second) == counts_of(first)
    named = [0, 1, 5, 6, 7, 9]
    assert [_ids(second)[place] for place in named] == [_ids(first)[place] for place in named]
    assert not {_ids(second)[place] for place in (2, 3, 4)} & set(_ids(first))


def test_individuals_and_organisations_sign_alone_or_both_in_one_row(app: Flask, tmp_path: Path) -> None:
    """Who signs is shown by the row, or said by a column of its own."""
    path = a_list(
        tmp_path,
        """
        Name        | Organisation   | Position  | Signed as    | Date signed
        Ada Obi     |                |           |              | 2026-03-01
        Ben Dia     | Peace Office   | Director  |              | 02/03/2026
                    | Water For All  |           |              | 28/02/2026
        Cléo Faye   | Reef Watch     | President | Organisation | 3 March 2026
                    | Night Shelter  | Nurse     |              |
        """,
    )
    batch = _sign(path)
    assert counts_of(batch) == {"created": 5}
    signatures = db.session.scalars(visible(Signature).order_by(Signature.id)).all()
    told = [
        (one.signed_as.value, one.signed_name, one.signed_organization, one.signed_on and one.signed_on.isoformat())
        for one in signatures
    ]
    assert told == [
        ("individual", "Ada Obi", None, "2026-03-01"),
        ("individual", "Ben Dia", "Peace Office", "2026-03-02"),
        ("organization", "Water For All", None, "2026-02-28"),
        ("organization", "Reef Watch", None, "2026-03-03"),
        ("individual", "", "Night Shelter", None),
    ]
    signer = db.session.scalars(visible(Contact).where(Contact.id == signatures[3].for_id)).one()
    assert (signer.name, signer.main_person) == ("Cléo Faye", "Reef Watch")
    assert _contacts()[-1].is_unnamed


def test_an_employer_stays_a_name_until_it_is_an_organisation(app: Flask, tmp_path: Path) -> None:
    """No organisation is made of an employer; one of that very name is linked."""
    known = an_organization("Radicle")
    batch = an_import(
        a_list(tmp_path, "Full name | Employer\nAda Obi | Radicle\nBen Dia | Peace Office"), ImportAs.PEOPLE
    )
    assert counts_of(batch) == {"created": 2}
    places = db.session.scalars(visible(Affiliation).order_by(Affiliation.id)).all()
    assert [(one.organization_id, one.organization_name) for one in places] == [
        (known.id, None),
        (None, "Peace Office"),
    ]
    assert [contact.kind for contact in _contacts()].count(ContactKind.ORGANIZATION) == 1


def test_people_are_the_same_by_address_or_place_and_asked_about_by_name_alone(app: Flask, tmp_path: Path) -> None:
    """What a careful person would do with each row."""
    home = an_organization("Reef Watch")
    mail = a_person("Ada Obi", emails=("ada@reef.example",))
    place = a_person("Ben Dia", of=home, role="Director")
    name = a_person("Cléo Faye")
    batch = an_import(
        a_list(
            tmp_path,
            """
            Name       | Mail               | Organisation | Role
            Ada Obi    | ADA@reef.example   |              |
            Ben Dia    |                    | reef watch   |
            Ben Dia    |                    | Reef Watch   | Treasurer
            Cleo Faye  |                    |              |
            Dora Eke   | ada@reef.example   |              |
            FAYE, Cléo | c.faye@web.example |              |
            """,
        ),
        ImportAs.PEOPLE,
    )
    assert _outcomes(batch) == ["same", "same", "decide", "decide", "decide", "decide"]
    assert _ids(batch)[:2] == [mail.id, place.id]
    asked = [{one["id"] for one in row.candidates} for row in list_rows(batch.id, outcome=RowOutcome.DECIDE)]
    assert asked == [{place.id}, {name.id}, {mail.id}, {name.id}]


def test_organisations_are_the_same_by_name_and_country(app: Flask, tmp_path: Path) -> None:
    """Accents, case and the acronym behind the name do not count; another country is asked about."""
    first = an_organization("Réseau Mémoire et Droit", country="SN")
    second = an_organization("World Health Organization")
    batch = an_import(
        a_list(
            tmp_path,
            """
            Organisation                    | Country | Website
            RESEAU MEMOIRE ET DROIT         | Senegal | reseau.example
            World Health Organization (WHO) |         |
            Réseau Mémoire et Droit         | Mali    |
            Reef Watch                      | Kenya   |
            Reef Watch                      | Kenya   |
            Droit et Mémoire, Réseau        | Senegal |
            """,
        )
    )
    assert _outcomes(batch) == ["updated", "updated", "decide", "created", "same", "decide"]
    assert _ids(batch)[:2] == [first.id, second.id]
    db.session.expire_all()
    assert (first.name, first.website, second.acronym) == ("Réseau Mémoire et Droit", "https://reseau.example", "WHO")


def test_a_row_with_a_number_is_known_by_it_and_changes_follow_the_list(app: Flask, tmp_path: Path) -> None:
    """Renamed and corrected by the same list; what a human wrote stays, and is said."""
    header = "ID | Name | Country | Email | City"
    an_import(
        a_list(tmp_path, f"{header}\n7 | Reef Watch | Kenya | old@reef.example | Mombasa\n8 | Peace Office | Mali | |")
    )
    reef, peace = _contacts()
    edit_contact(reef.id, "city", value="Nairobi", version=None, actor=SHELL)
    batch = an_import(
        a_list(
            tmp_path,
            f"{header}\n8 | Peace Office | Mali | |\n7 | Reef Watch Trust | Uganda | new@reef.example | Kisumu",
        )
    )
    assert _outcomes(batch) == ["same", "updated"]
    assert _ids(batch) == [peace.id, reef.id]
    db.session.expire_all()
    assert (reef.name, reef.country, reef.city) == ("Reef Watch Trust", "UG", "Nairobi")
    points = db.session.scalars(visible(ContactPoint, ContactPoint.value)).all()
    assert list(points) == ["new@reef.example"]
    row = list_rows(batch.id, outcome=RowOutcome.UPDATED)[0]
    assert "City stays “Nairobi”" in in_english(row.reason)
    assert {"field": "country", "before": "KE", "after": "UG"} in row.changes
    keys = db.session.execute(
        visible(ExternalKey, ExternalKey.source, ExternalKey.value).order_by(ExternalKey.id)
    ).all()
    assert keys == [("list", "7"), ("list", "8")]


def test_the_same_number_in_a_list_of_the_same_name_but_other_names_is_another_list(app: Flask, tmp_path: Path) -> None:
    """Two partners both send list.csv, numbered from 1."""
    first = an_import(a_list(tmp_path, "id | name\n1 | Reef Watch\n2 | Peace Office\n3 | Night Shelter"))
    second = an_import(a_list(tmp_path, "id | name\n1 | Water For All\n2 | Green Belt\n3 | Youth Voice"))
    assert counts_of(second) == {"created": 3}
    assert (first.source, second.source) == ("list", "list (2)")


@pytest.mark.parametrize("decision, outcome", [("new", "same"), ("other", "same"), ("skip", "refused")])
def test_a_number_that_went_to_somebody_else_is_asked_about_once(
    app: Flask, tmp_path: Path, decision: str, outcome: str
) -> None:
    """Also where the row has nothing but a name; the number goes on to mean whom it named first."""
    header = "id | name | country"
    first = an_import(a_list(tmp_path, f"{header}\n1 | Reef Watch |\n2 | Peace Office |"))
    other = an_organization("Night Shelter", country="NG")
    path = a_list(tmp_path, f"{header}\n1 | Reef Watch |\n2 | Night Shelter | Ghana")
    before = dump()
    batch = an_import(path)
    assert _outcomes(batch) == ["same", "decide"]
    decide_rows(batch.id, {2: str(other.id) if decision == "other" else decision}, actor=SHELL)
    count = len(_contacts())
    assert count == (4 if decision == "new" else 3)
    again = an_import(path)
    assert _outcomes(again) == ["same", outcome]
    assert _ids(again) == _ids(get_batch(batch.id))
    third = an_import(a_list(tmp_path, f"{header}\n1 | Reef Watch |\n2 | Peace Office |", "third.csv"))
    assert _ids(third) == _ids(first)
    assert len(_contacts()) == count
    for one in (again, batch):
        begin_undo(one.id, actor=SHELL)
        undo_import(one.id, actor=SHELL)
    assert dump() == before
    assert _outcomes(an_import(path)) == ["same", "decide"]


def test_only_fill_leaves_what_is_there(app: Flask, tmp_path: Path) -> None:
    """The switch of the review: empty fields only."""
    an_import(a_list(tmp_path, "id | name | city\n1 | Reef Watch | Mombasa"))
    batch = an_import(a_list(tmp_path, "id | name | city | country\n1 | Reef Watch | Kisumu | Kenya"), only_fill=True)
    contact = _contacts()[0]
    assert (counts_of(batch), contact.city, contact.country) == ({"updated": 1}, "Mombasa", "KE")


def test_what_cannot_be_read_is_kept_with_a_remark_and_loses_no_row(app: Flask, tmp_path: Path) -> None:
    """Only a row without a name is refused, with its reason."""
    batch = an_import(
        a_list(
            tmp_path,
            """
            Name         | Country  | Email         | Website         | Type
            Reef Watch   | Tchequie | reef@nowhere  | No URL Provided | Band
            Peace Office | N.A.     | a@b.example; c@d.example | web site | NGO
                         | Kenya    | x@y.example   |                 |
            Green Belt   | NA       |               |                 |
            """,
        )
    )
    assert counts_of(batch) == {"created": 3, "refused": 1}
    reef, peace, green = _contacts()
    assert (reef.organization_type, peace.organization_type) == (OrganizationType.OTHER, OrganizationType.NGO)
    assert (peace.country, green.country) == (None, "NA")
    points = db.session.execute(
        visible(ContactPoint, ContactPoint.value, ContactPoint.key).order_by(ContactPoint.id)
    ).all()
    assert points == [("reef@nowhere", ""), ("a@b.example", "a@b.example"), ("c@d.example", "c@d.example")]
    reasons = [in_english(row.reason) for row in walk_rows(batch.id)]
    assert "Tchequie" in reasons[0] or reef.country == "CZ"
    assert "reef@nowhere" in reasons[0]
    assert "No URL" not in reasons[0]
    assert reasons[2].startswith("The name is empty.")


def test_a_second_column_of_the_same_name_is_read_and_told(app: Flask, tmp_path: Path) -> None:
    """Where both can become the same, both do; else the second is there to be chosen."""
    header = ["Name", "Email", "Email", "Country", "Country"]
    path = a_file(tmp_path, [header, ["Reef Watch", "a@reef.example", "b@reef.example", "Kenya", "Mali"]])
    batch = an_import(path)
    told = {"Name": "name", "Email": "email", "Email 2": "email", "Country": "country", "Country 2": None}
    assert batch.mapping == told
    assert batch.reading["samples"]["Country 2"] == ["Mali"]
    values = db.session.scalars(visible(ContactPoint, ContactPoint.value).order_by(ContactPoint.id))
    assert list(values) == ["a@reef.example", "b@reef.example"]


@pytest.mark.parametrize("value", ["1988", "1988.0", "1988-05-01", "1988-05-01 00:00:00", "1988-05-01T00:00:00"])
def test_the_year_of_a_whole_day_is_taken(app: Flask, tmp_path: Path, value: str) -> None:
    batch = an_import(a_file(tmp_path, [["Name", "Founded"], ["Reef Watch", value], ["Paz", "May 1988"]]))
    assert [contact.founded for contact in _contacts()] == [1988, None]
    assert [bool(row.reason) for row in walk_rows(batch.id)] == [False, True]


def test_branches_come_under_their_heads_wherever_these_stand(app: Flask, tmp_path: Path) -> None:
    """The head is another row, a name that several rows share, or the row itself; a lone name stays a note."""
    batch = an_import(
        a_list(
            tmp_path,
            """
            Publisher                        | Signatory
            British Red Cross                | IFRC
            Oxfam GB                         | OXFAM
            Oxfam Novib                      | OXFAM
            International Federation (IFRC)  | IFRC
            Bulgaria                         | Bulgaria
            NEAR                             | Some Network
            UNICEF Belgium                   | OXFAM
            """,
        )
    )
    assert counts_of(batch) == {"created": 7}
    by_name = {contact.name: contact for contact in _contacts()}
    assert len(by_name) == 8
    ties = db.session.execute(
        visible(ContactRelation, ContactRelation.contact_id, ContactRelation.other_id, ContactRelation.kind)
    ).all()
    head, oxfam = by_name["International Federation (IFRC)"].id, by_name["OXFAM"].id
    assert {(one, other) for one, other, _kind in ties} == {
        (by_name["British Red Cross"].id, head),
        (by_name["Oxfam GB"].id, oxfam),
        (by_name["Oxfam Novib"].id, oxfam),
        (by_name["UNICEF Belgium"].id, oxfam),
    }
    assert {kind for _one, _other, kind in ties} == {RelationKind.BRANCH_OF}
    assert by_name["Bulgaria"].country == "BG"
    assert "Some Network" in (by_name["NEAR"].notes or "")


@pytest.mark.parametrize(
    "decision, expected",
    [("new", {"created": 9, "same": 1, "decide": 1}), ("skip", {"created": 8, "same": 1, "decide": 1, "refused": 1})],
)
def test_a_decision_keeps_the_sum_and_is_remembered(
    app: Flask, tmp_path: Path, decision: str, expected: dict[str, int]
) -> None:
    """The next edition of the list does not ask again."""
    path = a_list(tmp_path, SIGNERS)
    batch = _sign(path)
    batch = decide_rows(batch.id, {9: decision}, actor=SHELL)
    assert counts_of(batch) == expected
    again = counts_of(_sign(path))
    assert again == ({"same": 10, "decide": 1} if decision == "new" else {"same": 9, "decide": 1, "refused": 1})


def test_a_row_decided_as_somebody_gets_that_contact(app: Flask, tmp_path: Path) -> None:
    """Both decided rows are done at once; a row that does not wait is refused and nothing is written."""
    batch = _sign(a_list(tmp_path, SIGNERS))
    ids = _ids(batch)
    batch = decide_rows(batch.id, {9: str(ids[7]), 11: "new"}, actor=SHELL)
    assert counts_of(batch) == {"created": 9, "same": 2}
    assert _ids(batch)[8] == ids[7]
    assert db.session.scalar(select(func.count()).select_from(visible(Signature).subquery())) == 9
    with pytest.raises(Exception, match="does not wait"):
        decide_rows(batch.id, {1: "new"}, actor=SHELL)


def test_a_draft_decided_as_somebody_who_is_gone_since_asks_anew(app: Flask, tmp_path: Path) -> None:
    """The list that made them was taken back meanwhile; the import comes to its end."""
    first = an_import(a_list(tmp_path, "name | country\nReef Watch | Kenya"))
    an_organization("Reef Watch", country="FJ")
    path = a_list(tmp_path, "name | country | city\nReef Watch | Mali | Gao\nPeace Office | Mali |", "other.csv")
    wish = ImportWish(import_as=ImportAs.ORGANIZATIONS, is_draft=True, source="other")
    draft = upload_file(path, path.name, wish, actor=SHELL)
    match_columns(draft.id, draft.mapping, only_fill=False, version=None, actor=SHELL)
    prepare_review(draft.id, actor=SHELL, progress=lambda _done, _all: None)
    decide_rows(draft.id, {1: str(_ids(first)[0])}, actor=SHELL)
    assert counts_of(get_batch(draft.id)) == {"created": 1, "updated": 1}
    begin_undo(first.id, actor=SHELL)
    undo_import(first.id, actor=SHELL)
    begin_import(draft.id, actor=SHELL)
    assert counts_of(run_import(draft.id, actor=SHELL)) == {"created": 1, "decide": 1}
    assert counts_of(decide_rows(draft.id, {1: "new"}, actor=SHELL)) == {"created": 2}


def test_a_withdrawn_signature_stays_withdrawn(app: Flask, tmp_path: Path) -> None:
    """A list that still names the signatory does not sign for them again."""
    path = a_list(tmp_path, "name | email\nAda Obi | ada@reef.example")
    _sign(path)
    signature = db.session.scalars(visible(Signature)).one()
    withdraw_signature(signature.id, actor=SHELL)
    batch = _sign(
        a_list(tmp_path, "name | email | city\nAda Obi | ada@reef.example | Lagos", "other.csv"), source="other"
    )
    db.session.expire_all()
    assert signature.state is SignatureState.WITHDRAWN
    assert "withdrawn" in in_english(list_rows(batch.id)[0].reason)
    assert signature.signed_as is SignedAs.INDIVIDUAL


def test_every_chunk_is_audited_in_an_unbroken_chain(app: Flask, tmp_path: Path) -> None:
    """With the number of rows and a digest of what the journal says about them."""
    _sign(a_list(tmp_path, SIGNERS))
    assert verify_chain(db.session()) is None


def _places() -> list[tuple[str | None, int | None]]:
    db.session.expire_all()
    places = db.session.scalars(visible(Affiliation).order_by(Affiliation.id))
    return [(place.organization_name, place.organization_id) for place in places]


def test_an_employer_that_was_a_name_is_tied_by_the_list_that_brings_the_organisation(
    app: Flask, tmp_path: Path
) -> None:
    """Places that people wrote and places of a list; a name that two organisations have stays a name."""
    ada = a_person("Ada Obi")
    add_affiliation(ada.id, None, organization_name="Peace Office", facts=AffiliationFacts(role="Cook"), actor=SHELL)
    an_import(a_list(tmp_path, "Name | Employer\nBen Dia | Peace Office\nCléo Faye | Twice", "p.csv"), ImportAs.PEOPLE)
    path = a_list(tmp_path, "Name | Country\nPeace Office | Mali\nTwice | Mali\nTwice | Kenya", "o.csv")
    batch = an_import(path)
    decide_rows(batch.id, {3: "new"}, actor=SHELL)
    office, twice = _ids(batch)[:2]
    assert _places() == [("Peace Office", office), ("Peace Office", office), ("Twice", twice)]
    kept = db.session.scalars(visible(Contact).where(Contact.id == office)).one()
    assert (kept.main_person, ada.main_person) == ("Ada Obi", "Peace Office")
    assert counts_of(an_import(path)) == {"same": 3}
    an_import(a_list(tmp_path, "Name | Employer\nDora Eke | Twice", "q.csv"), ImportAs.PEOPLE)
    assert _places()[-1] == ("Twice", None)


@pytest.mark.parametrize("rows", ["person first", "organisation first"])
def test_people_and_their_employer_in_one_file_are_tied_in_whatever_order(
    app: Flask, tmp_path: Path, rows: str
) -> None:
    lines = ["Ada Obi | Reef Watch | Individual", " | Reef Watch | Organisation"]
    lines = lines if rows == "person first" else lines[::-1]
    batch = _sign(a_list(tmp_path, "\n".join(["Name | Organisation | Signed as", *lines])))
    assert counts_of(batch) == {"created": 2}
    (organization,) = [contact.id for contact in _contacts() if contact.kind is ContactKind.ORGANIZATION]
    assert [place for _name, place in _places()] == [organization]
    assert {contact.main_person for contact in _contacts()} == {"Ada Obi", "Reef Watch"}


def _moves() -> list[tuple[str, str, str, str, int | None]]:
    rows = db.session.execute(
        visible(StageMove, Contact.name, StageMove)
        .join(Contact, and_(StageMove.contact_id == Contact.id, row_rule(Contact)))
        .order_by(StageMove.cause_id.is_not(None), StageMove.cause_id, StageMove.id)
    )
    return [(name, move.before.value, move.after.value, move.cause.value, move.cause_id) for name, move in rows]


def test_an_imported_signature_moves_its_signatory_as_a_recorded_one_does(app: Flask, tmp_path: Path) -> None:
    """Only forward, with a line of history under the campaign; the same list again moves nobody."""
    campaign = add_campaign("Treaty", actor=SHELL)
    pledged, active = a_person("Ada Obi", emails=("ada@reef.example",)), an_organization("Reef Watch")
    move_stage(pledged.id, Stage.PLEDGED, actor=SHELL)
    move_stage(active.id, Stage.ACTIVE, actor=SHELL)
    by_hand = len(_moves())
    text = (
        "name | org | mail\nAda Obi | | ada@reef.example\n | Reef Watch |\nBen Dia | |\nAnonymous | |\nBen Dia | Paz |"
    )
    path = a_list(tmp_path, text)
    batch = _sign(path)
    assert _outcomes(batch) == [*["created"] * 4, "decide"]
    decide_rows(batch.id, {5: "new"}, actor=SHELL)
    signatures = list(db.session.scalars(visible(Signature, Signature.id).order_by(Signature.id)))
    assert _moves()[by_hand:] == [
        ("Ada Obi", "pledged", "signed", "signature", signatures[0]),
        ("Ben Dia", "identified", "signed", "signature", signatures[2]),
        ("Anonymous", "identified", "signed", "signature", signatures[3]),
        ("Ben Dia", "identified", "signed", "signature", signatures[4]),
    ]
    told = {(move.campaign_id, move.actor_name) for move in db.session.scalars(visible(StageMove))}
    assert told == {(campaign.id, SHELL.name)}
    db.session.expire_all()
    assert [one.stage.value for one in _contacts()] == ["signed", "active", "signed", "signed", "signed"]
    assert all(one.stage_since for one in _contacts())
    assert counts_of(_sign(path)) == {"same": 5}
    assert len(_moves()) == by_hand + 4
    withdraw_signature(signatures[0], actor=SHELL)
    db.session.expire_all()
    assert pledged.stage is Stage.PLEDGED


def test_a_list_of_a_closed_statement_moves_nobody(app: Flask, tmp_path: Path) -> None:
    statement = draft_statement("Old letter", slug="old", actor=SHELL)
    edit_statement(statement.id, "Old letter", state=StatementState.CLOSED, version=None, actor=SHELL)
    assert counts_of(_sign(a_list(tmp_path, "name\nAda Obi"), "old")) == {"created": 1}
    assert not _moves()
