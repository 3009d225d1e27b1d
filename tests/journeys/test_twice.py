"""What was sent is not sent again by going back; where a browser keeps the page as it was, its key tells."""

from flask import Flask
from playwright.sync_api import expect

from tests.factories import a_user
from tests.factories.contacts import an_organization
from tests.journeys.kit import Site


def test_going_back_shows_an_empty_form_once_the_words_are_safe(app: Flask, site: Site) -> None:
    page = site.open("/tasks/new", a_user())
    page.locator("[name=title]").fill("Translate the annex")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(f"{site.url}/tasks/1")
    page.go_back()
    expect(page.locator("[name=title]")).to_have_value("")
    place = an_organization("Collège de l’Eau")
    page.goto(f"{site.url}/contacts/{place.id}")
    page.locator(".c-composer textarea").fill("Met them")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".c-timeline")).to_contain_text("Met them")
    page.go_back()
    expect(page.locator(".c-composer textarea")).to_have_value("")


def test_words_that_never_arrived_are_there_when_one_comes_back(app: Flask, site: Site) -> None:
    page = site.open("/tasks/new", a_user())
    page.locator("[name=title]").fill("Translate the annex")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{site.url}/tasks/")
    page.go_back()
    note = page.locator("[data-draft-note]")
    note.get_by_role("button", name="Bring them back").click()
    expect(page.locator("[name=title]")).to_have_value("Translate the annex")
