"""Comparing two people."""

from crm.matching.values.evidence import has_evidence, name_points, weigh
from crm.matching.values.facts import Facts, Match, Zone
from crm.matching.values.mailboxes import is_shared_mailbox
from crm.matching.values.people_names import Naming, best_naming
from crm.matching.values.reasons import (
    COMMON_NAME,
    NAME_WORDS,
    NEAR_ADDRESS,
    OTHER_COUNTRY,
    OTHER_MAIL,
    OTHER_NAME,
    OTHER_PHONE,
    OTHER_PLACE,
    OTHER_ROLE,
    SAME_ADDRESS,
    SAME_BIRTH,
    SAME_CITY,
    SAME_MAIL,
    SAME_NAME,
    SAME_PHONE,
    SAME_PLACE,
    SHARED_MAILBOX,
    WRITTEN_OTHERWISE,
)

_CERTAIN, _SURE, _NEARLY = 100, 95, 91
_LIKELY, _POSSIBLE, _WEAK = 80, 70, 55
#: Points from which two people of whom much is known are the same, or are asked about.
SAME_POINTS, ASK_POINTS = 12.0, 3.0
_MOST_POINTS = 30.0
#: What gives as much is more than a name and a town.
_GROUND = 4.5


def compare_people(one: Facts, other: Facts) -> Match:
    """Compare two people: a name alone is many people's, unless nothing is there that could tell two apart."""
    naming = best_naming(one.keys, other.keys)
    if has_evidence(one, other):
        return _by_evidence(one, other, naming)
    zone, score, reasons = _judge(one, other, naming)
    return Match(other.id, score, zone, reasons if zone is not Zone.DIFFERENT else ())


def _named(naming: Naming) -> str:
    if naming.is_same:
        return SAME_NAME if naming.is_in_order else NAME_WORDS
    return WRITTEN_OTHERWISE if naming.is_alike else OTHER_NAME


def _by_evidence(one: Facts, other: Facts, naming: Naming) -> Match:
    """Add up what speaks for and against two people of whom a birth date or a postal address is known."""
    weighed = weigh(one, other)
    points = name_points(naming) + sum(point for point, _reason in weighed)
    found = [reason for _point, reason in sorted(weighed, key=lambda one: -one[0])]
    reasons = (_named(naming), *found)
    has_ground = any(point >= _GROUND for point, _reason in weighed)
    if not has_ground or points < ASK_POINTS:
        zone, score, rules = _judge(one, other, naming) if naming.is_same else _DIFFERENT
        return Match(other.id, score, zone, rules)
    if points >= SAME_POINTS and (not naming.other or _is_one_life(naming, found)):
        return Match(other.id, min(_CERTAIN, _NEARLY + int(points - SAME_POINTS)), Zone.SAME, reasons)
    return Match(other.id, min(89, 50 + int(39 * points / _MOST_POINTS)), Zone.ASK, reasons)


def _is_one_life(naming: Naming, found: list[str]) -> bool:
    """Say whether two people of whom a name differs share another name, the very day of birth and the address."""
    has_name = naming.equal + naming.near + naming.pet > 0
    return has_name and SAME_BIRTH in found and bool({SAME_ADDRESS, NEAR_ADDRESS, SAME_MAIL} & set(found))


Judgement = tuple[Zone, int, tuple[str, ...]]
_DIFFERENT: Judgement = (Zone.DIFFERENT, 0, ())


def _judge(one: Facts, other: Facts, naming: Naming) -> Judgement:
    """Say who two people are of whom only names, addresses, organisations and places are known."""
    against, named = _against(one, other), _named(naming)
    shared_mail = one.emails & other.emails
    if shared_mail:
        return _at_one_address(naming, named, against, shared_mail)
    if not naming.is_alike or not (naming.is_same or naming.is_close):
        return _by_phone_alone(one, other, naming)
    if one.phones & other.phones:
        is_sure = naming.is_close and not against
        return (
            (Zone.SAME, _SURE, (named, SAME_PHONE)) if is_sure else (Zone.ASK, _LIKELY, (named, SAME_PHONE, *against))
        )
    places = one.places.keys() & other.places.keys()
    if places:
        return _at_one_place(one, other, naming, against)
    return _by_name_alone(one, other, naming, against)


def _at_one_address(naming: Naming, named: str, against: tuple[str, ...], shared: set[str]) -> Judgement:
    """Say who two people with one mail address are: a family or an office can share it."""
    is_own = any(not is_shared_mailbox(mail) for mail in shared)
    reasons = (SAME_MAIL, named) if is_own else (SAME_MAIL, SHARED_MAILBOX, named)
    if naming.is_same:
        return Zone.SAME, _CERTAIN if is_own else _NEARLY, (*reasons, *against)
    if not is_own:
        return (Zone.ASK, _POSSIBLE, reasons) if naming.is_alike else _DIFFERENT
    if naming.is_close or (naming.is_alike and naming.initial):
        return Zone.SAME, _SURE, (*reasons, *against)
    return Zone.ASK, _LIKELY if naming.is_alike else _POSSIBLE, reasons


def _by_phone_alone(one: Facts, other: Facts, naming: Naming) -> Judgement:
    """Say who two people with one number and different names are: where a part of the name is the same, it is asked."""
    if one.phones & other.phones and naming.equal + naming.near + naming.pet + naming.initial:
        return Zone.ASK, _WEAK, (SAME_PHONE, OTHER_NAME)
    return _DIFFERENT


def _at_one_place(one: Facts, other: Facts, naming: Naming, against: tuple[str, ...]) -> Judgement:
    """Say who two people of one name at one organisation are: another role can be another person."""
    named = _named(naming)
    reasons = (named, SAME_PLACE, *against)
    if _has_other_role(one, other):
        reasons = (*reasons, OTHER_ROLE)
    if naming.is_same and len(reasons) == 2:  # noqa: PLR2004 - nothing speaks against it
        return Zone.SAME, _SURE, reasons
    return Zone.ASK, _LIKELY if naming.is_same else _POSSIBLE, reasons


def _has_other_role(one: Facts, other: Facts) -> bool:
    pairs = ((one.places[place], other.places[place]) for place in one.places.keys() & other.places.keys())
    return any(roles and others and not roles & others for roles, others in pairs)


def _by_name_alone(one: Facts, other: Facts, naming: Naming, against: tuple[str, ...]) -> Judgement:
    """Say who two of one name are who share nothing else: two, as soon as anything tells them apart."""
    is_one_town = bool(one.city) and one.city == other.city
    is_plain = one.is_plain or other.is_plain
    if OTHER_PLACE in against or (against and (is_plain or not is_one_town)):
        return _DIFFERENT
    near = ((SAME_CITY,) if is_one_town else ()) + ((COMMON_NAME,) if is_plain else ())
    if not naming.is_same and not is_one_town:
        return _DIFFERENT
    return (
        Zone.ASK,
        _WEAK if against or is_plain or not naming.is_same else _POSSIBLE,
        (_named(naming), *near, *against),
    )


def _against(one: Facts, other: Facts) -> tuple[str, ...]:
    """Return what speaks against two people being one."""
    pairs = (
        (OTHER_MAIL, one.emails, other.emails),
        (OTHER_PHONE, one.phones, other.phones),
        (OTHER_PLACE, one.places.keys(), other.places.keys()),
        (OTHER_COUNTRY, {one.country} - {None}, {other.country} - {None}),
    )
    return tuple(reason for reason, some, others in pairs if some and others and not some & others)
