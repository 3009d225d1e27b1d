"""What has to be asked about the values of a file: what they show of themselves is not enough, or is only a guess."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from crm.core.text.cleaning import clean_text
from crm.core.text.countries import country_code
from crm.core.text.folding import fold
from crm.core.text.languages import language_code
from crm.imports.values.cells import LIST_BREAK, says_nothing
from crm.imports.values.days import DayOrder, day_order, is_unsure
from crm.imports.values.meanings import countries_in, likely_countries, near_country, organization_type, signed_as
from crm.imports.values.targets import Target

#: So many different values of a column are looked at, of so many in a whole file.
_DISTINCT, _OF_ALL = 200, 1500
_LENGTH = 80
#: So many questions of one column are asked; the others stay in the notes of their rows.
_ASKED = 30


class Question(NamedTuple):
    """One value that has to be said more about."""

    field: Target
    header: str
    value: str
    rows: int
    #: What it is taken for where nobody says otherwise; empty for nothing.
    guess: str
    #: What it may well mean, the likeliest first.
    likely: tuple[str, ...] = ()


Finder = Callable[[str, Mapping[str, int]], list[Question]]


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody said of the values of a file."""

    #: By field and value: what it means; empty for nothing. What is not there stays open.
    values: Mapping[str, Mapping[str, str]]
    day_order: DayOrder | None = None

    def kept(self, reading: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a batch keeps of them beside what was said before."""
        fields = {**reading.get("meanings", {}), **self.values}
        said = {field: {**reading.get("meanings", {}).get(field, {}), **self.values.get(field, {})} for field in fields}
        told: dict[str, Any] = {"meanings": {field: values for field, values in said.items() if values}}
        return {**told, "day_order_said": self.day_order.value if self.day_order else None}


def note_values(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Return what a batch keeps of the values of its first rows, for asking about them.

    ``distinct`` counts the values of columns that repeat themselves; ``unsure_days`` gives an example of each column of
    dates that does not show whether the day or the month comes first.
    """
    distinct: dict[str, dict[str, int]] = {}
    unsure: dict[str, str] = {}
    left = _OF_ALL
    for place, header in enumerate(headers):
        values = Counter(text for row in rows if place < len(row) and (text := clean_text(row[place])))
        if 0 < len(values) <= min(_DISTINCT, left) and all(len(value) <= _LENGTH for value in values):
            distinct[header] = dict(values)
            left -= len(values)
        if day_order(values) is DayOrder.UNKNOWN and (example := next(filter(is_unsure, values), "")):
            unsure[header] = example
    return {"distinct": distinct, "unsure_days": unsure}


def find_questions(reading: Mapping[str, Any], mapping: Mapping[str, str | None]) -> list[Question]:
    """Return the values that must be asked about, or were guessed, in the order of the columns."""
    found: list[Question] = []
    for header, values in reading.get("distinct", {}).items():
        finder = _FINDERS.get(mapping.get(header) or "")
        if finder:
            found.extend(finder(header, values)[:_ASKED])
    return found


def find_unsure_day(reading: Mapping[str, Any], mapping: Mapping[str, str | None]) -> str | None:
    """Return an example where the column of days does not show whether the day or the month comes first."""
    unsure: Mapping[str, str] = reading.get("unsure_days", {})
    return next((example for header, example in unsure.items() if mapping.get(header) == Target.SIGNED_ON), None)


def _countries(header: str, values: Mapping[str, int]) -> list[Question]:
    found = []
    for value, count in values.items():
        if country_code(value) is None and not says_nothing(value) and not countries_in(value):
            likely = tuple(code for code, _like in likely_countries(value))
            found.append(Question(Target.COUNTRY, header, value, count, near_country(value) or "", likely))
    return found


def _languages(header: str, values: Mapping[str, int]) -> list[Question]:
    parts: Counter[str] = Counter()
    for value, count in values.items():
        for part in LIST_BREAK.split(value):
            if part.strip() and language_code(part.strip()) is None and not says_nothing(part.strip()):
                parts[part.strip()] += count
    return [Question(Target.LANGUAGES, header, part, count, "") for part, count in parts.items()]


def _unknown(
    target: Target, meaning: Callable[[str], object | None]
) -> Callable[[str, Mapping[str, int]], list[Question]]:
    def find(header: str, values: Mapping[str, int]) -> list[Question]:
        return [
            Question(target, header, value, count, "")
            for value, count in values.items()
            if meaning(value) is None and not says_nothing(value)
        ]

    return find


def _spellings(target: Target) -> Finder:
    """Ask about words that a column spells in several ways: the commonest way is offered for the others."""

    def find(header: str, values: Mapping[str, int]) -> list[Question]:
        parts: Counter[str] = Counter()
        for value, count in values.items():
            for part in LIST_BREAK.split(value) if target is Target.TAGS else [value]:
                parts[part.strip()] += count
        commonest: dict[str, str] = {}
        for part, _count in parts.most_common():
            commonest.setdefault(fold(part), part)
        return [
            Question(target, header, part, count, "", (commonest[fold(part)],))
            for part, count in parts.items()
            if fold(part) and commonest[fold(part)] != part
        ]

    return find


_FINDERS: dict[str, Finder] = {
    Target.COUNTRY: _countries,
    Target.LANGUAGES: _languages,
    Target.ORGANIZATION_TYPE: _unknown(Target.ORGANIZATION_TYPE, organization_type),
    Target.SIGNED_AS: _unknown(Target.SIGNED_AS, signed_as),
    Target.ROLE: _spellings(Target.ROLE),
    Target.TAGS: _spellings(Target.TAGS),
}
