"""Forms of campaigns and their dates."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from crm.coalition.values import KeyDateFacts
from crm.web.shared.forms import CrmForm


class CampaignForm(CrmForm):
    """What a campaign is for."""

    name = StringField(_("Name"))
    main_ask = TextAreaField(
        _("Main ask"),
        description=_("What you want of those you speak to, in one sentence: “Sign the joint statement”."),
    )
    version = HiddenField()


class KeyDateForm(CrmForm):
    """A session or a deadline."""

    title = StringField(_("What happens"))
    on = DateField(_("First day"), [DataRequired(_("Choose a day."))])
    until = DateField(_("Last day"), [Optional()], description=_("Empty for a deadline."))
    place = StringField(_("Place"))
    version = HiddenField()

    def facts(self) -> KeyDateFacts:
        """Return what was filled in."""
        return KeyDateFacts(
            title=self.title.data or "", on=self.on.data, until=self.until.data, place=self.place.data or ""
        )
