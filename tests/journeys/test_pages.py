"""Every page that there is, on a small base with a record of each kind, in every look that a reader may choose.

Each page is opened at a desk and on a telephone, light, dark, and in the mirrored language; each time it is read by
axe, it needs no sideways scroll down to 320 px, nor on a tablet, and no control cuts its own words off.
"""

from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from crm.accounts.models import User
from crm.accounts.services.links import invite_user, make_link, make_setup_link
from crm.accounts.values import Role, TokenPurpose
from crm.core.actor import SHELL
from tests.factories import a_user
from tests.journeys.base import a_base
from tests.journeys.kit import CONTRAST, PHONE, WCAG_BUT_CONTRAST, WIDE, Site, look, stay_inside, stay_whole

#: What answers with no page of its own: data, pictures, pieces of pages.
NO_PAGES = {
    "bootstrap.static",
    "contacts.find",
    "design.progress",
    "design.show",  # has its own journey
    "imports.progress",
    "imports.refused",
    "lists.export",
    "settings.logo",
    "settings.show",  # leads on
    "static",
    "status.health",
    "status.job",
}
NARROW = {"width": 320, "height": 700}
TABLETS = ({"width": 768, "height": 1024}, {"width": 1024, "height": 768})
OF_NOBODY = ("/sign-in", "/forgotten-password", "/welcome/{welcome}", "/reset/{reset}")
PAGES = {
    "today.show": ["/"],
    "campaigns.index": ["/campaigns"],
    "campaigns.show": ["/campaigns/{campaign}"],
    "campaigns.new": ["/campaigns/new"],
    "campaigns.new_date": ["/campaigns/{campaign}/dates/new"],
    "campaigns.edit_date": ["/campaigns/dates/{key_date}"],
    "change_log.index": ["/change-log"],
    "contacts.show": [
        "/contacts/{organization}",
        "/contacts/{organization}?tab=people",
        "/contacts/{organization}?tab=signatures",
        "/contacts/{organization}?tab=about",
        "/contacts/{person}",
        "/contacts/{lagoon}",
        "/contacts/{person}?tab=people&open=affiliation",
        "/contacts/{person}?tab=about&open=teams",
    ],
    "contacts.edit_all": ["/contacts/{organization}/edit", "/contacts/{person}/edit"],
    "contacts.place": ["/contacts/{person}/places/{place}"],
    "contacts.new": ["/contacts/new?kind=organization", "/contacts/new?kind=person"],
    "duplicates.index": ["/duplicates", "/duplicates?record=people"],
    "duplicates.merge": [
        "/contacts/{organization}/merge?q=watch",
        "/contacts/{organization}/merge?other={twin}",
    ],
    "duplicates.take_apart": ["/merges/{merge}"],
    "follow_ups.index": ["/follow-ups", "/follow-ups?show=all", "/follow-ups?show=done"],
    "follow_ups.edit": ["/follow-ups/{follow_up}"],
    "follow_ups.new": ["/follow-ups/new?contact={organization}"],
    "imports.index": ["/imports/"],
    "imports.new": ["/imports/new"],
    "imports.columns": ["/imports/{draft}/columns"],
    "imports.show": [
        "/imports/{review}",
        "/imports/{done}",
        "/imports/{done}?outcome=refused&repair=4",
        "/imports/{undone}",
        "/imports/{waiting}",
    ],
    "imports.undo": ["/imports/{done}/undo", "/imports/{done}/undo?row=1"],
    "interactions.new": ["/interactions/new?contacts={organization}"],
    "interactions.edit": ["/interactions/{interaction}"],
    "lists.choose": ["/lists/organizations/export-choices?f=country:is:KE"],
    "lists.save": ["/lists/organizations/views/new?f=country:is:KE"],
    "lists.view": ["/lists/views/{view}"],
    "organizations.index": [
        "/organizations",
        "/organizations?view={view}",
        "/organizations?af=country",
        "/organizations?q=zz",
    ],
    "people.index": ["/people"],
    "account.profile": ["/profile"],
    "account.password": ["/profile/password"],
    "settings.coalition": ["/settings/coalition"],
    "settings.mail_in": ["/settings/mail-in"],
    "settings.mail_out": ["/settings/mail-out"],
    "status.show": ["/settings/status"],
    "signatures.index": ["/signatures/"],
    "signatures.new": ["/signatures/new"],
    "signatures.show": ["/signatures/{signature}"],
    "statements.index": ["/statements/"],
    "statements.new": ["/statements/new"],
    "statements.edit": ["/statements/{statement}/edit"],
    "tasks.board": ["/tasks/"],
    "tasks.index": ["/tasks/list"],
    "tasks.show": ["/tasks/{task}"],
    "tasks.new": ["/tasks/new"],
    "tasks.edit": ["/tasks/{task}/edit"],
    "tasks.hours": ["/tasks/assignments/{assignment}/hours"],
    "users.index": ["/users"],
    "users.show": ["/users/{user}"],
    "users.edit": ["/users/{user}/edit"],
    "users.invite": ["/users/invite"],
    "users.teams": ["/users/teams"],
    "users.team": ["/users/teams/{team}"],
    "volunteers.index": ["/volunteers/"],
    "volunteers.show": ["/volunteers/{volunteer}"],
    "volunteers.edit": ["/volunteers/{volunteer}/edit"],
    "volunteers.make": ["/volunteers/of/{person}"],
}
#: Words that do something where a page forgets that they are words; none holds what parts columns in our lists.
HOSTILE = (
    "<img src=x data-hostile onerror=alert(1)>",
    '"><svg data-hostile onload=alert(1)>',
    "' data-hostile onmouseover='alert(1)",
    "<script data-hostile>window.hostile=1</script>",
    "</title></textarea><b data-hostile>",
    "{{ 7*191 }}${7*191}<%= 7*191 %>",
    "<a data-hostile href='javascript:alert(1)'>x</a>",
    "--><style data-hostile>main{display:none}</style>",
    "\u202etxt.exe\u2066",
)
#: What came of such words.
TAKEN = """() => {
  const found = document.querySelectorAll("[data-hostile], a[href^='javascript:' i], a[href^='data:' i]");
  const said = [...found].map((one) => one.outerHTML);
  if ("hostile" in window) said.push("a script ran");
  if (document.body.innerText.includes("1337")) said.push("a sum was done");
  return said;
}"""
#: So many at a time: a base and two browsers are made for each group, and the processes share the groups.
GROUPS = 6
PATHS = [path for some in PAGES.values() for path in some]


