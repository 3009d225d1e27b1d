"""The organisations and people of the invented coalition, how they are reached, and where they belong."""

from collections.abc import Iterator
from datetime import date, datetime

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from crm.coalition.values import REGION_OF
from crm.contacts.models import (
    Affiliation,
    Contact,
    ContactName,
    ContactPoint,
    ContactRelation,
    ContactTag,
    ContactTeam,
    Tag,
)
from crm.contacts.values import (
    ContactKind,
    NameKind,
    OrganizationType,
    PointKind,
    RelationKind,
    Stage,
    match_key,
    read_point,
    read_website,
    tag_key,
)
from crm.core.actor import Actor
from crm.core.text.folding import fold, sort_key, words
from crm.core.text.names import is_unnamed
from crm.invented.services.rows import Rows
from crm.invented.services.scene import Figure, Scene
from crm.invented.values.naming import NAMINGS
from crm.invented.values.places import PLACES, Place
from crm.invented.values.stories import (
    DESK_OF,
    EMPLOYERS,
    KNOWN,
    NOTES,
    OWN_NOTES,
    OWN_ROLES,
    ROLES,
    TAGS,
    Known,
)
from crm.invented.values.tongues import TONGUES, Part

PEOPLE = 1_846
#: People without a place in one of the organisations: who sign for themselves, and volunteers.
INDIVIDUALS = 186
VOLUNTEERS = 92
#: How many organisations stand at each stage; the rest has signed.
STANDING = {
    Stage.PLEDGED: 38,
    Stage.IN_CONVERSATION: 45,
    Stage.INVITED: 48,
    Stage.IDENTIFIED: 30,
    Stage.DECLINED: 12,
    Stage.LAPSED: 8,
    Stage.ACTIVE: 40,
}
#: The open letter brought in the first of them.
LETTER_DAY = date(2024, 2, 2)
#: One in so many of the organisations of a desk is for its team only.
LIMITED = 24


def add_contact(rows: Rows, kind: ContactKind, name: str, by: Actor, at: datetime, **facts: object) -> int:
    """Put a contact on the heap with what follows from its names, and return its key."""
    key = rows.add(
        Contact,
        by,
        at,
        kind=kind,
        name=name,
        sort_name=sort_key(name),
        match_key=match_key(name),
        is_unnamed=is_unnamed(name),
        **facts,
    )
    names = (name, facts.get("native_name"), facts.get("acronym"))
    rows.index(kind.value, {word for one in names if isinstance(one, str) for word in words(one)}, key)
    return key


def add_organizations(scene: Scene) -> None:
    """Make the organisations: those that everybody knows first, then as many of each country as its place says."""
    stages = _stages(scene)
    seen = {known.name for known in KNOWN}
    domains: set[str] = set()
    for known in KNOWN:
        figure = _begin(scene, PLACES[known.country], Stage(known.stage))
        part = Part(known.native or known.name, known.name)
        _add_organization(scene, figure, part, _type_of(known), _domain(known.name, known.country, domains))
        scene.rows.change(Contact, figure.key, city=known.city, founded=known.founded)
    for place, part, kind in _names(seen):
        figure = _begin(scene, place, stages.pop())
        _add_organization(scene, figure, part, kind, _domain(part.latin, place.country, domains))
    _limit_some(scene)
    _tie(scene)


def _stages(scene: Scene) -> list[Stage]:
    """Return the stages of those whose stage is open, shuffled."""
    total = sum(place.organizations for place in PLACES.values())
    stages = [stage for stage, number in STANDING.items() for _ in range(number)]
    stages += [Stage.SIGNED] * (total - len(stages))
    for known in KNOWN:
        stages.remove(Stage(known.stage))
    scene.chance.shuffle(stages)
    return stages


def _names(seen: set[str]) -> Iterator[tuple[Place, Part, OrganizationType]]:
    """Yield names of organisations country by country, none twice."""
    numbers = dict.fromkeys(NAMINGS, 0)
    for place in PLACES.values():
        left = place.organizations - sum(known.country == place.country for known in KNOWN)
        while left:
            part, _thing, kind = NAMINGS[place.tongue].name(numbers[place.tongue])
            numbers[place.tongue] += 1
            if part.latin not in seen:
                seen.add(part.latin)
                left -= 1
                yield place, part, kind


