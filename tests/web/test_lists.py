"""Lists in the browser: every row once, filters, views, acts on many rows, and never a row of another team."""

import re
from html import unescape

import pytest
from flask import Flask

from crm.accounts.models import Team
from crm.accounts.values import Role
from crm.contacts.models import Contact
from crm.contacts.services import add_organization, add_person, archive_contact, set_teams
from crm.contacts.values import ContactFacts, Stage
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.db import atomic, db
from crm.core.fields.registry import fields_of
from crm.core.scope import visible
from crm.segments.models import SavedView
from crm.volunteers.services import set_status
from crm.volunteers.values import VolunteerStatus
from crm.web.shared import freshness
from crm.web.shared.freshness import forget_counts
from tests.factories.tasks import a_task, a_volunteer
from tests.web.kit import Browser, client_for, counted_queries


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    forget_counts()


def _names(html: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'c-row-link"[^>]*><bdi>(.*?)</bdi>', html)]


def _link(html: str, words: str) -> str | None:
    """Return the address of the first link with these words."""
    for href, inside in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL):
        if re.sub(r"<[^>]+>", "", inside).strip() == words:
            return unescape(href)
    return None


def _organizations(count: int) -> None:
    countries = ("KE", "NO", "LB")
    for number in range(count):
        facts = ContactFacts(country=countries[number % 3], stage=Stage.SIGNED if number % 2 else Stage.INVITED)
        add_organization(f"Member {number:03}", actor=SHELL, facts=facts)


def test_next_and_back_show_every_organisation_once(app: Flask) -> None:
    _organizations(120)
    client = client_for(app, Role.STAFF)
    html = client.get("/organizations").text
    pages = [_names(html)]
    assert "Rows 1 to 50 of" in re.sub(r"<[^>]+>", "", html)
    while url := _link(html, "Next 50"):
        html = client.get(url).text
        pages.append(_names(html))
    assert [name for page in pages for name in page] == [f"Member {number:03}" for number in range(120)]
    assert "Rows 101 to 120 of" in re.sub(r"<[^>]+>", "", html)
    back = []
    while url := _link(html, "Back"):
        html = client.get(url).text
        back.append(_names(html))
    assert back == pages[-2::-1]


def test_a_filter_is_added_by_a_plain_form_shown_as_a_chip_and_taken_away(app: Flask) -> None:
    _organizations(9)
    client = client_for(app, Role.STAFF)
    html = client.get("/organizations?add=country").text
    assert 'name="af" value="country"' in html
    answer = client.get("/organizations?af=country&ar=is&av=KE&av=LB", follow_redirects=True)
    assert "f=country:is:KE,LB" in unescape(answer.request.url).replace("%3A", ":").replace("%2C", ",")
    assert _names(answer.text) == [f"Member {number:03}" for number in range(9) if number % 3 != 1]
    assert 'aria-label="Country is one of Kenya, Lebanon"' in answer.text
    gone = re.search(r'href="([^"]+)" aria-label="Remove the filter Country"', answer.text)
    assert gone is not None
    assert len(_names(client.get(unescape(gone[1])).text)) == 9


def test_a_filter_that_cannot_be_compared_says_so_and_keeps_what_was_typed(app: Flask) -> None:
    _organizations(1)
    answer = client_for(app, Role.STAFF).get("/organizations?af=last_contact&ar=before&av=last+spring")
    assert answer.status_code == 200
    assert "Write the day as" in answer.text
    assert 'value="last spring"' in answer.text


def test_a_filter_of_tomorrow_is_shown_as_not_understood(app: Flask) -> None:
    _organizations(2)
    answer = client_for(app, Role.STAFF).get("/organizations?f=mood:is:sunny")
    assert 'aria-label="mood is not understood sunny"' in answer.text


@pytest.mark.parametrize(
    "address", ["after=%00", "after=W10", "before=xyz", "f=nothing", "view=99999999999999", "view=x"]
)
def test_a_damaged_address_is_answered_in_a_sentence(app: Flask, address: str) -> None:
    answer = client_for(app, Role.STAFF).get(f"/organizations?{address}")
    assert answer.status_code in {400, 404}
    assert re.search(r"damaged|cannot be read|no such view", answer.text)


