"""Days as lists write them: ISO, with names of months, as the number that a spreadsheet program keeps, or in digits.

Of digits, the column itself has to show the order. Digits of all scripts are read.
"""
# ruff: noqa: RUF001 - letters of other alphabets that look like Latin ones are meant here

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from babel import Locale

from crm.core.text.folding import fold_in_script

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(20\d\d|19\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")
_CHINESE = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号일]?(?:\s.*)?")
#: The number of days since the end of 1899, as spreadsheet programs keep a day: from 1990 to 2099.
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 32874, 73050
_SERIALS_FROM = date(1899, 12, 30)
_DIGITS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,].*)?")
_TIME = re.compile(
    r"[\s,T]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?(?:\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$",
    re.IGNORECASE,
)
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
        match = _DIGITS.fullmatch(_plain(value))
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
    text = _plain(value)
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text) or _CHINESE.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DIGITS.fullmatch(text):
        return _in_digits(int(match[1]), int(match[3]), _year(match[4]), _order_of(match[2], order))
    if (match := _SERIAL.fullmatch(text)) and _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return _SERIALS_FROM + timedelta(days=int(match[1]))
    return _in_words(text)


def is_unsure(value: str) -> bool:
    """Say whether a date in digits could be two days."""
    if not _DIGITS.fullmatch(_plain(value)):
        return False
    try:
        read_day(value)
    except UnsureDayError:
        return True
    except ValueError:
        return False
    return False


def _plain(value: str) -> str:
    """Give a text with its digits in the plain form, without marks of direction."""
    text = value.strip()
    if text.isascii():
        return text
    signs = (str(unicodedata.decimal(sign, sign)) for sign in text if unicodedata.category(sign) != "Cf")
    return "".join(signs).replace("\u060c", ",").replace("\uff0f", "/").strip()


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
    for word in _words(text, months):
        if word.isdecimal():
            numbers.append(word)
        elif word in months and month is None:
            month = months[word]
        elif word not in _SMALL_WORDS:
            raise ValueError(f"no day: {text}")
    if month is None or len(numbers) != _PARTS - 1:
        raise ValueError(f"no day: {text}")
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == _LONG_YEAR else (numbers[0], numbers[1])
    return date(_year(year), month, int(day))


def _words(text: str, months: Mapping[str, int]) -> list[str]:
    """Give the words of a date; months of two words ("كانون الثاني") are one, those between numbers stand apart."""
    words = re.sub(r"(?<=[0-9])(?=[^\W\d])|(?<=[^\W\d])(?=[0-9])", " ", fold_in_script(_TIME.sub("", text))).split()
    joined: list[str] = []
    for word in words:
        if joined and f"{joined[-1]} {word}" in months:
            joined[-1] = f"{joined[-1]} {word}"
        else:
            joined.append(word)
    return joined


_SMALL = (
    "st nd rd th er o os a de del of le the el den do da dia on at um г года год"
    " monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
    " lundi mardi mercredi jeudi vendredi samedi dimanche"
    " lunes martes miercoles jueves viernes sabado domingo"
    " segunda terca quarta quinta sexta feira"
    " понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс"
    " يوم الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد"
)
_SMALL_WORDS = frozenset(map(fold_in_script, _SMALL.split()))


_MONTH_LANGUAGES = (
    "en",
    "es",
    "fr",
    "pt",
    "de",
    "it",
    "nl",
    "ru",
    "ar",
    "ar_SY",
    "ar_DZ",
    "ar_MA",
    "fa",
    "tr",
    "pl",
    "uk",
)
_MORE_MONTHS = {"sept": 9, "set": 9, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "dez": 12, "fev": 2, "aout": 8}


@lru_cache(maxsize=1)
def _month_names() -> dict[str, int]:
    """Give the months by their folded names; a name of two words is found joined."""
    names: dict[str, int] = {}
    for language in _MONTH_LANGUAGES:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names.setdefault(fold_in_script(name), number)
    return {**_MORE_MONTHS, **names}
