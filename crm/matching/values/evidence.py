"""Two people of whom more is known than names and addresses for mail: what speaks for and against is added up.

Each kind of fact gives points, about the binary logarithm of how much more often it is seen of one person than of two.
"""

from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from crm.matching.values.addresses import Nearness, nearness
from crm.matching.values.facts import Facts
from crm.matching.values.mailboxes import is_shared_mailbox
from crm.matching.values.people_names import Naming
from crm.matching.values.reasons import (
    NEAR_ADDRESS,
    NEAR_BIRTH,
    NEAR_MAIL,
    OTHER_ADDRESS,
    OTHER_BIRTH,
    OTHER_CITY,
    OTHER_COUNTRY,
    OTHER_MAIL,
    OTHER_PHONE,
    OTHER_PLACE,
    SAME_ADDRESS,
    SAME_BIRTH,
    SAME_CITY,
    SAME_COUNTRY,
    SAME_MAIL,
    SAME_PHONE,
    SAME_PLACE,
)

Point = tuple[float, str]
_NEAR_CITY = 80
_NEAR_MAIL = 85
_SAME_ADDRESS, _NEAR_ADDRESS = 88, 70
_DAY_LENGTH = 8
_POINTS: Final = {
    SAME_MAIL: 9.0, NEAR_MAIL: 5.0, OTHER_MAIL: -1.0, SAME_PHONE: 8.0, OTHER_PHONE: -1.0, SAME_PLACE: 5.0,
    OTHER_PLACE: -3.0, SAME_CITY: 3.0, OTHER_CITY: -1.5, SAME_COUNTRY: 0.5, OTHER_COUNTRY: -4.0, SAME_ADDRESS: 7.0,
    NEAR_ADDRESS: 4.5, OTHER_ADDRESS: -2.0, SAME_BIRTH: 9.0, NEAR_BIRTH: 6.0, OTHER_BIRTH: -5.0,
}  # fmt: skip


def has_evidence(one: Facts, other: Facts) -> bool:
    """Say whether two people have a date of birth or a postal address to compare."""
    return bool(one.further.keys() & other.further.keys()) or bool(one.postal and other.postal)


def name_points(naming: Naming) -> float:
    """Return what two names give."""
    found = naming.equal * 4.5 + (naming.pet + naming.near) * 3.5 + naming.initial
    return found - naming.other * 4 - naming.spare * 0.5


def weigh(one: Facts, other: Facts) -> list[Point]:
    """Return what speaks for and against two people being one, beside their names."""
    return [(_POINTS[reason], reason) for reason in _circumstances(one, other)]


def _circumstances(one: Facts, other: Facts) -> Iterator[str]:
    yield from _mail(one, other)
    for some, others, same, differ in (
        (one.phones, other.phones, SAME_PHONE, OTHER_PHONE),
        (one.places.keys(), other.places.keys(), SAME_PLACE, OTHER_PLACE),
        ({one.country} - {None}, {other.country} - {None}, SAME_COUNTRY, OTHER_COUNTRY),
    ):
        if some and others:
            yield same if some & others else differ
    if one.city and other.city:
        yield SAME_CITY if fuzz.ratio(one.city, other.city) >= _NEAR_CITY else OTHER_CITY
    if one.postal and other.postal:
        yield _address(one, other)
    yield from _birth(one.further.get("birth", ""), other.further.get("birth", ""))


def _address(one: Facts, other: Facts) -> str:
    """Compare postal addresses: by their first lines, and whole, with the words in any order and slips in them."""
    near = nearness(one.postal, other.postal)
    whole = max(fuzz.token_sort_ratio(mine, theirs) for mine in one.postal for theirs in other.postal)
    if near is Nearness.SAME or whole >= _SAME_ADDRESS:
        return SAME_ADDRESS
    return NEAR_ADDRESS if near is Nearness.NEAR or whole >= _NEAR_ADDRESS else OTHER_ADDRESS


def _mail(one: Facts, other: Facts) -> Iterator[str]:
    shared = one.emails & other.emails
    if any(not is_shared_mailbox(mail) for mail in shared):
        yield SAME_MAIL
    elif one.emails and other.emails and not shared:
        nearest = max(fuzz.ratio(mail, theirs) for mail in one.emails for theirs in other.emails)
        yield NEAR_MAIL if nearest >= _NEAR_MAIL else OTHER_MAIL


def _birth(one: str, other: str) -> Iterator[str]:
    """Compare two days, written YYYY-MM-DD or YYYYMMDD: a digit off, or day and month changed, is nearly the same."""
    if not one or not other:
        return
    mine, theirs = one.replace("-", ""), other.replace("-", "")
    if mine == theirs:
        yield SAME_BIRTH
    elif len(mine) == len(theirs) == _DAY_LENGTH and mine == theirs[:4] + theirs[6:] + theirs[4:6]:
        yield NEAR_BIRTH
    else:
        yield NEAR_BIRTH if OSA.distance(mine, theirs) == 1 else OTHER_BIRTH
