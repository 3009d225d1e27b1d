"""Forms of signatures."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from crm.statements.queries import list_statements
from crm.web.shared.forms import CrmForm


def _statements() -> list[SelectChoice]:
    return [SelectChoice(str(one.id), one.title) for one in list_statements()]


class SignatureForm(CrmForm):
    """A signature recorded by hand."""

    statement = SelectField(_("Statement"), choices=_statements)
    contact = StringField(
        _("Signed by"),
        [InputRequired(_("Say who signed."))],
        description=_("A person or organisation that is in the CRM: write its name as it stands there."),
    )
    signed_on = DateField(_("Signed on"), [Optional()])
    role = StringField(_("Role"))
    organization = StringField(_("Organisation as it was signed"))
