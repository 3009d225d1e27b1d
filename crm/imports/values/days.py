"""Days as lists write them: ISO, with names of months, or in digits whose order the column itself has to show."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import lru_cache

from babel import Locale

from crm.core.text.folding import fold_in_script

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DIGITS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,].*)?")
_CENTURY = 2000
_NOON_OF_TWO_DIGITS = 70
_MONTHS = 12
_LONG_YEAR = 4
_PARTS = 3


class DayOrder(StrEnum):
    """Which number comes first in 03/04/2026."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


def day_order(values: Iterable[str]) -> DayOrder:
    """Say what the dates of a column show about their order: a number above 12 can only be a day."""
    firsts = seconds = 0
    for value in values:
        match = _DIGITS.fullmatch(value.strip())
        if match:
            firsts += int(match[1]) > _MONTHS
            seconds += int(match[3]) > _MONTHS
    if firsts and not seconds:
        return DayOrder.DAY_FIRST
    if seconds and not firsts:
        return DayOrder.MONTH_FIRST
    return DayOrder.UNKNOWN


class UnsureDayError(ValueError):
    """A date in digits that could be two days."""


@lru_cache(4096)
def read_day(value: str, order: DayOrder = DayOrder.UNKNOWN) -> date:
    """Read one date; ValueError where it is none, UnsureDayError where it could be two and nothing shows which."""
    text = value.strip()
    if match := _ISO.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DIGITS.fullmatch(text):
        return _in_digits(int(match[1]), int(match[3]), _year(match[4]), _order_of(match[2], order))
    return _in_words(text)


def _order_of(separator: str, order: DayOrder) -> DayOrder:
    """Only day-first countries write dots."""
    return DayOrder.DAY_FIRST if separator == "." and order is DayOrder.UNKNOWN else order


def _year(text: str) -> int:
    number = int(text)
    if len(text) == _LONG_YEAR:
        return number
    return number + (_CENTURY if number < _NOON_OF_TWO_DIGITS else _CENTURY - 100)


def _in_digits(first: int, second: int, year: int, order: DayOrder) -> date:
    if first > _MONTHS or (order is DayOrder.DAY_FIRST and second <= _MONTHS):
        return date(year, second, first)
    if second > _MONTHS or order is DayOrder.MONTH_FIRST or first == second:
        return date(year, first, second)
    raise UnsureDayError(f"{first}/{second}/{year}")


def _in_words(text: str) -> date:
    """Read `3 November 2026`, `Nov. 3, 2026`, `3 de noviembre de 2026`, `3 нояб. 2026`."""
    months = _month_names()
    numbers: list[str] = []
    month = None
    for word in fold_in_script(text).split():
        if word.isdecimal():
            numbers.append(word)
        elif word in months and month is None:
            month = months[word]
        elif word not in _SMALL_WORDS and not re.fullmatch(r"\d+(st|nd|rd|th|er|o)", word):
            raise ValueError(f"no day: {text}")
        elif word[0].isdecimal():
            numbers.append(re.sub(r"\D", "", word))
    if month is None or len(numbers) != _PARTS - 1:
        raise ValueError(f"no day: {text}")
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == _LONG_YEAR else (numbers[0], numbers[1])
    return date(_year(year), month, int(day))


_SMALL_WORDS = frozenset(
    [
        "de",
        "del",
        "of",
        "le",
        "the",
        "el",
        "den",
        "\u0433",
        "\u0433\u043e\u0434\u0430",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "sabado",
        "domingo",
    ]
)


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in ("en", "es", "fr", "pt", "de", "it", "nl", "ru", "ar"):
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names.setdefault(fold_in_script(name), number)
    return names
