"""Filling an empty base with very many contacts to measure with: the same for the same number of people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table

from crm.coalition.models import StageMove
from crm.coalition.values import MoveCause
from crm.contacts.models import Affiliation, Contact, ContactPoint, ContactTag, Tag
from crm.contacts.values import ContactKind, OrganizationType, PointKind, Stage, tag_key
from crm.core.actor import Actor
from crm.core.bulk import build_indexes, drop_indexes, refresh_statistics
from crm.core.db import atomic
from crm.core.errors import ConflictError, DomainError
from crm.core.journal.models import JournalLine
from crm.core.search.models import SearchWord
from crm.core.text.folding import fold, sort_key
from crm.invented.services.contacts import add_contact
from crm.invented.services.rows import Rows, last_key
from crm.invented.values.naming import NAMINGS
from crm.invented.values.places import PLACES, Place
from crm.invented.values.stories import AFTER, ROLES, TREATY
from crm.invented.values.tongues import TONGUES, Part, Tongue
from crm.outreach.models import Interaction, Participant
from crm.outreach.values import NO_CONTACT
from crm.statements.models import Signature, Statement, StatementVersion
from crm.statements.values import SignedAs, StatementState

#: People, organisations and what hangs on them that are written in one transaction.
CHUNK = 4_000
#: How often it is told how far it is.
TOLD = 25 * CHUNK
MOST_PEOPLE = 5_000_000
#: One organisation for so many people.
PEOPLE_OF_ONE = 20
#: Interactions lie on one contact in so many, tags on one in so many, so many on each.
TALKATIVE, TAGGED, TAGS_OF_ONE = 10, 5, 3
#: One person in so many bears the name of another one.
NAMESAKE = 25
TAGS = tuple(f"Measure {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX")
#: When it all began, whenever the base is made.
BEGIN = datetime(2024, 1, 1, 8, tzinfo=UTC)
#: An odd number without the factor 5 or 19: it walks through all names before it comes back.
STRIDE = 77_773

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much a base to measure with holds."""

    people: int
    organizations: int
    rows: int


