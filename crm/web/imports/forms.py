"""Forms of imports."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice

from crm.imports.models import ImportBatch
from crm.imports.values import IMPORT_AS_WORDS
from crm.imports.values.targets import TARGET_WORDS, TARGETS
from crm.statements.queries import list_statements
from crm.web.shared.forms import CrmForm, choices_of


def _statements() -> list[SelectChoice]:
    known = [SelectChoice(one.slug, one.title) for one in list_statements()]
    return [SelectChoice("", gettext("A new one")), *known]


class UploadForm(CrmForm):
    """A file, and what its rows are."""

    file = FileField(
        _("File"),
        [FileRequired(_("Choose a file."))],
        description=_("CSV, XLSX, XLS or ODS, up to 500 MB. The first row names the columns."),
    )
    import_as = RadioField(_("Its rows are"), choices=choices_of(IMPORT_AS_WORDS), default="organizations")
    statement = SelectField(_("Statement"), choices=_statements)
    new_statement = StringField(_("Title of the new statement"))
    once_key = HiddenField()


class ColumnsForm(CrmForm):
    """What each column becomes; one select a column, named by its place."""

    only_fill = BooleanField(_("Only fill empty fields"))
    version = HiddenField()

    def mapping(self, batch: ImportBatch, sent: Any) -> dict[str, object]:
        """Return what was chosen, by header."""
        headers = batch.reading["columns"]
        return {header: sent.get(f"column-{place}") or None for place, header in enumerate(headers)}


def target_choices(batch: ImportBatch) -> list[tuple[str, str]]:
    """Return what a column of a batch can become, as values and words."""
    return [(target.value, gettext(TARGET_WORDS[target])) for target in TARGETS[batch.import_as]]
