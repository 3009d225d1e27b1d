"""What the page Match columns asks about values: countries, languages, types, spellings, the order of dates."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext

from crm.contacts.values import ORGANIZATION_TYPE_WORDS
from crm.core.text import country_choices, country_name, language_choices
from crm.imports.models import ImportBatch
from crm.imports.values.days import DayOrder, read_day
from crm.imports.values.questions import Answers, Question, find_questions, find_unsure_day
from crm.imports.values.targets import Target
from crm.statements.values import SIGNED_AS_WORDS
from crm.web.imports.texts import rows_in_words
from crm.web.shared.page import full_day, page_lang

#: What is sent for a value that stays open, and for one that means nothing.
_OPEN, _NOTHING = "", "-"
_DAYS = "day-order"


def _name(question: Question) -> str:
    return f"value-{question.field}-{question.value}"


def value_questions(
    batch: ImportBatch, mapping: Mapping[str, str | None], sent: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the values of a file that are asked about, each with what it may mean and what is chosen so far."""
    said = batch.reading.get("meanings", {})
    return [
        {
            "name": _name(one),
            "header": one.header,
            "value": one.value,
            "rows": rows_in_words(one.rows),
            "chosen": sent.get(_name(one), _before(one, said.get(one.field, {}))),
            "is_guess": bool(one.guess),
            "likely": _worded(one, one.likely),
            "choices": _choices(one.field),
        }
        for one in find_questions(batch.reading, mapping)
    ]


def _before(question: Question, said: Mapping[str, str]) -> str:
    """Return what somebody said of a value before, else what it is guessed to mean."""
    return (said[question.value] or _NOTHING) if question.value in said else question.guess


def _worded(question: Question, values: Sequence[str]) -> list[tuple[str, str]]:
    if question.field is Target.COUNTRY:
        return [(code, country_name(code, page_lang())) for code in values]
    return [(value, value) for value in values]


def _choices(field: Target) -> list[tuple[str, str]]:
    """Return everything that a value of a field can mean."""
    if field is Target.COUNTRY:
        return list(country_choices(page_lang()))
    if field is Target.LANGUAGES:
        return list(language_choices(page_lang()))
    if field is Target.ORGANIZATION_TYPE:
        return [(value.value, gettext(word)) for value, word in ORGANIZATION_TYPE_WORDS.items()]
    if field is Target.SIGNED_AS:
        return [(value.value, gettext(word)) for value, word in SIGNED_AS_WORDS.items()]
    return []


def day_question(
    batch: ImportBatch, mapping: Mapping[str, str | None], sent: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return the question which number of the dates is the day, where their column does not show it."""
    example = find_unsure_day(batch.reading, mapping)
    if example is None:
        return None
    chosen = sent.get(_DAYS, batch.reading.get("day_order_said") or "")
    first, second = (full_day(read_day(example, order)) for order in (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST))
    choices = [
        ("", gettext("Ask nobody: keep them in the notes")),
        (DayOrder.DAY_FIRST.value, gettext("Day first: %(day)s", day=first)),
        (DayOrder.MONTH_FIRST.value, gettext("Month first: %(day)s", day=second)),
    ]
    return {
        "name": _DAYS,
        "label": gettext("Dates like %(example)s", example=example),
        "choices": choices,
        "chosen": chosen,
    }


def answers_in(batch: ImportBatch, mapping: Mapping[str, str | None], sent: Mapping[str, str]) -> Answers:
    """Return what was said of values on the page."""
    said: dict[str, dict[str, str]] = {}
    for one in find_questions(batch.reading, mapping):
        answer = sent.get(_name(one), _OPEN)
        if answer != _OPEN and _is_offered(one, answer):
            said.setdefault(one.field, {})[one.value] = "" if answer == _NOTHING else answer
    order = sent.get(_DAYS)
    return Answers(said, DayOrder(order) if order in set(DayOrder) - {DayOrder.UNKNOWN} else None)


def _is_offered(question: Question, answer: str) -> bool:
    return answer == _NOTHING or answer in question.likely or answer in dict(_choices(question.field))


def is_asked_anew(batch: ImportBatch, mapping: Mapping[str, str | None], sent: Mapping[str, str]) -> bool:
    """Say whether the columns as they were chosen raise questions that the page did not show."""
    names = [_name(one) for one in find_questions(batch.reading, mapping)]
    names += [_DAYS] if find_unsure_day(batch.reading, mapping) else []
    return any(name not in sent for name in names)
