"""Keys do what the page says of them, and a phone's board says which column it shows."""

import re

from playwright.sync_api import expect

from crm.accounts.values import Role
from tests.factories import a_user
from tests.factories.contacts import a_person, an_organization
from tests.factories.tasks import a_task
from tests.journeys.kit import PHONE, Site


def test_a_key_in_a_closed_menu_works_and_the_help_names_just_what_does(site: Site) -> None:
    place = an_organization("Cedar")
    a_person("Reem", of=place)
    page = site.open("/organizations", a_user(Role.STAFF))
    help_lines = page.locator("#c-keys dt").locator("visible=true")
    page.keyboard.press("?")
    expect(help_lines.filter(has_text="Move down, up")).to_have_count(1)
    expect(help_lines.filter(has_text=re.compile("^Tag$"))).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.keyboard.press("?")
    expect(help_lines.filter(has_text=re.compile("^Tag$"))).to_have_count(1)
    page.goto(f"{site.url}/contacts/{place.id}")
    page.keyboard.press("?")
    expect(help_lines.filter(has_text="Edit all fields")).to_have_count(1)
    expect(help_lines.filter(has_text="Move down, up")).to_have_count(0)
    expect(help_lines.filter(has_text="Undo")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page).to_have_url(f"{site.url}/contacts/{place.id}/edit")


def test_a_board_on_a_phone_says_which_column_it_shows(site: Site) -> None:
    a_task("Interpret in Almaty")
    page = site.open("/tasks/", a_user(Role.COORDINATOR), size=PHONE)
    tabs = page.get_by_role("navigation", name="Columns")
    expect(tabs.locator("[aria-current=true]")).to_contain_text("Needs people")
    tabs.get_by_role("link", name="In progress").focus()
    page.keyboard.press("Enter")
    expect(tabs.locator("[aria-current=true]")).to_have_text(re.compile("In progress"))
    expect(page.get_by_role("heading", name="In progress")).to_be_visible()
    expect(page.get_by_role("heading", name="Needs people")).to_be_hidden()


def test_what_takes_the_focus_on_a_phone_can_be_seen(site: Site) -> None:
    an_organization("Cedar")
    page = site.open("/organizations", a_user(Role.STAFF), size=PHONE)
    page.locator("input[name=q]").focus()
    for _stop in range(8):
        page.keyboard.press("Tab")
        shown = page.evaluate("document.activeElement.closest('thead')?.getBoundingClientRect().height ?? 99")
        assert shown > 20, "the focus is in a head that nobody sees"