def test_what_was_filtered_is_saved_as_a_view_with_its_count_on_a_tab(app: Flask) -> None:
    _organizations(9)
    client = client_for(app, Role.STAFF)
    address = "/organizations?f=archived:is:no&f=country:is:KE&order=-name"
    html = client.get(address).text
    save_url = _link(html, "Save view")
    assert save_url is not None
    assert "c-tab-lit" in html
    answer = client.submit(save_url, {"name": "Kenya", "audience": "everyone"}, follow_redirects=True)
    assert _names(answer.text) == ["Member 006", "Member 003", "Member 000"]
    assert re.search(r"<bdi>Kenya</bdi>\s*<span class=\"c-count\">3</span>", answer.text)
    assert "c-tab-lit" not in answer.text
    view = db.session.query(SavedView).one()
    assert view.question["all"][1] == {"field": "country", "relation": "is", "value": ["KE"]}
    other = client_for(app, Role.VIEWER)
    assert "Kenya" in other.get("/organizations").text
    assert other.post(f"/lists/views/{view.id}/delete").status_code == 403


def test_a_view_that_names_an_address_is_not_shown_to_who_may_not_read_it(app: Flask) -> None:
    add_person("Reem", actor=SHELL, facts=ContactFacts(emails=("reem@cedar.example",)))
    client = client_for(app, Role.STAFF)
    for name, question in (("With address", "email:is:reem@cedar.example"), ("Reachable", "email:given")):
        client.submit(f"/lists/people/views/new?f={question}", {"name": name, "audience": "everyone"})
    first = db.session.query(SavedView).order_by(SavedView.id).first()
    assert first is not None
    assert "With address" in client_for(app, Role.STAFF).get("/people").text
    other = client_for(app, Role.VIEWER)
    page = other.get("/people").text
    assert "With address" not in page
    assert "Reachable" in page
    assert other.get(f"/people?view={first.id}").status_code == 404
    assert _names(other.get("/people?f=email:is:reem@cedar.example").text) == []


def test_a_private_view_is_nobody_elses(app: Flask) -> None:
    _organizations(1)
    client = client_for(app, Role.STAFF)
    client.submit("/lists/organizations/views/new?f=country:is:KE", {"name": "Mine alone"})
    view = db.session.query(SavedView).one()
    other = client_for(app, Role.STAFF)
    assert "Mine alone" not in other.get("/organizations").text
    assert other.get(f"/organizations?view={view.id}").status_code == 404
    assert other.get(f"/lists/views/{view.id}").status_code == 404


def test_a_view_needs_a_name_of_its_own(app: Flask) -> None:
    _organizations(1)
    client = client_for(app, Role.STAFF)
    for name, sentence in (("", "Give the view a name"), ("x" * 81, "too long")):
        answer = client.submit("/lists/organizations/views/new?f=country:is:KE", {"name": name})
        assert answer.status_code == 422
        assert sentence in answer.text
    client.submit("/lists/organizations/views/new?f=country:is:KE", {"name": "Kenya"})
    answer = client.submit("/lists/organizations/views/new?f=country:is:NO", {"name": "kenya"})
    assert answer.status_code == 422
    assert "already a view" in answer.text


def test_chosen_columns_stay_with_their_reader(app: Flask) -> None:
    _organizations(1)
    client = client_for(app, Role.STAFF)
    client.post("/lists/organizations/columns", data={"columns": ["name", "tags", "country"]})
    html = client.get("/organizations").text
    heads = [re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r'<th scope="col".*?</th>', html, re.DOTALL)]
    assert heads[-3:] == ["Name", "Tags", "Country"]
    other = client_for(app, Role.STAFF).get("/organizations").text
    assert ">Next step<" in other


