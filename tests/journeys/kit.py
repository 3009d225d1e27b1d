"""What a journey needs: a server, a browser signed in as somebody, and eyes for what a reader would not see.

Each page that is opened is watched: an error of a script, a request to elsewhere or a report of the content security
policy fails the journey at its end. ``look(page)`` checks the page against WCAG 2.2 AA and for sideways scroll.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request
from werkzeug.serving import make_server

from crm.accounts.models import User
from crm.accounts.services import begin_session

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

#: A report of the content security policy as an error of the console, with what was held back.
TELL_POLICY = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} held back ${event.blockedURI || "inline"} ${event.sample}`));"""

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
#: Where only the colours are others, and where only the colours are known.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
WCAG_BUT_CONTRAST = {**WCAG, "rules": {"color-contrast": {"enabled": False}}}

_VIOLATIONS = """([part, options]) => axe.run(part || document, options).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)))"""

_CUT = """() => [...document.querySelectorAll(
    ".c-btn, .c-badge, .c-label, .c-tab, .c-chip, .c-tag, .c-step, .c-key, .c-option")]
  .filter((one) => one.checkVisibility() && getComputedStyle(one).display !== "inline")
  .filter((one) => one.scrollWidth > one.clientWidth + 3 || one.scrollHeight > one.clientHeight + 5)
  .map((one) => `${one.className}: ${one.textContent.trim().slice(0, 60)} `
    + `(${one.scrollWidth} x ${one.scrollHeight} in ${one.clientWidth} x ${one.clientHeight})`)"""


#: A name that is cut although the native name beside it has room to give, or that runs out of its cell.
_CUT_NAMES = """() => [...document.querySelectorAll(".c-name-link")]
  .filter((one) => one.checkVisibility())
  .filter((one) => {
    const [name, cell] = [one, one.closest("th, td, li")].map((part) => part.getBoundingClientRect());
    const words = one.firstElementChild;
    return name.right > cell.right + 1 || name.left < cell.left - 1
      || (one.nextElementSibling?.clientWidth > 8 && words.scrollWidth > words.clientWidth);
  })
  .map((one) => one.textContent)"""

#: Parts of the page that scroll by themselves, and are wider than they are shown. The page of all components shows a
#: list beside a panel, which no page does.
_WIDE_PARTS = """() => [...document.querySelectorAll(".c-content, .c-side")]
  .filter((one) => one.checkVisibility() && !one.querySelector(".c-sample") && one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.className} (${one.scrollWidth} in ${one.clientWidth})`)"""


@dataclass
class Site:
    """A server of the application and the browser that visits it."""

    url: str
    browser: Browser
    #: The application, where it is served by this process.
    app: Flask | None = None
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    #: Parts of console lines that a journey brings about itself, such as the status of a refusal.
    expected: list[str] = field(default_factory=list)

    def open(
        self,
        path: str,
        user: User | None = None,
        *,
        size: dict[str, int] | None = None,
        scripts: bool = True,
        still: bool = False,
    ) -> Page:
        """Open a page in a new browser profile, signed in as the user; still: as who wants nothing to move."""
        motion = "reduce" if still else "no-preference"
        context = self.profile(viewport=size or WIDE, java_script_enabled=scripts, reduced_motion=motion)
        if user is not None:
            context.add_cookies([{"name": "crm", "value": self.session_of(user), "url": self.url}])
        page = context.new_page()
        page.goto(self.url + path)
        return page

    def profile(self, **looks: Any) -> BrowserContext:
        """Begin a new browser profile that is watched."""
        context = self.browser.new_context(**looks)
        self.contexts.append(context)
        context.add_init_script(TELL_POLICY)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("request", self._note_request)
        return context

    @contextmanager
    def pictured(self, folder: Path) -> Iterator[None]:
        """Leave a picture of every open page when the block fails, for whoever looks into it."""
        try:
            yield
        except BaseException:
            for number, page in enumerate(page for context in self.contexts for page in context.pages):
                page.screenshot(path=folder / f"page-{number}.png")
            raise

    def check(self) -> None:
        """Close every profile; fail when a page had an error."""
        for context in self.contexts:
            context.close()
        assert not self.faults, "\n".join(self.faults)

    def session_of(self, user: User) -> str:
        """Return the cookie of somebody who has signed in."""
        assert self.app is not None
        token = begin_session(user.id, agent="Chromium of the journeys", actor=user.as_actor())
        signer: Any = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(signer.dumps({"_user_id": token, "_fresh": True}))

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in self.expected):
            self.faults.append(f"{message.text} ({message.location.get('url', '')})")

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
    site = Site(f"http://127.0.0.1:{server.server_port}", browser, app)
    try:
        yield site
        site.check()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def look(page: Page, part: str | None = None, *, options: dict[str, Any] = WCAG) -> None:
    """Check what is on the page now, or in one part of it: WCAG 2.2 AA, and that nothing needs sideways scroll."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    said = page.evaluate(_VIOLATIONS, [part, {**options, "resultTypes": ["violations"]}])
    assert said == []
    stay_inside(page)


def stay_inside(page: Page) -> None:
    """Check that the page is no wider than its window."""
    page.wait_for_load_state()
    width, inner = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= inner, f"{page.url} is {width} px wide in a window of {inner}"
    wide = page.evaluate(_WIDE_PARTS)
    assert wide == [], f"{page.url} needs sideways scroll inside: {wide}"


def stay_whole(page: Page) -> None:
    """Check that no button, badge, label or tab is too small for its words, and no name is cut for another one."""
    cut = page.evaluate(_CUT) + page.evaluate(_CUT_NAMES)
    assert cut == [], f"{page.url} cuts words off: {cut}"
