"""Forms of statements."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from crm.core.text import language_choices
from crm.statements.values import STATEMENT_STATE_WORDS
from crm.web.shared.forms import CrmForm, choices_of
from crm.web.shared.page import page_lang


class StatementForm(CrmForm):
    """A statement's title, its state, and its newest wording."""

    title = StringField(_("Title"), [InputRequired(_("Write a title."))])
    state = SelectField(_("State"), choices=choices_of(STATEMENT_STATE_WORDS))
    language = SelectField(_("Language of the text"), choices=lambda: list(language_choices(page_lang())), default="en")
    text = TextAreaField(_("Text"), description=_("A changed text becomes a new version; signatures stay with theirs."))
    version = HiddenField()
