"""Comparing two contacts as a careful person would: the same, ask, or different, with the reasons in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from crm.contacts.values import ContactKind, match_key
from crm.core.text.folding import fold
from crm.core.words import N_


class Zone(StrEnum):
    """What a comparison says."""

    SAME = "same"
    ASK = "ask"
    DIFFERENT = "different"


SAME_MAIL = N_("Same mail address")
OTHER_MAIL = N_("Another mail address")
SAME_NAME = N_("Same name")
NAME_WORDS = N_("Same words in the name")
SHORT_NAME = N_("The short name fits")
SAME_PHONE = N_("Same phone number")
SAME_PLACE = N_("Same organisation")
OTHER_PLACE = N_("Another organisation")
OTHER_ROLE = N_("Another role")
SAME_COUNTRY = N_("Same country")
OTHER_COUNTRY = N_("Another country")
SAME_NUMBER = N_("Same number in their list")


@dataclass(slots=True)
class Facts:
    """What comparison knows of a contact; `id` is below zero while it is only planned."""

    id: int
    kind: ContactKind
    name: str
    #: Folded names, the contact's own first.
    keys: list[str] = field(default_factory=list)
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    country: str | None = None
    #: Folded short names of an organisation.
    shorts: set[str] = field(default_factory=set)
    #: Folded organisations of a person, each with the folded roles there.
    places: dict[str, set[str]] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Match:
    """How much speaks for two contacts being one: 0 to 100, and why."""

    id: int
    score: int
    zone: Zone
    reasons: tuple[str, ...]


_SMALL_WORDS = frozenset(
    [
        "the",
        "of",
        "for",
        "and",
        "de",
        "la",
        "le",
        "les",
        "des",
        "du",
        "et",
        "e",
        "y",
        "do",
        "da",
        "dos",
        "das",
        "der",
        "die",
        "das",
        "und",
        "fur",
        "van",
        "het",
    ]
)
_SHORT = re.compile(r"\(([^()]{2,20})\)\s*$")
#: How much of two names has to be the same for one to be the other corrected.
_CORRECTED = 0.8
_CERTAIN, _SURE, _LIKELY, _POSSIBLE, _WEAK = 100, 95, 80, 70, 55


def name_keys(name: str) -> list[str]:
    """Return the folded name, and the same without a short name in brackets at its end."""
    keys = [match_key(name)]
    short = _SHORT.search(name)
    if short and is_short_name(short[1]) and (bare := match_key(name[: short.start()])):
        keys.append(bare)
    return [key for key in dict.fromkeys(keys) if key]


def is_short_name(text: str) -> bool:
    """Say whether a text is written like an acronym: one word, mostly capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return " " not in text.strip() and len(letters) > 1 and sum(map(str.isupper, letters)) * 2 > len(letters)


def short_names(name: str, acronym: str | None = None) -> set[str]:
    """Return the folded short names of an organisation: its acronym, what stands in brackets, its initials."""
    shorts = {fold(acronym)} if acronym else set()
    if bracket := _SHORT.search(name):
        shorts.add(fold(bracket[1]))
    words = [word for word in fold(_SHORT.sub("", name)).split() if word not in _SMALL_WORDS]
    if len(words) > 2:  # noqa: PLR2004 - two letters are no name
        shorts.add("".join(word[0] for word in words))
    return {short for short in shorts if short}


def word_key(key: str) -> str:
    """Return a folded name as its words in one order: "mukamana esperance" is "esperance mukamana"."""
    return " ".join(sorted(word for word in key.split() if word not in _SMALL_WORDS))


def is_like(some: Iterable[str], others: Iterable[str]) -> bool:
    """Say whether a folded name could be another one corrected: words added or left out, a letter or two changed."""
    return any(_is_corrected(one, other) for one in some for other in others)


def _is_corrected(one: str, other: str) -> bool:
    words, others = set(one.split()), set(other.split())
    return words <= others or words >= others or SequenceMatcher(None, one, other).ratio() >= _CORRECTED


def compare(one: Facts, other: Facts) -> Match:
    """Compare two contacts of one kind."""
    if one.kind is not other.kind:
        return Match(other.id, 0, Zone.DIFFERENT, ())
    return _people(one, other) if one.kind is ContactKind.PERSON else _organizations(one, other)


