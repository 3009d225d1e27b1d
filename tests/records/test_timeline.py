"""The record page's reading: one story across rooms."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from crm.coalition.services import join_coalition, move_stage
from crm.coalition.values import MembershipStatus
from crm.contacts.models import Contact
from crm.contacts.queries import list_addresses
from crm.contacts.services import add_point, add_relation, edit_contact
from crm.contacts.values import PointKind, RelationKind, Stage
from crm.core.actor import SHELL
from crm.core.clock import now, today
from crm.core.db import Source, atomic, db
from crm.core.errors import DomainError
from crm.imports.models import ImportBatch
from crm.imports.values import ImportAs
from crm.outreach.services import finish_follow_up, remove_interaction
from crm.outreach.values import Outcome
from crm.records.queries import (
    PAGE,
    get_head,
    get_origins,
    get_timeline,
    list_details,
    list_people,
    list_places,
)
from crm.records.values import FILTERS, Strand, Timeline
from crm.statements.models import Signature, Statement
from crm.statements.values import SignedAs
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization

pytestmark = pytest.mark.usefixtures("app")
ALL = frozenset(Strand)


def _timeline(contact: Contact, *, strands: frozenset[Strand] = ALL, after: str | None = None) -> Timeline:
    db.session.expire_all()
    head = get_head(contact.id)
    made_at = get_origins(head).made_at
    return get_timeline(contact.id, list_details(contact.id), made_at=made_at, strands=strands, after=after)


def _story(contact: Contact, *, strands: frozenset[Strand] = ALL) -> list[tuple[str, str]]:
    return [(one.strand.value, one.kind) for one in _timeline(contact, strands=strands).events]


def _sign(contact: Contact, on: date) -> None:
    with atomic(SHELL):
        statement = Statement(slug="letter", title="Open letter")
        db.session.add(statement)
        db.session.flush()
        db.session.add(
            Signature(
                statement=statement,
                contact_id=contact.id,
                signed_as=SignedAs.ORGANIZATION,
                signed_name="Cedar",
                signed_on=on,
                sort_name="cedar",
            )
        )


def test_everything_that_happened_is_one_story_in_time() -> None:
    """Calls with their people and the move they caused, promises kept, signatures, membership, changes, the making."""
    place = an_organization("Cedar", created_at=now() - timedelta(days=900), city="Beirut", tags=("One",))
    reem = a_person("Reem", of=place)
    day = today()
    join_coalition(place.id, MembershipStatus.MEMBER, since=day - timedelta(days=500), actor=SHELL)
    _sign(place, day - timedelta(days=400))
    an_interaction(place, reem, days_ago=3, outcome=Outcome.PROMISED, text="Says yes", minutes=12)
    removed = an_interaction(place, days_ago=2)
    remove_interaction(removed.id, actor=SHELL)
    follow_up = a_follow_up(place)
    finish_follow_up(follow_up.id, actor=SHELL)
    move_stage(place.id, Stage.ACTIVE, actor=SHELL)
    edit_contact(place.id, "city", value="Tripoli", version=None, actor=SHELL)
    edit_contact(place.id, "founded", value="1999", version=None, actor=SHELL)
    events = _timeline(place).events
    assert [(one.strand.value, one.kind) for one in events] == [
        ("change", "contact"),
        ("stage", "active"),
        ("follow_up", "call"),
        ("change", "contact"),
        ("contact", "call"),
        ("signature", "confirmed"),
        ("membership", "member"),
    ]
    change, making, call = events[0], events[3], events[4]
    assert change.fields == ["city", "founded"]
    assert (making.other, making.text) == ("created", "")
    assert [one.name for one in call.people] == ["Cedar", "Reem"]
    assert [(one.note, one.kind) for one in call.moves] == [("identified", "pledged")]
    assert (call.note, call.number, call.text) == ("promised", 12, "Says yes")
    assert _story(reem)[-1] == ("contact", "call")


@pytest.mark.parametrize("word", FILTERS)
def test_the_story_is_narrowed_to_one_kind_of_thing(word: str) -> None:
    """By what was asked for alone."""
    place = an_organization()
    an_interaction(place, outcome=Outcome.PROMISED)
    finish_follow_up(a_follow_up(place).id, actor=SHELL)
    found = {one.strand for one in _timeline(place, strands=FILTERS[word]).events}
    assert found
    assert found <= FILTERS[word]


def test_a_long_story_goes_on_where_the_page_ended() -> None:
    """Each event once, none left out, also where many share a moment."""
    place = an_organization()
    moment = now() - timedelta(days=1)
    for number in range(PAGE + 12):
        an_interaction(place, at=moment - timedelta(hours=number // 8), text=str(number))
    seen: list[str] = []
    after = None
    for _page in range(3):
        page = _timeline(place, strands=FILTERS["contacts"], after=after)
        seen += [one.text for one in page.events]
        after = page.after
        if after is None:
            break
    assert sorted(seen, key=int) == [str(number) for number in range(PAGE + 12)]
    assert after is None


@pytest.mark.parametrize("cursor", ["x", "WzEsMiwzXQ", "WyIyMDI2IiwieCIsInkiXQ"])
def test_a_damaged_cursor_is_refused_in_words(cursor: str) -> None:
    """Not with an error of ours."""
    with pytest.raises(DomainError):
        _timeline(an_organization(), after=cursor)


def test_each_value_names_the_act_that_gave_it() -> None:
    """Form, file and row."""
    with atomic(SHELL):
        batch = ImportBatch(file_name="spring.xlsx", import_as=ImportAs.ORGANIZATIONS)
        db.session.add(batch)
        db.session.flush()
        number = batch.id
    with atomic(SHELL, Source("file", number, 118)):
        place = an_organization("Cedar", website="cedar.example", city="Beirut")
    edit_contact(place.id, "city", value="Tripoli", version=None, actor=SHELL)
    found = {one.field: (one.source, one.file, one.row) for one in get_origins(get_head(place.id)).lines}
    assert found == {
        "name": ("file", "spring.xlsx", 118),
        "website": ("file", "spring.xlsx", 118),
        "city": ("form", None, None),
    }
    made = _timeline(place).events[-1]
    assert (made.text, made.number, made.other) == ("spring.xlsx", 118, "created")


def test_what_hangs_on_a_contact_comes_in_one_query() -> None:
    """Names, tags, ties from both sides, memberships, signatures."""
    place, net = an_organization("Cedar", aliases=("Arz",), tags=("One", "Two")), an_organization("Network")
    add_relation(place.id, net.id, kind=RelationKind.MEMBER_OF, since=date(2020, 1, 1), actor=SHELL)
    join_coalition(place.id, MembershipStatus.MEMBER, since=date(2024, 1, 1), actor=SHELL)
    _sign(place, date(2024, 3, 6))
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    details = list_details(place.id)
    assert len([one for one in statements if one.startswith("SELECT")]) == 1
    assert [(one.what, one.name, one.kind, one.extra, one.since) for one in details] == [
        ("membership", "", "member", "", date(2024, 1, 1)),
        ("name", "Arz", "alias", "", None),
        ("signature", "Open letter", "confirmed", "Cedar", date(2024, 3, 6)),
        ("tag", "One", "", "one", None),
        ("tag", "Two", "", "two", None),
        ("tie", "Network", "member_of", "to", date(2020, 1, 1)),
    ]
    assert [(one.name, one.extra) for one in list_details(net.id)] == [("Cedar", "from")]


def test_people_and_places_are_read_with_their_addresses() -> None:
    """From both ends."""
    place = an_organization("Cedar")
    reem = a_person("Reem", of=place, role="Director", emails=("reem@cedar.example",))
    add_point(reem.id, "+9611999111", kind=PointKind.PHONE, actor=SHELL)
    place_id, reem_id = place.id, reem.id
    db.session.expunge_all()
    assert [(one.person.name, one.role) for one in list_people(place_id)] == [("Reem", "Director")]
    assert [one.place for one in list_places(reem_id)] == ["Cedar"]
    assert [one.kind.value for one in list_addresses([place_id, reem_id])[reem_id]] == ["email", "phone"]


def test_later_tags_and_addresses_are_events_and_those_of_the_making_are_not() -> None:
    """A contact made with a tag has one line."""
    place = an_organization(tags=("One",), emails=("a@b.example",))
    assert _story(place) == [("change", "contact")]
