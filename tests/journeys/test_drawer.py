"""A contact is logged over whatever page somebody is on: nothing typed is lost, and the page tells of it at once."""

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from crm.outreach.queries import list_interactions
from tests.factories import a_user
from tests.factories.contacts import a_person, an_organization
from tests.journeys.kit import CONTRAST, PHONE, WCAG_BUT_CONTRAST, WIDE, Site, look, stay_inside, stay_whole


def _drawer(page: Page) -> Locator:
    return page.locator("dialog[open]")


def _open(page: Page) -> Locator:
    """Press L, and check that the dialog is there and the page is still beneath."""
    page.wait_for_load_state()
    page.evaluate("window.isTheSamePage = true")
    page.keyboard.press("l")
    expect(_drawer(page)).to_be_visible()
    expect(_drawer(page).get_by_role("heading", name="Log a contact")).to_be_visible()
    return _drawer(page)


def _is_closed(page: Page) -> None:
    expect(_drawer(page)).to_have_count(0)
    assert page.evaluate("window.isTheSamePage") is True, "the page was left"


def test_on_a_record_the_new_line_stands_at_once_and_undo_takes_it_back(site: Site) -> None:
    place = an_organization("Collège de l’Eau")
    page = site.open(f"/contacts/{place.id}?tab=timeline", a_user())
    page.locator(".c-composer textarea").fill("Half a sentence")
    page.locator("h1").first.click()
    drawer = _open(page)
    expect(drawer.get_by_label("What was said")).to_be_focused()
    page.keyboard.type("The board meets tomorrow")
    drawer.get_by_label("Follow up on").fill("2030-01-02")
    drawer.get_by_label("What is to be done").fill("Ask what it decided")
    page.keyboard.press("Control+Enter")
    _is_closed(page)
    expect(page.locator(".c-timeline")).to_contain_text("The board meets tomorrow")
    expect(page.locator("#side")).to_contain_text("Ask what it decided")
    expect(page.locator(".c-composer textarea")).to_have_value("Half a sentence")
    toast = page.locator(".c-toast")
    expect(toast).to_contain_text("It is on the timeline.")
    page.locator(".c-composer textarea").fill("")
    page.once("dialog", lambda dialog: dialog.accept())
    toast.get_by_role("button", name="Undo").click()
    expect(page.locator(".c-toast")).to_contain_text("Taken back")
    expect(page.locator("#main")).not_to_contain_text("The board meets tomorrow")
    expect(page).to_have_url(f"{site.url}/contacts/{place.id}?tab=timeline")


def test_what_is_wrong_is_said_in_the_dialog_and_every_word_stays(app: Flask, site: Site) -> None:
    site.expected.append("422 (UNPROCESSABLE")
    reem = a_person("Reem Al-Khatib")
    page = site.open("/organizations?f=country:is:KE", a_user())
    drawer = _open(page)
    drawer.get_by_role("radio", name="Meeting").check()
    drawer.get_by_label("What was said").fill("We met at noon")
    page.keyboard.press("Control+Enter")
    expect(drawer.locator("[data-summary]")).to_be_focused()
    expect(drawer).to_contain_text("Choose with whom.")
    expect(drawer.get_by_label("What was said")).to_have_value("We met at noon")
    look(page, "dialog[open]")
    find = drawer.get_by_role("searchbox")
    find.fill("khat")
    drawer.locator("[data-found]").first.click()
    expect(drawer.get_by_role("checkbox", name="Reem Al-Khatib")).to_be_checked()
    drawer.get_by_role("button", name="Log it").click()
    _is_closed(page)
    expect(page.locator(".c-toast")).to_contain_text("It is on the timeline.")
    expect(page).to_have_url(f"{site.url}/organizations?f=country:is:KE")
    logged = list_interactions(reem.id)[0]
    assert (logged.kind.value, logged.text) == ("meeting", "We met at noon")
    drawer = _open(page)
    expect(drawer.get_by_label("What was said")).to_have_value("")
    expect(drawer.locator("[data-draft-note]")).to_have_count(0)