def _type_of(known: Known) -> OrganizationType:
    return OrganizationType.NETWORK if "Network" in known.name else OrganizationType.NGO


def _begin(scene: Scene, place: Place, stage: Stage) -> Figure:
    """Make an organisation up, not written yet: since when it is known and who minds it."""
    letter = (scene.day - LETTER_DAY).days
    is_old = scene.happens(0.45) or stage is Stage.LAPSED
    age = letter - scene.chance.randrange(30) if is_old else scene.chance.randrange(430, 700)
    if not is_old and stage not in {Stage.SIGNED, Stage.ACTIVE}:
        age = scene.chance.randrange(50, 430)
    desk = None if scene.happens(0.06) else scene.chance.choices(range(4), (30, 28, 24, 18))[0]
    return Figure(0, "", place, max(age, 50), desk, stage)


def _domain(name: str, country: str, seen: set[str]) -> str:
    few = [word for word in fold(name).split() if len(word) > 2][:2]  # noqa: PLR2004 - small words say nothing
    base = "-".join(few) or "office"
    domain = base if base not in seen else f"{base}-{country.lower()}"
    number = 2
    while domain in seen:
        domain, number = f"{base}-{country.lower()}{number}", number + 1
    seen.add(domain)
    return f"{domain}.example"


def _add_organization(scene: Scene, figure: Figure, part: Part, kind: OrganizationType, domain: str) -> None:
    place, by, at = figure.place, scene.desk(figure.desk), scene.at(figure.age)
    owner = scene.desks[figure.desk].user_id if figure.desk is not None else None
    figure.name = figure.latin = part.latin
    figure.key = add_contact(
        scene.rows,
        ContactKind.ORGANIZATION,
        part.latin,
        by,
        at,
        native_name=part.own if part.own != part.latin else None,
        acronym=_acronym(part.latin) if scene.happens(0.3) else None,
        organization_type=kind,
        country=place.country,
        city=scene.one_of(place.cities),
        languages=list(place.languages),
        website=read_website(domain) if scene.happens(0.85) else None,
        founded=scene.chance.randrange(1974, 2023),
        notes=_note(scene, place) if scene.happens(0.3) else None,
        owner_id=owner,
    )
    scene.organizations.append(figure)
    _reach(scene, figure, (f"info@{domain}",), (by, at))
    if scene.happens(0.35):
        street = f"P.O. Box {scene.chance.randrange(100, 9000)}, {scene.one_of(place.cities)}"
        _add_point(scene, figure, PointKind.POSTAL, street, (by, at))
    for number in sorted(scene.chance.sample(range(len(TAGS)), scene.chance.choice((0, 1, 1, 2, 3)))):
        scene.rows.add(ContactTag, by, at, contact_id=figure.key, tag_id=_tag(scene, number))
    _add_people(scene, figure, domain)


def add_tags(scene: Scene) -> None:
    """Make the tags."""
    for name in TAGS:
        scene.rows.add(Tag, scene.desk(0), scene.at(700), name=name, key=tag_key(name))


def _tag(scene: Scene, number: int) -> int:
    return scene.rows.first(Tag) + number


def _acronym(name: str) -> str | None:
    letters = "".join(word[0] for word in fold(name).split() if len(word) > 2).upper()  # noqa: PLR2004 - small words
    return letters if len(letters) > 2 else None  # noqa: PLR2004 - two letters stand for too much


def _note(scene: Scene, place: Place) -> str:
    own = OWN_NOTES.get(place.tongue, ())
    return scene.one_of(own) if own and scene.happens(0.6) else scene.one_of(NOTES)


def _reach(scene: Scene, figure: Figure, emails: tuple[str, ...], made: tuple[Actor, datetime]) -> None:
    """Write the mail addresses of a contact and, for most, a phone number as its owner would write it."""
    for email in emails:
        _add_point(scene, figure, PointKind.EMAIL, email, made)
    if scene.happens(0.55):
        _add_point(scene, figure, PointKind.PHONE, _phone(scene, figure.place.country), made)


