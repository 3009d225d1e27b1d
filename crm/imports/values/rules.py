"""What a file may do with values that records have already, field by field, and how often it would."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from crm.core.errors import DomainError
from crm.core.words import N_
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.remarks import KEPT_EMPTY, KEPT_VALUE, Remark
from crm.imports.values.targets import TARGET_WORDS, Target


class Rule(StrEnum):
    """What happens where a record has a value already; empty cells never change anything."""

    CORRECT = "correct"
    FILL = "fill"
    OVERWRITE = "overwrite"
    NEVER = "never"


RULE_WORDS = {
    Rule.CORRECT: N_("Fill, and correct what this list gave"),
    Rule.FILL: N_("Only fill"),
    Rule.OVERWRITE: N_("Overwrite"),
    Rule.NEVER: N_("Never change"),
}

#: Fields that can have a rule of their own.
RULED: tuple[Target, ...] = (
    Target.NAME, Target.ACRONYM, Target.NATIVE_NAME, Target.ORGANIZATION_TYPE, Target.COUNTRY, Target.CITY,
    Target.LANGUAGES, Target.WEBSITE, Target.FOUNDED, Target.NOTES, Target.ROLE, Target.EMAIL, Target.PHONE,
    Target.ADDRESS,
)  # fmt: skip
#: Of the values that a field has, so many in a hundred may be overwritten without a warning.
MOST_OVERWRITTEN = 30
#: What happens with a value: counted by field in this order.
FILLED, OVERWRITTEN, LEFT, SAME = "filled", "overwritten", "left", "same"
_POINTS = {"postal": Target.ADDRESS.value}
_LABELS = {words: target.value for target, words in TARGET_WORDS.items()}

#: How often what happens with the values of a field: (field, what) to rows.
ValueCounts = Counter[tuple[str, str]]


def check_rules(rules: Mapping[str, str]) -> dict[str, str]:
    """Return rules that there are for fields that can have one; refuse others."""
    for field, rule in rules.items():
        if field not in set(RULED) or rule not in set(Rule):
            raise DomainError("“%(name)s=%(rule)s” is no rule for a field.", name=field, rule=rule)
    return dict(rules)


def ruled_fields(mapping: Mapping[str, str | None]) -> list[Target]:
    """Return the fields of a file that can have a rule."""
    chosen = set(mapping.values())
    if chosen & {Target.FIRST_NAME.value, Target.LAST_NAME.value}:
        chosen.add(Target.NAME.value)
    return [target for target in RULED if target.value in chosen]


def count_values(row: ParsedRow, changes: Iterable[Mapping[str, Any]], remarks: Sequence[Remark]) -> ValueCounts:
    """Count what happens with the values that a row has for a record that is there."""
    counts: ValueCounts = Counter()
    for one in changes:
        field = _POINTS.get(one.get("field", ""), one.get("field", ""))
        if field in set(RULED):
            counts[field, FILLED if one["before"] in (None, "", []) else OVERWRITTEN] += 1
    for remark in remarks:
        if remark.text in {KEPT_VALUE, KEPT_EMPTY} and (field := _LABELS.get(remark.values["field"], "")) in set(RULED):
            counts[field, LEFT] += 1
    told = {field for field, _what in counts}
    counts.update((field, SAME) for field in {"name", *row.facts} - told if field in set(RULED))
    return counts


def is_much(counts: Mapping[str, int]) -> bool:
    """Say whether so many of a field's values would be overwritten that somebody should look."""
    held = counts.get(OVERWRITTEN, 0) + counts.get(LEFT, 0) + counts.get(SAME, 0)
    return counts.get(OVERWRITTEN, 0) * 100 > held * MOST_OVERWRITTEN