def test_a_list_page_costs_at_most_twelve_queries(app: Flask) -> None:
    _organizations(60)
    client = client_for(app, Role.ADMIN)
    for name in ("Kenya", "Norway"):
        client.submit(f"/lists/organizations/views/new?f=country:is:{name[:2].upper()}", {"name": name})
    tagged = db.session.scalars(visible(Contact, Contact.id).where(Contact.country == "KE")).all()
    client.post("/lists/organizations/bulk", data={"act": "tag", "value": "Seen", "sure": "1", "ids": tagged})
    columns = "cols=" + ",".join(fields_of("organizations"))
    filters = "f=tags:is:seen&f=country:is:KE&order=-last_contact"
    for address in ("", "?q=mem+00", f"?{columns}", f"?q=mem+00&{columns}", f"?{filters}&{columns}"):
        forget_counts()
        with counted_queries() as queries:
            answer = client.get(f"/organizations{address}")
        assert "Member 0" in answer.text
        assert len(queries) <= 12, "\n".join(queries)


def _team_client(app: Flask, name: str) -> tuple[Browser, int]:
    with atomic(SHELL):
        team = Team(name=name)
        db.session.add(team)
    return client_for(app, Role.STAFF, team_id=team.id), team.id


def test_another_teams_rows_are_in_no_page_count_search_or_bulk(app: Flask) -> None:
    north, north_id = _team_client(app, "North")
    south, south_id = _team_client(app, "South")
    ids = {}
    for name, team_id in (("Northern secret", north_id), ("Southern secret", south_id)):
        contact = add_organization(name, actor=SHELL)
        set_teams(contact.id, [team_id], actor=SHELL)
        ids[name] = contact.id
    add_organization("Open house", actor=SHELL)
    for address in ("", "?q=sec", "?f=archived:is:yes,no", "?order=-last_contact"):
        html = south.get(f"/organizations{address}").text
        assert "Northern secret" not in html
        assert "Northern secret" in north.get(f"/organizations{address}").text
    assert re.search(r"</h1>\s*<span class=\"c-count\">2</span>", south.get("/organizations").text)
    data = {"act": "tag", "value": "Seen", "sure": "1", "ids": list(ids.values())}
    south.post("/lists/organizations/bulk", data=data)
    tagged = [row.name for row in db.session.scalars(visible(Contact)) if row.tags]
    assert tagged == ["Southern secret"]


def test_ticked_rows_get_a_tag_and_lose_it_again_by_undo(app: Flask) -> None:
    _organizations(3)
    client = client_for(app, Role.STAFF)
    ids = list(db.session.scalars(visible(Contact, Contact.id).order_by(Contact.id)))
    asked = client.post("/lists/organizations/bulk", data={"act": "tag", "ids": ids[:2]})
    assert "This changes 2 records." in asked.text
    done = client.post(
        "/lists/organizations/bulk",
        data={"act": "tag", "ids": ids[:2], "value": "Africa group", "sure": "1"},
        follow_redirects=True,
    )
    assert "2 records were changed." in done.text
    line = db.session.query(AuditLine).filter_by(action="contacts.tagged").one()
    assert line.details["count"] == 2
    assert re.fullmatch(r"[0-9a-f]{64}", line.details["digest"])
    html = client.get("/organizations?f=tags:is:africa+group").text
    assert _names(html) == ["Member 000", "Member 001"]
    undo_url = re.search(r'action="(/lists/organizations/undo/\d+)"', done.text)
    assert undo_url is not None
    client.post(undo_url[1])
    assert _names(client.get("/organizations?f=tags:given").text) == []


