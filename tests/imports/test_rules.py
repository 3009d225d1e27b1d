"""What a file may change in records that are there: field by field, counted, with a warning, never the suppressions."""

from pathlib import Path

import pytest
from flask import Flask

from crm.consents.queries import find_suppressed
from crm.consents.services import suppress
from crm.contacts.models import Contact
from crm.contacts.services import edit_contact
from crm.contacts.values import PointKind
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.errors import DomainError
from crm.core.scope import visible
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch, get_row
from crm.imports.services import ImportWish, choose_rules, decide_rows, prepare_review, upload_file
from crm.imports.services.batches import match_columns
from crm.imports.values import ImportAs
from crm.imports.values.remarks import in_english
from crm.imports.values.rules import Rule, is_much
from tests.factories.contacts import a_person, an_organization
from tests.factories.imports import a_list, an_import, counts_of


def _prepared(batch: ImportBatch) -> ImportBatch:
    return prepare_review(batch.id, actor=SHELL, progress=lambda _done, _all: None)


def _draft(path: Path, import_as: ImportAs = ImportAs.ORGANIZATIONS) -> ImportBatch:
    batch = upload_file(path, path.name, ImportWish(import_as=import_as, is_draft=True), actor=SHELL)
    match_columns(batch.id, batch.mapping, only_fill=False, version=None, actor=SHELL)
    return _prepared(batch)


def _ruled(batch: ImportBatch, **rules: str) -> ImportBatch:
    choose_rules(batch.id, rules, only_fill=False, version=None, actor=SHELL)
    return _prepared(batch)


def _named(name: str) -> Contact:
    contact: Contact = db.session.scalars(visible(Contact).where(Contact.name == name)).one()
    return contact


@pytest.mark.parametrize(
    "rule,city,website",
    [
        (None, "Mombasa", "https://reef.example"),
        ("fill", "Mombasa", "https://reef.example"),
        ("overwrite", "Kisumu", "https://reef.example"),
        ("never", "Mombasa", None),
    ],
)
def test_a_rule_says_what_becomes_of_values_that_are_there(
    app: Flask, tmp_path: Path, rule: str | None, city: str, website: str | None
) -> None:
    """Of one that is there and of one that is empty; a new record takes all that its row says."""
    known = an_organization("Reef Watch", city="Mombasa")
    path = a_list(
        tmp_path,
        "Name | City | Website\nReef Watch | Kisumu | https://reef.example\nGreen Belt | Nairobi | https://belt.example",
    )
    an_import(path, rules={"city": rule, "website": rule} if rule else {})
    db.session.expire_all()
    assert (known.city, known.website) == (city, website)
    assert (_named("Green Belt").city, _named("Green Belt").website) == ("Nairobi", "https://belt.example")


def test_an_empty_cell_overwrites_nothing(app: Flask, tmp_path: Path) -> None:
    known = an_organization("Reef Watch", city="Mombasa")
    an_import(a_list(tmp_path, "Name | City | Country\nReef Watch | | Kenya"), rules={"city": "overwrite"})
    db.session.expire_all()
    assert known.city == "Mombasa"


def test_rules_hold_for_addresses_roles_and_languages_too(app: Flask, tmp_path: Path) -> None:
    place = an_organization("Reef Watch")
    ada = a_person("Ada Obi", of=place, role="Cook", emails=("ada@old.example",))
    edit_contact(ada.id, "languages", value=["en"], version=None, actor=SHELL)
    text = "name | organisation | role | mail | languages\nAda Obi | Reef Watch | Director | a@new.example | fr"
    told = []
    for rule in ("never", "overwrite"):
        path = a_list(tmp_path, text, f"{rule}.csv")
        rules = {"role": rule, "email": rule, "languages": rule}
        batch = an_import(path, ImportAs.PEOPLE, source=rule, rules=rules)
        if batch.counts["decide"]:
            decide_rows(batch.id, {1: str(ada.id)}, actor=SHELL)
        db.session.expire_all()
        mails = [one.value for one in ada.points if one.kind is PointKind.EMAIL]
        told.append((mails, ada.affiliations[0].role, ada.languages))
    assert told == [(["ada@old.example"], "Cook", ["en"]), (["a@new.example"], "Director", ["fr"])]


