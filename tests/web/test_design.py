"""The design page: every component is drawn, for developers only."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from crm.accounts.values import Role
from crm.core.db import db
from crm.factory import create_app
from tests.conftest import settings_for
from tests.web.kit import Browser, client_for, parse

#: What is looked at here is the application itself.
pytestmark = pytest.mark.own_app


@pytest.fixture
def workshop(app: Flask) -> Iterator[Flask]:
    """Give the application of a developer over the test's database."""
    settings = app.config["CRM"]
    application = create_app(
        settings_for(settings.data_dir, settings.database_url, is_developer=True),
        TESTING=True,
        WTF_CSRF_ENABLED=False,
        RATELIMIT_ENABLED=False,
    )
    yield application
    with application.app_context():
        db.engine.dispose()


def _open(workshop: Flask, **facts: Any) -> tuple[Browser, str]:
    client = client_for(workshop, Role.STAFF, **facts)
    answer = client.get("/design")
    assert answer.status_code == 200
    return client, answer.text


def test_only_developers_have_the_page(app: Flask) -> None:
    assert client_for(app, Role.ADMIN).get("/design").status_code == 404


def test_a_stranger_is_asked_to_sign_in(workshop: Flask) -> None:
    assert client_for(workshop).get("/design").status_code == 302


def test_every_macro_of_the_parts_is_shown(workshop: Flask) -> None:
    parts = {name for name in workshop.jinja_env.list_templates() if name.startswith("_parts/")}
    sample = workshop.jinja_env.loader.get_source(workshop.jinja_env, "design/show.html")[0]  # type: ignore[union-attr]
    drawn_by_others = {
        "navigation_bar",
        "drawer",
        "keys_help",
        "flashes",
        "toasts",
        "letter_drawing",
        "amount",
        "range_line",
        "keys",
    }
    missing = [
        f"{part}: {macro}"
        for part in sorted(parts)
        for macro in re.findall(
            r"macro ([a-z]\w*)\(",
            workshop.jinja_env.loader.get_source(workshop.jinja_env, part)[0],  # type: ignore[union-attr]
        )
        if macro not in drawn_by_others and not re.search(rf"\b{macro}\(", sample)
    ]
    assert missing == []


def test_what_came_back_with_errors_takes_the_focus_and_leads_to_each_field(workshop: Flask) -> None:
    client, _html = _open(workshop)
    tree = parse(client.get("/design?failed").text)
    summary = next(element for element in tree.iter("div") if element.get("autofocus") is not None)
    ids = {element.get("id") for element in tree.iter()}
    targets = [(link.get("href") or "").removeprefix("#") for link in summary.iter("a")]
    assert len(targets) >= 15
    assert set(targets) <= ids
    wrong = [element for element in tree.iter() if element.get("aria-invalid") == "true"]
    assert wrong
    assert all(f"{element.get('id')}-error" in (element.get("aria-describedby") or "") for element in wrong)


def test_the_page_follows_language_direction_and_looks_of_its_reader(workshop: Flask) -> None:
    _client, html = _open(workshop, language="ar-XB", theme="dark", density="roomy", has_letter_keys=False)
    head = html[html.index("<html") : html.index(">", html.index("<html"))]
    assert 'lang="ar-XB"' in head
    assert 'dir="rtl"' in head
    assert 'data-theme="dark"' in head
    assert 'data-density="roomy"' in head
    assert 'data-letters="off"' in head


def test_a_press_says_what_was_done_and_how_to_undo_it(workshop: Flask) -> None:
    client, _html = _open(workshop)
    answer = client.post("/design", data={"act": "archive"}, follow_redirects=True)
    toasts = answer.text[answer.text.index("data-toasts") :]
    assert "Pressed: archive" in toasts
    assert 'data-key="Z"' in toasts


def test_the_sample_bar_tells_how_far_it_is(workshop: Flask) -> None:
    client, _html = _open(workshop)
    assert client.get("/design/progress").json == {
        "value": 121,
        "max": 242,
        "words": "121 of 242 rows",
        "done": False,
        "next": None,
    }
