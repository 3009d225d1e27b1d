"""The change log page."""

from datetime import timedelta
from html import unescape

from flask import Flask

from crm.accounts.services import add_team
from crm.accounts.values import Role
from crm.core.actor import SHELL, SYSTEM
from crm.core.clock import today
from tests.web.kit import client_for


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


def test_a_damaged_address_of_the_log_is_told_in_words(app: Flask) -> None:
    client = client_for(app, Role.ADMIN)
    assert client.get("/change-log?after=x").status_code == 400
    for query in ("actor=999", "day=never", "action=nothing", "after=WzFlOTld"):
        assert client.get(f"/change-log?{query}").status_code in {200, 422}