def test_only_fill_is_the_rule_of_all_fields_that_have_none_of_their_own(app: Flask, tmp_path: Path) -> None:
    header = "id | name | city | country"
    an_import(a_list(tmp_path, f"{header}\n1 | Reef Watch | Mombasa | Kenya"))
    edition = a_list(tmp_path, f"{header}\n1 | Reef Watch | Kisumu | Mali")
    an_import(edition, only_fill=True, rules={"country": "correct"})
    assert (_named("Reef Watch").city, _named("Reef Watch").country) == ("Mombasa", "ML")


def test_a_draft_counts_what_each_field_fills_overwrites_and_leaves(app: Flask, tmp_path: Path) -> None:
    """The counts follow each choice and each decision, and never the new records."""
    for number in range(4):
        an_organization(f"Body {number}", city="Mombasa" if number else None)
    rows = "\n".join(f"Body {number} | {'Mombasa' if number == 3 else 'Kisumu'} | Kenya" for number in range(4))
    batch = _draft(a_list(tmp_path, f"Name | City | Country\n{rows}\nGreen Belt | Nairobi | Kenya"))
    assert batch.reading["values"]["city"] == {"filled": 1, "left": 2, "same": 1}
    assert batch.reading["values"]["country"] == {"filled": 4}
    batch = _ruled(batch, city=Rule.OVERWRITE)
    assert batch.reading["values"]["city"] == {"filled": 1, "overwritten": 2, "same": 1}
    assert is_much(batch.reading["values"]["city"])
    assert counts_of(batch) == {"created": 1, "updated": 4}


def test_a_decided_row_counts_once_in_its_fields(app: Flask, tmp_path: Path) -> None:
    known = an_organization("Reef Watch", country="UG", city="Kampala")
    batch = _draft(a_list(tmp_path, "Name | Country | City\nReef Watch | Kenya | Mombasa"))
    assert "city" not in batch.reading["values"]
    for _again in range(2):
        decide_rows(batch.id, {1: str(known.id)}, take={1: ["city"]}, actor=SHELL)
    values = get_batch(batch.id).reading["values"]
    assert {key: number for key, number in values["city"].items() if number} == {"overwritten": 1}
    assert {key: number for key, number in values["country"].items() if number} == {"left": 1}


def test_a_few_overwritten_values_are_no_reason_for_a_warning() -> None:
    assert not is_much({"overwritten": 3, "same": 7})
    assert is_much({"overwritten": 4, "same": 7})
    assert not is_much({"filled": 100})
    assert not is_much({})


def test_a_rule_that_there_is_not_is_refused(app: Flask, tmp_path: Path) -> None:
    batch = _draft(a_list(tmp_path, "Name | Country\nReef Watch | Kenya"))
    for rules in ({"city": "sometimes"}, {"stage": "fill"}):
        with pytest.raises(DomainError):
            choose_rules(batch.id, rules, only_fill=False, version=None, actor=SHELL)


def test_suppressed_rows_are_counted_and_no_rule_frees_them(app: Flask, tmp_path: Path) -> None:
    suppress("ada@reef.example", actor=SHELL)
    text = "name | mail\nAda Obi | ADA@reef.example; ada@home.example\nBen Dia | ben@reef.example"
    batch = _draft(a_list(tmp_path, text), ImportAs.PEOPLE)
    assert batch.reading["suppressed"] == 1
    assert _ruled(batch, email=Rule.OVERWRITE).reading["suppressed"] == 1
    an_import(a_list(tmp_path, text), ImportAs.PEOPLE, rules={"email": "overwrite"})
    assert find_suppressed(["ada@reef.example"])


def test_the_value_that_is_not_taken_is_said_with_the_row(app: Flask, tmp_path: Path) -> None:
    an_organization("Reef Watch", city="Mombasa")
    text = "Name | City | Website\nReef Watch | Kisumu | https://reef.example"
    batch = an_import(a_list(tmp_path, text), rules={"city": "never", "website": "never"})
    said = in_english(get_row(batch.id, 1).reason)
    assert "City stays “Mombasa”; the file says “Kisumu”." in said
    assert "Website stays empty; the file says “https://reef.example”." in said
