"""Pages of duplicates and merges: pair by pair, side by side, once, and never what is not for the reader."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.accounts.values import Role
from crm.contacts.models import Contact
from crm.contacts.queries import get_contact
from crm.contacts.services import edit_contact, set_teams, tag_contact
from crm.contacts.values import ContactKind
from crm.core.actor import SHELL
from crm.core.db import atomic, db
from crm.core.scope import Unscoped
from crm.matching.models import DistinctPair, DuplicatePair
from crm.matching.queries import count_pairs
from crm.matching.values import Zone
from crm.records.models import ContactMerge
from crm.records.queries.merging import find_merge_of
from crm.records.services import merge_contacts
from tests.factories import a_team, a_user
from tests.factories.contacts import a_person, an_interaction, an_organization
from tests.kit.threads import at_once
from tests.web.kit import client_for, counted_queries, form_values

_ALL = {"unscoped": Unscoped.UPKEEP}


def _a_pair(*, is_person: bool = False) -> tuple[Contact, Contact]:
    """Make two records that a search found."""
    make = a_person if is_person else an_organization
    one, other = make("Cedar Justice Centre", country="LB"), make("Cedar Justice Center", city="Beirut")
    kind = ContactKind.PERSON if is_person else ContactKind.ORGANIZATION
    with atomic(SHELL):
        facts = {"score": 96, "zone": Zone.SAME, "reasons": ["Same name"], "search": 1}
        db.session.add(DuplicatePair(kind=kind, a_id=one.id, b_id=other.id, **facts))
    return one, other


def _merges() -> int:
    return db.session.scalar(select(func.count()).select_from(ContactMerge).execution_options(**_ALL)) or 0


def test_a_pair_is_shown_with_its_reason_and_merged_with_the_choices_of_the_page(app: Flask) -> None:
    one, other = _a_pair()
    kept_id, losing_id = one.id, other.id
    client = client_for(app, Role.COORDINATOR)
    page = client.get("/duplicates").text
    assert "Cedar Justice Center" in page
    assert "Same name" in page
    answer = client.submit("/duplicates", {"act": "same", "name": "right"}, action="/duplicates?record=organizations")
    assert answer.status_code == 302
    db.session.expire_all()
    kept = get_contact(kept_id)
    assert (kept.name, kept.country, kept.city) == ("Cedar Justice Center", "LB", "Beirut")
    assert [name.name for name in kept.names] == ["Cedar Justice Centre"]
    assert count_pairs(ContactKind.ORGANIZATION) == 0
    assert find_merge_of(losing_id) is not None


def test_two_that_are_different_are_never_asked_about_again(app: Flask) -> None:
    one, other = _a_pair()
    client = client_for(app, Role.COORDINATOR)
    client.submit("/duplicates", {"act": "different"}, action="/duplicates?record=organizations")
    page = client.get("/duplicates").text
    assert "Cedar Justice Center" not in page.replace("Cedar Justice Centre", "")
    pair = db.session.scalars(select(DistinctPair).execution_options(**_ALL)).one()
    assert (pair.a_id, pair.b_id) == (one.id, other.id)
    assert client.post(f"/duplicates/again?a={one.id}&b={other.id}", data={}).status_code == 302
    db.session.rollback()
    assert db.session.scalars(select(DistinctPair).execution_options(**_ALL)).all() == []


def test_a_pair_that_is_skipped_waits_apart(app: Flask) -> None:
    _a_pair(is_person=True)
    client = client_for(app, Role.COORDINATOR)
    action = "/duplicates?record=people"
    client.submit("/duplicates?record=people", {"act": "skip"}, action=action)
    assert "1 left for later" in client.get("/duplicates?record=people").text
    assert "Cedar Justice Center" in client.get("/duplicates?record=people&skipped=y").text


def test_the_final_button_says_what_it_does_and_the_page_shows_what_hangs_on_each(app: Flask) -> None:
    one, other = an_organization("Cedar"), an_organization("Zeder", city="Tyre")
    for days in range(3):
        an_interaction(other, days_ago=days)
    page = client_for(app, Role.COORDINATOR).get(f"/contacts/{one.id}/merge?other={other.id}").text
    assert "Merge into Cedar" in page
    assert "Contacts made" in page
    assert "Tyre" in page


def test_the_other_record_is_found_by_its_name(app: Flask) -> None:
    one, other = an_organization("Cedar Watch"), an_organization("Reef Watch")
    page = client_for(app, Role.COORDINATOR).get(f"/contacts/{one.id}/merge?q=watch").text
    assert f"/contacts/{one.id}/merge?other={other.id}" in page
    assert f"other={one.id}" not in page


def test_a_merge_over_a_change_by_somebody_else_shows_both_again(app: Flask) -> None:
    one, other = an_organization("Cedar", city="Tyre"), an_organization("Zeder", city="Sidon")
    client = client_for(app, Role.COORDINATOR)
    page = f"/contacts/{one.id}/merge?other={other.id}"
    values = form_values(client.get(page).text, page)
    edit_contact(other.id, "city", value="Byblos", version=None, actor=SHELL)
    answer = client.post(page, data=values)
    assert answer.status_code == 409
    assert "Somebody else changed this while you were writing." in answer.text
    assert "Byblos" in answer.text
    assert _merges() == 0
    assert client.submit(page, {}, action=page).status_code == 302
    assert _merges() == 1


@pytest.mark.parametrize("is_same_form", [True, False])
def test_what_two_tabs_send_at_the_same_moment_is_merged_once(app: Flask, *, is_same_form: bool) -> None:
    one, other = an_organization("Cedar"), an_organization("Zeder")
    user = a_user(Role.COORDINATOR)
    clients = [client_for(app, user=user) for _tab in range(4)]
    page = f"/contacts/{one.id}/merge?other={other.id}"
    forms = [form_values(client.get(page).text, page) for client in clients]
    answers: list[int] = []
    db.session.rollback()
    at_once(4, lambda tab: answers.append(clients[tab].post(page, data=forms[0 if is_same_form else tab]).status_code))
    db.session.rollback()
    assert _merges() == 1
    assert set(answers) <= {302, 404, 409}
    assert 302 in answers
    assert clients[0].get(page).headers["Location"] == f"/contacts/{one.id}"


def test_an_old_link_leads_to_the_record_that_was_kept_and_back_after_taking_apart(app: Flask) -> None:
    one, other = an_organization("Cedar"), an_organization("Zeder")
    merge = merge_contacts(one.id, other.id, choices={}, versions=None, actor=SHELL)
    client = client_for(app, Role.COORDINATOR)
    answer = client.get(f"/contacts/{other.id}?tab=about")
    assert answer.headers["Location"] == f"/contacts/{one.id}?tab=about"
    page = client.get(f"/contacts/{one.id}?tab=about").text
    assert "<b>Zeder</b> is part of this record." in page
    assert "Merged with Zeder on" in page
    assert "is part of Cedar by now" in client.post(f"/contacts/{other.id}/tags", data={"tag": "x"}).text
    assert client.post(f"/merges/{merge.id}", data={}).headers["Location"] == f"/contacts/{other.id}"
    assert client.get(f"/contacts/{other.id}").status_code == 200
    assert "took the merge with <b><bdi>Zeder</bdi></b> apart" in client.get(f"/contacts/{one.id}").text
    assert client.post(f"/merges/{merge.id}", data={}).status_code == 409


def test_what_came_since_is_given_to_the_other_by_choice(app: Flask) -> None:
    one, other = an_organization("Cedar"), an_organization("Zeder")
    merge = merge_contacts(one.id, other.id, choices={}, versions=None, actor=SHELL)
    for tag in ("stays here", "goes there"):
        tag_contact(one.id, tag, actor=SHELL)
    edit_contact(one.id, "city", value="Tyre", version=None, actor=SHELL)
    client = client_for(app, Role.COORDINATOR)
    page = f"/merges/{merge.id}"
    values = form_values(client.get(page).text, page)
    tags = {row.tag.name: row.id for row in get_contact(one.id).tags}
    given = {"of-field:city": "right", f"of-contact_tag.contact_id:{tags['goes there']}": "right"}
    assert given.keys() <= values.keys()
    client.post(page, data={**values, **given})
    db.session.expire_all()
    kept, again = get_contact(one.id), get_contact(other.id)
    assert ([tag.tag.name for tag in kept.tags], [tag.tag.name for tag in again.tags]) == (
        ["stays here"],
        ["goes there"],
    )
    assert (kept.city, again.city) == (None, "Tyre")


def test_who_may_not_see_one_of_two_neither_finds_nor_merges_it(app: Flask) -> None:
    one, other = _a_pair()
    team, theirs = a_team(), a_team()
    set_teams(other.id, [theirs.id], actor=SHELL)
    client = client_for(app, Role.COORDINATOR, team_id=team.id)
    assert "Cedar Justice Center" not in client.get("/duplicates").text.replace("Cedar Justice Centre", "")
    page = f"/contacts/{one.id}/merge?other={other.id}"
    assert client.get(page).status_code == 404
    assert client.post(page, data={}).status_code == 404
    body = {"act": "same", "kept": str(one.id), "losing": str(other.id)}
    client.post("/duplicates?record=organizations", data=body)
    assert client.post(f"/duplicates/again?a={one.id}&b={other.id}", data={}).status_code == 404
    assert _merges() == 0


def test_who_may_only_write_does_not_merge(app: Flask) -> None:
    one, other = an_organization("Cedar"), an_organization("Zeder")
    client = client_for(app, Role.STAFF)
    assert client.get(f"/contacts/{one.id}/merge?other={other.id}").status_code == 403
    assert "Merge with another record" not in client.get(f"/contacts/{one.id}").text


def test_a_search_is_put_aside_for_a_worker_and_watched(app: Flask) -> None:
    client = client_for(app, Role.COORDINATOR)
    assert "Find who stands here twice" in client.get("/duplicates").text
    answer = client.submit("/duplicates", {}, action="/duplicates/search?record=organizations")
    assert "job=" in answer.headers["Location"]
    assert "/jobs/" in client.get(answer.headers["Location"]).text


def test_the_page_of_duplicates_costs_sixteen_queries_at_most(app: Flask) -> None:
    for _pair in range(3):
        _a_pair()
    client = client_for(app, Role.COORDINATOR)
    client.get("/duplicates")
    with counted_queries() as queries:
        client.get("/duplicates")
    assert len(queries) <= 16, queries
