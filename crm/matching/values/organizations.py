"""Comparing two organisations."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from crm.core.text.mail import is_public_mail_domain, mail_domain
from crm.matching.values.addresses import Nearness, nearness
from crm.matching.values.facts import Facts, Match, Zone
from crm.matching.values.organization_likeness import (
    Likeness,
    NamePair,
    Places,
    compare_names,
    has_only_structure,
    is_telling,
)
from crm.matching.values.organization_names import OrganizationName, take_apart
from crm.matching.values.reasons import (
    BRANCH,
    COMMON_WORDS,
    NAME_WORDS,
    NEAR_ADDRESS,
    NEAR_NAME,
    OTHER_ADDRESS,
    OTHER_CITY,
    OTHER_COUNTRY,
    OTHER_PHONE,
    PART_OF_NAME,
    SAME_ADDRESS,
    SAME_CITY,
    SAME_COUNTRY,
    SAME_DOMAIN,
    SAME_MAIL,
    SAME_NAME,
    SAME_PHONE,
    SHORT_NAME,
    TRANSLATED,
)

_MOST_NAMES = 6
_CERTAIN, _SURE, _NEARLY = 100, 95, 91
_LIKELY, _POSSIBLE, _WEAK = 80, 70, 55
_SAFE_SHORT = 4
_SAFE_LENGTH, _SHORTEST_SLIP = 7, 5
_MANY_WORDS, _TRANSLATED_WORDS = 3, 2

_NAMED = {
    Likeness.SAME: SAME_NAME,
    Likeness.TURNED: NAME_WORDS,
    Likeness.NEAR: NEAR_NAME,
    Likeness.TRANSLATED: TRANSLATED,
    Likeness.SHORT: SHORT_NAME,
    Likeness.INITIALS: SHORT_NAME,
    Likeness.PART: PART_OF_NAME,
    Likeness.SHARED: NAME_WORDS,
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What speaks for and against two organisations being one, beside their names."""

    support: tuple[str, ...]
    agree: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def is_abroad(self) -> bool:
        """Say whether they are in different countries."""
        return OTHER_COUNTRY in self.against

    @property
    def has_moved(self) -> bool:
        """Say whether they have different postal addresses, and no mail or domain that says they are one."""
        is_elsewhere = OTHER_ADDRESS in self.against or NEAR_ADDRESS in self.against
        return is_elsewhere and not {SAME_MAIL, SAME_DOMAIN} & set(self.support)


def compare_organizations(one: Facts, other: Facts) -> Match:
    """Compare two organisations: what their names are to each other, then what stands beside the names."""
    pair = _best_pair(one, other)
    around = _look_around(one, other)
    zone, score = _judge(pair, around, one, other)
    if zone is Zone.DIFFERENT:
        return Match(other.id, 0, zone, ())
    return Match(other.id, score, zone, _reasons(pair, around))


def _reasons(pair: NamePair, around: Circumstances) -> tuple[str, ...]:
    named = [_NAMED[pair.likeness]] if pair.likeness in _NAMED else []
    if pair.places is Places.ONE_SIDED:
        named.append(BRANCH)
    if pair.likeness >= Likeness.TRANSLATED and not is_telling(pair):
        named.append(COMMON_WORDS)
    return (*named, *around.support, *around.agree, *around.against)


def _best_pair(one: Facts, other: Facts) -> NamePair:
    mine, theirs = _names_of(one), _names_of(other)
    pairs = [compare_names(some, others) for some, others in product(mine, theirs)]
    if not pairs:
        return NamePair(Likeness.NONE)
    best = max(pairs, key=lambda pair: (pair.places is not Places.CONFLICT, pair.likeness, pair.shared - pair.extra))
    own = compare_names(mine[0], theirs[0])
    # A short name or an alias never overrules that the names themselves say two countries.
    return own if own.places is Places.CONFLICT and own.likeness > Likeness.NONE else best


def _names_of(facts: Facts) -> list[OrganizationName]:
    names = [facts.name, *facts.names][:_MOST_NAMES]
    found = [part for name in names for part in take_apart(name)]
    if facts.given_shorts:
        found[0] = _with_shorts(found[0], frozenset(facts.given_shorts))
    return found


@lru_cache(maxsize=16384)
def _with_shorts(name: OrganizationName, shorts: frozenset[str]) -> OrganizationName:
    """Give a name the acronyms that stand beside it."""
    return replace(name, shorts=name.shorts | shorts)


def domains(facts: Facts) -> set[str]:
    """Return the domains that belong to an organisation: of its website and its mail, where not everybody has one."""
    found = {mail_domain(mail) for mail in facts.emails} | {facts.site}
    return {domain for domain in found if domain and not is_public_mail_domain(domain)}


def _look_around(one: Facts, other: Facts) -> Circumstances:
    support = [SAME_MAIL] if one.emails & other.emails else []
    if not support and domains(one) & domains(other):
        support.append(SAME_DOMAIN)
    agree: list[str] = []
    against: list[str] = []
    if one.phones & other.phones:
        support.append(SAME_PHONE)
    elif one.phones and other.phones:
        against.append(OTHER_PHONE)
    near = nearness(one.postal, other.postal)
    if near is Nearness.SAME:
        support.append(SAME_ADDRESS)
    elif near is not Nearness.UNKNOWN:
        against.append(OTHER_ADDRESS if near is Nearness.OTHER else NEAR_ADDRESS)
    for mine, theirs, same, differ in (
        (one.country, other.country, SAME_COUNTRY, OTHER_COUNTRY),
        (one.city, other.city, SAME_CITY, OTHER_CITY),
    ):
        if mine and theirs:
            (agree if mine == theirs else against).append(same if mine == theirs else differ)
    return Circumstances(tuple(support), tuple(agree), tuple(against))


