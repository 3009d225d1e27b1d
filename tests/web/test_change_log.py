"""The change log page."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from crm.accounts.services import add_team
from crm.accounts.values import Role
from crm.core.actor import SHELL, SYSTEM
from crm.core.clock import today
from crm.imports.services import begin_undo, undo_import, undoing
from tests.factories.imports import a_file, an_import
from tests.web.kit import client_for

#: Every act stands once among the choices of the filter.
_OFFERED = 1


def test_the_log_goes_back_page_by_page_and_forward_again(app: Flask) -> None:
    for number in range(120):
        add_team(f"Team {number}", actor=SHELL)
    client = client_for(app, Role.VIEWER)
    seen: list[str] = []
    url: str | None = "/change-log?action=team.added"
    pages = []
    while url:
        page = client.get(url).text
        pages.append(page)
        seen += [part.split('"')[0] for part in page.split('data-row="')[1:]]
        url = _link(page, "next")
    assert len(pages) == 3
    assert len(set(seen)) == len(seen) == 120
    assert seen == sorted(seen, key=int, reverse=True)
    back = _link(pages[2], "prev")
    assert back
    assert _rows(client.get(back).text) == _rows(pages[1])
    assert _link(pages[0], "prev") is None


def _rows(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('data-row="')[1:]]


def _link(page: str, rel: str) -> str | None:
    for part in page.split("<a ")[1:]:
        tag = part.split(">")[0]
        if f'rel="{rel}"' in tag:
            return unescape(tag.split('href="')[1].split('"')[0])
    return None


def test_the_log_is_filtered_by_who_what_and_when(app: Flask) -> None:
    add_team("By the shell", actor=SHELL)
    add_team("By the system", actor=SYSTEM)
    client = client_for(app, Role.ADMIN)
    assert client.user is not None
    client.submit("/users/teams", {"name": "By hand"}, action="/users/teams/add")
    day = today().isoformat()
    for query, lines in (
        (f"actor={client.user.id}&action=team.added", 1),
        ("actor=shell&action=team.added", 1),
        ("actor=system", 1),
        (f"action=team.added&day={day}", 3),
        (f"action=team.added&day={today() - timedelta(days=1)}", 0),
    ):
        assert len(_rows(client.get(f"/change-log?{query}").text)) == lines, query
    assert "Nothing to see" in client.get("/change-log?day=2001-01-01").text


def test_an_import_and_its_undo_are_a_line_each_with_their_steps_behind(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "_CHUNK", 5)
    rows = [["Name", "Country"], *([f"Member {number}", "Kenya"] for number in range(12))]
    batch = an_import(a_file(tmp_path, rows))
    begin_undo(batch.id, actor=SHELL)
    undo_import(batch.id, actor=SHELL)
    client = client_for(app, Role.ADMIN)
    page = client.get("/change-log").text
    assert page.count("Took an import back") == page.count("Finished an import") == 1 + _OFFERED
    assert page.count("Took back lines of an import") == page.count("Brought rows of a file in") == _OFFERED
    assert re.search(r"Undone: 12", page)
    steps = client.get(f"/change-log?batch={batch.id}").text
    assert steps.count("Took back lines of an import") > 2 + _OFFERED
    assert "Every step of one import" in steps
    assert f'name="batch" type="hidden" value="{batch.id}"' in steps
    assert len(_rows(client.get("/change-log?action=import.lines_undone").text)) > 2
    assert "Nothing to see" in client.get("/change-log?batch=999").text


def test_a_damaged_address_of_the_log_is_told_in_words(app: Flask) -> None:
    client = client_for(app, Role.ADMIN)
    assert client.get("/change-log?after=x").status_code == 400
    for query in ("actor=999", "day=never", "action=nothing", "after=WzFlOTld", "batch=x"):
        assert client.get(f"/change-log?{query}").status_code in {200, 422}