def _people(one: Facts, other: Facts) -> Match:
    same_name, same_words = _names(one, other)
    if one.emails & other.emails:
        if same_name or same_words:
            return Match(other.id, _CERTAIN, Zone.SAME, (SAME_MAIL, SAME_NAME))
        return Match(other.id, _POSSIBLE, Zone.ASK, (SAME_MAIL,))
    if not (same_name or same_words):
        return Match(other.id, 0, Zone.DIFFERENT, ())
    named = SAME_NAME if same_name else NAME_WORDS
    against = _against(one, other)
    if one.phones & other.phones and not against:
        return Match(other.id, _SURE, Zone.SAME, (named, SAME_PHONE))
    shared = one.places.keys() & other.places.keys()
    if shared and same_name and not against:
        return _at_one_place(one, other, shared)
    score = _LIKELY if shared else _WEAK if against else _POSSIBLE
    return Match(other.id, score, Zone.ASK, (named, *((SAME_PLACE,) if shared else ()), *against))


def _at_one_place(one: Facts, other: Facts, shared: Iterable[str]) -> Match:
    """Say who two people of one name at one organisation are: another role can be another person."""
    for place in shared:
        roles, others = one.places[place], other.places[place]
        if roles and others and not roles & others:
            return Match(other.id, _LIKELY, Zone.ASK, (SAME_NAME, SAME_PLACE, OTHER_ROLE))
    return Match(other.id, _SURE, Zone.SAME, (SAME_NAME, SAME_PLACE))


def _against(one: Facts, other: Facts) -> tuple[str, ...]:
    """Return what speaks against two people being one."""
    against = []
    if one.emails and other.emails:
        against.append(OTHER_MAIL)
    if one.country and other.country and one.country != other.country:
        against.append(OTHER_COUNTRY)
    if one.places and other.places and not one.places.keys() & other.places.keys():
        against.append(OTHER_PLACE)
    return tuple(against)


def _names(one: Facts, other: Facts) -> tuple[bool, bool]:
    same = bool(set(one.keys) & set(other.keys))
    return same, same or bool({word_key(key) for key in one.keys} & {word_key(key) for key in other.keys})


def _organizations(one: Facts, other: Facts) -> Match:
    same_name, same_words = _names(one, other)
    same_mail = bool(one.emails & other.emails)
    conflict = bool(one.country and other.country and one.country != other.country)
    reasons = _organization_reasons(one, other, named=(same_name, same_words))
    if same_name and not conflict:
        return Match(other.id, _CERTAIN if same_mail else _SURE, Zone.SAME, reasons)
    if same_name:
        return Match(other.id, _LIKELY if same_mail else _WEAK, Zone.ASK, reasons)
    if same_mail or (same_words and not conflict):
        return Match(other.id, _LIKELY if same_words else _POSSIBLE, Zone.ASK, reasons)
    if _fits_short(one, other) and not conflict:
        return Match(other.id, _POSSIBLE, Zone.ASK, reasons)
    return Match(other.id, 0, Zone.DIFFERENT, ())


def _organization_reasons(one: Facts, other: Facts, *, named: tuple[bool, bool]) -> tuple[str, ...]:
    same_name, same_words = named
    reasons = [SAME_NAME if same_name else NAME_WORDS] if same_words else []
    if one.emails & other.emails:
        reasons.append(SAME_MAIL)
    if not same_words and _fits_short(one, other):
        reasons.append(SHORT_NAME)
    if one.country and other.country:
        reasons.append(SAME_COUNTRY if one.country == other.country else OTHER_COUNTRY)
    return tuple(reasons)


def _fits_short(one: Facts, other: Facts) -> bool:
    """Say whether one is written by the other's short name."""
    return bool(set(one.keys) & other.shorts) or bool(set(other.keys) & one.shorts)


def choose(matches: Iterable[Match]) -> tuple[Match | None, list[Match]]:
    """Return the one certain match, if there is exactly one best; else all that a person should look at, best first."""
    found = sorted(
        (match for match in matches if match.zone is not Zone.DIFFERENT), key=lambda m: (-m.score, abs(m.id))
    )
    same = [match for match in found if match.zone is Zone.SAME]
    best = [match for match in same if match.score == same[0].score]
    if len(best) == 1:
        return best[0], []
    return None, found
