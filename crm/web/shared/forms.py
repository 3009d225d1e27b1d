"""The base of every form: cleaned text, errors of the domain at their field, and the status of the answer."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from flask import render_template, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import FileField, HiddenField, IntegerField, PasswordField, StringField, TextAreaField
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields import SelectChoice

from crm.accounts.queries import list_active_users
from crm.core.clock import is_sensible
from crm.core.db import read_id
from crm.core.errors import DomainError, StaleError
from crm.core.text import clean_line, clean_text, language_code, language_name
from crm.web.shared.access import current_actor
from crm.web.shared.page import page_lang

#: Control characters that HTML does not know; tabs and line ends are none.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")

_TOO_MUCH = 2**31

#: What a view may answer.
Answer = str | Response | tuple[str, int, dict[str, str]]


def once_key() -> str:
    """Return a key for a form that is drawn (`shared/once`): what is sent twice under one key is done once."""
    return secrets.token_hex(16)


def owner_choices() -> list[SelectChoice]:
    """Return who can have promised something: the reader first and as themselves, then their colleagues by name."""
    me = current_actor().user_id
    others = (SelectChoice(str(user.id), user.name) for user in list_active_users() if user.id != me)
    return [SelectChoice(str(me or ""), gettext("Me")), *others]


class OnceField(HiddenField):
    """The key of a form."""

    def __call__(self, **_attributes: Any) -> Markup:
        """Draw it under one name and without an id: a page may have several forms."""
        return Markup('<input type="hidden" name="once" value="{}">').format(self.data)


class CrmForm(FlaskForm):
    """A form of the desk.

    ``reject(error)`` puts a DomainError at the field it names, or above the form, and keeps what was typed;
    ``answer(template, …)`` renders with the status that belongs to it (422 for errors, 409, 503 with Retry-After). When
    the record (``obj=``) changed meanwhile, it shows the page with both versions instead.
    """

    once = OnceField(default=once_key)

    class Meta(FlaskForm.Meta):
        """Text is cleaned before it is validated; passwords and hidden fields stay as they are."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Take out of everything that was sent what no page may hold, so that it can be shown again as typed."""
            sent = super().wrap_formdata(form, formdata)
            if sent is None:
                return None
            return MultiDict((name, _showable(value)) for name, value in sent.items(multi=True))

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Give text fields the filter of this house."""
            field_class = unbound_field.field_class
            if "filters" in unbound_field.kwargs or issubclass(field_class, (HiddenField, PasswordField)):
                return super().bind_field(form, unbound_field, options)
            if issubclass(field_class, TextAreaField):
                options.setdefault("filters", (_text,))
            elif issubclass(field_class, StringField) and not issubclass(field_class, LanguagesField):
                options.setdefault("filters", (_line,))
            return super().bind_field(form, unbound_field, options)

    def __init__(self, *args: Any, obj: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        if current_actor().user_id is None:
            del self.once
        self.subject = obj
        self.rejection: DomainError | None = None

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Refuse days that nobody can mean, beside what the fields themselves refuse."""
        is_valid: bool = super().validate(extra_validators)
        for one in self:
            if isinstance(one.data, date) and not is_sensible(one.data):
                one.errors = [*one.errors, gettext("Write a day between 1900 and 2200.")]
                is_valid = False
        return is_valid

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
            return status_of(self.rejection)
        return HTTPStatus.UNPROCESSABLE_ENTITY if self.errors else HTTPStatus.OK

    def answer(self, template: str, **context: Any) -> Answer:
        """Render the page of this form with the status and headers that belong to it."""
        if isinstance(self.rejection, StaleError) and self.subject is not None:
            return conflict_page(self, self.subject)
        return render_template(template, form=self, **context), self.status, headers_of(self.status)


def status_of(error: DomainError) -> int:
    """Return the HTTP status of a page that shows a rule which was not met: 422 unless the rule has one of its own."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if error.status == HTTPStatus.BAD_REQUEST else error.status


def headers_of(status: int) -> dict[str, str]:
    """Return the headers that belong to a status: when to try again, where that helps."""
    return {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}


def seen_version(form: Any) -> int:
    """Return the version that a form's user saw (hidden field `version`); what is no number fits no row."""
    return read_id(form["version"].data) or 0


def conflict_page(form: Any, theirs: Any, *, version: int | str | None = None, back_url: str | None = None) -> Answer:
    """Show what is kept now beside what was typed, field by field; nothing typed is lost.

    ``theirs`` is the record, or a dictionary of its values by field name (then give ``version``).
    """
    rows = []
    for field in form:
        if not isinstance(field, (HiddenField, PasswordField, FileField, CSRFTokenField)):
            kept = theirs.get(field.name) if isinstance(theirs, dict) else getattr(theirs, field.name, None)
            there, yours = _shown(field, kept), _shown(field, field.data)
            if there != yours:
                rows.append({"label": field.label.text, "theirs": there, "yours": yours})
    typed = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in {"csrf_token", "version"} and not isinstance(form._fields.get(name), PasswordField)
    ]
    newest = getattr(theirs, "version", None) if version is None else version
    page = render_template(
        "errors/conflict.html", rows=rows, typed=typed, version=newest, back_url=back_url or request.full_path
    )
    return page, 409, {}


def _shown(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, (list, tuple, set)):
        return ", ".join(_shown(field, one) for one in value)
    if isinstance(field, LanguagesField) and value:
        return language_name(str(value), page_lang())
    words = {str(one.value): one.label for one in field.iter_choices()} if _has_choices(field) else {}
    return str(words.get(str(value), "" if value is None else value))


def _has_choices(field: Any) -> bool:
    return getattr(field, "choices", None) is not None and not getattr(field, "has_groups", lambda: False)()


def in_words(error: DomainError) -> str:
    """Return an error's message in the reader's language."""
    return str(gettext(error.message, **error.values))


def choices_of(words: dict[Any, str], *, empty: str | None = None) -> Callable[[], Sequence[SelectChoice]]:
    """Return choices for a SelectField from an enumeration's words, with an empty one first when it has a name."""

    def choices() -> Sequence[SelectChoice]:
        first = [] if empty is None else [SelectChoice("", empty)]
        return [*first, *(SelectChoice(member.value, gettext(word)) for member, word in words.items())]

    return choices


def _showable(value: object) -> object:
    return _CONTROLS.sub("", value) if isinstance(value, str) else value


class WholeField(IntegerField):
    """A whole number that a database can hold; of a longer one no page would say anything but that it is wrong."""

    data: int | None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what was typed, unless it is too much."""
        super().process_formdata(valuelist)
        if self.data is not None and abs(self.data) >= _TOO_MUCH:
            self.data = None
            raise ValueError(gettext("Write a whole number."))


class LanguagesField(StringField):
    """Languages as people type them, with commas between; ``data`` is their BCP 47 tags."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(language_name(tag, page_lang()) for tag in self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read each name or tag; raise a sentence that names the one that is no language we know."""
        tags = []
        for word in words_of(clean_line(valuelist[0] if valuelist else "")):
            tag = language_code(word)
            if tag is None:
                raise ValueError(gettext("“%(word)s” is not a language that we know.", word=word))
            tags.append(tag)
        self.data = list(dict.fromkeys(tags))


def words_of(text: str | None) -> tuple[str, ...]:
    """Split what was typed with commas into its words."""
    return tuple(word for part in (text or "").split(",") if (word := part.strip()))


def _line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


def _text(value: object) -> object:
    return clean_text(value) if isinstance(value, str) else value
