"""No lost update (trust R14): of two tabs the second reads both versions; every page with a record's form is here."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask

from crm.accounts.values import Role
from crm.coalition.services import add_campaign, add_key_date
from crm.coalition.values import KeyDateFacts
from crm.contacts.queries import list_affiliations_of
from crm.core.actor import SHELL
from crm.core.clock import today
from crm.imports.services import ImportWish, prepare_review, upload_file
from crm.imports.values import ImportAs
from crm.segments.models import Audience
from crm.segments.services.views import save_view
from crm.segments.values import Looks, Question
from crm.statements.services import draft_statement
from tests.factories import a_team, a_user
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization
from tests.factories.imports import a_list
from tests.factories.tasks import a_task, a_volunteer
from tests.web.kit import client_for, form_values

_numbers = count(1)


class Edit(NamedTuple):
    """A form of a record that is there: its page, a field of it, what the first tab writes and what the second."""

    endpoint: str
    page: str
    field: str
    first: object
    second: object
    action: str | None = None


def _field() -> Edit:
    here = f"/contacts/{an_organization('Cedar').id}"
    return Edit(
        "contacts.edit", f"{here}?edit=city&tab=about", "value", "Tyre", "Sidon", f"{here}/fields/city?tab=about"
    )


def _teams() -> Edit:
    here = f"/contacts/{an_organization('Cedar').id}"
    one, two = (str(a_team().id) for _ in range(2))
    return Edit("contacts.teams", f"{here}?tab=about&open=teams", "team_ids", [one], [two], f"{here}/teams")


def _place() -> Edit:
    person = a_person(of=an_organization("Cedar"))
    page = f"/contacts/{person.id}/places/{list_affiliations_of(person.id)[0].id}"
    return Edit("contacts.place", page, "role", "Director", "Treasurer")


def _date() -> Edit:
    campaign = add_campaign("A treaty", actor=SHELL)
    date = add_key_date(campaign.id, KeyDateFacts(title="Session", on=today()), actor=SHELL)
    return Edit("campaigns.edit_date", f"/campaigns/dates/{date.id}", "title", "First session", "Second session")


def _view() -> Edit:
    question = Question("organizations")
    view = save_view("Kenya", question, looks=Looks(), audience=Audience.EVERYONE, actor=SHELL)
    return Edit("lists.view", f"/lists/views/{view.id}", "name", "Kenya and Uganda", "East Africa")


def _statement() -> int:
    return draft_statement(f"Open letter {next(_numbers)}", text="We ask.", language="en", actor=SHELL).id


def _simple(endpoint: str, page: str, field: str, make: Callable[[], int]) -> Callable[[], Edit]:
    return lambda: Edit(endpoint, page.format(make()), field, "What the first wrote", "What the second wrote")


EDITS: dict[str, Callable[[], Edit]] = {
    "field in place": _field,
    "all fields": _simple("contacts.edit_all", "/contacts/{}/edit", "city", lambda: an_organization("Cedar").id),
    "teams": _teams,
    "place": _place,
    "date": _date,
    "view": _view,
    "campaign": _simple("campaigns.show", "/campaigns/{}", "name", lambda: add_campaign("A treaty", actor=SHELL).id),
    "follow-up": _simple(
        "follow_ups.edit", "/follow-ups/{}", "follow_up_text", lambda: a_follow_up(an_organization()).id
    ),
    "contact logged": _simple(
        "interactions.edit", "/interactions/{}", "text", lambda: an_interaction(an_organization()).id
    ),
    "statement": _simple("statements.edit", "/statements/{}/edit", "title", _statement),
    "its wording": _simple("statements.edit", "/statements/{}/edit", "text", _statement),
    "task": _simple("tasks.edit", "/tasks/{}/edit", "title", lambda: a_task().id),
    "user": _simple("users.edit", "/users/{}/edit", "name", lambda: a_user().id),
    "team": _simple("users.team", "/users/teams/{}", "name", lambda: a_team().id),
    "volunteer": _simple("volunteers.edit", "/volunteers/{}/edit", "skills", lambda: a_volunteer().id),
}

#: Pages with a form that make something, or that somebody has alone, and why nothing is overwritten.
NO_EDIT = {
    "account.setup": "makes the first user",
    "account.reset": "a link that works once",
    "account.welcome": "a link that works once",
    "campaigns.new_date": "makes a date",
    "duplicates.merge": "both records have their versions: tests/web/test_duplicates.py",
    "duplicates.take_apart": "asks first; it is done once, whoever asks again",
    "imports.columns": "its batch has a version: the test below",
    "imports.undo": "asks first; it begins once, whoever asks again",
    "lists.choose": "changes nothing",
    "lists.export": "changes nothing",
    "lists.save": "makes a view",
    "tasks.hours": "makes an entry",
    "volunteers.make": "makes a volunteer, once",
}


@pytest.mark.parametrize("name", EDITS)
def test_the_second_of_two_tabs_reads_both_versions(app: Flask, name: str) -> None:
    edit, client = EDITS[name](), client_for(app, Role.ADMIN)
    action = edit.action or edit.page
    values = form_values(client.get(edit.page).text, action)
    assert client.post(action, data={**values, edit.field: edit.first}).status_code == 302
    answer = client.post(action, data={**values, edit.field: edit.second})
    assert answer.status_code == 409
    assert "Changed by somebody else" in answer.text
    kept = form_values(client.get(edit.page).text, action)
    assert kept[edit.field] == (edit.first[0] if isinstance(edit.first, list) else edit.first)
    over = form_values(answer.text, action)
    assert client.post(action, data=over).status_code == 302
    now = form_values(client.get(edit.page).text, action)
    assert now[edit.field] == (edit.second[0] if isinstance(edit.second, list) else edit.second)


def test_every_page_with_a_form_of_a_record_is_here(app: Flask) -> None:
    edited = {make().endpoint for make in EDITS.values()}
    forms = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.arguments and {"GET", "POST"} <= (rule.methods or set())
    }
    assert forms == edited - {"contacts.edit", "contacts.teams"} | set(NO_EDIT)


def test_the_second_of_two_windows_does_not_match_columns_again(app: Flask, tmp_path: Path) -> None:
    file = a_list(tmp_path, "Name | Nation\nReef Watch | Kenya")
    client = client_for(app, Role.COORDINATOR)
    assert client.user is not None
    wish = ImportWish(import_as=ImportAs.ORGANIZATIONS, is_draft=True)
    batch_id = upload_file(file, "list.csv", wish, actor=client.user.as_actor()).id
    page = f"/imports/{batch_id}/columns"
    values = form_values(client.get(page).text, page)
    assert client.post(page, data={**values, "column-2": "country"}).status_code == 302
    prepare_review(batch_id, actor=client.user.as_actor(), progress=lambda _done, _all: None)
    answer = client.post(page, data={**values, "column-2": ""})
    assert answer.status_code == 409
    assert "Somebody else changed this while you were writing." in answer.text
