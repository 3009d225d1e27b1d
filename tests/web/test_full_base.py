"""Pages over the invented coalition: a real secretariat's base costs no more queries than an empty one may."""

import pytest
from flask import Flask

from crm.accounts.queries import find_user_by_email
from crm.core.actor import SHELL
from crm.invented.services import fill_demo
from crm.invented.values.logins import LOGINS
from crm.web.shared.navigation import forget_counts
from tests.web.kit import Browser, client_for, counted_queries

MOST_QUERIES = 12
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
        assert len(queries) <= MOST_QUERIES, f"{page}: {len(queries)}"


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