def test_find_without_the_list_of_names_looks_in_the_dialog(site: Site) -> None:
    a_person("Reem Al-Khatib")
    page = site.open("/follow-ups", a_user())
    drawer = _open(page)
    page.route("**/contacts/find**", lambda route: route.fulfill(body=""))
    drawer.get_by_role("searchbox").fill("khat")
    drawer.get_by_role("button", name="Find").click()
    box = drawer.get_by_role("checkbox", name="Reem Al-Khatib")
    expect(box).to_be_visible()
    box.check()
    page.keyboard.press("Control+Enter")
    _is_closed(page)


def test_esc_closes_the_dialog_gives_the_focus_back_and_keeps_the_words(site: Site) -> None:
    place = an_organization("Cedar")
    page = site.open(f"/contacts/{place.id}", a_user())
    opener = page.get_by_role("link", name="Log a contact").first
    opener.focus()
    page.keyboard.press("Enter")
    drawer = _drawer(page)
    expect(drawer.get_by_label("What was said")).to_be_focused()
    page.keyboard.type("Not yet finished")
    for _press in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(opener).to_be_focused()
    page.evaluate("window.isTheSamePage = true")
    page.keyboard.press("Enter")
    drawer.get_by_role("button", name="Bring them back").click()
    expect(drawer.get_by_label("What was said")).to_have_value("Not yet finished")
    drawer.get_by_role("button", name="Close").click()
    _is_closed(page)
    expect(opener).to_be_focused()


def test_without_a_network_the_words_stay_in_the_dialog(site: Site) -> None:
    site.expected.append("ERR_INTERNET_DISCONNECTED")
    place = an_organization("Cedar")
    page = site.open(f"/contacts/{place.id}", a_user())
    drawer = _open(page)
    page.keyboard.type("Georges sends the form")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(drawer.locator("[data-draft-note]")).to_contain_text("The network is away")
    expect(drawer.get_by_label("What was said")).to_have_value("Georges sends the form")
    page.context.set_offline(False)
    drawer.get_by_role("button", name="Log it").click()
    _is_closed(page)
    expect(page.locator(".c-timeline")).to_contain_text("Georges sends the form")


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_the_dialog_can_be_read_in_every_look(site: Site, language: str) -> None:
    place, person = an_organization("International Federation of Watchers"), a_person("ريم الخطيب")
    page = site.open(f"/contacts/{place.id}", a_user(language=language), still=True)
    for size in (WIDE, PHONE, {"width": 320, "height": 700}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(f"{site.url}/contacts/{person.id}")
        page.keyboard.press("l")
        expect(_drawer(page)).to_be_visible()
        look(page, "dialog[open]", options=WCAG_BUT_CONTRAST)
        for theme in ("dark", "light"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
            look(page, "dialog[open]", options=CONTRAST)
        stay_inside(page)
        stay_whole(page)
        body = page.locator("[data-drawer-body]")
        assert body.evaluate("one => one.scrollWidth <= one.clientWidth")
        expect(page.locator("[data-drawer-foot] .c-btn-fill")).to_be_in_viewport(ratio=1)


def test_where_the_form_is_the_page_one_key_leads_to_it(site: Site) -> None:
    page = site.open("/interactions/new", a_user())
    page.wait_for_load_state()
    page.locator("h1").first.click()
    page.keyboard.press("l")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(_drawer(page)).to_have_count(0)


def test_without_script_the_link_leads_to_the_page(site: Site) -> None:
    place = an_organization("Cedar")
    page = site.open(f"/contacts/{place.id}", a_user(), scripts=False)
    page.get_by_role("link", name="Log a contact").first.click()
    expect(page.get_by_role("heading", level=1, name="Log a contact")).to_be_visible()
    page.get_by_label("What was said").fill("By hand")
    page.get_by_role("button", name="Log it").click()
    expect(page.locator(".c-timeline")).to_contain_text("By hand")
