"""The record page in the browser's eyes."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from crm.accounts.values import Role
from crm.contacts.queries import get_contact, list_relations_of
from crm.contacts.services import edit_contact
from crm.contacts.values import Stage
from crm.core.actor import SHELL
from crm.core.clock import today
from crm.core.db import db
from crm.outreach.queries import list_interactions, list_open_follow_ups
from crm.outreach.values import Outcome
from crm.statements.services import draft_statement
from crm.tasks.services import assign_volunteer
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization
from tests.factories.tasks import a_task, a_volunteer
from tests.web.kit import Browser, client_for, form_values

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raise %}",
    "%(name)s %s %d {0}",
    "'; DROP TABLE contact; --",
    '=HYPERLINK("http://x")',
    "\u202etxt.exe \u2066\u0645\u0631\u062d\u0628\u0627\u2069",
    "\U0001d56c\U0001d591\U0001d58e\U0001d588\U0001d58a e\u0301\u0302\u0303\u0304 \u200b\ufeff",
    "a\x00b\x07c\r\nd",
    "Z" * 600,
)


def _staff(app: Flask) -> Browser:
    return client_for(app, Role.STAFF)


def test_a_record_shows_what_is_known_and_what_happened(app: Flask) -> None:
    place = an_organization(
        "Cedar Justice Centre",
        native_name="مركز الأرز",
        country="LB",
        city="Beirut",
        languages=("ar", "fr"),
        founded=2009,
    )
    reem = a_person("Reem Al-Khatib", of=place, role="Director", emails=("reem@cedar.example",))
    an_interaction(place, reem, text="The board must see it first.", outcome=Outcome.PROMISED, minutes=12)
    a_follow_up(place, text="Call about the form", in_days=-2)
    page = _staff(app).get(f"/contacts/{place.id}")
    for words in (
        "مركز الأرز",
        "Lebanon, Beirut",
        "Arabic, French",
        "founded 2009",
        "Director",
        "12 min",
        "2 days late",
    ):
        assert words in page.text
    assert "Stage moved from Identified to Pledged" in page.text
    assert "mailto:reem@cedar.example" in page.text


@pytest.mark.parametrize("tab", ["timeline", "people", "signatures", "about", "nonsense"])
def test_each_tab_of_both_kinds_is_a_sound_page(app: Flask, tab: str) -> None:
    place = an_organization(tags=("One",), aliases=("Arz",), emails=("a@b.example",), phones=("+9611999111",))
    reem = a_person(of=place, country="LB")
    client = _staff(app)
    for contact in (place, reem):
        assert client.get(f"/contacts/{contact.id}?tab={tab}").status_code == 200


def test_a_field_is_edited_in_place_without_script(app: Flask) -> None:
    place = an_organization("Cedar")
    client = _staff(app)
    for field, value, kept in (
        ("country", "LB", "LB"),
        ("city", "  Beirut ", "Beirut"),
        ("languages", "Arabic, fr", ["ar", "fr"]),
        ("website", "cedar.example", "https://cedar.example"),
        ("name", "Cedar Centre", "Cedar Centre"),
        ("notes", "One\nTwo", "One\nTwo"),
        ("founded", "1998", 1998),
    ):
        answer = client.submit(
            f"/contacts/{place.id}?edit={field}&tab=about"
            if field in {"name", "notes", "founded", "city"}
            else f"/contacts/{place.id}?edit={field}",
            {"value": value},
            action=f"/contacts/{place.id}/fields/{field}"
            + ("?tab=about" if field in {"name", "notes", "founded", "city"} else ""),
        )
        assert answer.status_code == 302, field
        db.session.expire_all()
        assert getattr(get_contact(place.id), field) == kept


def test_what_is_wrong_stands_at_the_field_and_what_was_typed_stays(app: Flask) -> None:
    place = an_organization("Cedar", website="https://old.example")
    page = _staff(app).post(
        f"/contacts/{place.id}/fields/website", data={"value": "ftp://typed.example", "version": place.version}
    )
    assert page.status_code == 422
    assert "ftp://typed.example" in page.text
    assert "A web address begins with https://" in page.text
    assert get_contact(place.id).website == "https://old.example"


def test_two_edits_of_one_record_at_once_overwrite_nothing(app: Flask) -> None:
    place = an_organization("Cedar", city="Beirut")
    first, second = _staff(app), _staff(app)
    url, action = f"/contacts/{place.id}?tab=about&edit=city", f"/contacts/{place.id}/fields/city"
    seen = re.search(r'name="version"[^>]*value="(\d+)"', second.get(url).text)
    assert seen is not None
    first.submit(url, {"value": "Tripoli"}, action=f"{action}?tab=about")
    page = second.post(action, data={"value": "Sidon", "version": seen[1]})
    assert page.status_code == 409
    assert "Tripoli" in page.text
    assert "Sidon" in page.text
    db.session.expire_all()
    assert get_contact(place.id).city == "Tripoli"
    version = re.search(r'name="version" value="(\d+)"', page.text)
    assert version is not None
    assert second.post(action, data={"value": "Sidon", "version": version[1]}).status_code == 302
    db.session.expire_all()
    assert get_contact(place.id).city == "Sidon"


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_in_every_field_is_kept_as_text_or_refused_in_words(app: Flask, typed: str) -> None:
    place = an_organization("Cedar")
    client = _staff(app)
    for field in (
        "name",
        "native_name",
        "acronym",
        "city",
        "country",
        "languages",
        "website",
        "founded",
        "notes",
        "owner_id",
        "organization_type",
    ):
        answer = client.post(
            f"/contacts/{place.id}/fields/{field}", data={"value": typed, "version": get_contact(place.id).version}
        )
        assert answer.status_code in {302, 422}, (field, answer.status_code)
        db.session.expire_all()
    for form, name in (
        ("names", "name"),
        ("addresses", "value"),
        ("tags", "tag"),
        ("places", "other"),
        ("ties", "other_id"),
    ):
        data = {name: typed, "kind": {"names": "alias", "addresses": "postal", "ties": "partner"}.get(form, "")}
        answer = client.post(f"/contacts/{place.id}/{form}", data=data)
        # 200: it asks which of those who were found is meant.
        assert answer.status_code in {200, 302, 422}, (form, answer.status_code)
    log = {"contacts": str(place.id), "kind": typed, "text": typed, "outcome": typed, "at": typed, "minutes": typed}
    assert client.post("/interactions/new", data=log).status_code == 422
    assert client.post("/interactions/new", data={"contacts": str(place.id), "text": typed}).status_code == 302
    for tab in ("timeline", "people", "about"):
        page = client.get(f"/contacts/{place.id}?tab={tab}")
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.text
        assert "<img src=x" not in page.text
    assert client.get(f"/contacts/find?q={typed[:50]}").status_code == 200


def test_the_whole_page_costs_thirteen_queries_at_most(app: Flask) -> None:
    place = an_organization("Cedar", tags=("A", "B"), emails=("a@b.example",))
    people = [a_person(of=place, emails=(f"p{number}@b.example",)) for number in range(8)]
    for number in range(40):
        an_interaction(place, people[number % 8], days_ago=number)
    for _number in range(6):
        a_follow_up(place)
    client = _staff(app)
    for url in [f"/contacts/{contact.id}" for contact in (place, people[0])]:
        client.get(url)
        statements: list[str] = []

        def count(_c: object, _cur: object, statement: str, *_rest: object, found: list[str] = statements) -> None:
            found.append(statement)

        event.listen(db.engine, "before_cursor_execute", count)
        page = client.get(url)
        event.remove(db.engine, "before_cursor_execute", count)
        assert page.status_code == 200
        selects = [one for one in statements if one.lstrip().upper().startswith(("SELECT", "WITH"))]
        assert len(selects) <= 13, "\n\n".join(selects)


def test_a_contact_is_logged_from_the_record_and_undone(app: Flask) -> None:
    place = an_organization("Cedar")
    reem = a_person("Reem", of=place)
    client = _staff(app)
    day = today() + timedelta(days=4)
    answer = client.submit(
        f"/contacts/{place.id}",
        {
            "kind": "meeting",
            "contacts": [str(place.id), str(reem.id)],
            "text": "Met them",
            "outcome": "promised",
            "follow_up_on": day.isoformat(),
            "follow_up_text": "Send the form",
        },
        action=f"/interactions/new?back=/contacts/{place.id}",
    )
    assert answer.location == f"/contacts/{place.id}"
    assert [one.text for one in list_interactions(reem.id)] == ["Met them"]
    assert [(one.text, one.due_on) for one in list_open_follow_ups(place.id)] == [("Send the form", day)]
    page = client.get(f"/contacts/{place.id}")
    undo = re.search(r'action="(/interactions/\d+/remove[^"]*)"', page.text)
    assert undo is not None
    client.post(undo[1])
    db.session.expire_all()
    assert list_interactions(place.id) == []
    assert get_contact(place.id).stage is Stage.IDENTIFIED


def test_stages_are_moved_by_hand_and_back(app: Flask) -> None:
    place = an_organization("Cedar")
    client = _staff(app)
    assert client.post(f"/contacts/{place.id}/stage?to=pledged").status_code == 302
    page = client.get(f"/contacts/{place.id}")
    assert f"/contacts/{place.id}/stage?to=identified" in page.text
    assert client.post(f"/contacts/{place.id}/stage?to=nonsense").status_code == 404
    db.session.expire_all()
    assert get_contact(place.id).stage is Stage.PLEDGED


def test_archived_and_taken_back(app: Flask) -> None:
    place = an_organization("Cedar")
    client = _staff(app)
    client.post(f"/contacts/{place.id}/archive")
    assert "This record is archived" in client.get(f"/contacts/{place.id}").text
    client.post(f"/contacts/{place.id}/restore")
    assert "This record is archived" not in client.get(f"/contacts/{place.id}").text


def test_small_forms_add_and_take_away(app: Flask) -> None:
    place, net = an_organization("Cedar"), an_organization("Network of All")
    client = _staff(app)
    base = f"/contacts/{place.id}"
    assert client.submit(f"{base}?tab=about&open=name", {"name": "Arz"}, action=f"{base}/names").status_code == 302
    assert (
        client.submit(
            f"{base}?tab=about&open=point", {"kind": "phone", "value": "+9611999111"}, action=f"{base}/addresses"
        ).status_code
        == 302
    )
    assert client.submit(f"{base}?open=tag", {"tag": "Survivors"}, action=f"{base}/tags").status_code == 302
    assert (
        client.submit(
            f"{base}?tab=about&open=membership", {"membership": "member"}, action=f"{base}/membership"
        ).status_code
        == 302
    )
    asked = client.post(f"{base}/ties", data={"kind": "member_of", "other_id": "netw"})
    assert "Network of All" in asked.text
    assert (
        client.post(
            f"{base}/ties", data={"kind": "member_of", "other_id": "netw", "chosen_id": str(net.id)}
        ).status_code
        == 302
    )
    assert (
        client.submit(
            f"{base}?tab=people&open=affiliation", {"other": "Maya Sfeir", "role": "Press"}, action=f"{base}/places"
        ).status_code
        == 302
    )
    about = client.get(f"{base}?tab=about").text
    for words in ("Arz", "+9611999111", "Member", "Network of All"):
        assert words in about
    assert "Survivors" in client.get(base).text
    people = client.get(f"{base}?tab=people").text
    assert "Maya Sfeir" in people
    place_url = re.search(rf'href="({base}/places/\d+)"', people)
    assert place_url is not None
    assert client.submit(place_url[1], {"role": "Director", "may_sign": "y"}).status_code == 302
    assert "Director" in client.get(f"{base}?tab=people").text
    for action in re.findall(r'action="([^"]+/remove)"', about):
        assert client.post(action).status_code == 302
    assert list_relations_of(place.id) == []


def test_who_is_perhaps_already_there_is_shown_before_saving(app: Flask) -> None:
    an_organization("Tais Justice Circle", city="Dili", country="TL")
    client = _staff(app)
    url = "/contacts/new?kind=organization"
    page = client.submit(url, {"name": "TAIS justice circle"})
    assert page.status_code == 409
    assert "Perhaps already there" in page.text
    assert "Dili, Timor-Leste" in page.text
    answer = client.submit(url, {"name": "TAIS justice circle", "is_other": "yes"})
    assert answer.status_code == 302


def test_a_new_person_is_made_with_a_place(app: Flask) -> None:
    place = an_organization("Cedar Justice Centre")
    client = _staff(app)
    answer = client.submit(
        "/contacts/new?kind=person",
        {"name": "Reem", "organization": "cedar justice centre", "role": "Director", "emails": "reem@cedar.example"},
    )
    assert answer.status_code == 302
    assert "Cedar Justice Centre" in client.get(answer.location or "").text
    assert "Reem" in client.get(f"/contacts/{place.id}").text


def test_three_things_to_correct_are_said_on_top_with_what_was_typed_kept(app: Flask) -> None:
    page = _staff(app).submit(
        "/contacts/new?kind=organization", {"name": "", "emails": "filomena@tais-justice.", "city": "Dili"}
    )
    assert page.status_code == 422
    assert "Write a name." in page.text
    assert "Dili" in page.text


def test_viewers_see_how_many_contacts_were_made_and_addresses_masked(app: Flask) -> None:
    place = an_organization("Cedar")
    reem = a_person("Reem", of=place, emails=("reem@cedar.example",), phones=("+9611999111",))
    an_interaction(reem, place, text="Secret words")
    a_follow_up(reem, text="Secret promise")
    client = client_for(app, Role.VIEWER)
    for contact in (reem, place):
        for tab in ("timeline", "about", "people"):
            page = client.get(f"/contacts/{contact.id}?tab={tab}&only=contacts")
            assert page.status_code == 200
            for secret in ("Secret", "reem@cedar.example", "999111", "/fields/", "Log a contact"):
                assert secret not in page.text
    assert "Contacts made" in client.get(f"/contacts/{reem.id}").text
    assert client.post(f"/contacts/{reem.id}/fields/city", data={"value": "x"}).status_code == 403


def test_what_nobody_may_know_answers_as_if_it_were_not_there(app: Flask) -> None:
    assert _staff(app).get("/contacts/999999").status_code == 404
    assert _staff(app).post("/contacts/999999/archive").status_code == 404


def test_a_contact_is_logged_from_anywhere_by_who_may(app: Flask) -> None:
    assert 'href="/interactions/new" data-key="L"' in _staff(app).get("/organizations").text
    assert 'data-key="L"' not in client_for(app, Role.VIEWER).get("/organizations").text


def test_a_signature_is_recorded_from_its_record_whatever_else_has_that_name(app: Flask) -> None:
    draft_statement("Joint statement", text="We ask for a treaty.", actor=SHELL)
    first, second = an_organization("Cedar"), an_organization("Cedar")
    client = _staff(app)
    url = f"/signatures/new?contact={second.id}"
    assert url in client.get(f"/contacts/{second.id}").text
    assert client.submit(url, {}).status_code == 302
    assert "Joint statement" in client.get(f"/contacts/{second.id}?tab=signatures").text
    assert "Joint statement" not in client.get(f"/contacts/{first.id}?tab=signatures").text


def test_all_fields_are_changed_in_one_form(app: Flask) -> None:
    place = an_organization("Cedar", city="Beirut", languages=("ar",))
    client = _staff(app)
    url = f"/contacts/{place.id}/edit"
    typed = {"name": "Cedar Centre", "country": "LB", "languages": "Arabic, French", "founded": "2009", "notes": "Kind"}
    answer = client.submit(url, typed)
    assert answer.location == f"/contacts/{place.id}"
    db.session.expire_all()
    kept = get_contact(place.id)
    assert (kept.name, kept.country, kept.city, kept.founded, kept.notes) == (
        "Cedar Centre",
        "LB",
        "Beirut",
        2009,
        "Kind",
    )
    assert kept.languages == ["ar", "fr"]


def test_one_wrong_field_keeps_all_that_was_typed_and_changes_nothing(app: Flask) -> None:
    place = an_organization("Cedar", city="Beirut")
    client = _staff(app)
    answer = client.submit(
        f"/contacts/{place.id}/edit", {"city": "Tripoli", "founded": "long ago", "notes": "All of it"}
    )
    assert answer.status_code == 422
    assert 'id="founded-error"' in answer.text
    assert "All of it" in answer.text
    db.session.expire_all()
    assert get_contact(place.id).city == "Beirut"


def test_all_fields_of_a_record_that_changed_meanwhile_show_both_versions(app: Flask) -> None:
    place = an_organization("Cedar", city="Beirut")
    client = _staff(app)
    url = f"/contacts/{place.id}/edit"
    typed = {**form_values(client.get(url).text, url), "city": "Tripoli"}
    edit_contact(place.id, "city", value="Tyre", version=None, actor=SHELL)
    answer = client.post(url, data=typed)
    assert answer.status_code == 409
    for words in ('data-label="Kept now"><bdi>Tyre', 'data-label="Yours"><bdi>Tripoli'):
        assert words in answer.text


def test_a_volunteer_shows_what_they_do_and_hours_are_logged_from_their_record(app: Flask) -> None:
    volunteer = a_volunteer("Amina Otieno")
    part = assign_volunteer(a_task("Interpret in Almaty").id, volunteer.id, actor=SHELL)
    client = client_for(app, Role.COORDINATOR)
    record = f"/contacts/{volunteer.contact_id}"
    page = client.get(record).text
    assert "Make a volunteer" not in page
    assert f'href="/tasks/assignments/{part.id}/hours?back={record}"' in page.replace("%2F", "/")
    answer = client.submit(f"/tasks/assignments/{part.id}/hours?back={record}", {"hours": "2"})
    assert answer.location == record
    assert "Make a volunteer" in client.get(f"/contacts/{a_person().id}").text


def test_many_tags_fold_and_each_can_still_be_taken_off(app: Flask) -> None:
    place = an_organization("Cedar", tags=[f"Tag {number:02}" for number in range(15)])
    page = _staff(app).get(f"/contacts/{place.id}").text
    assert page.count("/tags/") == 15
    shown, folded = page.split("<details", 1)[0], page.split("3 more</summary>", 1)[1]
    assert "Take off the tag Tag 14" in folded
    assert "Take off the tag Tag 14" not in shown


def test_an_address_is_marked_never_to_be_written_to_and_only_an_administrator_lifts_it(app: Flask) -> None:
    ada = a_person("Ada Obi", emails=("ada@reef.example",))
    url = f"/contacts/{ada.id}/addresses/{ada.points[0].id}"
    staff = client_for(app, Role.STAFF)
    page = f"/contacts/{ada.id}?tab=about"
    staff.submit(page, {"reason": "Asked by phone"}, action=f"{url}/suppress")
    about = staff.get(page).text
    assert "Asked by phone" in about
    assert f"{url}/lift" not in about
    assert "mailto:ada@reef.example" not in staff.get(f"/contacts/{ada.id}").text
    assert staff.post(f"{url}/lift", data={"reason": "so"}).status_code == 403
    admin = client_for(app, Role.ADMIN)
    refused = admin.submit(page, {"reason": ""}, action=f"{url}/lift")
    assert "Say why this address may be written to again" in refused.text
    admin.submit(page, {"reason": "Asked for it on 3 May"}, action=f"{url}/lift")
    assert f"{url}/suppress" in admin.get(page).text
