"""Stylesheets, scripts and fonts: each is fetched once and kept until it changes."""

import re
from urllib.parse import urljoin

from flask import Flask

from crm.accounts.values import Role
from tests.web.kit import client_for

ASSETS = re.compile(r'<(?:link|script)[^>]+(?:href|src)="([^"]+)"')
MORE = re.compile(r'(?:from "|url\("?)((?!data:)[^"\)]+)')


def test_every_asset_of_a_page_is_kept_by_the_browser_until_it_changes(app: Flask) -> None:
    """Those too that a script or a stylesheet asks for."""
    client = client_for(app, Role.STAFF)
    waiting = ASSETS.findall(client.get("/").text)
    seen = set[str]()
    while waiting:
        address = waiting.pop()
        if address not in seen:
            seen.add(address)
            answer = client.get(address, buffered=True)
            assert (answer.status_code, address) == (200, address)
            assert "immutable" in answer.headers["Cache-Control"], address
            if answer.mimetype in {"text/css", "text/javascript"}:
                waiting += [urljoin(address, more) for more in MORE.findall(answer.text)]
    assert {address.split("?")[0].rsplit(".", 1)[-1] for address in seen} >= {"css", "js", "svg", "woff2"}


def test_an_address_without_a_version_is_asked_for_again(app: Flask) -> None:
    page = app.test_client().get("/sign-in").text
    bootstrap = next(address for address in ASSETS.findall(page) if "bootstrap.min.css" in address)
    answer = app.test_client().get(bootstrap.split("?")[0], buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