def _add_point(scene: Scene, figure: Figure, kind: PointKind, value: str, made: tuple[Actor, datetime]) -> None:
    text, key = read_point(kind, value, figure.place.country)
    scene.rows.add(ContactPoint, *made, contact_id=figure.key, kind=kind, value=text, key=key, is_main=True)


def _phone(scene: Scene, country: str) -> str:
    """Return a number near the one that the numbering plan gives as its example."""
    example = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    if example is None or example.national_number is None:
        return "+44 7400 123456"
    near = phonenumbers.PhoneNumber()
    near.merge_from(example)
    near.national_number = example.national_number // 1000 * 1000 + scene.chance.randrange(1000)
    number = near if phonenumbers.is_valid_number(near) else example
    shape = PhoneNumberFormat.NATIONAL if scene.happens(0.3) else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, shape)


def _add_people(scene: Scene, organization: Figure, domain: str) -> None:
    """Give an organisation its two or three people; now and then one has moved on."""
    # Every organisation has two people, and as many have a third as make up the number.
    total = sum(place.organizations for place in PLACES.values())
    thirds = PEOPLE - INDIVIDUALS - VOLUNTEERS - 2 * total
    known = next((one for one in KNOWN if one.name == organization.name), None)
    number = len(scene.organizations)
    seats = 3 if number * thirds // total > (number - 1) * thirds // total else 2
    for seat in range(seats):
        part = _person_name(scene, organization.place)
        if seat == 0 and known:
            part = Part(known.person, known.person_latin or known.person)
        _add_member(scene, organization, part, (seat, seats), domain)
    if organization.people and not organization.is_limited:
        scene.rows.change(Contact, organization.key, main_person=organization.people[0].name)


def _person_name(scene: Scene, place: Place) -> Part:
    tongue = TONGUES[place.tongue]
    given, family = scene.one_of(tongue.given), scene.one_of(tongue.family)
    if tongue.tag in {"es", "pt"} and scene.happens(0.4):
        return tongue.put_together((given,), (family, scene.one_of(tongue.family)))
    return tongue.put_together((given,), (family,))


def _add_member(scene: Scene, organization: Figure, part: Part, seat: tuple[int, int], domain: str) -> None:
    number, seats = seat
    age = max(organization.age - scene.chance.randrange(40) * number, 10)
    figure = Figure(0, "", organization.place, age, organization.desk, is_limited=organization.is_limited)
    _add_person(scene, figure, part, f"{_mailbox(part)}@{domain}")
    has_left = number == seats - 1 and seats > 2 and scene.happens(0.12)  # noqa: PLR2004 - two stay
    scene.rows.add(
        Affiliation,
        scene.desk(figure.desk),
        scene.at(age),
        person_id=figure.key,
        organization_id=organization.key,
        role=_role(scene, organization.place, number),
        since=date(scene.day.year - scene.chance.randrange(1, 12), scene.chance.randrange(1, 13), 1),
        until=scene.on(scene.chance.randrange(20, 50)) if has_left else None,
        is_main_contact=number == 0,
        may_sign=number == 0 or scene.happens(0.2),
    )
    if not has_left:
        organization.people.append(figure)
        scene.rows.change(Contact, figure.key, main_person=organization.name)


def _role(scene: Scene, place: Place, number: int) -> str:
    own = OWN_ROLES.get(place.tongue, ())
    if own and scene.happens(0.5):
        return own[number % len(own)]
    return ROLES[0] if number == 0 else scene.one_of(ROLES[1:])


def _mailbox(part: Part) -> str:
    return ".".join(fold(part.latin).split())[:48]


