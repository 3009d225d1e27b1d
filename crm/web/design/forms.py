"""The sample form of the design page: a field of each kind."""

from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    EmailField,
    FileField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from crm.web.shared.forms import CrmForm

STAGES = [
    SelectChoice("identified", _("Identified")),
    SelectChoice("invited", _("Invited")),
    SelectChoice("in_conversation", _("In conversation")),
    SelectChoice("pledged", _("Pledged")),
    SelectChoice("signed", _("Signed")),
]


class SampleForm(CrmForm):
    """Nothing of it is ever stored."""

    name = StringField(
        _("Name"),
        [InputRequired()],
        description=_("In the script the organisation uses. You can add more names later."),
    )
    country = SelectField(
        _("Country"), choices=[SelectChoice("", "—"), SelectChoice("TL", "Timor-Leste"), SelectChoice("LB", "لبنان")]
    )
    city = StringField(_("City"))
    email = EmailField(_("Mail address"), [InputRequired()])
    website = URLField(_("Website"))
    password = PasswordField(_("Password"))
    due_on = DateField(_("Due"))
    hours = DecimalField(_("Hours"))
    note = TextAreaField(_("Note"))
    upload = FileField(_("File"), description=_("CSV or XLSX, up to 500 MB."))
    stage = RadioField(_("Status"), choices=STAGES)
    may_write = RadioField(
        _("May we write to this person?"),
        choices=[
            SelectChoice("yes", _("Yes")),
            SelectChoice("no", _("No")),
            SelectChoice("open", _("Not asked yet")),
        ],
        description=_("Choose what the person told you. If you do not know, leave it open."),
    )
    languages = SelectMultipleField(
        _("Languages"),
        choices=[SelectChoice("ar", "العربية"), SelectChoice("es", "Español"), SelectChoice("km", "ខ្មែរ")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    is_archived = BooleanField(_("Archived"))
    news = BooleanField(_("Send news about the campaign, about once a month. Stop with one click."))

    @classmethod
    def with_errors(cls) -> Self:
        """Give the form as it comes back: something to correct in each field, and what was typed."""
        form = cls(formdata=None, prefix="wrong", data={"city": "Dili", "email": "filomena@tais-justice.", "hours": 2})
        for field in (one for one in form if not isinstance(one, HiddenField)):
            field.errors = [_("Correct this field")]
        form.name.errors = [_("Write the name of the organisation")]
        form.email.errors = [_("It needs a part after the dot")]
        return form
