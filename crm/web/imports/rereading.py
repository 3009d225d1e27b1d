"""How the file of a draft was read: what was guessed, how sure that is, and the form that corrects it."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional

from crm.accounts.values import Permission
from crm.core.errors import DomainError
from crm.core.sheets.wishes import read_row_numbers
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch
from crm.imports.services.rereading import read_anew
from crm.web.imports.door import blueprint
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import CrmForm, in_words, seen_version
from crm.web.shared.page import number

_MOST_ROWS = 2_000_000
_SURE, _LIKELY = 0.9, 0.7
_SHOWN = 3


def _delimiters() -> list[SelectChoice]:
    words = {"": gettext("As guessed"), ",": ",", ";": ";", "tab": gettext("tab"), "|": "|"}
    return [SelectChoice(value, word) for value, word in words.items()]


class ReadingForm(CrmForm):
    """What somebody says of how a file is to be read; what is empty is guessed."""

    sheet = SelectField(_("Sheet or table"), validate_choice=False)
    encoding = StringField(_("Encoding"), description=_("For example utf-8, cp1252 or cp1251."))
    delimiter = SelectField(_("Cells are parted by"), choices=_delimiters)
    header_rows = StringField(_("Header rows"), description=_("As 3, 3-4, or 0 for none."))
    first_row = IntegerField(_("First row of data"), validators=[Optional(), NumberRange(1, _MOST_ROWS)])
    last_row = IntegerField(_("Last row of data"), validators=[Optional(), NumberRange(1, _MOST_ROWS)])
    version = HiddenField(id="reading-version")


def reading_form(batch: ImportBatch) -> ReadingForm:
    """Return the form with what was said before."""
    options = dict(batch.reading.get("options") or {})
    rows = options.get("header_rows")
    options["header_rows"] = None if rows is None else ",".join(map(str, rows)) or "0"
    options["delimiter"] = "tab" if options.get("delimiter") == "\t" else options.get("delimiter") or ""
    form = ReadingForm(**options, version=batch.version)
    sheets = batch.reading.get("sheets") or []
    form.sheet.choices = [SelectChoice("", gettext("As guessed")), *(SelectChoice(name, name) for name in sheets)]
    return form


def guesses(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return what was guessed of a file, in words, each with how sure it is."""
    reading = batch.reading
    delimiter = {"\t": gettext("tab")}.get(reading.get("delimiter") or "", reading.get("delimiter"))
    header = ", ".join(map(number, reading.get("header_rows") or ())) or gettext("none")
    told = [
        ("encoding", gettext("Encoding"), reading.get("encoding")),
        ("delimiter", gettext("Cells are parted by"), delimiter),
        ("sheet", gettext("Sheet or table"), reading.get("sheet")),
        ("header", gettext("Header rows"), header),
        ("start", gettext("First row of data"), number(reading.get("first_row") or 0)),
        ("end", gettext("Last row of data"), number(reading.get("last_row") or 0)),
    ]
    sure = reading.get("confidence") or {}
    return [
        {"label": label, "value": value, **_how_sure(sure[key])} for key, label, value in told if value and key in sure
    ]


def _how_sure(confidence: float) -> dict[str, str]:
    """Return a confidence as a word and a tone."""
    percent = number(round(confidence * 100))
    if confidence >= _SURE:
        return {"sure": gettext("sure, %(percent)s %%", percent=percent), "tone": "green"}
    if confidence >= _LIKELY:
        return {"sure": gettext("likely, %(percent)s %%", percent=percent), "tone": "blue"}
    return {"sure": gettext("unsure, %(percent)s %%", percent=percent), "tone": "amber"}


def left_out(batch: ImportBatch) -> list[tuple[str, list[str]]]:
    """Return the rows above and below the data, with their numbers."""
    places = ((gettext("Left out above"), "above"), (gettext("Left out below"), "below"))
    told = [(label, [f"{number(row)}: {text}" for row, text in batch.reading.get(key) or ()]) for label, key in places]
    return [(label, lines) for label, lines in told if lines]


@blueprint.post("/<int:batch_id>/reading")
@require(Permission.IMPORTS_PREPARE)
def reread(batch_id: int) -> Response:
    """Read the file of a draft anew, as it is said."""
    batch = get_batch(batch_id)
    form = reading_form(batch)
    back = redirect(url_for("imports.columns", batch_id=batch_id))
    if not form.validate_on_submit():
        flash(gettext("Correct how the file is read: rows are numbers."), "error")
        return back
    try:
        rows = read_row_numbers(form.header_rows.data) if form.header_rows.data else None
        said = {
            name: field.data
            for name, field in form._fields.items()
            if name in {"sheet", "encoding", "delimiter", "first_row", "last_row"}
        }
        read_anew(batch_id, {**said, "header_rows": rows}, version=seen_version(form), actor=current_actor())
    except DomainError as error:
        flash(in_words(error), "error")
    else:
        flash(gettext("Read anew, and the columns recognised again."))
    return back
