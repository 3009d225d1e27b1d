"""The first page of the day."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, get_template_attribute
from sqlalchemy import event

from crm.accounts.values import Role
from crm.coalition.models import Campaign, KeyDate
from crm.coalition.services import add_campaign, add_key_date
from crm.coalition.values import KeyDateFacts
from crm.contacts.values import Stage
from crm.core.actor import SHELL
from crm.core.clock import now, today
from crm.core.db import atomic, db
from crm.imports.services import begin_undo, undo_import
from crm.statements.models import Signature, Statement
from crm.statements.values import SignatureState, SignedAs
from crm.web.today.texts import next_session, ticks
from tests.factories import a_team
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization
from tests.factories.imports import a_list, an_import
from tests.web.kit import Browser, client_for, counted_queries


def _staff(app: Flask) -> Browser:
    return client_for(app, Role.STAFF, name="Mirela Okafor")


def test_the_first_day_teaches_the_first_three_steps(app: Flask) -> None:
    client = client_for(app, Role.ADMIN)
    page = client.get("/")
    assert page.status_code == 200
    for words in ("Begin in three steps", "Bring in your organisations", "Log a contact", "Invite a colleague"):
        assert words in page.text
    an_interaction(an_organization())
    assert "Begin in three steps" not in client.get("/").text


def test_it_shows_my_follow_ups_by_day_and_not_my_colleagues(app: Flask) -> None:
    client = _staff(app)
    assert client.user is not None
    me, place = client.user.as_actor(), an_organization("Cedar")
    an_interaction(place)
    for days, text in ((-2, "Ask to renew"), (0, "Send the draft"), (1, "Confirm the logo"), (90, "Far away")):
        a_follow_up(place, in_days=days, text=text, actor=me)
    a_follow_up(place, text="Not mine")
    page = client.get("/").text
    for words in ("Mirela", "Ask to renew", "2 days late", "Send the draft", "Confirm the logo", "1 follow-up is late"):
        assert words in page
    for words in ("Far away", "Not mine"):
        assert words not in page


def test_a_follow_up_is_done_from_here_and_undone(app: Flask) -> None:
    client = _staff(app)
    assert client.user is not None
    place = an_organization()
    an_interaction(place)
    follow_up = a_follow_up(place, text="Ask to renew", actor=client.user.as_actor())
    answer = client.submit("/", {}, action=f"/follow-ups/{follow_up.id}/done?back=/")
    assert answer.location == "/"
    page = client.get("/").text
    assert "/reopen" in page
    assert "Nothing is late" in page
    client.post(f"/follow-ups/{follow_up.id}/reopen?back=/")
    assert "Ask to renew" in client.get("/").text


def test_signatures_regions_the_next_session_and_news_stand_at_the_side(app: Flask) -> None:
    client = client_for(app, Role.COORDINATOR)
    place = an_organization("Cedar", country="LB", stage=Stage.SIGNED)
    an_organization("Kigali", country="RW", stage=Stage.SIGNED, created_at=now() - timedelta(days=300))
    an_interaction(place, text="x")
    campaign = add_campaign("One", actor=SHELL)
    facts = KeyDateFacts(title="Second session", on=today() + timedelta(days=139), place="New York")
    add_key_date(campaign.id, facts, actor=SHELL)
    with atomic(SHELL):
        statement = Statement(slug="s", title="Joint statement")
        db.session.add(statement)
        for days, state, kind in (
            (1, SignatureState.CONFIRMED, SignedAs.ORGANIZATION),
            (30, SignatureState.VERIFIED, SignedAs.INDIVIDUAL),
            (400, SignatureState.CONFIRMED, SignedAs.INDIVIDUAL),
            (1, SignatureState.PENDING, SignedAs.INDIVIDUAL),
        ):
            db.session.add(
                Signature(
                    statement=statement,
                    contact_id=place.id,
                    signed_as=kind,
                    state=state,
                    signed_name="Cedar",
                    signed_on=today() - timedelta(days=days),
                    sort_name="cedar",
                )
            )
    page = client.get("/").text
    for words in (
        "139 days",
        "Second session",
        "New York",
        "1 orgs · 2 people",
        "+1 this week",
        "Asia-Pacific",
        "Africa",
    ):
        assert words in page
    assert "Signatures grew from 1 to 3 in 12 weeks" in page
    assert "signed" in page


def test_viewers_see_the_coalition_and_no_words_of_contacts(app: Flask) -> None:
    place = an_organization("Cedar", stage=Stage.SIGNED)
    an_interaction(place, text="Secret")
    a_follow_up(place, text="Secret promise")
    page = client_for(app, Role.VIEWER).get("/").text
    for words in ("Secret", "My follow-ups", "Log a contact"):
        assert words not in page
    assert "Coalition by region" in page


def test_an_import_that_was_undone_is_told_as_such(app: Flask, tmp_path: Path) -> None:
    client = _staff(app)
    batch = an_import(a_list(tmp_path, "Name\nReef Watch", "reef.csv"))
    page = client.get("/").text
    assert "The shell</bdi> imported <b><bdi>reef.csv</bdi></b></span>" in page
    begin_undo(batch.id, actor=SHELL)
    undo_import(batch.id, actor=SHELL)
    assert "imported <b><bdi>reef.csv</bdi></b>; the import was undone" in client.get("/").text


def test_news_of_many_imported_signatures_ask_each_signature_for_its_own_lines(app: Flask) -> None:
    """By the index of sources each of them would read the lines of the whole import: a page of many seconds."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the way of a question is asked of SQLite")
    with counted_queries() as queries:
        client_for(app, Role.STAFF).get("/")
    news = next(query for query in queries if "signature.created_at >=" in query and "journal_line" in query)
    values = (None,) * news.count("?")
    steps = [row[-1] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {news}", values)]
    assert any("ix_journal_line_record" in step for step in steps)
    assert not any("ix_journal_line_source" in step for step in steps)


def test_the_name_of_a_list_is_not_told_to_members_of_one_team(app: Flask, tmp_path: Path) -> None:
    """It can name whom the list is about; they read only of what they brought in themselves."""
    an_import(a_list(tmp_path, "Name\nReef Watch", "witnesses-of-the-north.csv"))
    client = client_for(app, Role.COORDINATOR, team_id=a_team().id)
    assert client.user is not None
    an_import(a_list(tmp_path, "Name\nOwn Watch", "mine.csv"), actor=client.user.as_actor())
    page = client.get("/").text
    assert "mine.csv" in page
    assert "witnesses-of-the-north" not in page


def test_the_whole_page_costs_twelve_queries_at_most(app: Flask) -> None:
    client = _staff(app)
    assert client.user is not None
    place = an_organization(country="KE", stage=Stage.SIGNED)
    for number in range(12):
        an_interaction(a_person(of=place), place, days_ago=number % 2)
        a_follow_up(place, in_days=number % 4, actor=client.user.as_actor())
    campaign = add_campaign("One", actor=SHELL)
    add_key_date(campaign.id, KeyDateFacts(title="Session", on=today() + timedelta(days=9)), actor=SHELL)
    client.get("/")
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert client.get("/").status_code == 200
    selects = [one for one in statements if one.lstrip().upper().startswith(("SELECT", "WITH"))]
    assert len(selects) <= 12, "\n\n".join(selects)


@pytest.mark.parametrize(
    "low,high,lines",
    [
        (0, 0, [0, 1]),
        (0, 1, [0, 1]),
        (61, 108, [60, 80, 100]),
        (411, 617, [400, 500, 600]),
        (5, 7, [5, 6, 7]),
        (0, 3, [0, 2, 4]),
        (2271, 2271, [2200, 2300]),
        (840, 842, [800, 850]),
    ],
)
def test_lines_of_the_chart_are_round(low: int, high: int, lines: list[int]) -> None:
    assert ticks(low, high) == lines


def test_the_line_of_the_chart_ends_before_its_numbers(app: Flask) -> None:
    with app.test_request_context():
        chart = get_template_attribute("_parts/charts.html", "line_chart")
        drawn = chart([1_000_000, 1_250_000], "Signatures", "1 Sep", "Today", [1_000_000, 1_200_000])
    dot, radius = float(re.search(r'cx="([\d.]+)"', drawn)[1]), 3 + 2  # type: ignore[index]
    assert dot + radius < 316 - 6 * len("1,200,000")


def test_the_road_begins_at_the_last_date_and_ends_at_the_session(app: Flask) -> None:
    campaign = Campaign(name="One", slug="one", created_at=now() - timedelta(days=500))
    day = today()
    dates = [
        KeyDate(title="Past", on=day - timedelta(days=50)),
        KeyDate(title="Text closes", on=day + timedelta(days=25)),
        KeyDate(title="Session", on=day + timedelta(days=50), until=day + timedelta(days=52)),
    ]
    with app.test_request_context():
        session = next_session(campaign, dates)
        assert next_session(campaign, dates[:1]) is None
        assert next_session(None, []) is None
    assert session is not None
    assert session["title"] == "Session"
    assert [(one["at"], one["state"]) for one in session["points"]] == [
        (0, "past"),
        (50, "now"),
        (75, "next"),
        (100, "end"),
    ]
