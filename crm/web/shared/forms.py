"""The base of every form: cleaned text, errors of the domain at their field, and the status of the answer."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField, TextAreaField

from crm.core.errors import DomainError
from crm.core.text.cleaning import clean_line, clean_text


class CrmForm(FlaskForm):
    """A form of the desk.

    ``reject(error)`` puts a DomainError at the field it names, or above the form, and keeps what was typed;
    ``answer(template, …)`` renders with the status that belongs to it (422 for errors, 409, 503 with Retry-After).
    """

    class Meta(FlaskForm.Meta):
        """Text is cleaned before it is validated."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Give text fields the filter of this house."""
            field_class = unbound_field.field_class
            if issubclass(field_class, TextAreaField):
                options.setdefault("filters", (_text,))
            elif issubclass(field_class, StringField) and not issubclass(field_class, HiddenField):
                options.setdefault("filters", (_line,))
            return super().bind_field(form, unbound_field, options)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rejection: DomainError | None = None

    def reject(self, error: DomainError) -> None:
        """Show the domain's own words at the field it names, or above the form."""
        self.rejection = error
        words = in_words(error)
        target = self._fields.get(error.field) if error.field else None
        if target is None:
            self.form_errors.append(words)
        else:
            target.errors = [*target.errors, words]

    @property
    def status(self) -> int:
        """Return the HTTP status of a page that shows this form."""
        if self.rejection is not None:
            return 422 if self.rejection.status == 400 else self.rejection.status  # noqa: PLR2004
        return 422 if self.errors else 200

    def answer(self, template: str, **context: Any) -> Response | tuple[str, int, dict[str, str]]:
        """Render the page of this form with the status and headers that belong to it."""
        headers = {"Retry-After": "5"} if self.status == 503 else {}  # noqa: PLR2004
        return render_template(template, form=self, **context), self.status, headers


def in_words(error: DomainError) -> str:
    """Return an error's message in the reader's language."""
    return str(gettext(error.message, **error.values))


def choices_of(words: dict[Any, str], *, empty: str | None = None) -> Callable[[], Sequence[tuple[str, str]]]:
    """Return choices for a SelectField from an enumeration's words, with an empty one first when it has a name."""

    def choices() -> Sequence[tuple[str, str]]:
        first = [] if empty is None else [("", empty)]
        return [*first, *((member.value, gettext(word)) for member, word in words.items())]

    return choices


def _line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _text(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value