def test_all_of_a_view_get_an_owner_and_undo_keeps_what_was_changed_since(app: Flask) -> None:
    _organizations(6)
    client = client_for(app, Role.STAFF)
    assert client.user is not None
    me = client.user.id
    data = {"act": "owner", "all": "1", "value": str(me), "sure": "1", "f": ["archived:is:no", "country:is:KE"]}
    done = client.post("/lists/organizations/bulk", data=data, follow_redirects=True)
    assert _names(client.get("/organizations?f=owner:is:me").text) == ["Member 000", "Member 003"]
    with atomic(SHELL):
        first = db.session.scalars(visible(Contact).where(Contact.name == "Member 000")).one()
        first.owner_id = None
    undo_url = re.search(r'action="(/lists/organizations/undo/\d+)"', done.text)
    assert undo_url is not None
    other = client_for(app, Role.STAFF)
    assert other.post(undo_url[1]).status_code == 403
    undone = client.post(undo_url[1], follow_redirects=True)
    assert "Undone for 1 record." in undone.text
    assert _names(client.get("/organizations?f=owner:is:me").text) == []
    db.session.refresh(first)
    assert first.owner_id is None


def test_a_tag_without_a_word_is_refused_and_the_rows_stay_ticked(app: Flask) -> None:
    _organizations(1)
    contact_id = db.session.scalars(visible(Contact, Contact.id)).one()
    data = {"act": "tag", "value": " ", "sure": "1", "ids": [contact_id]}
    answer = client_for(app, Role.STAFF).post("/lists/organizations/bulk", data=data)
    assert answer.status_code == 422
    assert f'name="ids" value="{contact_id}"' in answer.text


@pytest.mark.parametrize("act", ["", "delete", "Archive"])
@pytest.mark.parametrize("sure", ["", "1"])
def test_an_act_that_there_is_not_is_refused_in_a_sentence(app: Flask, act: str, sure: str) -> None:
    _organizations(1)
    contact_id = db.session.scalars(visible(Contact, Contact.id)).one()
    data = {"act": act, "sure": sure, "ids": [contact_id]}
    answer = client_for(app, Role.STAFF).post("/lists/organizations/bulk", data=data)
    assert answer.status_code == 400
    assert "There is no such act." in answer.text
    assert db.session.scalars(visible(Contact, Contact.is_archived)).one() is False


def test_archived_rows_leave_the_list_and_are_found_by_the_filter(app: Flask) -> None:
    _organizations(2)
    client = client_for(app, Role.STAFF)
    contact_id = db.session.scalars(visible(Contact, Contact.id).order_by(Contact.id)).first()
    client.post("/lists/organizations/bulk", data={"act": "archive", "sure": "1", "ids": [contact_id]})
    assert _names(client.get("/organizations").text) == ["Member 001"]
    assert _names(client.get("/organizations?f=archived:is:yes").text) == ["Member 000"]


