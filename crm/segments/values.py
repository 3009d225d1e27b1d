"""Questions: what a list, an export or (later) a mailing asks for, as versioned JSON and as words of an address.

    {"version": 1, "record": "organizations", "all": [{"field": "country", "relation": "is", "value": ["KE"]}]}

In an address a condition reads ``country:is:KE``; several values stand between commas. What this version does not know
(a field that went, a relation of tomorrow) is kept as it is, shown as not understood, and asked of no database.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from crm.core.clock import is_sensible, today
from crm.core.errors import DomainError
from crm.core.fields.registry import find_field, get_record_kind
from crm.core.fields.values import Field, FieldKind, Relation
from crm.core.words import N_

VERSION = 1
MOST_CONDITIONS = 40
MOST_VALUES = 300
LONGEST = 400
#: Stands for whoever reads, in a filter by user.
ME = "me"
_WITHOUT_VALUE = {Relation.EMPTY, Relation.GIVEN}
_DAYS_AGO = re.compile(r"-(\d{1,5})d")
_DAMAGED = N_("This question cannot be read.")


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a question, as it was written."""

    field: str
    relation: str
    values: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the condition as it stands in an address."""
        head = f"{_escape(self.field, ':')}:{_escape(self.relation, ':')}"
        return f"{head}:{','.join(_escape(value, ',') for value in self.values)}" if self.values else head


@dataclass(frozen=True, slots=True)
class Question:
    """Which records of a kind are meant: those that meet all conditions."""

    record: str
    conditions: tuple[Condition, ...] = ()

    def with_condition(self, condition: Condition) -> "Question":
        """Return the question with one more condition; one that says the same falls away."""
        rest = tuple(known for known in self.conditions if known != condition)
        return replace(self, conditions=(*rest, condition))

    def without(self, condition: Condition) -> "Question":
        """Return the question without a condition."""
        return replace(self, conditions=tuple(known for known in self.conditions if known != condition))

    def says(self, field: str) -> bool:
        """Say whether it has a condition on a field."""
        return any(condition.field == field for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Looks:
    """How a view shows its rows: its columns (none: the list's own) and its order."""

    columns: tuple[str, ...] = ()
    order: str = ""


def usual_question(record: str) -> Question:
    """Return the question that a list of this kind asks at first."""
    kind = get_record_kind(record)
    return Question(record, tuple(Condition(field, relation.value, (value,)) for field, relation, value in kind.usual))


def read_question(raw: object) -> Question:
    """Return the question of its JSON; raise DomainError when it is none."""
    if not isinstance(raw, dict) or raw.get("version") != VERSION or not isinstance(raw.get("record"), str):
        raise DomainError(_DAMAGED)
    lines = raw.get("all")
    if not isinstance(lines, list) or len(lines) > MOST_CONDITIONS:
        raise DomainError(_DAMAGED)
    return Question(raw["record"], tuple(_read_line(line) for line in lines))


def write_question(question: Question) -> dict[str, Any]:
    """Return a question as JSON."""
    lines = [
        {"field": condition.field, "relation": condition.relation, "value": list(condition.values)}
        for condition in question.conditions
    ]
    return {"version": VERSION, "record": question.record, "all": lines}


def read_condition(text: str) -> Condition:
    """Return the condition that stands in an address; raise DomainError when it is none."""
    parts = _split(text[: LONGEST * 10].replace("\0", ""), ":", 2)
    if len(parts) < 2 or not parts[0] or not parts[1]:  # noqa: PLR2004 - field and relation
        raise DomainError(N_("The filter “%(filter)s” in the address cannot be read."), filter=text[:60])
    values = _split(parts[2], ",", MOST_VALUES - 1) if len(parts) > 2 else []  # noqa: PLR2004 - and values
    return Condition(_unescape(parts[0]), _unescape(parts[1]), tuple(_unescape(value)[:LONGEST] for value in values))


def understand(record: str, condition: Condition) -> tuple[Field, Relation] | None:
    """Return the field and relation of a condition; None when this version does not know them or its values."""
    field = find_field(record, condition.field)
    if field is None or field.where is None:
        return None
    try:
        relation = Relation(condition.relation)
        parse_values(field, relation, condition.values)
    except (ValueError, DomainError):
        return None
    allowed = {*field.relations, *((Relation.ANY_OF,) if Relation.IS in field.relations else ())}
    return (field, relation) if relation in allowed else None


def parse_values(field: Field, relation: Relation, values: Sequence[str]) -> list[Any]:
    """Return the values of a condition in the types of its field; raise DomainError in words for what is none."""
    if relation in _WITHOUT_VALUE:
        return []
    given = [value for value in values if value != ""]
    if not given:
        raise DomainError(N_("Say what to compare with."), "value")
    if len(given) > 1 and relation not in {Relation.IS, Relation.IS_NOT, Relation.ANY_OF}:
        raise DomainError(N_("Give one value for this filter."), "value")
    parse = _PARSERS.get(field.kind, _text)
    if field.choices is not None:
        known = {value for value, _word in field.choices()}
        if not known.issuperset(given):
            raise DomainError(N_("Choose one from the list."), "value")
    return [parse(value) for value in given]


def days_ago(text: str) -> int | None:
    """Return n for "-nd" (n days ago), else None."""
    found = _DAYS_AGO.fullmatch(text)
    return int(found[1]) if found else None


def _text(value: str) -> str:
    return value


def _number(value: str) -> int:
    if not re.fullmatch(r"-?\d{1,9}", value, re.ASCII):
        raise DomainError(N_("Write a whole number."), "value")
    return int(value)


def _day(value: str) -> date:
    ago = days_ago(value)
    try:
        day = today() - timedelta(days=ago) if ago is not None else date.fromisoformat(value)
    except (ValueError, OverflowError):
        day = date.max
    if not is_sensible(day):
        raise DomainError(N_("Write the day as 2026-11-30, or -90d for 90 days ago."), "value")
    return day


def _yesno(value: str) -> bool:
    if value not in {"yes", "no"}:
        raise DomainError(N_("Choose yes or no."), "value")
    return value == "yes"


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise DomainError(N_("Choose a country from the list."), "value")
    return value


def _user(value: str) -> int | str:
    return ME if value == ME else _number(value)


_PARSERS: dict[FieldKind, Callable[[str], Any]] = {
    FieldKind.NUMBER: _number,
    FieldKind.DAY: _day,
    FieldKind.MOMENT: _day,
    FieldKind.YESNO: _yesno,
    FieldKind.COUNTRY: _country,
    FieldKind.USER: _user,
    FieldKind.TEAM: _number,
    FieldKind.CONTACT: _number,
}


def _read_line(line: object) -> Condition:
    if (
        not isinstance(line, dict)
        or not isinstance(line.get("field"), str)
        or not isinstance(line.get("relation"), str)
    ):
        raise DomainError(_DAMAGED)
    value = line.get("value")
    values: Iterable[object] = value if isinstance(value, list) else [] if value is None else [value]
    return Condition(line["field"], line["relation"], tuple(str(one) for one in values)[:MOST_VALUES])


def _escape(text: str, mark: str) -> str:
    return text.replace("~", "~~").replace(mark, f"~{mark}")


def _unescape(text: str) -> str:
    return re.sub(r"~(.)", r"\1", text, flags=re.DOTALL)


def _split(text: str, mark: str, most: int) -> list[str]:
    """Split at marks that no tilde stands before."""
    parts: list[str] = []
    part, place = "", 0
    while place < len(text):
        if text[place] == "~" and place + 1 < len(text):
            part += text[place : place + 2]
            place += 2
            continue
        if text[place] == mark and len(parts) < most:
            parts.append(part)
            part = ""
        else:
            part += text[place]
        place += 1
    return [*parts, part]
