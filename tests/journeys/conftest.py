"""Journeys: a real Chromium on a real server of the application, watched for errors while it works."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright

from crm.core.db import db
from crm.factory import create_app
from tests import machine
from tests.conftest import settings_for
from tests.journeys.installation import Installation, install
from tests.journeys.kit import Site, serve

#: The browser itself finds no other machine; the kit notes who asked for one.
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

#: Milliseconds that a page may take to become what a journey waits for; a machine may be busy.
PATIENCE = 30_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium once."""
    program = machine.find_chromium()
    if program is None:
        sentence = machine.how_to_get("chromium")
        if os.environ.get("CRM_REQUIRE_ALL"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(program), args=["--no-sandbox", ONLY_HERE])
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask, chromium: Browser) -> Iterator[Site]:
    """Serve the application, with the pages for developers, and give a way to open it as somebody."""
    settings = app.config["CRM"]
    served = create_app(
        settings_for(settings.data_dir, settings.database_url, is_developer=True), TESTING=True, RATELIMIT_ENABLED=False
    )
    with serve(served, chromium) as place:
        yield place
    with served.app_context():
        db.engine.dispose()


@pytest.fixture
def installation(chromium: Browser, tmp_path: Path) -> Iterator[Installation]:
    """Start the program over an empty data folder: supervisor, web server, worker."""
    with install(tmp_path / "data", chromium) as place:
        yield place
