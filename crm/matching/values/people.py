"""Comparing two people."""

from collections.abc import Iterable

from crm.matching.values.facts import Facts, Match, Zone
from crm.matching.values.naming import word_key
from crm.matching.values.reasons import (
    NAME_WORDS,
    OTHER_COUNTRY,
    OTHER_MAIL,
    OTHER_PHONE,
    OTHER_PLACE,
    OTHER_ROLE,
    SAME_CITY,
    SAME_MAIL,
    SAME_NAME,
    SAME_PHONE,
    SAME_PLACE,
)

_CERTAIN, _SURE, _LIKELY, _POSSIBLE, _WEAK = 100, 95, 80, 70, 55


def compare_people(one: Facts, other: Facts) -> Match:
    """Compare two people: a name alone is many people's, unless nothing is there that could tell two apart."""
    same_name, same_words = _names(one, other)
    if one.emails & other.emails:
        return _at_one_address(other.id, same_words=same_words)
    if not same_words:
        return Match(other.id, 0, Zone.DIFFERENT, ())
    named = SAME_NAME if same_name else NAME_WORDS
    against = _against(one, other)
    if one.phones & other.phones:
        return Match(other.id, _LIKELY if against else _SURE, Zone.ASK if against else Zone.SAME, (named, SAME_PHONE))
    shared = one.places.keys() & other.places.keys()
    if shared and same_name and not against:
        return _at_one_place(one, other, shared)
    if shared:
        return Match(other.id, _LIKELY, Zone.ASK, (named, SAME_PLACE, *against))
    return _by_name_alone(one, other, named, against)


def _at_one_address(contact_id: int, *, same_words: bool) -> Match:
    """Say who two people with one mail address are: a family or an office can share it."""
    if same_words:
        return Match(contact_id, _CERTAIN, Zone.SAME, (SAME_MAIL, SAME_NAME))
    return Match(contact_id, _POSSIBLE, Zone.ASK, (SAME_MAIL,))


def _by_name_alone(one: Facts, other: Facts, named: str, against: tuple[str, ...]) -> Match:
    """Say who two of one name are who share nothing else: two, as soon as anything tells them apart."""
    if OTHER_PLACE in against or (against and not _is_one_town(one, other)):
        return Match(other.id, 0, Zone.DIFFERENT, ())
    near = (SAME_CITY,) if _is_one_town(one, other) else ()
    return Match(other.id, _WEAK if against else _POSSIBLE, Zone.ASK, (named, *near, *against))


def _is_one_town(one: Facts, other: Facts) -> bool:
    return bool(one.city) and one.city == other.city


def _at_one_place(one: Facts, other: Facts, shared: Iterable[str]) -> Match:
    """Say who two people of one name at one organisation are: another role can be another person."""
    for place in shared:
        roles, others = one.places[place], other.places[place]
        if roles and others and not roles & others:
            return Match(other.id, _LIKELY, Zone.ASK, (SAME_NAME, SAME_PLACE, OTHER_ROLE))
    return Match(other.id, _SURE, Zone.SAME, (SAME_NAME, SAME_PLACE))


def _against(one: Facts, other: Facts) -> tuple[str, ...]:
    """Return what speaks against two people being one."""
    pairs = (
        (OTHER_MAIL, one.emails, other.emails),
        (OTHER_PHONE, one.phones, other.phones),
        (OTHER_PLACE, one.places.keys(), other.places.keys()),
        (OTHER_COUNTRY, {one.country} - {None}, {other.country} - {None}),
    )
    return tuple(reason for reason, some, others in pairs if some and others and not some & others)


def _names(one: Facts, other: Facts) -> tuple[bool, bool]:
    same = bool(set(one.keys) & set(other.keys))
    return same, same or bool({word_key(key) for key in one.keys} & {word_key(key) for key in other.keys})
