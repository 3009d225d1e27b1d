"""Forms of imports."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from crm.core.db import read_id
from crm.core.files.models import KeptFile
from crm.imports.models import ImportBatch
from crm.imports.queries import find_own_upload
from crm.imports.values import IMPORT_AS_WORDS, ImportAs
from crm.imports.values.targets import TARGETS, combinations
from crm.statements.queries import list_statements
from crm.web.imports.texts import field_in_words
from crm.web.shared.forms import CrmForm, choices_of


def _statements() -> list[SelectChoice]:
    known = [SelectChoice(one.slug, one.title) for one in list_statements()]
    return [SelectChoice("", gettext("A new one")), *known]


class UploadForm(CrmForm):
    """A file, and what its rows are."""

    file = FileField(
        _("File"),
        description=_("CSV, XLSX, XLS, ODS, a web page, JSON or YAML, up to 500 MB."),
    )
    pasted = TextAreaField(
        _("Or paste the list"),
        description=_("From a mail, a web page or a spreadsheet: lines, or columns parted by tabs."),
        filters=(),
    )
    import_as = RadioField(_("Its rows are"), choices=choices_of(IMPORT_AS_WORDS), default="organizations")
    statement = SelectField(_("Statement"), choices=_statements)
    new_statement = StringField(
        _("Title of the new statement"), description=_("Needed only where the statement is a new one.")
    )
    once_key = HiddenField()
    #: A file that came with a form that was refused.
    kept = HiddenField()

    def kept_file(self) -> KeptFile | None:
        """Return the file that was sent before, when none is sent now."""
        file_id = read_id(self.kept.data or "")
        return find_own_upload(file_id) if file_id and not self.file.data and not self.has_pasted() else None

    def has_pasted(self) -> bool:
        """Say whether a list was pasted."""
        return bool((self.pasted.data or "").strip())

    def validate_file(self, _field: FileField) -> None:
        """Ask for a file, unless one came before."""
        if not self.file.data and not self.has_pasted() and self.kept_file() is None:
            raise ValidationError(gettext("Choose a file."))

    def validate_new_statement(self, field: StringField) -> None:
        """Ask what was signed, where signatures are brought in."""
        if self.import_as.data == ImportAs.SIGNATURES and not (self.statement.data or field.data):
            raise ValidationError(gettext("Say what was signed: choose a statement, or write the title of a new one."))


class ColumnsForm(CrmForm):
    """What each column becomes; one select a column, named by its place."""

    only_fill = BooleanField(
        _("Only fill empty fields"),
        description=_("What your records say stays, even where this list gave it and now says something else."),
    )
    version = HiddenField()

    def mapping(self, batch: ImportBatch, sent: Any) -> dict[str, object]:
        """Return what was chosen, by header."""
        headers = batch.reading["columns"]
        return {header: sent.get(f"column-{place}") or None for place, header in enumerate(headers)}


def target_choices(batch: ImportBatch) -> list[tuple[str, str]]:
    """Return what a column of a batch can become, as values and words; what was asked for otherwise stands last."""
    single = [target.value for target in TARGETS[batch.import_as]]
    values = dict.fromkeys([*single, *combinations(batch.import_as), *filter(None, batch.mapping.values())])
    return [(value, field_in_words(value)) for value in values]
