"""What is sent twice is done once (trust R9): at the same moment, or back and again; what differs is another wish."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.accounts.models import Team, User
from crm.accounts.values import Role
from crm.coalition.models import Campaign, KeyDate, Membership
from crm.coalition.services import add_campaign
from crm.contacts.models import Affiliation, Contact, ContactName, ContactPoint, ContactRelation
from crm.core.actor import SHELL
from crm.core.clock import now, today
from crm.core.db import Model, atomic, db
from crm.core.once.models import TakenKey
from crm.core.once.services import KEPT, forget_old_keys
from crm.core.scope import Unscoped
from crm.outreach.models import FollowUp, Interaction
from crm.segments.models import SavedView
from crm.statements.models import Signature, Statement
from crm.statements.services import draft_statement
from crm.tasks.models import Assignment, HoursEntry, Task
from crm.tasks.services import assign_volunteer
from crm.volunteers.models import Volunteer
from tests.factories.contacts import a_person, an_organization
from tests.factories.tasks import a_task, a_volunteer
from tests.kit.threads import at_once
from tests.web.kit import Browser, client_for, form_values

AT_ONCE = 8
_ALL = {"unscoped": Unscoped.UPKEEP}


class Sent(NamedTuple):
    """A form: the page on which it stands, what is filled in, where it goes, and the table in which one row is made."""

    page: str
    filled: dict[str, str]
    action: str
    made: type[Model]


def _statement_id() -> int:
    return draft_statement("Open letter", text="We ask.", language="en", actor=SHELL).id


def _log(contact_id: int) -> dict[str, str]:
    return {"text": "Met", "contacts": str(contact_id), "follow_up_on": today().isoformat(), "follow_up_text": "Call"}


def _of_contact(panel: str, path: str, filled: dict[str, str], made: type[Model], tab: str = "about") -> Sent:
    here = f"/contacts/{an_organization('Cedar').id}"
    return Sent(f"{here}?tab={tab}&open={panel}", filled, f"{here}/{path}", made)


def _assignment() -> Sent:
    task = a_task(places=5)
    a_volunteer()
    return Sent(f"/tasks/{task.id}", {"volunteer": str(a_volunteer().id)}, f"/tasks/{task.id}/assign", Assignment)


def _hours() -> Sent:
    page = f"/tasks/assignments/{assign_volunteer(a_task().id, a_volunteer().id, actor=SHELL).id}/hours"
    return Sent(page, {"hours": "2.5"}, page, HoursEntry)


def _key_date() -> Sent:
    page = f"/campaigns/{add_campaign('A treaty', actor=SHELL).id}/dates/new"
    return Sent(page, {"title": "Session", "on": "2027-04-12"}, page, KeyDate)


def _signature() -> Sent:
    page = f"/signatures/new?contact={an_organization('Cedar').id}"
    return Sent(page, {"statement": str(_statement_id())}, page, Signature)


def _composer(made: type[Model]) -> Sent:
    contact_id = an_organization("Cedar").id
    there = f"/contacts/{contact_id}"
    return Sent(there, _log(contact_id), f"/interactions/new?back={there}", made)


def _follow_up() -> Sent:
    page = f"/follow-ups/new?contact={an_organization('Cedar').id}"
    return Sent(page, {"follow_up_text": "Call", "due_on": today().isoformat()}, page, FollowUp)


def _tie() -> Sent:
    other = {"kind": "member_of", "chosen_id": str(an_organization("Net").id)}
    return _of_contact("tie", "ties", other, ContactRelation)


def _offer() -> Sent:
    page = f"/volunteers/of/{a_person().id}"
    return Sent(page, {"skills": "Law"}, page, Volunteer)


def _on_page(page: str, filled: dict[str, str], made: type[Model]) -> Callable[[], Sent]:
    return lambda: Sent(page, filled, page, made)


FORMS: dict[str, Callable[[], Sent]] = {
    "organisation": _on_page("/contacts/new?kind=organization", {"name": "Cedar"}, Contact),
    "person": _on_page("/contacts/new?kind=person", {"name": "Reem", "organization": "Cedar"}, Affiliation),
    "contact logged on a record": lambda: _composer(Interaction),
    "its follow-up": lambda: _composer(FollowUp),
    "follow-up": _follow_up,
    "name": lambda: _of_contact("name", "names", {"name": "Arz"}, ContactName),
    "address": lambda: _of_contact("point", "addresses", {"kind": "email", "value": "a@cedar.example"}, ContactPoint),
    "membership": lambda: _of_contact("membership", "membership", {"membership": "member"}, Membership),
    "tie": _tie,
    "place": lambda: _of_contact("affiliation", "places", {"other": "Maya"}, Affiliation, "people"),
    "task": _on_page("/tasks/new", {"title": "Translate"}, Task),
    "assignment": _assignment,
    "hours": _hours,
    "campaign": _on_page("/campaigns/new", {"name": "A treaty"}, Campaign),
    "date": _key_date,
    "statement": _on_page("/statements/new", {"title": "Open letter", "text": "We ask."}, Statement),
    "signature": _signature,
    "view": _on_page("/lists/organizations/views/new?f=country:is:KE", {"name": "Kenya"}, SavedView),
    "offer": _offer,
    "team": lambda: Sent("/users/teams", {"name": "Press"}, "/users/teams/add", Team),
    "invitation": _on_page("/users/invite", {"name": "Ada", "email": "ada@coalition.example", "role": "staff"}, User),
}


def _count(model: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(model), execution_options=_ALL) or 0


def _newest_user() -> int:
    return db.session.scalar(select(func.max(User.id))) or 0


def _filled(client: Browser, sent: Sent) -> dict[str, object]:
    page = client.get(sent.page)
    assert page.status_code == 200
    return {**form_values(page.text, sent.action), **sent.filled}


def _places(app: Flask) -> list[Browser]:
    """Return browsers in which one user has signed in."""
    first = client_for(app, Role.ADMIN)
    return [first, *(client_for(app, user=first.user) for _ in range(AT_ONCE - 1))]


@pytest.mark.parametrize("name", FORMS)
def test_equal_forms_at_the_same_moment_are_done_once_and_lead_to_one_place(app: Flask, name: str) -> None:
    sent, clients = FORMS[name](), _places(app)
    values = _filled(clients[0], sent)
    answers = []
    before = _count(sent.made)
    db.session.rollback()
    at_once(AT_ONCE, lambda place: answers.append(clients[place].post(sent.action, data=values)))
    assert _count(sent.made) == before + 1
    codes = sorted(answer.status_code for answer in answers)
    if name == "invitation":  # Its answer is the page with the secret link; it is shown once.
        assert codes == [200, *[302] * (AT_ONCE - 1)]
        assert {answer.location for answer in answers if answer.location} == {f"/users/{_newest_user()}"}
    else:
        assert codes == [302] * AT_ONCE
        assert len({answer.location for answer in answers}) == 1


def test_back_and_again_is_said_and_leads_to_what_was_made(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    values = _filled(client, FORMS["task"]())
    made = client.post("/tasks/new", data=values)
    again = client.post("/tasks/new", data=values, follow_redirects=True)
    assert again.request.path == made.location
    assert "It was sent twice and is done once." in again.text
    assert _count(Task) == 1


def test_other_words_under_the_same_key_are_another_wish(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    values = _filled(client, FORMS["task"]())
    client.post("/tasks/new", data=values)
    client.post("/tasks/new", data={**values, "title": "Translate the annex"})
    assert _count(Task) == 2


def test_what_was_refused_can_be_sent_again_as_it_is(app: Flask) -> None:
    """Nothing was done under its key: the rule that stood in its way may be gone."""
    client = client_for(app, Role.STAFF)
    values = _filled(client, FORMS["task"]())
    refused = client.post("/tasks/new", data={**values, "title": ""})
    assert (refused.status_code, _count(TakenKey)) == (422, 0)
    assert form_values(refused.text, "/tasks/new")["once"] == values["once"]


def test_the_key_of_one_is_not_the_key_of_another(app: Flask) -> None:
    values = _filled(client_for(app, Role.STAFF), FORMS["task"]())
    for _ in range(2):
        assert client_for(app, Role.STAFF).post("/tasks/new", data=values).status_code == 302
    assert _count(Task) == 2


def test_old_keys_are_forgotten(app: Flask) -> None:
    with atomic(SHELL):
        for number, age in enumerate((KEPT * 2, KEPT / 2)):
            db.session.add(TakenKey(user_id=1, key=str(number), taken_at=now() - age))
    forget_old_keys()
    assert [row.key for row in db.session.scalars(select(TakenKey))] == ["1"]
