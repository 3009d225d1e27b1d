"""What the review says of each field: what a file may change in it, what it would, and where that is much."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from crm.imports.models import ImportBatch
from crm.imports.values import BatchState
from crm.imports.values.rules import (
    FILLED,
    LEFT,
    MOST_OVERWRITTEN,
    OVERWRITTEN,
    RULE_WORDS,
    is_much,
    ruled_fields,
)
from crm.imports.values.targets import TARGET_WORDS
from crm.web.shared.page import number


def rule_choices() -> list[tuple[str, str]]:
    """Return the rules that a field can have, as values and words; the first is the rule of the whole batch."""
    return [
        ("", str(gettext("As for all"))),
        *((rule.value, str(gettext(words))) for rule, words in RULE_WORDS.items()),
    ]


def field_rows(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return the fields of a draft that can have a rule, with what happens with the values of each."""
    told = batch.reading.get("values", {})
    if batch.state is not BatchState.REVIEW:
        return []
    return [
        {
            "key": field.value,
            "label": gettext(TARGET_WORDS[field]),
            "rule": batch.rules.get(field.value, ""),
            **{what: told.get(field.value, {}).get(what, 0) for what in (FILLED, OVERWRITTEN, LEFT)},
            "warning": _warning(told.get(field.value, {})),
        }
        for field in ruled_fields(batch.mapping)
    ]


def _warning(counts: Mapping[str, int]) -> str:
    """Say so where so many of a field's values that somebody should look would be overwritten."""
    if not is_much(counts):
        return ""
    return str(
        gettext(
            "More than %(percent)s %% of the values would be overwritten: %(count)s.",
            percent=number(MOST_OVERWRITTEN),
            count=number(counts[OVERWRITTEN]),
        )
    )


def chosen_rules(sent: Mapping[str, str]) -> dict[str, str]:
    """Return the rules that a form sent, by field."""
    return {key.removeprefix("rule-"): rule for key, rule in sent.items() if key.startswith("rule-") and rule}
