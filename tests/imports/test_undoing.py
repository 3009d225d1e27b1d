"""Taking lists back: everything as before, but what people did since."""

import random
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.coalition.models import StageMove
from crm.coalition.services import move_stage
from crm.contacts.models import Affiliation, Contact
from crm.contacts.services import add_affiliation, add_point, edit_affiliation, edit_contact
from crm.contacts.values import AffiliationFacts, PointKind, Stage
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.scope import visible
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch
from crm.imports.services import begin_undo, decide_rows, undo_import
from crm.imports.services.undoing import _step
from crm.imports.values import BatchState, ImportAs
from crm.statements.models import Signature
from crm.statements.services import restore_signature, withdraw_signature
from tests.factories.contacts import a_person, an_interaction, an_organization
from tests.factories.imports import a_file, a_list, an_import, counts_of
from tests.imports.dumps import dump

MESSY = """
ID | Name              | Country | Mail                  | Phone         | Tags        | Parent    | Notes   | Languages
1  | Reef Watch        | Kenya   | new@reef.example      | +254711223344 | sea; africa | OXFAM     | urgent  | en, sw
2  | Peace Office      | Mali    | peace@office.example  |               | africa      | OXFAM     |         | fr
3  | World Health (WH) |         |                       | 12            |             | Reef Watch |        |
4  | Réseau Mémoire    | SN      | nothing               |               |             |           |         | Wolof
"""


def _undo(batch: ImportBatch) -> dict[str, object]:
    begin_undo(batch.id, actor=SHELL)
    done = undo_import(batch.id, actor=SHELL)
    assert done.state is BatchState.UNDONE
    report: dict[str, object] = done.undo_report or {}
    return {key: report[key] for key in ("reversed", "kept", "partly")}


def _named(name: str) -> Contact:
    contact: Contact = db.session.scalars(visible(Contact).where(Contact.name == name)).one()
    return contact


def test_an_undone_import_leaves_everything_as_before(app: Flask, tmp_path: Path) -> None:
    """New, filled and matched records, tags, ties, numbers, the statement, the memory of the list."""
    an_organization("Reef Watch", phones=("+254 700 000001",), tags=("sea",))
    an_organization("REseau memoire", city="Dakar")
    before = dump()
    batch = an_import(a_list(tmp_path, MESSY))
    assert counts_of(batch) == {"created": 2, "updated": 2}
    assert dump() != before
    assert _undo(batch) == {"reversed": 4, "kept": 0, "partly": 0}
    assert dump() == before


def test_signatures_their_draft_and_decided_rows_go_too(app: Flask, tmp_path: Path) -> None:
    a_person("Ada Obi", emails=("ada@reef.example",))
    before = dump()
    path = a_list(
        tmp_path,
        """
        Name | Role | Org | Mail | Signed on
        Ada Obi | Cook | Reef Watch | ada@reef.example | 2026-03-01
        Anonymous | | | |
        Anonymous | | | |
        Ben Dia | | | |
        Ben Dia | Cook | | |
        """,
    )
    batch = an_import(path, ImportAs.SIGNATURES, statement="letter")
    decide_rows(batch.id, {5: "new"}, actor=SHELL)
    assert _undo(get_batch(batch.id)) == {"reversed": 5, "kept": 0, "partly": 0}
    assert dump() == before


def test_an_undone_edition_gives_the_values_of_the_edition_before(app: Flask, tmp_path: Path) -> None:
    """Also the memory: the edition before is known again, the undone one is not."""
    header = "id | name | city | mail"
    first = a_list(tmp_path, f"{header}\n1 | Reef Watch | Mombasa | a@reef.example\n2 | Night Shelter | |", "a.csv")
    rows = "1 | Reef Watch Trust | Kisumu | b@reef.example\n2 | Night Shelter | |\n3 | Green Belt | |"
    second = a_list(tmp_path, f"{header}\n{rows}", "b.csv")
    an_import(first)
    before = dump()
    batch = an_import(second)
    assert counts_of(batch) == {"created": 1, "updated": 1, "same": 1}
    assert _undo(batch) == {"reversed": 2, "kept": 0, "partly": 0}
    assert dump() == before
    assert counts_of(an_import(first)) == {"same": 2}
    assert counts_of(an_import(second)) == {"created": 1, "updated": 1, "same": 1}


