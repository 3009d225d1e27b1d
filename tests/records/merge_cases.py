"""Pairs of records with everything that can hang on a contact, for the tests of merges."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from crm.coalition.services import join_coalition, move_stage
from crm.coalition.values import MembershipStatus
from crm.contacts.models import Contact
from crm.contacts.services import (
    add_affiliation,
    add_name,
    add_relation,
    archive_contact,
    set_teams,
    tag_contact,
)
from crm.contacts.values import AffiliationFacts, NameKind, RelationKind, Stage
from crm.core.actor import SHELL
from crm.core.db import atomic, db
from crm.core.mail.services import send_mail
from crm.matching.models import DuplicatePair
from crm.matching.services import mark_distinct
from crm.matching.values import Zone
from crm.outreach.services import finish_follow_up
from crm.outreach.values import Outcome
from crm.statements.services import SignatureFacts, draft_statement, sign, withdraw_signature
from crm.tasks.services import assign_volunteer, log_hours, mark_done, take_back
from crm.volunteers.services import make_volunteer
from crm.volunteers.values import Offer
from tests.factories import a_team
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization
from tests.factories.tasks import a_task


class Surroundings:
    """What both records of a pair can be tied to: it is there before, and is the same for many pairs."""

    def __init__(self) -> None:
        self.organization = an_organization("Umbrella of the lakes")
        self.person = a_person("Nadia Haddad", of=self.organization)
        self.statements = [draft_statement(f"Letter {number}", text="We ask.", actor=SHELL) for number in range(2)]
        self.tasks = [a_task(f"Work {number}", places=400) for number in range(2)]
        self.teams = [a_team() for _ in range(2)]

    def make(self, *, is_person: bool, side: dict[str, Any]) -> Contact:
        """Make one record of a pair."""
        make = a_person if is_person else an_organization
        contact = make(side["name"], **side["facts"])
        for part, how in side["parts"]:
            _PARTS[part](self, contact, how)
        return contact


def _name(_around: Surroundings, contact: Contact, how: int) -> None:
    add_name(contact.id, f"Alias {how}", kind=NameKind.ALIAS, actor=SHELL)


def _tag(_around: Surroundings, contact: Contact, how: int) -> None:
    tag_contact(contact.id, f"tag {how}", actor=SHELL)


def _place(around: Surroundings, contact: Contact, how: int) -> None:
    role = ("", "Director")[how % 2]
    facts = AffiliationFacts(role=role, is_main_contact=how == 1)
    ends = (contact.id, around.organization.id) if contact.is_person else (around.person.id, contact.id)
    add_affiliation(*ends, facts=facts, actor=SHELL)


def _tie(around: Surroundings, contact: Contact, how: int) -> None:
    if contact.is_person:
        return
    kind = list(RelationKind)[how % len(RelationKind)]
    ends = [contact.id, around.organization.id] if how % 2 else [around.organization.id, contact.id]
    add_relation(*ends, kind=kind, since=date(2020, 1, 1 + how), actor=SHELL)


def _member(_around: Surroundings, contact: Contact, how: int) -> None:
    if not contact.is_person:
        status = list(MembershipStatus)[how % 3]
        join_coalition(contact.id, status, since=date(2020 + how, 5, 1), actor=SHELL)


def _stage(_around: Surroundings, contact: Contact, how: int) -> None:
    move_stage(contact.id, list(Stage)[how], actor=SHELL)


def _signature(around: Surroundings, contact: Contact, how: int) -> None:
    facts = SignatureFacts(signed_on=date(2025, 1, 1 + how), role="Chair")
    signature = sign(around.statements[how % 2].id, contact.id, facts=facts, actor=SHELL)
    if how > 1:
        withdraw_signature(signature.id, actor=SHELL)


def _signs_for(around: Surroundings, contact: Contact, how: int) -> None:
    if contact.is_person:
        other = an_organization()
        sign(around.statements[how % 2].id, other.id, facts=SignatureFacts(signer_id=contact.id), actor=SHELL)


def _met(around: Surroundings, contact: Contact, how: int) -> None:
    beside = [around.person] if how % 2 else []
    outcome = Outcome.INTERESTED if how == 1 else None
    an_interaction(contact, *beside, days_ago=how, text="Met", outcome=outcome)


def _promise(_around: Surroundings, contact: Contact, how: int) -> None:
    follow_up = a_follow_up(contact, in_days=how)
    if how % 2:
        finish_follow_up(follow_up.id, actor=SHELL)


def _volunteer(around: Surroundings, contact: Contact, how: int) -> None:
    if not contact.is_person:
        return
    offer = Offer(skills=("Translation", f"Skill {how}"), languages=("en", "fr")[: how % 3], notes="Evenings")
    volunteer = make_volunteer(contact.id, offer, actor=SHELL)
    for task in around.tasks[: how + 1]:
        part = assign_volunteer(task.id, volunteer.id, actor=SHELL)
        log_hours(part.id, Decimal("1.5"), date(2026, 1, 2), actor=SHELL)
        if how:
            (mark_done, take_back)[how % 2](part.id, actor=SHELL)


def _mail(_around: Surroundings, contact: Contact, how: int) -> None:
    with atomic(SHELL):
        send_mail(f"m{how}@lake.example", "Hello", "Text", purpose="tests", contact_id=contact.id)


def _team(around: Surroundings, contact: Contact, how: int) -> None:
    set_teams(contact.id, [team.id for team in around.teams[: 1 + how % 2]], actor=SHELL)


def _two(around: Surroundings, contact: Contact, how: int) -> None:
    """Somebody said that it is another than its neighbour, or a search found the two."""
    other = around.person if contact.is_person else around.organization
    if how:
        mark_distinct(contact.id, other.id, actor=SHELL)
    else:
        pair = {"a_id": other.id, "b_id": contact.id, "kind": contact.kind, "score": 80, "zone": Zone.ASK, "search": 1}
        with atomic(SHELL):
            db.session.add(DuplicatePair(**pair))


def _archived(_around: Surroundings, contact: Contact, _how: int) -> None:
    archive_contact(contact.id, actor=SHELL)


_PARTS = {
    "name": _name,
    "tag": _tag,
    "place": _place,
    "tie": _tie,
    "member": _member,
    "stage": _stage,
    "signature": _signature,
    "signs_for": _signs_for,
    "met": _met,
    "promise": _promise,
    "volunteer": _volunteer,
    "mail": _mail,
    "team": _team,
    "two": _two,
    "archived": _archived,
}

_POINTS = st.lists(st.sampled_from(["a@lake.example", "b@lake.example", "c@lake.example"]), max_size=2, unique=True)
_PHONES = st.lists(st.sampled_from(["+254711111111", "+254722222222"]), max_size=2, unique=True)
_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "native_name": st.sampled_from(["مركز البحيرة", "Озеро"]),
        "acronym": st.sampled_from(["LRC", "CRL"]),
        "country": st.sampled_from(["KE", "UG"]),
        "city": st.sampled_from(["Kisumu", "Entebbe"]),
        "languages": st.sampled_from([("en",), ("fr", "en")]),
        "website": st.sampled_from(["https://lake.example", "https://lac.example"]),
        "notes": st.sampled_from(["Met in Nairobi.", "Writes slowly."]),
        "emails": _POINTS.map(tuple),
        "phones": _PHONES.map(tuple),
        "aliases": st.sampled_from([("Lake centre",), ("Centre of the lake", "Lake centre")]),
        "external_keys": st.sampled_from([(("list", "1"),), (("list", "2"), ("list", "1"))]),
    },
)
#: One part of each kind, in an order of its own.
_HOW = st.lists(st.tuples(st.sampled_from(sorted(_PARTS)), st.integers(0, 2)), max_size=9, unique_by=lambda one: one[0])
SIDES = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Lake Rights Centre", "Centre des lacs", "Lake rights centre"]),
        "facts": _FACTS,
        "parts": _HOW,
    }
)
#: Choices for whatever fields the two have.
CHOICES = st.dictionaries(
    st.sampled_from(
        ["name", "native_name", "acronym", "country", "city", "website", "stage", "email", "phone", "teams"]
    ),
    st.sampled_from(["kept", "losing"]),
)