_DIFFERENT = (Zone.DIFFERENT, 0)


def _judge(pair: NamePair, around: Circumstances, one: Facts, other: Facts) -> tuple[Zone, int]:
    """Say what two organisations are."""
    if pair.places is Places.CONFLICT:
        return _DIFFERENT
    if pair.places is Places.ONE_SIDED and pair.likeness >= Likeness.INITIALS:
        return _judge_branch(pair, around, one, other)
    return _JUDGES.get(pair.likeness, _judge_part)(pair, around)


def _judge_same(_pair: NamePair, around: Circumstances) -> tuple[Zone, int]:
    if around.is_abroad:
        return Zone.ASK, _LIKELY if around.support else _WEAK
    if around.has_moved or (len(around.against) > 1 and not around.support):
        return Zone.ASK, _POSSIBLE
    return Zone.SAME, _CERTAIN if around.support or around.agree else _SURE + 2


def _judge_near(pair: NamePair, around: Circumstances) -> tuple[Zone, int]:
    if around.is_abroad:
        return (Zone.ASK, _WEAK) if around.support and is_telling(pair) else _DIFFERENT
    if around.has_moved or (around.against and not around.support):
        return Zone.ASK, _POSSIBLE
    if pair.likeness is Likeness.TURNED:
        return (Zone.SAME, _NEARLY + 2) if pair.own or around.support else (Zone.ASK, _LIKELY)
    if around.support and around.support != (SAME_DOMAIN,) and pair.near == 1:
        return Zone.SAME, _SURE
    return (Zone.SAME, _NEARLY) if _is_slip(pair, around) else (Zone.ASK, _LIKELY)


def _is_slip(pair: NamePair, around: Circumstances) -> bool:
    """Say whether a name is surely the other mistyped: the slip is slight, and other words say which one it is."""
    if pair.near_letters > pair.near or pair.near > max(1, int(pair.shared / 3)) or pair.near_length < _SHORTEST_SLIP:
        return False
    return pair.own > 0 or (pair.near_length >= _SAFE_LENGTH and (bool(around.agree) or pair.shared >= _MANY_WORDS + 2))


def _judge_translated(pair: NamePair, around: Circumstances) -> tuple[Zone, int]:
    if around.is_abroad:
        return (Zone.ASK, _WEAK) if around.support else _DIFFERENT
    if around.support or (pair.own and around.agree):
        return Zone.SAME, _NEARLY
    if pair.own or around.agree:
        return Zone.ASK, _LIKELY
    return (Zone.ASK, _WEAK) if pair.shared >= _TRANSLATED_WORDS else _DIFFERENT


def _judge_short(pair: NamePair, around: Circumstances) -> tuple[Zone, int]:
    if around.is_abroad:
        return (Zone.ASK, _WEAK) if around.support else _DIFFERENT
    if pair.likeness is Likeness.SHORT and len(pair.short) >= _SAFE_SHORT and (around.support or around.agree):
        return Zone.SAME, _NEARLY
    if around.support:
        return Zone.ASK, _LIKELY
    return Zone.ASK, _POSSIBLE if pair.likeness is Likeness.SHORT or around.agree else _WEAK


def _judge_branch(pair: NamePair, around: Circumstances, one: Facts, other: Facts) -> tuple[Zone, int]:
    """Judge two names of which one names a place: a list's own addition, or a branch."""
    if around.is_abroad:
        return _DIFFERENT
    name, others = take_apart(one.name)[0], take_apart(other.name)[0]
    extra = name.places ^ others.places
    country = other.country if name.places > others.places else one.country
    is_tail = extra <= (name.tails | others.tails)
    if country in extra and is_tail and pair.likeness >= Likeness.NEAR:
        return _judge_near(pair, around) if pair.likeness is Likeness.NEAR else (Zone.SAME, _NEARLY)
    if country in extra:
        return Zone.ASK, _LIKELY
    if country is not None and any(place.isupper() for place in extra):
        return _DIFFERENT
    is_asked = is_tail or (around.support and pair.own)
    return (Zone.ASK, _POSSIBLE if is_tail else _WEAK) if is_asked else _DIFFERENT


def _judge_part(pair: NamePair, around: Circumstances) -> tuple[Zone, int]:
    """Judge two names of which at least one has words that the other has not."""
    is_close = SAME_PHONE in around.support and SAME_ADDRESS in around.support
    if is_close and (pair.own or pair.likeness is Likeness.PART):
        return Zone.SAME, _NEARLY
    is_part = pair.likeness is Likeness.PART and pair.places is Places.AGREE
    if is_part and is_telling(pair) and not around.is_abroad and not pair.has_unit:
        if has_only_structure(pair):
            is_sure = around.support and not around.against and SAME_DOMAIN not in around.support
            return (Zone.SAME, _NEARLY) if is_sure else (Zone.ASK, _LIKELY)
        if around.support or pair.extra <= pair.shared / 3:
            return Zone.ASK, _LIKELY if around.support else _POSSIBLE
    # Who only shares a domain shares a provider, a house or a network.
    has_ground = SAME_MAIL in around.support or SAME_ADDRESS in around.support
    if has_ground or (pair.own and SAME_PHONE in around.support and not around.is_abroad):
        return Zone.ASK, _POSSIBLE if has_ground else _WEAK
    return _DIFFERENT


_JUDGES = {
    Likeness.SAME: _judge_same,
    Likeness.TURNED: _judge_near,
    Likeness.NEAR: _judge_near,
    Likeness.TRANSLATED: _judge_translated,
    Likeness.SHORT: _judge_short,
    Likeness.INITIALS: _judge_short,
}