@dataclass(slots=True)
class _Bench:
    rows: Rows
    actor: Actor
    people: int
    organizations: int
    tag_id: int = 0
    statement_id: int = 0
    version_id: int = 0
    organization_ids: list[int] = field(default_factory=list)
    #: Of the contacts of the chunk at work.
    last_contact: dict[int, datetime] = field(default_factory=dict)

    def made(self, number: int) -> datetime:
        """Return when the n-th contact was made: in the year before the first event, in no order."""
        return BEGIN - timedelta(minutes=number * 7_919 % 500_000)

    def at(self, number: int) -> datetime:
        """Return the moment of the n-th event; within two years, in no order."""
        return BEGIN + timedelta(minutes=number * 7_919 % 1_000_000)

    def events(self, turn: int) -> range:
        """Return the numbers of the interactions of the n-th contact that has some: as many as people in all."""
        talkative = -(-(self.people + self.organizations) // TALKATIVE)
        return range(turn * self.people // talkative, (turn + 1) * self.people // talkative)


def fill_bench(people: int, *, actor: Actor, tell: Tell) -> Size:
    """Fill an empty base with so many people and a twentieth of organisations, in chunks; ``tell`` hears how far it is.

    The indexes of the tables are taken away meanwhile: nobody else works in such a base. Raises ConflictError when the
    base holds contacts.
    """
    if not PEOPLE_OF_ONE <= people <= MOST_PEOPLE:
        raise DomainError("Between %(least)s and %(most)s people can be made.", least=PEOPLE_OF_ONE, most=MOST_PEOPLE)
    if last_key(Contact):
        raise ConflictError("This base holds contacts already. What is measured needs an empty one.")
    bench = _Bench(Rows("bench"), actor, people, people // PEOPLE_OF_ONE)
    with _without_indexes(actor, tell):
        written = _begin(bench)
        for first in range(0, people, CHUNK):
            written += _fill(bench, first, min(first + CHUNK, people))
            if first % TOLD == 0:
                tell(f"{first:,} of {people:,} people")
        tell("The index of names …")
        with atomic(actor):
            bench.rows.finish()
    return Size(people, bench.organizations, written)


_MODELS: tuple[type[Any], ...] = (
    Contact,
    ContactPoint,
    Affiliation,
    ContactTag,
    Interaction,
    Participant,
    Signature,
    StageMove,
    JournalLine,
    SearchWord,
)


@contextmanager
def _without_indexes(actor: Actor, tell: Tell) -> Iterator[None]:
    """Take the indexes of the great tables away, and make them again whatever happens."""
    tables: list[Table] = [model.__table__ for model in _MODELS]
    with atomic(actor):
        drop_indexes(tables)
    try:
        yield
    finally:
        tell("The indexes …")
        for table in tables:
            with atomic(actor):
                build_indexes(table)
        with atomic(actor):
            refresh_statistics()


def _begin(bench: _Bench) -> int:
    """Make the tags and the statement that is signed."""
    for name in TAGS:
        bench.rows.add(Tag, bench.actor, BEGIN, name=name, key=tag_key(name))
    bench.tag_id = bench.rows.first(Tag)
    facts = {"slug": f"bench-{TREATY[0]}", "title": TREATY[1], "state": StatementState.OPEN}
    bench.statement_id = bench.rows.add(Statement, bench.actor, BEGIN, **facts)
    version = {"statement_id": bench.statement_id, "number": 1, "text": TREATY[1]}
    bench.version_id = bench.rows.add(StatementVersion, bench.actor, BEGIN, **version)
    with atomic(bench.actor):
        return bench.rows.write(bench.actor, "bench.begun")


def _fill(bench: _Bench, first: int, end: int) -> int:
    """Make some people, and those organisations whose turn it is: all come before the first person of theirs."""
    # The n-th organisation is met first by person 2n, so twice as many are ready as people are through.
    bench.last_contact.clear()
    lowest, highest = (min(-(-number // 2), bench.organizations) for number in (first, end))
    for number in range(lowest, highest):
        _add_organization(bench, number)
    for number in range(first, end):
        _add_person(bench, number)
    with atomic(bench.actor):
        return bench.rows.write(bench.actor, "bench.filled")


@cache
def _tongues() -> tuple[tuple[Tongue, tuple[Place, ...]], ...]:
    places = {tag: tuple(place for place in PLACES.values() if place.tongue == tag) for tag in TONGUES}
    return tuple((tongue, places[tag]) for tag, tongue in TONGUES.items())


@cache
def _folded(part: Part) -> str:
    return fold(part.latin).replace(" ", ".")


def person_name(number: int) -> tuple[str, str]:
    """Return the name of the n-th person in their own script, and the part of their address before the @."""
    tongue, _places = _tongues()[number % len(TONGUES)]
    turn = number // len(TONGUES)
    given, family = names_of(tongue, turn // 2 if number % NAMESAKE == 0 else turn)
    mailbox = ".".join(map(_folded, (*given, *family)))
    return tongue.put_together(given, family).own, f"{mailbox}.{number}"


def names_of(tongue: Tongue, turn: int) -> tuple[tuple[Part, Part], tuple[Part, Part]]:
    """Return two given and two family names that differ; the n-th four of a tongue, in no order."""
    given, family = tongue.given, tongue.family
    left, (many, much) = turn * STRIDE, (len(given), len(family))
    left, one = divmod(left, many)
    left, other = divmod(left, many - 1)
    left, name = divmod(left, much)
    second = left % (much - 1)
    return (
        (given[one], given[(one + 1 + other) % many]),
        (family[name], family[(name + 1 + second) % much]),
    )


def organization_name(number: int) -> tuple[Part, OrganizationType]:
    """Return the name of the n-th organisation, called after a thing and two families, and its type."""
    tongue, _places = _tongues()[number % len(TONGUES)]
    naming, turn = NAMINGS[tongue.tag], number // len(TONGUES)
    _given, (one, other) = names_of(tongue, turn)
    _whole, thing, kind = naming.name(turn)
    pattern = naming.kinds[turn % len(naming.kinds)][0]
    after = Part(f"{thing.own} {one.own} {other.own}", f"{thing.latin} {one.latin} {other.latin}")
    return Part(pattern.own.replace("*", after.own), pattern.latin.replace("*", after.latin)), kind


def _add_organization(bench: _Bench, number: int) -> None:
    part, kind = organization_name(number)
    tongue, places = _tongues()[number % len(TONGUES)]
    place, at = places[number // len(TONGUES) % len(places)], bench.made(bench.people + number)
    key = add_contact(
        bench.rows,
        ContactKind.ORGANIZATION,
        part.latin,
        bench.actor,
        at,
        native_name=None if tongue.is_latin else part.own,
        organization_type=kind,
        country=place.country,
        city=place.cities[number % len(place.cities)],
        languages=list(place.languages),
        founded=1950 + number % 75,
        main_person=person_name(2 * number)[0],
        stage=Stage.SIGNED,
        stage_since=bench.at(2 * number),
    )
    bench.organization_ids.append(key)
    _reach(bench, key, f"office.{number}@organization.example", at)
    _hang(bench, key, bench.people + number)


def _add_person(bench: _Bench, number: int) -> None:
    name, mailbox = person_name(number)
    _tongue, places = _tongues()[number % len(TONGUES)]
    place, at = places[number // len(TONGUES) % len(places)], bench.made(number)
    is_seated = number % 2 == 0
    # Of the other half, so many do not sign as there are organisations that do.
    turn, place_in_turn = divmod(number, PEOPLE_OF_ONE)
    is_silent = is_seated or (place_in_turn == 1 and turn < bench.organizations)
    signed_at = None if is_silent else bench.at(number)
    key = add_contact(
        bench.rows,
        ContactKind.PERSON,
        name,
        bench.actor,
        at,
        country=place.country,
        city=place.cities[number % len(place.cities)],
        languages=list(place.languages[:2]),
        stage=Stage.SIGNED if signed_at else Stage.IDENTIFIED,
        stage_since=signed_at,
        main_person=organization_name(number // 2 % bench.organizations)[0].latin if is_seated else None,
    )
    _reach(bench, key, f"{mailbox}@mail.example", at)
    if signed_at:
        _sign(bench, key, (name, place.country), signed_at)
    if is_seated:
        _seat(bench, key, number, at)
    _hang(bench, key, number)


def _seat(bench: _Bench, key: int, number: int, at: datetime) -> None:
    """Give a person a place in an organisation; the first one there is its main contact and signs for it."""
    seat = number // 2
    if seat < bench.organizations:
        part, _kind = organization_name(seat)
        _tongue, places = _tongues()[seat % len(TONGUES)]
        country = places[seat // len(TONGUES) % len(places)].country
        _sign(bench, bench.organization_ids[seat], (part.latin, country), bench.at(number), for_id=key)
    bench.rows.add(
        Affiliation,
        bench.actor,
        at,
        person_id=key,
        organization_id=bench.organization_ids[seat % bench.organizations],
        role=ROLES[seat % len(ROLES)],
        since=date(2010 + number % 14, 1 + number % 12, 1),
        is_main_contact=seat < bench.organizations,
    )


def _sign(bench: _Bench, key: int, signer: tuple[str, str], at: datetime, *, for_id: int | None = None) -> None:
    """Write a name under the statement, an organisation's by the person ``for_id``, with the move that it causes."""
    name, country = signer
    signature = bench.rows.add(
        Signature,
        bench.actor,
        at,
        statement_id=bench.statement_id,
        version_id=bench.version_id,
        contact_id=key,
        signed_as=SignedAs.ORGANIZATION if for_id else SignedAs.INDIVIDUAL,
        for_id=for_id,
        signed_name=name,
        signed_country=country,
        signed_on=at.date(),
        sort_name=sort_key(name),
    )
    bench.rows.add(
        StageMove,
        bench.actor,
        at,
        contact_id=key,
        before=Stage.IDENTIFIED,
        after=Stage.SIGNED,
        at=at,
        actor_name=bench.actor.name,
        cause=MoveCause.SIGNATURE,
        cause_id=signature,
    )


def _reach(bench: _Bench, key: int, email: str, at: datetime) -> None:
    point = {"kind": PointKind.EMAIL, "value": email, "key": email, "is_main": True}
    bench.rows.add(ContactPoint, bench.actor, at, contact_id=key, **point)


def _hang(bench: _Bench, key: int, number: int) -> None:
    """Give the n-th contact its tags and interactions, if it is one that has some."""
    if number % TAGGED == 0:
        for step in range(TAGS_OF_ONE):
            tag = (number // TAGGED + 7 * step) % len(TAGS)
            bench.rows.add(ContactTag, bench.actor, bench.made(number), contact_id=key, tag_id=bench.tag_id + tag)
    if number % TALKATIVE == 0:
        for event in bench.events(number // TALKATIVE):
            _talk(bench, key, event)


def _talk(bench: _Bench, key: int, event: int) -> None:
    said, at = AFTER[event % len(AFTER)], bench.at(event)
    interaction = bench.rows.add(
        Interaction,
        bench.actor,
        at,
        kind=said.kind,
        direction=said.direction,
        at=at,
        text=said.text,
        outcome=said.outcome,
        minutes=said.minutes,
        user_name=bench.actor.name,
    )
    bench.rows.add(Participant, bench.actor, at, interaction_id=interaction, contact_id=key, at=at)
    if said.kind not in NO_CONTACT:
        last = bench.last_contact.get(key)
        if last is None or at > last:
            bench.last_contact[key] = at
            bench.rows.change(Contact, key, last_contact_at=at, last_contact_kind=said.kind.value)
