"""Where candidates are looked for: by addresses, by names of people, by words of organisations' names; many at once.

A name or a word that very many have is narrowed, never left out: people of a plain name by what else is known of them,
organisations by the two rarest words of their names together.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from crm.contacts.models import Affiliation, Contact, ContactName, ContactPoint
from crm.contacts.values import ContactKind, PointKind
from crm.core.db import db
from crm.core.scope import row_rule, visible
from crm.core.search.models import SearchWord
from crm.core.text.folding import fold, words
from crm.matching.queries.facts import portions
from crm.matching.values import SMALL_WORDS, Facts, name_turns

_ORGANIZATION, _PERSON = ContactKind.ORGANIZATION, ContactKind.PERSON
#: Of a name that more people have than this, only those who have something else in common are looked at.
_PLAIN = 25
#: A name that more people have than this tells little.
_MANY = 5
#: A mail address or number that more contacts share is a switchboard's.
_MOST_AT = 200
#: Organisations of some thousand names.
_MOST_NAMED = 20_000
#: A word in more names of organisations than this tells too little alone.
_RARE = 300
#: Candidates for one organisation, the best first.
_MOST_LIKE = 40
_SHORTEST_WORD = 2
_SHORTEST_SLIP, _LONG_SLIP = 5, 8
_BEGINNING = 3
_RANGES = 40
_END = "\U0010ffff"


def find_contacts_at(kind: PointKind, keys: Collection[str]) -> set[int]:
    """Return the contacts with one of these mail addresses or numbers; of a shared one, the first."""
    found: set[int] = set()
    for some in portions(keys):
        here = (ContactPoint.kind == kind, ContactPoint.key.in_(some))
        many = visible(ContactPoint, ContactPoint.key).where(*here).group_by(ContactPoint.key)
        shared = set(db.session.scalars(many.having(func.count() > _MOST_AT)))
        query = visible(ContactPoint, ContactPoint.contact_id)
        found.update(db.session.scalars(query.where(*here, ContactPoint.key.not_in(shared))))
        for key in shared:
            one = query.where(ContactPoint.kind == kind, ContactPoint.key == key).order_by(ContactPoint.contact_id)
            found.update(db.session.scalars(one.limit(_MOST_AT)))
    return found


def find_people_named(people: Sequence[Facts]) -> set[int]:
    """Return the people who have the name of one of these, in any turn of its words."""
    seekers: dict[str, list[Facts]] = defaultdict(list)
    for facts in people:
        for turn in {turn for key in facts.keys for turn in name_turns(key)}:
            seekers[turn].append(facts)
    found: set[int] = set()
    for some in portions(seekers):
        named = (Contact.match_key.in_(some), Contact.kind == _PERSON)
        many = visible(Contact, Contact.match_key).where(*named).group_by(Contact.match_key)
        plain = set(db.session.scalars(many.having(func.count() > _PLAIN)))
        found.update(db.session.scalars(visible(Contact, Contact.id).where(*named, Contact.match_key.not_in(plain))))
        for key in plain:
            found.update(_among_many(key, seekers[key]))
        further = visible(ContactName, ContactName.contact_id).where(ContactName.match_key.in_(some))
        found.update(db.session.scalars(further))
    return found


def find_plain_names() -> set[str]:
    """Return the folded names that many people have, by the directory itself."""
    names = visible(Contact, Contact.match_key).where(Contact.kind == _PERSON, Contact.match_key != "")
    return set(db.session.scalars(names.group_by(Contact.match_key).having(func.count() > _MANY)))


def _among_many(key: str, seekers: Iterable[Facts]) -> Iterator[int]:
    """Give those of a plain name who share a country and town, an organisation, or of whom nothing more is known."""
    towns = {facts.country for facts in seekers if facts.country and not (facts.emails and facts.places)}
    places = {place for facts in seekers for place in facts.places}
    named = visible(Contact, Contact.id).where(Contact.match_key == key, Contact.kind == _PERSON)
    near = [_is_thin(), Contact.country.in_(towns)] if towns else [_is_thin()]
    yield from db.session.scalars(named.where(or_(*near)).order_by(Contact.id).limit(_MOST_AT))
    if places:
        yield from _at_places(key, places)


def _is_thin() -> ColumnElement[bool]:
    point, place = aliased(ContactPoint), aliased(Affiliation)
    has_point = exists(select(1).where(row_rule(point), point.contact_id == Contact.id))
    has_place = exists(select(1).where(row_rule(place), place.person_id == Contact.id))
    return and_(~has_point, ~has_place)


def _at_places(key: str, places: Collection[str]) -> Iterable[int]:
    """Give those of a plain name who belong to an organisation of a folded name, of ours or as given."""
    firm = aliased(Contact)
    query = (
        visible(Affiliation, Affiliation.person_id, Affiliation.organization_name, firm.match_key)
        .join(Contact, and_(Affiliation.person_id == Contact.id, row_rule(Contact)))
        .outerjoin(firm, and_(Affiliation.organization_id == firm.id, row_rule(firm)))
        .where(Contact.match_key == key, Contact.kind == _PERSON)
    )
    return {
        row.person_id
        for row in db.session.execute(query)
        if row.match_key in places or (row.organization_name and fold(row.organization_name) in places)
    }


def find_organizations_named(keys: Collection[str]) -> set[int]:
    """Return the organisations with one of these folded names; of a name that very many have, the first."""
    found: set[int] = set()
    for some in portions(keys):
        named = visible(Contact, Contact.id).where(Contact.match_key.in_(some), Contact.kind == _ORGANIZATION)
        found.update(db.session.scalars(named.order_by(Contact.id).limit(_MOST_NAMED)))
        further = visible(ContactName, ContactName.contact_id).where(ContactName.match_key.in_(some))
        found.update(db.session.scalars(further.order_by(ContactName.id).limit(_MOST_NAMED)))
    return found


def find_organizations_like(names: Collection[str]) -> set[int]:
    """Return the organisations whose names share a rare word with one of these, or two words, or a word mistyped."""
    wanted = {name: _telling(name) for name in names}
    counts = _count_words({word for some in wanted.values() for word in some})
    for name, some in wanted.items():
        wanted[name] = some + [word for word in _mistyped(some, counts) if word not in some]
    counts |= _count_words({word for some in wanted.values() for word in some} - counts.keys())
    holders = _holders({word for word, count in counts.items() if 0 < count <= _RARE})
    found: set[int] = set()
    for some in wanted.values():
        likely = Counter[int]()
        for word in some:
            for one in holders.get(word, ()):
                likely[one] += 1 + _RARE // counts[word]
        found.update(one for one, _weight in likely.most_common(_MOST_LIKE))
        if not likely:
            found.update(_with_two(sorted((word for word in some if counts.get(word)), key=counts.__getitem__)))
    return found


def _telling(name: str) -> list[str]:
    return [word for word in words(name) if word not in SMALL_WORDS and len(word) >= _SHORTEST_WORD]


def _select_words(*columns: Any) -> Select[Any]:
    return visible(SearchWord, *columns).where(SearchWord.kind == _ORGANIZATION.value)


def _count_words(some: Collection[str]) -> dict[str, int]:
    counts = dict.fromkeys(some, 0)
    for part in portions(some):
        query = _select_words(SearchWord.word, func.count()).where(SearchWord.word.in_(part))
        counts |= dict(db.session.execute(query.group_by(SearchWord.word)).all())
    return counts


def _holders(some: Collection[str]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for part in portions(some):
        query = _select_words(SearchWord.word, SearchWord.record_id).where(SearchWord.word.in_(part))
        for word, record_id in db.session.execute(query):
            found[word].append(record_id)
    return found


def _mistyped(some: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """Return words of the directory that those could be which no name there has: a letter or two differ."""
    strange = [word for word in some if not counts[word] and len(word) >= _SHORTEST_SLIP]
    if not strange:
        return []
    ranges = [
        and_(SearchWord.word >= word[:_BEGINNING], SearchWord.word < word[:_BEGINNING] + _END) for word in strange
    ]
    near: list[str] = []
    for start in range(0, len(ranges), _RANGES):
        query = _select_words(SearchWord.word).where(or_(*ranges[start : start + _RANGES])).distinct()
        near.extend(word for word in db.session.scalars(query) if any(_is_slip(word, other) for other in strange))
    return near


def _is_slip(word: str, other: str) -> bool:
    most = 2 if min(len(word), len(other)) >= _LONG_SLIP else 1
    return int(OSA.distance(word, other, score_cutoff=most)) <= most


def _with_two(some: Sequence[str]) -> Iterable[int]:
    """Return organisations with both of the two rarest words of a name that has only plain ones."""
    if not some:
        return ()
    query = _select_words(SearchWord.record_id).where(SearchWord.word == some[0])
    if len(some) > 1:
        other = aliased(SearchWord)
        has_other = (other.kind == _ORGANIZATION.value, other.record_id == SearchWord.record_id, other.word == some[1])
        query = query.where(exists(select(1).where(row_rule(other), *has_other)))
    return db.session.scalars(query.order_by(SearchWord.record_id).limit(_RARE))
