"""A data keeper works through duplicates with the keys, and takes a merge apart again."""

from playwright.sync_api import expect

from crm.accounts.values import Role
from crm.contacts.values import ContactKind
from crm.matching.services import search_duplicates
from tests.factories import a_user
from tests.factories.contacts import an_interaction, an_organization
from tests.journeys.kit import PHONE, Site, look


def _twins(name: str, city: str) -> int:
    """Make two records that a search takes for one; return the one with something hanging on it."""
    one = an_organization(name, country="LB", emails=("office@cedar.example",))
    an_organization(f"The {name}", city=city, country="LB", emails=("office@cedar.example", "press@cedar.example"))
    an_interaction(one, text="Met at the fair")
    return one.id


def test_pairs_are_worked_through_with_three_keys_and_a_merge_is_undone(site: Site) -> None:
    kept_id = _twins("Cedar Justice Centre", "Tyre")
    for name in ("Reef Watch Alliance", "Night Shelter Union"):
        an_organization(name, country="KE", emails=(f"{name.split()[0].lower()}@mail.example",))
        an_organization(f"{name} Ltd", country="KE", emails=(f"{name.split()[0].lower()}@mail.example",))
    search_duplicates(ContactKind.ORGANIZATION)
    page = site.open("/duplicates", a_user(Role.COORDINATOR))
    pairs = page.get_by_role("list", name="Pairs").get_by_role("listitem")
    expect(pairs).to_have_count(3)
    look(page)
    page.get_by_role("link", name="Cedar Justice Centre").first.click()
    page.get_by_role("radio", name="City: Tyre").check()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    toast = page.locator("[data-toast]")
    expect(toast).to_contain_text("The Cedar Justice Centre is part of this record now.")
    expect(pairs).to_have_count(2)
    page.keyboard.press("d")
    expect(pairs).to_have_count(1)
    page.keyboard.press("s")
    expect(pairs).to_have_count(0)
    expect(page.get_by_role("link", name="1 left for later")).to_be_visible()
    page.goto(f"{site.url}/contacts/{kept_id}")
    expect(page.locator("main")).to_contain_text("press@cedar.example")
    expect(page.locator(".c-timeline")).to_contain_text("merged this record with The Cedar Justice Centre")
    page.get_by_role("link", name="Take apart").click()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The Cedar Justice Centre")
    page.goto(f"{site.url}/contacts/{kept_id}")
    expect(page.locator("main")).not_to_contain_text("press@cedar.example")


def test_two_records_are_merged_from_the_page_of_one_and_undone_from_the_toast(site: Site) -> None:
    kept_id = _twins("Cedar Justice Centre", "Tyre")
    page = site.open(f"/contacts/{kept_id}", a_user(Role.COORDINATOR), size=PHONE)
    page.locator(".c-topbar-end summary").click()
    page.get_by_role("link", name="Merge with another record").click()
    page.get_by_label("Which record is the same?").fill("the cedar")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="The Cedar Justice Centre").click()
    look(page)
    page.get_by_role("button", name="Merge into Cedar Justice Centre").click()
    expect(page.locator("main")).to_contain_text("Merged with The Cedar Justice Centre on")
    page.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Cedar Justice Centre")
