"""Finding by the first letters of any word of any name."""

import pytest
from flask import Flask

from crm.contacts.services import add_organization, add_person
from crm.contacts.values import ContactFacts
from crm.core.actor import SHELL
from crm.core.paging import Page
from crm.segments.queries import Wanted, list_page
from crm.segments.values import usual_question


def _found(search: str, record: str = "organizations") -> list[str]:
    return [row.name for row in list_page(Wanted(usual_question(record), search)).rows]


@pytest.mark.parametrize(
    "typed, found",
    [
        ("amn", ["Amnesty Circle", "Amnesty of Amnos", "Circle of Amnesties"]),
        ("AMN cir", ["Amnesty Circle", "Circle of Amnesties"]),
        ("circ amne", ["Amnesty Circle", "Circle of Amnesties"]),
        ("nesty", []),
        ("مركز", ["Cedar Centre"]),
        ("CJC", ["Cedar Centre"]),
        ("lib haus", ["Cedar Centre"]),
        ("%", []),
        ("...", []),
    ],
)
def test_a_name_is_found_by_the_first_letters_of_its_words(app: Flask, typed: str, found: list[str]) -> None:
    add_organization("Amnesty Circle", actor=SHELL)
    add_organization("Circle of Amnesties", actor=SHELL)
    add_organization("Amnesty of Amnos", actor=SHELL)
    facts = ContactFacts(native_name="مركز الأرز", acronym="CJC", aliases=("Libanesisches Haus",))
    add_organization("Cedar Centre", actor=SHELL, facts=facts)
    add_person("Amn Person", actor=SHELL)
    assert sorted(_found(typed)) == sorted(found)


def test_each_record_comes_once_on_whatever_page(app: Flask) -> None:
    """Several words that begin alike make no row twice; forth and back agree."""
    for number in range(9):
        add_organization(f"Anna Anne Annika {number}", actor=SHELL)
    wanted = Wanted(usual_question("organizations"), "ann")
    pages: list[Page[object]] = [list_page(wanted, size=2)]
    while pages[-1].after:
        pages.append(list_page(wanted, after=pages[-1].after, size=2))
    names = [row.name for page in pages for row in page.rows]  # type: ignore[attr-defined]
    assert len(names) == 9
    assert len(set(names)) == 9
    back: list[str] = []
    page = pages[-1]
    while page.before:
        page = list_page(wanted, before=page.before, size=2)
        back = [row.name for row in page.rows] + back  # type: ignore[attr-defined]
    assert back == names[:8]