def _add_person(scene: Scene, figure: Figure, part: Part, email: str) -> None:
    """Write a person: under the name in the own script where there is one, or with it beside the Latin one."""
    by, at = scene.desk(figure.desk), scene.at(figure.age)
    is_own = part.own == part.latin or scene.happens(0.6)
    figure.name, figure.latin = (part.own if is_own else part.latin), part.latin
    facts: dict[str, object] = {
        "native_name": None if is_own else part.own,
        "country": figure.place.country,
        "city": scene.one_of(figure.place.cities),
        "languages": list(figure.place.languages[:2]),
        "owner_id": scene.desks[figure.desk].user_id if figure.desk is not None else None,
    }
    figure.key = add_contact(scene.rows, ContactKind.PERSON, figure.name, by, at, **facts)
    if is_own and part.own != part.latin:
        scene.rows.add(
            ContactName,
            by,
            at,
            contact_id=figure.key,
            name=part.latin,
            kind=NameKind.ALIAS,
            match_key=match_key(part.latin),
        )
        scene.rows.index(ContactKind.PERSON.value, words(part.latin), figure.key)
    _reach(scene, figure, (email,), (by, at))


def add_individuals(scene: Scene) -> None:
    """Make the people who stand for themselves: those who sign and those who volunteer."""
    places = list(PLACES.values())
    weights = [place.organizations for place in places]
    seen: set[str] = set()
    for number in range(INDIVIDUALS + VOLUNTEERS):
        place = scene.chance.choices(places, weights)[0]
        part = _person_name(scene, place)
        mailbox = _mailbox(part)
        email = f"{mailbox}{number if mailbox in seen else ''}@mail.example"
        seen.add(mailbox)
        figure = Figure(0, "", place, scene.chance.randrange(60, 500), scene.chance.choice((0, 1, 2, 3, None)))
        _add_person(scene, figure, part, email)
        scene.individuals.append(figure)
        if scene.happens(0.3):
            _employ(scene, figure)


def _employ(scene: Scene, figure: Figure) -> None:
    """Note where somebody works; their employer is nobody's contact and stays a name."""
    employer = f"{scene.one_of(EMPLOYERS)}, {scene.one_of(figure.place.cities)}"
    made = (scene.desk(figure.desk), scene.at(figure.age))
    scene.rows.add(Affiliation, *made, person_id=figure.key, organization_name=employer, role=scene.one_of(ROLES))
    scene.rows.change(Contact, figure.key, main_person=employer)


def _limit_some(scene: Scene) -> None:
    """Let some organisations in danger, with their people, be seen by the team of their region only."""
    known = {one.name for one in KNOWN}
    regional = [one for one in scene.organizations if REGION_OF[one.place.country] in DESK_OF and one.name not in known]
    for organization in regional[::LIMITED]:
        team = scene.team_ids[DESK_OF[REGION_OF[organization.place.country]]]
        organization.is_limited = True
        for figure in (organization, *organization.people):
            figure.is_limited = True
            # What is limited leaves no name on a row that others see.
            scene.rows.change(Contact, figure.key, is_limited=True, main_person=None)
            made = (scene.desk(0), scene.at(figure.age))
            scene.rows.add(ContactTeam, *made, contact_id=figure.key, team_id=team)


def _tie(scene: Scene) -> None:
    """Tie organisations: into the networks of their region, branches to their heads, partners to each other."""
    open_ones = [one for one in scene.organizations if not one.is_limited]
    networks = [one for one in open_ones if "Network" in one.name or "Red " in one.name or "Réseau" in one.name]
    for number, organization in enumerate(open_ones):
        region = REGION_OF[organization.place.country]
        near = [one for one in networks if REGION_OF[one.place.country] is region and one is not organization]
        if near and number % 4 == 0:
            _relate(scene, organization, scene.one_of(near), RelationKind.MEMBER_OF)
        if number % 9 == 1:
            _relate(scene, organization, open_ones[number - 1], RelationKind.PARTNER)
        if number % 40 == 5:  # noqa: PLR2004 - a few
            _relate(scene, organization, open_ones[number - 3], RelationKind.BRANCH_OF)


def _relate(scene: Scene, one: Figure, other: Figure, kind: RelationKind) -> None:
    since = date(scene.day.year - scene.chance.randrange(1, 9), 1, 1)
    made = (scene.desk(one.desk), scene.at(min(one.age, other.age)))
    scene.rows.add(ContactRelation, *made, contact_id=one.key, other_id=other.key, kind=kind, since=since)
