"""Logging a contact, follow-ups and campaigns in the browser's eyes."""

import re
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from crm.accounts.values import Role
from crm.coalition.queries import find_current_campaign
from crm.contacts.queries import get_contact
from crm.core.clock import now, today
from crm.core.db import db
from crm.outreach.queries import get_follow_up, get_interaction, list_interactions, list_open_follow_ups
from crm.outreach.values import Direction
from tests.factories import a_user
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization
from tests.web.kit import Browser, client_for


def _staff(app: Flask) -> Browser:
    return client_for(app, Role.STAFF)


def test_without_script_people_are_found_ticked_and_logged(app: Flask) -> None:
    place, reem = an_organization("Cedar"), a_person("Reem Al-Khatib")
    client = _staff(app)
    page = client.submit("/interactions/new", {"find": "khat", "act": "find", "text": "Typed words"})
    assert page.status_code == 200
    assert f'value="{reem.id}"' in page.text
    assert "Typed words" in page.text
    assert list_interactions(reem.id) == []
    when = (now() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    answer = client.post(
        "/interactions/new?back=/follow-ups",
        data={
            "contacts": [str(reem.id), str(place.id)],
            "kind": "letter",
            "direction": "in",
            "at": when,
            "minutes": "5",
            "text": "A letter came",
        },
    )
    assert answer.location == "/follow-ups"
    logged = list_interactions(place.id)[0]
    assert (logged.kind.value, logged.direction, logged.minutes) == ("letter", Direction.IN, 5)
    assert len(logged.participants) == 2


def test_what_is_missing_is_said_and_what_was_typed_stays(app: Flask) -> None:
    page = _staff(app).post(
        "/interactions/new",
        data={"kind": "call", "text": "Long words", "follow_up_text": "Do it", "at": "never", "minutes": "many"},
    )
    assert page.status_code == 422
    for words in ("Long words", "Do it", "Choose the day of the follow-up."):
        assert words in page.text
    place = an_organization()
    page = _staff(app).post("/interactions/new", data={"contacts": "999", "text": "Long words"})
    assert "Choose with whom." in page.text
    assert list_interactions(place.id) == []


def test_a_day_at_the_end_of_the_calendar_is_refused_in_words(app: Flask) -> None:
    place = an_organization("Cedar")
    facts = {"contacts": str(place.id), "text": "Typed words", "kind": "call", "at": "0001-01-01T00:00"}
    answer = _staff(app).post("/interactions/new", data=facts)
    assert answer.status_code == 422
    assert "Write a day between 1900 and 2200." in answer.text
    assert "Typed words" in answer.text
    assert _staff(app).get("/change-log?day=9999-12-31").status_code < 500
    assert client_for(app, Role.ADMIN).get("/change-log?day=9999-12-31").status_code == 422


def test_an_entry_is_corrected_and_two_corrections_meet(app: Flask) -> None:
    client = _staff(app)
    assert client.user is not None
    place = an_organization("Cedar")
    entry = an_interaction(place, actor=client.user.as_actor(), text="Before")
    url = f"/interactions/{entry.id}"
    assert client.submit(url, {"text": "After"}).status_code == 302
    db.session.expire_all()
    assert get_interaction(entry.id).text == "After"
    page = client.post(url, data={"contacts": str(place.id), "kind": "call", "text": "Mine", "version": "1"})
    assert page.status_code == 409
    for words in ("After", "Mine"):
        assert words in page.text
    other = client_for(app, Role.STAFF)
    assert other.post(f"{url}/remove").status_code == 403
    assert client.post(f"{url}/remove?back=/").location == "/"
    assert client.post(f"{url}/bring-back").status_code == 302


def test_an_address_outside_is_never_gone_back_to(app: Flask) -> None:
    place = an_organization()
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = _staff(app).post(
            "/interactions/new", query_string={"back": back}, data={"contacts": str(place.id), "text": "x"}
        )
        assert (answer.location or "").startswith("/")
        assert "evil" not in (answer.location or "")


def test_follow_ups_are_mine_everybodys_and_done(app: Flask) -> None:
    client = _staff(app)
    assert client.user is not None
    place = an_organization("Cedar")
    mine = a_follow_up(place, text="Mine to do", in_days=-1, actor=client.user.as_actor())
    a_follow_up(place, text="Another one", in_days=50)
    assert "Another one" not in client.get("/follow-ups").text
    everybody = client.get("/follow-ups?show=all").text
    for words in ("Mine to do", "Another one", "Late", "Later"):
        assert words in everybody
    client.post(f"/follow-ups/{mine.id}/done")
    assert "Mine to do" in client.get("/follow-ups?show=done").text
    assert client.get("/follow-ups?after=nonsense").status_code in {400, 404}


def test_who_does_it_offers_myself_once_and_my_colleagues_by_name(app: Flask) -> None:
    client = _staff(app)
    me, colleague, place = client.user, a_user(Role.STAFF, name="Farid"), an_organization("Cedar")
    assert me is not None
    mine = a_follow_up(place, actor=me.as_actor())
    for url in ("/interactions/new", f"/follow-ups/new?contact={place.id}", f"/follow-ups/{mine.id}"):
        select = re.search(r'<select[^>]*name="follow_up_owner".*?</select>', client.get(url).text, re.DOTALL)
        assert select
        options = re.findall(r'<option[^>]*value="(\d*)">\s*([^<]*?)\s*<', select[0])
        assert options == [(str(me.id), "Me"), (str(colleague.id), "Farid")], url


def test_a_follow_up_is_added_handed_over_and_taken_back(app: Flask) -> None:
    client, colleague = _staff(app), a_user(Role.STAFF, name="Farid")
    place = an_organization("Cedar")
    url = f"/follow-ups/new?contact={place.id}&back=/contacts/{place.id}"
    page = client.submit(url, {"follow_up_text": "", "due_on": ""})
    assert page.status_code == 422
    day = today() + timedelta(days=3)
    assert client.submit(url, {"follow_up_text": "Call them", "due_on": day.isoformat()}).status_code == 302
    follow_up = list_open_follow_ups(place.id)[0]
    assert client.user is not None
    edit = f"/follow-ups/{follow_up.id}"
    for owner in (colleague, client.user):
        assert client.submit(edit, {"follow_up_owner": str(owner.id)}).status_code == 302
        db.session.expire_all()
        assert get_follow_up(follow_up.id).owner_id == owner.id
    page = client.post(edit, data={"follow_up_text": "Old words", "due_on": day.isoformat(), "version": "1"})
    assert page.status_code == 409
    client.post(f"{edit}/remove")
    assert list_open_follow_ups(place.id) == []


def test_coordinators_plan_the_campaign_and_staff_do_not(app: Flask) -> None:
    client = client_for(app, Role.COORDINATOR)
    assert client.get("/campaigns").status_code == 200
    made = client.submit("/campaigns/new", {"name": "A treaty", "main_ask": "Sign"})
    campaign = find_current_campaign()
    assert campaign is not None
    assert made.location == f"/campaigns/{campaign.id}"
    dates = f"/campaigns/{campaign.id}/dates/new"
    assert client.submit(dates, {"title": "Session", "on": "2027-04-12", "until": "2027-04-01"}).status_code == 422
    assert client.submit(dates, {"title": "Session", "on": "2027-04-12", "until": "2027-04-15"}).status_code == 302
    assert "Session" in client.get(f"/campaigns/{campaign.id}").text
    date = client.get("/campaigns/dates/1")
    assert date.status_code == 200
    assert client.submit("/campaigns/dates/1", {"title": "Moved"}).status_code == 302
    assert client.submit(f"/campaigns/{campaign.id}", {"name": "Renamed"}).status_code == 302
    assert client.post(f"/campaigns/{campaign.id}", data={"name": "Old", "version": "1"}).status_code == 409
    client.submit("/campaigns/new", {"name": "Another"})
    assert client.post("/campaigns/2/current").status_code == 302
    assert client.post("/campaigns/dates/1/remove").status_code == 302
    assert _staff(app).get("/campaigns").status_code == 403


@pytest.mark.own_app
@pytest.mark.parametrize("page", ["field", "log"])
def test_while_another_program_holds_the_database_nothing_typed_is_lost(app: Flask, data_dir: Path, page: str) -> None:
    """Locked for 15 seconds: an answer in words before that, with what was typed; the lock is let go at once after."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("no program can hold all of PostgreSQL for itself")
    place = an_organization("Cedar")
    url, data = {
        "field": (f"/contacts/{place.id}/fields/city", {"value": "Typed City", "version": str(place.version)}),
        "log": ("/interactions/new", {"contacts": str(place.id), "text": "Typed City", "kind": "call"}),
    }[page]
    client = _staff(app)
    client.get(f"/contacts/{place.id}")
    answered, locked = threading.Event(), threading.Event()
    waited: list[bool] = []

    def hold() -> None:
        connection = sqlite3.connect(data_dir / "crm.db", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        locked.set()
        waited.append(answered.wait(15))
        connection.execute("ROLLBACK")
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait()
    answer = client.post(url, data=data)
    answered.set()
    holder.join()
    assert waited == [True]
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Typed City" in answer.text
    assert "The database is busy" in answer.text
    db.session.expire_all()
    assert get_contact(place.id).city is None
    assert client.post(url, data=data).status_code == 302
