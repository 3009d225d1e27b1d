"""Exports of this base that are brought in again: nothing changes where nothing was changed."""

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.contacts.models import Contact
from crm.contacts.services import add_organization, add_person, archive_contact, tag_contact
from crm.contacts.values import ContactFacts
from crm.core.actor import SHELL
from crm.core.db import atomic, db
from crm.core.mail.rendering import words_of
from crm.core.preferences.services import set_preference
from crm.core.scope import visible
from crm.core.sheets import Program
from crm.imports.values import ImportAs
from crm.segments.queries import Wanted
from crm.segments.services.exports import Form, Shape, export_list, exported_fields
from crm.segments.values import usual_question
from tests.factories.imports import an_import, counts_of

pytestmark = pytest.mark.usefixtures("app")

HOSTILE = [
    "=HYPERLINK(1)", "+ACME; +254 711 222333", 'Say "hi"; she, said', "NA", "'quoted", "-5", "\u200fمركز\u200e الأرز",
    "Cedar (ABC)", "Back\\slash; N/A", "@home",
]  # fmt: skip


def _in_spanish(text: str) -> str:
    return words_of("es").gettext(text)


SPANISH = {"translate": _in_spanish, "program": Program.EXCEL_SEMICOLON}


def _export(record: str, target: Path, **shape: Any) -> Path:
    how = Shape(Form(target.suffix[1:]), **shape)
    export_list(Wanted(usual_question(record)), exported_fields(record), target, how, actor=SHELL)
    return target


def _outcomes(path: Path, record: str = "organizations") -> dict[str, int]:
    return counts_of(an_import(path, ImportAs(record)))


def _hostile_base() -> None:
    for number, name in enumerate(HOSTILE):
        facts = ContactFacts(
            country="NA",
            city="Walvis Bay; North",
            languages=("ar", "fr"),
            native_name="مركز",
            emails=(f"a{number}@x.example", f"b{number}@x.example"),
            phones=(f"+264 61 12345{number}", "ext. 5; ask, for ; Ruth"),
            notes=f"One; two,\n{name}\n=3",
            website="https://example.org/a;b",
            external_keys=(("list.csv", str(number)), ("other.csv", "7; 8")),
        )
        one = add_organization(f"{name} {number}", actor=SHELL, facts=facts)
        tag_contact(one.id, "Legal, and more", actor=SHELL)
        add_person(f"{name} Achieng {number}", actor=SHELL, facts=facts)
    archive_contact(one.id, actor=SHELL)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "vcf", "jsonl"])
@pytest.mark.parametrize("words", [{}, SPANISH])
@pytest.mark.parametrize("record", ["organizations", "people"])
def test_hostile_cells_come_back_as_nothing_new(
    tmp_path: Path, record: str, words: dict[str, Any], ending: str
) -> None:
    _hostile_base()
    path = _export(record, tmp_path / f"of another name.{ending}", **words)
    before = db.session.scalars(visible(Contact, Contact.version).order_by(Contact.id)).all()
    assert set(_outcomes(path, record)) == {"same"}
    assert db.session.scalars(visible(Contact, Contact.version).order_by(Contact.id)).all() == before


def _rewritten(path: Path, change: dict[str, str]) -> Path:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= change
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_only_what_was_written_into_the_file_is_news(tmp_path: Path) -> None:
    contact = add_organization("Cedar Centre", actor=SHELL, facts=ContactFacts(notes="a; b", phones=("1; 2",)))
    path = _rewritten(_export("organizations", tmp_path / "o.csv"), {"city": "Zahlé"})
    assert _outcomes(path) == {"updated": 1}
    db.session.expire_all()
    here = db.session.scalars(visible(Contact).where(Contact.id == contact.id)).one()
    assert (here.city, here.notes, [point.value for point in here.points]) == ("Zahlé", "a; b", ["1; 2"])


def test_a_row_that_was_written_over_with_another_name_is_asked_about(tmp_path: Path) -> None:
    add_organization("Cedar Centre", actor=SHELL)
    path = _rewritten(_export("organizations", tmp_path / "o.csv"), {"name": "Wholly Different Union"})
    assert _outcomes(path) == {"decide": 1}


def test_the_id_of_another_base_means_nobody_here(tmp_path: Path) -> None:
    add_organization("Cedar Centre", actor=SHELL)
    path = _rewritten(_export("organizations", tmp_path / "o.csv"), {"name": "Wholly Different Union"})
    with atomic(SHELL):
        set_preference("base.sign", "abcdefghij")
    assert _outcomes(path) == {"created": 1}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cn", "Cc"]), min_size=1, max_size=12),
            st.text("'=+-@;,|\\\"\n ab1", max_size=10),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_a_record_holds_comes_back_as_nothing_new(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    for name, text in rows:
        add_organization(f"x{name}", actor=SHELL, facts=ContactFacts(notes=text, city=text[:5]))
    path = _export("organizations", tmp_path / "o.csv")
    assert set(_outcomes(path)) == {"same"}
