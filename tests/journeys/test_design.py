"""The components under the hand: by keyboard, by pointer, without script, in every look."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import a_user
from tests.journeys.kit import PHONE, WIDE, Site, look, stay_inside


def _undone(page: Page) -> str:
    return page.locator(".c-toasts .c-toast").first.inner_text()


@pytest.mark.parametrize(
    "language, theme, size",
    [("en", "light", WIDE), ("en", "dark", PHONE), ("ar-XB", "dark", WIDE), ("ar-XB", "light", PHONE)],
    ids=["light", "dark-phone", "mirrored-dark", "mirrored-phone"],
)
def test_every_component_can_be_read_in_every_look(site: Site, language: str, theme: str, size: dict[str, int]) -> None:
    page = site.open("/design", a_user(language=language, theme=theme), size=size)
    look(page)


@pytest.mark.parametrize("language", ["en", "ar-XB"])
def test_no_width_needs_sideways_scroll(site: Site, language: str) -> None:
    page = site.open("/design", a_user(language=language))
    for width in (1280, 1100, 900, 768, 600, 390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        stay_inside(page)


def test_a_list_is_worked_with_letters(site: Site) -> None:
    page = site.open("/design", a_user())
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("2 ticked")
    assert page.locator("[data-tick-all]").evaluate("box => box.indeterminate")
    page.keyboard.press("Escape")
    expect(page.locator(".c-bulk")).to_be_hidden()
    page.keyboard.press("x")
    page.keyboard.press("t")
    expect(page.locator(".c-toasts")).to_contain_text("Pressed: tag")
    page.wait_for_load_state()
    page.keyboard.press("z")
    expect(page.locator(".c-toasts")).to_contain_text("Pressed: the button")


def test_letters_do_nothing_when_the_reader_has_turned_them_off_or_types(site: Site) -> None:
    page = site.open("/design", a_user(has_letter_keys=False))
    page.keyboard.press("?")
    expect(page.locator("#c-keys")).to_be_hidden()
    page = site.open("/design", a_user())
    page.locator(".c-composer textarea").press_sequentially("n?x")
    expect(page.locator("#c-keys")).to_be_hidden()
    assert page.url.endswith("/design")


def test_help_names_the_keys_of_the_page_and_gives_the_focus_back(site: Site) -> None:
    page = site.open("/design", a_user())
    page.keyboard.press("?")
    expect(page.locator("#c-keys")).to_be_visible()
    expect(page.locator("[data-keys-list]")).to_contain_text("Add organisation")
    look(page, "#c-keys")
    page.keyboard.press("Escape")
    expect(page.locator("#c-keys")).to_be_hidden()


def test_a_dialog_keeps_the_focus_and_gives_it_back(site: Site) -> None:
    page = site.open("/design", a_user())
    opener = page.get_by_role("button", name="Open a dialog")
    opener.click()
    expect(page.locator("#sample-with")).to_be_focused()
    for _press in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('#sample-dialog'))")
    page.keyboard.press("Escape")
    expect(page.locator("#sample-dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_columns_are_found_and_moved_with_keys(site: Site) -> None:
    page = site.open("/design", a_user())
    opener = page.locator("summary", has_text="Columns")
    opener.click()
    page.keyboard.type("stat")
    expect(page.locator("[data-columns] [data-column]:visible")).to_have_count(1)
    page.locator("[data-columns-find]").fill("")
    page.locator("[data-columns] [data-column]:nth-child(2) [data-grip]").press("Alt+ArrowDown")
    order = page.locator("[data-columns] input[type=checkbox]").evaluate_all("boxes => boxes.map(box => box.value)")
    assert order == ["name", "stage", "country", "person"]
    page.keyboard.press("Escape")
    expect(page.locator("[data-columns]")).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("language, arrow", [("en", "ArrowRight"), ("ar-XB", "ArrowLeft")])
def test_a_card_moves_on_with_alt_and_an_arrow_in_the_direction_of_reading(
    site: Site, language: str, arrow: str
) -> None:
    page = site.open("/design", a_user(language=language))
    page.locator("[data-card=t2] .c-task-link").press(f"Alt+{arrow}")
    page.wait_for_selector(".c-toasts .c-toast")
    assert "in_progress" in _undone(page)
    expect(page.locator("[data-card=t2] .c-task-link")).to_be_focused()


def test_a_card_moves_by_drag_and_by_its_menu(site: Site) -> None:
    page = site.open("/design", a_user())
    page.locator("[data-card=t1]").drag_to(page.locator("[data-board] [data-column=in_progress]"))
    page.wait_for_selector(".c-toasts .c-toast")
    assert "in_progress" in _undone(page)
    page.goto(site.url + "/design")
    page.locator("[data-card=t1]").hover()
    page.locator("[data-card=t1] .c-task-menu > summary").click()
    page.locator("[data-card=t1] .c-pop-panel button").click()
    page.wait_for_selector(".c-toasts .c-toast")
    assert "in_progress" in _undone(page)


def test_words_that_were_not_saved_come_back_and_sent_words_do_not(site: Site) -> None:
    page = site.open("/design", a_user())
    page.get_by_role("radio", name="Meeting").check()
    expect(page.locator("[data-composer-send]")).to_contain_text("Log meeting")
    page.locator(".c-composer textarea").fill("Board meets on 3 December")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_role("button", name="Bring them back").click()
    box = page.locator(".c-composer textarea")
    expect(box).to_have_value("Board meets on 3 December")
    box.press("Control+Enter")
    page.wait_for_selector(".c-toasts .c-toast")
    expect(page.locator(".c-composer textarea")).to_have_value("")
    expect(page.locator("[data-draft-note]")).to_have_count(0)


def test_words_that_were_not_saved_are_offered_to_nobody_else(site: Site) -> None:
    page = site.open("/design", a_user())
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".c-composer textarea").fill("Board meets on 3 December")
    page.context.add_cookies([{"name": "crm", "value": site.session_of(a_user()), "url": site.url}])
    page.reload()
    expect(page.locator(".c-composer textarea")).to_have_value("")
    expect(page.get_by_role("button", name="Bring them back")).to_have_count(0)
    assert page.evaluate("Object.keys(sessionStorage).filter((one) => one.startsWith('crm:draft'))") == []


def test_without_a_network_the_words_stay_and_the_page_says_so(site: Site) -> None:
    site.expected.append("ERR_INTERNET_DISCONNECTED")  # the bar of the page asks how far it is
    page = site.open("/design", a_user())
    box = page.locator(".c-composer textarea")
    box.fill("Georges sends the form")
    page.context.set_offline(True)
    box.press("Control+Enter")
    expect(page.locator(".c-composer [data-draft-note]")).to_contain_text("The network is away")
    expect(box).to_have_value("Georges sends the form")


def test_the_focus_goes_to_what_is_to_correct(site: Site) -> None:
    page = site.open("/design?failed", a_user())
    expect(page.locator("#sample-wrong [data-summary]")).to_be_focused()
    page.get_by_role("link", name="It needs a part after the dot").click()
    expect(page.locator("#wrong-email")).to_be_focused()


def test_looks_are_tried_before_they_are_saved(site: Site) -> None:
    page = site.open("/design", a_user(theme="light"))
    page.get_by_role("radio", name="Dark").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("radio", name="Roomy").check()
    assert page.locator("[data-list] tbody tr").first.evaluate("row => row.getBoundingClientRect().height") >= 44


def test_on_a_phone_the_navigation_opens_and_closes(site: Site) -> None:
    page = site.open("/design", a_user(), size=PHONE)
    expect(page.locator("#c-nav")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#c-nav")).to_be_visible()
    look(page, "#c-nav")
    page.keyboard.press("Escape")
    expect(page.locator("#c-nav")).to_be_hidden()


def test_without_script_menus_ticks_and_help_still_work(site: Site) -> None:
    page = site.open("/design", a_user(), scripts=False)
    page.locator("summary", has_text="Columns").click()
    expect(page.locator("[data-columns] ol")).to_be_visible()
    page.locator("summary", has_text="Columns").click()
    page.locator(".c-row-tick").first.check()
    expect(page.locator(".c-bulk")).to_be_visible()
    page.locator(".c-bulk").get_by_role("button", name=re.compile("Tag")).click()
    expect(page.locator(".c-toasts")).to_contain_text("Pressed: tag")
    page.get_by_role("button", name=re.compile("Help and shortcuts")).click()
    expect(page.locator("#c-keys")).to_be_visible()
