"""How values stand in a list: for each kind of field what its cell is given (templates/_parts/lists.html, `cell`)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import g
from flask_babel import get_locale, gettext

from crm.accounts.queries import list_teams, list_users
from crm.core.fields.values import Field, FieldKind
from crm.core.text.countries import country_name
from crm.core.text.languages import language_name
from crm.web.shared.page import ago, day, full_day, full_moment, moment, reader_today

#: Icons of ways to be in contact (ui.md, timeline).
EVENT_ICONS = {
    "call": "telephone",
    "mail": "envelope",
    "meeting": "people",
    "event": "calendar-event",
    "letter": "envelope-paper",
    "message": "chat",
    "note": "pen",
}
_SOON = 7
#: Characters that a cell shows.
_LONGEST = 200
_KINDS = {
    FieldKind.COUNTRY: "country",
    FieldKind.MOMENT: "date",
    FieldKind.DAY: "date",
    FieldKind.USER: "owner",
    FieldKind.TAG: "tags",
    FieldKind.TEAM: "tags",
    FieldKind.LANGUAGE: "languages",
    FieldKind.NUMBER: "number",
    FieldKind.LINK: "link",
    FieldKind.EMAIL: "mail",
}


def cell_kind(field: Field) -> str:
    """Return the kind of a field's cells."""
    return field.look or _KINDS.get(field.kind, "text")


def draw(field: Field, value: Any, row: Any) -> Any:
    """Return what the cell of a value is given; None is drawn as a dash."""
    if field.look == "due":
        return _step(value, field.beside(row) if field.beside else None)
    if value is None or value in ("", []):
        return None
    if field.look == "event":
        kind = field.beside(row) if field.beside else None
        return {"icon": EVENT_ICONS.get(str(kind), "clock"), "text": ago(value), "title": full_moment(value)}
    drawing = _DRAWINGS.get(field.kind)
    if drawing is not None:
        return drawing(value)
    return word_of(field, value)


def word_of(field: Field, value: Any) -> Any:
    """Return a value in words: the word of a choice, yes or no, several values between commas."""
    if field.look in {"stage", "task_state", "assignment_state", "badge", "tags", "people"}:
        return value
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return _short(", ".join(str(one) for one in value))
    if isinstance(value, str) and field.choices is None:
        return _short(value)
    if field.choices is not None:
        return gettext(choice_words(field).get(str(value), str(value)))
    return value


def _short(text: str) -> str:
    """Cut a text of many lines to what a row can show; the record and the export have all of it."""
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"


def choice_words(field: Field) -> dict[str, str]:
    """Return the words of a field's choices, read once a request: some of them stand in the database."""
    known: dict[tuple[str, str], dict[str, str]] = g.setdefault("choice_words", {})
    key = (field.record, field.key)
    if key not in known:
        known[key] = dict(field.choices()) if field.choices else {}
    return known[key]


def user_names() -> dict[int, str]:
    """Return the names of all users by id, read once a request."""
    if "user_names" not in g:
        g.user_names = {user.id: user.name for user in list_users()}
    names: dict[int, str] = g.user_names
    return names


def team_names() -> dict[int, str]:
    """Return the names of all teams by id, read once a request."""
    if "team_names" not in g:
        g.team_names = {team.id: team.name for team in list_teams()}
    names: dict[int, str] = g.team_names
    return names


def language_of_page() -> str:
    """Return the language in which names of countries and languages stand."""
    locale = get_locale()
    return locale.language if locale else "en"


def _step(text: Any, on: Any) -> dict[str, str] | None:
    if not text and on is None:
        return None
    if not isinstance(on, date):
        return {"text": str(text), "state": "later", "title": ""}
    days = (on - reader_today()).days
    if days < 0:
        when, state = gettext("%(n)s d late", n=-days), "late"
    elif days == 0:
        when, state = gettext("today"), "today"
    else:
        when, state = day(on), "soon" if days <= _SOON else "later"
    words = gettext("%(step)s, %(when)s", step=text, when=when) if text else when
    return {"text": words, "state": state, "title": full_day(on)}


def _day_cell(value: Any) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"text": moment(value), "title": full_moment(value)}
    return {"text": day(value), "title": full_day(value)}


_DRAWINGS: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.COUNTRY: lambda code: {"code": code, "name": country_name(code, language_of_page())},
    FieldKind.MOMENT: _day_cell,
    FieldKind.DAY: _day_cell,
    FieldKind.USER: lambda user_id: user_names().get(user_id),
    FieldKind.TEAM: lambda ids: [team_names()[one] for one in ids if one in team_names()],
    FieldKind.TAG: lambda names: names,
    FieldKind.LANGUAGE: lambda tags: [language_name(tag, language_of_page()) for tag in tags],
    FieldKind.LINK: lambda url: {
        "url": url,
        "text": str(url).removeprefix("https://").removeprefix("http://").rstrip("/"),
    },
}
