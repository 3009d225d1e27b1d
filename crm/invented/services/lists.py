"""A signatory list of any length, written to a file to measure imports with: the same for the same number of rows."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import phonenumbers
from babel import Locale

from crm.core.text.folding import fold
from crm.invented.services.bench import STRIDE, names_of, organization_name
from crm.invented.values.places import PLACES, Place
from crm.invented.values.stories import ROLES
from crm.invented.values.tongues import TONGUES, Tongue

COLUMNS: Final = (
    "Name", "Mail", "Phone", "Role", "Organisation", "Country", "City", "Language", "Signed on", "Display choice",
    "Partner", "External id",
)  # fmt: skip
#: One row in so many is in another script, comes again under another number, or has no phone.
OTHER_SCRIPT: Final = 10
AGAIN: Final = 20
WITHOUT_PHONE: Final = 3
#: How far back the first signature of somebody who signs again stands.
_BACK: Final = 977
_PEOPLE_OF_ONE: Final = 20
_DAYS: Final = 500
_ENGLISH: Final = Locale("en")
_FIRST_DAY: Final = date(2024, 1, 1)
_CHOICES: Final = ("name", "initials", "country", "counted")
_PARTNERS: Final = tuple(f"Partner {number}" for number in range(1, 41))
#: Digits of a number that are told by the row.
_TOLD: Final = 6


def write_list(path: Path, rows: int) -> int:
    """Write a list of so many signatures as CSV (UTF-8, commas); return its bytes.

    Of all rows a third has no phone, a tenth is in another script than Latin, and a twentieth is of somebody who signed
    before: the same person under another number, on another day.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(rows))
    return path.stat().st_size


def _rows(count: int) -> Iterator[list[str]]:
    for number in range(count):
        is_again = number % AGAIN == AGAIN - 1 and number > _BACK
        yield [*_person(number - _BACK if is_again else number), *_signature(number)]


def _person(number: int) -> tuple[str, ...]:
    """Return what a row says of the n-th person."""
    tongue, places = _tongue(number)
    turn = number // OTHER_SCRIPT
    given, family = names_of(tongue, turn)
    mailbox = ".".join(_folded(part.latin) for part in (*given, *family))
    place = places[turn % len(places)]
    organization, _kind = organization_name(number // _PEOPLE_OF_ONE)
    return (
        tongue.put_together(given, family).own,
        f"{mailbox}.{number}@mail.example",
        "" if number % WITHOUT_PHONE == 1 else _phone(place.country, number),
        ROLES[turn % len(ROLES)],
        organization.latin,
        _country(place.country),
        place.cities[number % len(place.cities)],
        place.languages[0],
    )


def _signature(number: int) -> tuple[str, ...]:
    day = _FIRST_DAY + timedelta(days=number * STRIDE % _DAYS)
    return (day.isoformat(), _CHOICES[number % 4], _PARTNERS[number % len(_PARTNERS)], f"S{number:07}")


@cache
def _tongues(*, is_latin: bool) -> tuple[tuple[Tongue, tuple[Place, ...]], ...]:
    places = {tag: tuple(place for place in PLACES.values() if place.tongue == tag) for tag in TONGUES}
    return tuple((tongue, places[tag]) for tag, tongue in TONGUES.items() if tongue.is_latin is is_latin)


def _tongue(number: int) -> tuple[Tongue, tuple[Place, ...]]:
    choice = _tongues(is_latin=number % OTHER_SCRIPT != OTHER_SCRIPT // 2)
    return choice[(number // OTHER_SCRIPT + number) % len(choice)]


@cache
def _folded(latin: str) -> str:
    return fold(latin).replace(" ", ".")


@cache
def _country(code: str) -> str:
    return str(_ENGLISH.territories[code])


@cache
def _beginning(country: str) -> str:
    """Return how numbers of a country begin, up to the digits that a row tells."""
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        raise LookupError(f"no numbers are known of {country}")
    return phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)[:-_TOLD]


def _phone(country: str, number: int) -> str:
    return f"{_beginning(country)}{number * STRIDE % 10**_TOLD:0{_TOLD}}"