def test_nothing_yet_and_nothing_found_say_what_to_do(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    assert "Bring in your organisations" in client.get("/organizations").text
    assert "Bring in the people you know" in client.get("/people").text
    add_person("Ana Silva", actor=SHELL)
    assert "Nothing found" in client.get("/people?q=zzz").text


def test_signers_without_a_name_are_left_out_of_people_unless_asked_for(app: Flask) -> None:
    add_person("Anonymous", actor=SHELL)
    add_person("Ana Silva", actor=SHELL)
    client = client_for(app, Role.STAFF)
    assert _names(client.get("/people").text) == ["Ana Silva"]
    assert _names(client.get("/people?f=archived:is:no&f=unnamed:is:yes,no").text) == ["Ana Silva", "Anonymous"]


def test_a_viewer_sees_rows_but_nothing_to_change_them(app: Flask) -> None:
    _organizations(1)
    client = client_for(app, Role.VIEWER)
    html = client.get("/organizations").text
    assert _names(html) == ["Member 000"]
    assert "c-row-tick" not in html
    assert client.post("/lists/organizations/bulk", data={"act": "archive", "ids": ["1"]}).status_code == 403


def test_ticked_rows_and_whole_views_are_sent_as_a_file(app: Flask) -> None:
    _organizations(5)
    client = client_for(app, Role.STAFF)
    ids = list(db.session.scalars(visible(Contact, Contact.id).order_by(Contact.id)))
    some = client.post("/lists/organizations/export", data={"ids": ids[:2], "f": "archived:is:no"})
    assert some.mimetype == "text/csv"
    lines = some.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"name","country","stage"')
    assert len(lines) == 3
    view = client.get("/lists/organizations/export?f=country:is:KE&form=csv&fields=all")
    assert len(view.data.decode("utf-8-sig").splitlines()) == 3
    head = view.data.decode("utf-8-sig").splitlines()[0]
    assert all(f'"{key}"' in head for key in ("external_id", "notes", "branch_of", "networks", "other_names"))
    assert "attachment; filename=organizations-" in view.headers["Content-Disposition"]
    assert client.get("/lists/organizations/export?form=xlsx").data.startswith(b"PK")
    assert client.get("/lists/organizations/export?form=pdf").status_code == 400
    assert client.get("/lists/planets/export").status_code == 404
    assert client_for(app, Role.VIEWER).get("/lists/organizations/export").status_code == 403
    counts = [line.details["rows"] for line in db.session.query(AuditLine).filter_by(action="list.exported")]
    assert sorted(counts) == [2, 2, 5]


def test_the_navigation_shows_which_list_is_open(app: Flask) -> None:
    page = client_for(app, Role.STAFF).get("/organizations").text
    assert re.search(r'href="/organizations" aria-current="page"', page)
    assert not re.search(r'href="/people" aria-current="page"', page)


@pytest.mark.parametrize(
    "address, words",
    [
        ("", "4"),
        ("?q=member+00", "4 of 4"),
        ("?q=member+001", "1 of 4"),
        ("?q=zzz", "0 of 4"),
        ("?f=archived:is:no&f=country:is:KE", "2 of 4"),
        ("?f=country:is:KE&q=member+003", "1 of 4"),
        ("?f=archived:is:yes,no", "5 matching"),
    ],
)
def test_the_heading_says_how_many_a_search_or_a_filter_found(app: Flask, address: str, words: str) -> None:
    _organizations(4)
    archive_contact(add_organization("Gone", actor=SHELL).id, actor=SHELL)
    page = client_for(app, Role.STAFF).get(f"/organizations{address}").text
    assert re.search(rf'</h1>\s*<span class="c-count">{words}</span>', page)


def test_the_navigation_counts_what_its_list_shows(app: Flask) -> None:
    _organizations(2)
    archive_contact(add_organization("Gone", actor=SHELL).id, actor=SHELL)
    add_person("Anonymous", actor=SHELL)
    left = a_volunteer()
    a_volunteer()
    set_status(left.id, VolunteerStatus.LEFT, actor=SHELL)
    client = client_for(app, Role.STAFF)
    for url, number in (("/organizations", "2"), ("/people", "2"), ("/volunteers/", "2"), ("/signatures/", "0")):
        page = client.get(url).text
        beside = re.search(rf'href="{url}" aria-current="page".*?c-nav-count">([^<]*)<', page, re.DOTALL)
        assert beside
        assert beside[1] == number
        if number != "0":
            assert re.search(rf'</h1>\s*<span class="c-count">{number}</span>', page)


def test_what_a_worker_wrote_is_counted_on_the_next_page(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    assert "Organisations</h1>" in client.get("/organizations").text
    _organizations(3)
    page = client.get("/organizations").text
    assert re.search(r"<bdi>All</bdi>\s*<span class=\"c-count\">3</span>", page)
    assert '<span class="c-nav-count">3</span>' in page


def test_small_lists_are_counted_on_the_page_after_a_change_also_beside_large_ones(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the large ones took, which are kept."""
    monkeypatch.setattr(freshness, "_SMALL", 3)
    monkeypatch.setattr(freshness, "_QUICK_SECONDS", 0.0)
    _organizations(3)
    client = client_for(app, Role.STAFF)
    client.get("/")
    a_volunteer()
    _organizations(1)
    page = client.get(f"/tasks/{a_task().id}").text
    for url, number in (("/volunteers/", "1"), ("/tasks/", "1"), ("/organizations", "3")):
        beside = re.search(rf'<a [^>]*href="{url}".*?</a>', page, re.DOTALL)
        assert beside
        assert f'c-nav-count">{number}<' in beside[0]
