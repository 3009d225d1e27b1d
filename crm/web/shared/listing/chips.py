"""Filters in words, and the form that adds one: what can be asked, how, and by which choices."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext, ngettext

from crm.contacts.queries import list_tags
from crm.core.errors import DomainError
from crm.core.fields.registry import fields_of, find_field
from crm.core.fields.values import RELATION_WORDS, Field, FieldKind, Relation
from crm.core.text.countries import country_choices, country_name
from crm.core.words import N_
from crm.segments.values import ME, Condition, days_ago, parse_values, understand
from crm.web.shared.listing.cells import language_of_page, team_names, user_names
from crm.web.shared.page import day

Choices = Sequence[tuple[str, str]]

_SIGNS = {
    FieldKind.COUNTRY: "globe",
    FieldKind.CHOICE: "flag",
    FieldKind.USER: "person",
    FieldKind.TEAM: "people",
    FieldKind.TAG: "tag",
    FieldKind.MOMENT: "calendar",
    FieldKind.DAY: "calendar",
    FieldKind.YESNO: "archive",
    FieldKind.EMAIL: "envelope",
    FieldKind.PHONE: "telephone",
    FieldKind.NUMBER: "123",
}


def sign_of(field: Field) -> str:
    """Return the icon of a field's filters."""
    return _SIGNS.get(field.kind, "fonts")


def chip_of(record: str, condition: Condition) -> dict[str, Any]:
    """Return the words of a filter: field, relation, value; what is not understood says so."""
    understood = understand(record, condition)
    if understood is None:
        return {
            "field": condition.field,
            "relation": gettext("is not understood"),
            "value": ", ".join(condition.values) or condition.relation,
            "sign": "exclamation-triangle",
            "is_understood": False,
        }
    field, relation = understood
    has_value = relation not in {Relation.EMPTY, Relation.GIVEN}
    values = [_value_word(field, value) for value in condition.values] if has_value else []
    words = gettext(RELATION_WORDS[Relation.ANY_OF if relation is Relation.IS and len(values) > 1 else relation])
    return {
        "field": gettext(field.label),
        "relation": words if has_value else "",
        "value": ", ".join(values) if has_value else words,
        "sign": sign_of(field),
        "is_understood": True,
    }


def askable(record: str) -> list[Field]:
    """Return the fields that can be asked, in the order of choosers."""
    return [field for field in fields_of(record).values() if field.where is not None and field.relations]


def filter_form(record: str, key: str, condition: Condition | None = None) -> dict[str, Any] | None:
    """Return the form that adds a filter on a field, None when there is no such filter."""
    field = find_field(record, key)
    if field is None or field.where is None or not field.relations:
        return None
    choices = choices_of(field)
    return {
        "field": field.key,
        "label": gettext(field.label),
        "relations": [(relation.value, gettext(RELATION_WORDS[relation])) for relation in field.relations],
        "relation": condition.relation if condition else field.relations[0].value,
        "choices": choices,
        "kind": "date" if field.kind in {FieldKind.MOMENT, FieldKind.DAY} else "text",
        "values": list(condition.values) if condition else [],
        "takes_value": any(relation not in {Relation.EMPTY, Relation.GIVEN} for relation in field.relations),
    }


def read_filter(record: str, key: str, relation: str, values: Sequence[str]) -> Condition:
    """Return the condition that the form gives; raise DomainError at what to correct."""
    field = find_field(record, key)
    if field is None or field.where is None:
        raise DomainError(N_("There is no such filter."))
    if relation not in {known.value for known in field.relations}:
        raise DomainError(N_("This filter cannot compare that way (%(relation)s)."), relation=relation[:30])
    wanted = Relation(relation)
    if wanted in {Relation.EMPTY, Relation.GIVEN}:
        return Condition(key, relation)
    given = tuple(value.strip() for value in values if value.strip())
    parse_values(field, wanted, given)
    return Condition(key, relation, given)


def choices_of(field: Field) -> Choices:
    """Return what a filter on the field can be compared with; empty when it is typed."""
    if field.choices is not None:
        return [(value, gettext(word)) for value, word in field.choices()]
    known = _CHOICES.get(field.kind)
    return known() if known else ()


def _users() -> Choices:
    return [(ME, gettext("Me")), *((str(user_id), name) for user_id, name in user_names().items())]


_CHOICES: dict[FieldKind, Callable[[], Choices]] = {
    FieldKind.COUNTRY: lambda: country_choices(language_of_page()),
    FieldKind.USER: _users,
    FieldKind.TEAM: lambda: [(str(team_id), name) for team_id, name in team_names().items()],
    FieldKind.TAG: lambda: [(tag.key, tag.name) for tag in list_tags()],
    FieldKind.YESNO: lambda: [("yes", gettext("Yes")), ("no", gettext("No"))],
}


def _value_word(field: Field, value: str) -> str:
    if field.choices is not None:
        return str(gettext(dict(field.choices()).get(value, value)))
    word = _WORDS.get(field.kind)
    return word(value) if word else value


def _user_word(value: str) -> str:
    return str(gettext("Me")) if value == ME else user_names().get(int(value)) or str(gettext("a former user"))


def _day_word(value: str) -> str:
    days = days_ago(value)
    if days is not None:
        return str(ngettext("%(num)d day ago", "%(num)d days ago", days))
    parsed = parse_values(_ANY_DAY, Relation.BEFORE, [value])[0]
    return day(parsed)


_ANY_DAY = Field("", "", "", FieldKind.DAY)
_WORDS: dict[FieldKind, Callable[[str], str]] = {
    FieldKind.COUNTRY: lambda value: country_name(value, language_of_page()),
    FieldKind.USER: _user_word,
    FieldKind.TEAM: lambda value: team_names().get(int(value), value),
    FieldKind.TAG: lambda value: dict(_CHOICES[FieldKind.TAG]()).get(value, value),
    FieldKind.YESNO: lambda value: gettext("Yes") if value == "yes" else gettext("No"),
    FieldKind.MOMENT: _day_word,
    FieldKind.DAY: _day_word,
}
