"""Pages over the invented coalition: a real secretariat's base costs no more queries than an empty one may."""

import pytest
from flask import Flask

from crm.accounts.queries import find_user_by_email
from crm.core.actor import SHELL
from crm.core.fields.registry import fields_of
from crm.core.fields.values import FieldKind
from crm.invented.services import fill_demo
from crm.invented.values.logins import LOGINS
from crm.web.shared.freshness import forget_counts
from tests.web.kit import Browser, client_for, counted_queries

MOST_QUERIES = 12
#: What a page may cost beside: a record asks too whether one of its addresses must never be written to.
FURTHER = {"/contacts/8": 1}
PAGES = (
    "/",
    "/organizations",
    "/people",
    "/signatures/",
    "/statements/",
    "/follow-ups",
    "/volunteers/",
    "/tasks/",
    "/tasks/list",
    "/campaigns",
    "/contacts/8",
    "/change-log",
)


@pytest.fixture
def mirela(app: Flask) -> Browser:
    """Sign in as the administrator of the invented coalition."""
    fill_demo(actor=SHELL)
    return client_for(app, user=find_user_by_email(LOGINS[0].email))


def test_no_page_of_a_full_base_costs_more_than_twelve_queries(mirela: Browser) -> None:
    for page in PAGES:
        # The counts beside the navigation are kept for a while; here nobody came before.
        forget_counts()
        with counted_queries() as queries:
            answer = mirela.get(page)
        assert answer.status_code == 200, page
        assert len(queries) <= MOST_QUERIES + FURTHER.get(page, 0), f"{page}: {len(queries)}"


def test_the_first_page_greets_and_shows_what_is_late(mirela: Browser) -> None:
    html = mirela.get("/").text
    assert "Mirela" in html
    assert "Red Memoria del Sur" in html
    assert "Preparatory Committee, second session" in html


def test_views_that_everybody_asks_stand_above_the_lists(mirela: Browser) -> None:
    html = mirela.get("/organizations").text
    for name in ("Signed", "Pledged, not signed", "No contact for 90 days", "Africa group"):
        assert name in html
    assert "Cedar Justice Centre" in mirela.get("/organizations?q=cedar").text


#: A value of each kind that somebody would compare with.
VALUES = {
    FieldKind.NUMBER: "3",
    FieldKind.DAY: "2026-11-24",
    FieldKind.MOMENT: "-90d",
    FieldKind.YESNO: "yes",
    FieldKind.COUNTRY: "KE",
    FieldKind.LANGUAGE: "fr",
    FieldKind.USER: "me",
    FieldKind.TEAM: "1",
}
LISTS = {
    "organizations": "/organizations",
    "people": "/people",
    "signatures": "/signatures/",
    "tasks": "/tasks/list",
    "volunteers": "/volunteers/",
}


@pytest.mark.parametrize("record", LISTS)
def test_every_field_can_be_asked_in_every_way_that_it_offers(mirela: Browser, record: str) -> None:
    """Also with what nobody would write: a value where none belongs, the last day of the calendar."""
    for field in fields_of(record).values():
        fitting = field.choices()[0][0] if field.choices and field.choices() else VALUES.get(field.kind, "Law")
        for relation in field.relations:
            for value in (fitting, "9999-12-31", ""):
                asked = {"f": f"{field.key}:{relation}:{value}", "cols": "name"}
                answer = mirela.get(LISTS[record], query_string=asked)
                assert answer.status_code == 200, f"{field.key}:{relation}:{value}"