def test_what_people_did_since_is_kept_and_listed(app: Flask, tmp_path: Path) -> None:
    """An edit, a call, a person placed in it: the record stays; a value changed since stays; the rest goes."""
    known = an_organization("Reef Watch")
    batch = an_import(
        a_list(
            tmp_path,
            """
            Name          | Country | City
            Reef Watch    | Kenya   | Mombasa
            Peace Office  | Mali    |
            Night Shelter | Mali    |
            Green Belt    | Kenya   |
            Youth Voice   | Kenya   |
            """,
        )
    )
    edit_contact(known.id, "city", value="Kisumu", version=None, actor=SHELL)
    edit_contact(_named("Peace Office").id, "city", value="Bamako", version=None, actor=SHELL)
    an_interaction(_named("Night Shelter"))
    add_affiliation(a_person("Ada Obi").id, _named("Green Belt").id, actor=SHELL)
    assert _undo(batch) == {"reversed": 1, "kept": 3, "partly": 1}
    report = get_batch(batch.id).undo_report or {}
    told = {one["row"]: (one["was"], one["reasons"]) for one in report["rows"]}
    assert told == {
        1: ("partly", ["changed"]),
        2: ("kept", ["changed"]),
        3: ("kept", ["linked"]),
        4: ("kept", ["linked"]),
    }
    db.session.expire_all()
    assert (known.city, known.country) == ("Kisumu", None)
    names = {contact.name for contact in db.session.scalars(visible(Contact))}
    assert names == {"Reef Watch", "Peace Office", "Night Shelter", "Green Belt", "Ada Obi"}


def test_a_contact_that_another_list_names_stays(app: Flask, tmp_path: Path) -> None:
    """Its signature goes with the list that brought it."""
    path = a_list(tmp_path, "name | mail\nAda Obi | ada@reef.example")
    first = an_import(path, ImportAs.SIGNATURES, statement="one")
    second = an_import(path, ImportAs.SIGNATURES, statement="two")
    assert _undo(first) == {"reversed": 0, "kept": 0, "partly": 1}
    assert [contact.name for contact in db.session.scalars(visible(Contact))] == ["Ada Obi"]
    assert _undo(second) == {"reversed": 1, "kept": 0, "partly": 0}


def _employed(name: str, employer: str) -> Affiliation:
    return add_affiliation(a_person(name).id, None, organization_name=employer, actor=SHELL)