def test_every_page_is_opened_here(app: Flask) -> None:
    """A page that is made later fails this test until it is named above."""
    known = {
        *PAGES,
        *NO_PAGES,
        "account.sign_in",
        "account.forgotten",
        "account.welcome",
        "account.reset",
        "account.setup",
    }
    there = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert there - known == set()


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_page_can_be_read_in_every_look(site: Site, group: int, tmp_path: Path) -> None:
    words = a_base(tmp_path)
    paths = [path.format(**words) for path in PATHS[group::GROUPS]]
    _open_all(site, paths, a_user(Role.ADMIN, name="Ruth Achieng"), a_user(Role.ADMIN, language="ar-XB"))


def test_no_words_of_a_record_do_anything_on_any_page(site: Site, tmp_path: Path) -> None:
    """What somebody wrote is shown as written: no element, no address and no script comes of it, and no style."""
    turns = cycle(HOSTILE)
    words = a_base(tmp_path, lambda text: f"{text} {next(turns)}")
    page = site.open("/", a_user(Role.ADMIN), still=True)
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    for path in PATHS:
        page.goto(site.url + path.format(**words))
        assert page.evaluate(TAKEN) == [], f"{path} takes words for more than words"
    assert asked == []


def test_the_pages_of_nobody_can_be_read_in_every_look(site: Site) -> None:
    setup = make_setup_link()
    _open_all(site, [f"/setup/{setup}"], None, None)
    invited, _link = invite_user("Kofi Mensah", "kofi@coalition.example", role=Role.VIEWER, actor=SHELL)
    tokens = {
        one.value: make_link(one, user_id=invited.id, actor=SHELL) for one in (TokenPurpose.INVITE, TokenPurpose.RESET)
    }
    paths = [path.format(welcome=tokens["invite"], reset=tokens["reset"]) for path in OF_NOBODY]
    _open_all(site, paths, None, None)


def test_the_pages_of_errors_can_be_read(site: Site) -> None:
    site.expected.append("Failed to load resource")
    page = site.open("/contacts/999999", a_user(Role.ADMIN))
    look(page)
    page = site.open("/users", a_user(Role.STAFF), size=PHONE)
    look(page)


def _open_all(site: Site, paths: list[str], reader: User | None, mirrored: User | None) -> None:
    faults = []
    page = site.open(paths[0], reader, still=True)
    other = site.open(paths[0], mirrored, still=True) if mirrored else None
    for path in paths:
        page.goto(site.url + path)
        faults += _faults_of(_look_everywhere, page, path)
        if other:
            other.goto(site.url + path)
            faults += _faults_of(_look_mirrored, other, path)
    assert not faults, "\n".join(faults)


def _look_everywhere(page: Page) -> None:
    """Read a page at a desk, light and dark (where only the colours are others), and on a telephone."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    _dress(page, "dark")
    look(page, options=CONTRAST)
    _dress(page, "light")
    look(page)
    stay_whole(page)
    for size in TABLETS:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        stay_inside(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    look(page)
    stay_whole(page)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    stay_inside(page)
    stay_whole(page)


def _look_mirrored(page: Page) -> None:
    """Read a page from right to left, with words a third longer; its colours were looked at before."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    look(page, options=WCAG_BUT_CONTRAST)
    stay_whole(page)
    for size in (NARROW, TABLETS[0], WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        stay_inside(page)
        stay_whole(page)


def _dress(page: Page, theme: str) -> None:
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)


def _faults_of(check: Callable[[Page], None], page: Page, path: str) -> list[str]:
    """Go on after a fault, so that one run names them all."""
    try:
        check(page)
    except AssertionError as fault:
        width = (page.viewport_size or WIDE)["width"]
        return [f"{path} at {width} px, {check.__name__}: {fault}"]
    return []
