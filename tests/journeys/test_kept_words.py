"""What somebody typed stays theirs: when the session ended, when the network is away, when the page was left."""

from playwright.sync_api import Page, expect

from crm.accounts.models import User
from crm.accounts.services import end_sessions
from crm.core.actor import SHELL
from tests.factories import PASSWORD, a_user
from tests.factories.contacts import a_person, an_organization
from tests.journeys.kit import Site


def _sign_in_again(page: Page, user: User) -> None:
    """Follow the page of an ended session to where the words were."""
    page.locator("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("Mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_who_was_signed_out_while_typing_comes_back_to_the_form_and_its_words(site: Site) -> None:
    site.expected.append("401 (UNAUTHORIZED)")
    user = a_user()
    place = an_organization("Cedar", notes="Old words")
    page = site.open(f"/contacts/{place.id}", user)
    page.locator(".c-composer textarea").fill("The board meets tomorrow")
    end_sessions(user.id, actor=SHELL)
    page.keyboard.press("Control+Enter")
    _sign_in_again(page, user)
    expect(page).to_have_url(f"{site.url}/contacts/{place.id}")
    expect(page.locator(".c-composer textarea")).to_have_value("The board meets tomorrow")
    page.locator(".c-composer textarea").press("Control+Enter")
    expect(page.locator(".c-timeline")).to_contain_text("The board meets tomorrow")
    expect(page.locator(".c-composer textarea")).to_have_value("")
    page.goto(f"{site.url}/contacts/{place.id}?tab=about")
    page.locator("#field-notes .c-fact-pen").click()
    page.locator("[data-inline-form] textarea").fill("New words")
    end_sessions(user.id, actor=SHELL)
    page.locator("[data-inline-form]").get_by_role("button", name="Save").click()
    _sign_in_again(page, user)
    page.locator("#field-notes .c-fact-pen").click()
    expect(page.locator("[data-inline-form] textarea")).to_have_value("New words")


def test_without_a_network_the_page_stays_and_says_so(site: Site) -> None:
    site.expected.append("net::ERR_INTERNET_DISCONNECTED")
    place = an_organization("Cedar")
    page = site.open("/organizations", a_user())
    page.context.set_offline(True)
    page.keyboard.press("l")
    expect(page.locator(".c-toast")).to_contain_text("The network is away")
    expect(page).to_have_url(f"{site.url}/organizations")
    page.context.set_offline(False)
    page.goto(f"{site.url}/contacts/{place.id}")
    page.locator(".c-composer textarea").fill("Half a sentence")
    page.locator("h1").first.click()
    page.context.set_offline(True)
    page.keyboard.press("l")
    expect(page.locator(".c-composer textarea")).to_be_focused()
    page.locator("#field-country .c-fact-pen").click()
    expect(page.locator(".c-toast")).to_contain_text("The network is away")
    expect(page.locator(".c-composer textarea")).to_have_value("Half a sentence")
    page.context.set_offline(False)


def test_people_who_were_looked_up_come_back_with_the_words(site: Site) -> None:
    a_person("Reem Al-Khatib")
    page = site.open("/interactions/new", a_user())
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[data-find-many]").fill("reem")
    page.locator("[data-found]").first.click()
    page.get_by_label("What was said").fill("We met at noon")
    page.goto(f"{site.url}/people")
    page.goto(f"{site.url}/interactions/new")
    page.get_by_role("button", name="Bring them back").click()
    expect(page.get_by_label("What was said")).to_have_value("We met at noon")
    expect(page.get_by_role("checkbox", name="Reem Al-Khatib")).to_be_checked()
