"""What a journey needs: a server, a browser signed in as somebody, and eyes for what a reader would not see.

Each page that is opened is watched: an error of a script, a request to elsewhere or a report of the content security
policy fails the journey at its end. ``look(page)`` checks the page against WCAG 2.2 AA and for sideways scroll.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from werkzeug.serving import make_server

from crm.accounts.models import User
from crm.accounts.services import begin_session

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@dataclass
class Site:
    """A server of the application and the browser that visits it."""

    app: Flask
    url: str
    browser: Browser
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self, path: str, user: User | None = None, *, size: dict[str, int] | None = None, scripts: bool = True
    ) -> Page:
        """Open a page in a new browser profile, signed in as the user."""
        context = self.browser.new_context(viewport=size or WIDE, java_script_enabled=scripts)  # type: ignore[arg-type]
        self.contexts.append(context)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("request", self._note_request)
        if user is not None:
            context.add_cookies([{"name": "crm", "value": self._session_of(user), "url": self.url}])
        page = context.new_page()
        page.goto(self.url + path)
        return page

    def _session_of(self, user: User) -> str:
        token = begin_session(user.id, agent="Chromium of the journeys", actor=user.as_actor())
        signer: Any = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(signer.dumps({"_user_id": token, "_fresh": True}))

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(message.text)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "about:")):
            self.faults.append(f"a request to {request.url}")


@contextmanager
def serve(app: Flask, browser: Browser) -> Iterator[Site]:
    """Serve the application on a free port of this machine; fail when a page that was opened had an error."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site = Site(app, f"http://127.0.0.1:{server.server_port}", browser)
    try:
        yield site
        for context in site.contexts:
            context.close()
        assert not site.faults, "\n".join(site.faults)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def look(page: Page, part: str | None = None) -> None:
    """Check what is on the page now, or in one part of it: WCAG 2.2 AA, and that nothing needs sideways scroll."""
    found = Axe().run(page, context=part, options=WCAG).response["violations"]
    said = [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
    assert said == []
    stay_inside(page)


def stay_inside(page: Page) -> None:
    """Check that the page is no wider than its window."""
    width, inner = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= inner, f"{page.url} is {width} px wide in a window of {inner}"