@pytest.mark.parametrize("chunk", [1, 2, 400])
def test_places_that_a_list_tied_are_names_again_after_its_undo(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """The places of people who were here and of people in the same file; the organisation goes."""
    monkeypatch.setattr("crm.imports.services.undoing._CHUNK", chunk)
    _employed("Ada Obi", "Reef Watch")
    _employed("Ben Dia", "Peace Office")
    an_import(a_list(tmp_path, "name | employer\nCléo Faye | Reef Watch", "p.csv"), ImportAs.PEOPLE)
    before = dump()
    text = """
        Name    | Organisation | Signed as    | Mail
        Dora Eke | Reef Watch  | Individual   |
        Ada Obi |              | Individual   |
                | Reef Watch   | Organisation | info@reef.example
        """
    batch = an_import(a_list(tmp_path, text), ImportAs.SIGNATURES, statement="letter")
    decide_rows(batch.id, {2: "new"}, actor=SHELL)
    tied = visible(Affiliation).where(Affiliation.organization_id == _named("Reef Watch").id)
    assert len(db.session.scalars(tied).all()) == 3
    assert _undo(get_batch(batch.id)) == {"reversed": 3, "kept": 0, "partly": 0}
    assert dump() == before


@pytest.mark.parametrize("act", ["edit the place", "tie another", "log a call"])
def test_an_organisation_whose_places_people_touched_since_is_kept_with_them(
    app: Flask, tmp_path: Path, act: str
) -> None:
    place = _employed("Ada Obi", "Reef Watch")
    other = _employed("Ben Dia", "Reef Watch")
    batch = an_import(a_list(tmp_path, "Name\nReef Watch\nPeace Office"))
    reef = _named("Reef Watch")
    if act == "edit the place":
        edit_affiliation(place.id, AffiliationFacts(role="Cook"), actor=SHELL)
    elif act == "tie another":
        add_affiliation(a_person("Cléo Faye").id, reef.id, actor=SHELL)
    else:
        an_interaction(reef)
    assert _undo(batch) == {"reversed": 1, "kept": 1, "partly": 0}
    db.session.expire_all()
    assert {place.organization_id, other.organization_id} == {_named("Reef Watch").id}
    assert _named("Reef Watch").main_person == "Ada Obi"


def test_a_person_who_is_kept_keeps_the_name_of_the_organisation_that_goes(app: Flask, tmp_path: Path) -> None:
    batch = an_import(a_list(tmp_path, "Name | Main contact\nReef Watch | Ada Obi"))
    edit_contact(_named("Ada Obi").id, "city", value="Kisumu", version=None, actor=SHELL)
    assert _undo(batch) == {"reversed": 0, "kept": 0, "partly": 1}
    db.session.expire_all()
    (person,) = db.session.scalars(visible(Contact))
    (place,) = db.session.scalars(visible(Affiliation))
    assert (person.name, person.main_person) == ("Ada Obi", "Reef Watch")
    assert (place.organization_id, place.organization_name) == (None, "Reef Watch")


def _stage_of(name: str) -> Stage:
    db.session.expire_all()
    return _named(name).stage


@pytest.mark.parametrize("chunk", [1, 3, 400])
def test_an_undo_moves_signatories_back(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """Whoever was here stands where they stood; the moves of the list are gone."""
    monkeypatch.setattr("crm.imports.services.undoing._CHUNK", chunk)
    move_stage(a_person("Ada Obi", emails=("ada@reef.example",)).id, Stage.PLEDGED, actor=SHELL)
    a_person("Ben Dia", emails=("ben@reef.example",))
    before = dump()
    rows = "Ada Obi | ada@reef.example\nBen Dia | ben@reef.example\nCléo Faye |\nAnonymous |"
    batch = an_import(a_list(tmp_path, f"name | mail\n{rows}"), ImportAs.SIGNATURES, statement="letter")
    assert {_stage_of(name) for name in ("Ada Obi", "Ben Dia", "Cléo Faye")} == {Stage.SIGNED}
    assert _undo(batch) == {"reversed": 4, "kept": 0, "partly": 0}
    assert dump() == before


def test_who_was_moved_by_a_human_since_stays_there_and_is_listed(app: Flask, tmp_path: Path) -> None:
    """Also who was new in the list. A call alone keeps the contact, and not its stage: its signature is gone."""
    a_person("Ada Obi", emails=("ada@reef.example",))
    rows = "Ada Obi | ada@reef.example\nBen Dia |\nCléo Faye |\nDora Eke |"
    batch = an_import(a_list(tmp_path, f"name | mail\n{rows}"), ImportAs.SIGNATURES, statement="letter")
    for name in ("Ada Obi", "Ben Dia"):
        move_stage(_named(name).id, Stage.ACTIVE, actor=SHELL)
    an_interaction(_named("Cléo Faye"))
    assert _undo(batch) == {"reversed": 1, "kept": 0, "partly": 3}
    report = get_batch(batch.id).undo_report or {}
    told = {one["row"]: one["reasons"] for one in report["rows"]}
    assert told == {1: ["changed"], 2: ["changed"], 3: ["linked"]}
    assert [_stage_of(name) for name in ("Ada Obi", "Ben Dia")] == [Stage.ACTIVE] * 2
    assert _stage_of("Cléo Faye") is Stage.IDENTIFIED
    assert _named("Cléo Faye").stage_since is None
    moves = db.session.scalars(visible(StageMove, StageMove.after).order_by(StageMove.id)).all()
    assert list(moves) == [Stage.SIGNED, Stage.SIGNED, Stage.ACTIVE, Stage.ACTIVE]


def test_a_signature_that_people_worked_with_keeps_its_move(app: Flask, tmp_path: Path) -> None:
    """It was withdrawn and restored: the signature stays, and so does the stage."""
    a_person("Ada Obi", emails=("ada@reef.example",))
    path = a_list(tmp_path, "name | mail\nAda Obi | ada@reef.example")
    batch = an_import(path, ImportAs.SIGNATURES, statement="letter")
    signature = db.session.scalars(visible(Signature, Signature.id)).one()
    withdraw_signature(signature, actor=SHELL)
    assert _stage_of("Ada Obi") is Stage.IDENTIFIED
    restore_signature(signature, actor=SHELL)
    assert _undo(batch) == {"reversed": 0, "kept": 1, "partly": 0}
    assert _stage_of("Ada Obi") is Stage.SIGNED
    assert db.session.scalars(visible(Signature, Signature.id)).one() == signature


def test_an_undo_that_was_cut_short_goes_on_to_the_same_end(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunk by chunk, with a new start after each."""
    monkeypatch.setattr("crm.imports.services.undoing._CHUNK", 7)
    before = dump()
    rows = [["name", "mail"], *[[f"Signer {n}", f"s{n}@reef.example"] for n in range(20)]]
    batch = an_import(a_file(tmp_path, rows), ImportAs.SIGNATURES, statement="letter")
    begin_undo(batch.id, actor=SHELL)
    for _ in range(3):
        assert _step(batch.id, actor=SHELL)
        db.session.remove()
    assert undo_import(batch.id, actor=SHELL).state is BatchState.UNDONE
    assert dump() == before


NAMES = st.sampled_from(
    ["Reef Watch", "REEF WATCH", "Peace Office", "Anonymous", "", "Oxfam GB", "OXFAM", "Ada Obi", "مؤسسة"]
)
CELLS = st.sampled_from(["", "Kenya", "Mali", "a@b.example", "c@d.example", "Cook", "1", "2", "Reef Watch", "x"])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(st.tuples(NAMES, CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=12),
    import_as=st.sampled_from(list(ImportAs)),
    seed=st.integers(0, 1000),
)
def test_any_list_over_any_base_can_be_taken_back(
    app: Flask, tmp_path: Path, rows: list[tuple[str, ...]], import_as: ImportAs, seed: int
) -> None:
    """Import and undo is nothing; with edits between, only what was edited stays."""
    header = [
        "name",
        "country",
        "email",
        "city",
        "id",
        "organization" if import_as is not ImportAs.ORGANIZATIONS else "parent",
    ]
    kept = [row for row in rows if any(row)] or [("Reef Watch", "", "", "", "", "")]
    path = a_file(tmp_path, [header, *map(list, kept)])
    # A base that grows with the examples: the next list meets what the ones before left.
    an_import(a_file(tmp_path, [header, *map(list, kept[::2])], "base.csv"), import_as, statement="base")
    before = dump()
    batch = an_import(path, import_as, statement="letter", source=f"list {seed}")
    assert sum(batch.counts.values()) == len(kept)
    touched = _edit_something(random.Random(seed)) if seed % 2 else None  # noqa: S311 - a test chooses, nobody guards
    report = _undo(batch)
    if touched is None:
        assert (report["kept"], report["partly"]) == (0, 0)
        assert dump() == before
    else:
        db.session.expire_all()
        contact = db.session.scalars(visible(Contact).where(Contact.id == touched)).one()
        assert contact.city == "Nairobi"
        assert any(point.value == "edited@since.example" for point in contact.points)


def _edit_something(choice: random.Random) -> int:
    contacts = list(db.session.scalars(visible(Contact).order_by(Contact.id)))
    contact: Contact = choice.choice(contacts)
    edit_contact(contact.id, "city", value="Nairobi", version=None, actor=SHELL)
    if not any(point.value == "edited@since.example" for point in contact.points):
        add_point(contact.id, "edited@since.example", kind=PointKind.EMAIL, actor=SHELL)
    return contact.id
