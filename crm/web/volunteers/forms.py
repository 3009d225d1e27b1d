"""Forms of volunteers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from crm.volunteers.models import Volunteer
from crm.volunteers.values import HOURS_OF_A_WEEK, VOLUNTEER_STATUS_WORDS, Offer, VolunteerStatus
from crm.web.shared.forms import CrmForm, LanguagesField, WholeField, choices_of, words_of


class OfferForm(CrmForm):
    """What a volunteer offers."""

    version = HiddenField()
    volunteer_status = SelectField(
        _l("Status"), choices=choices_of(VOLUNTEER_STATUS_WORDS), default=VolunteerStatus.ACTIVE.value
    )
    skills = StringField(
        _l("Skills"),
        [Length(max=500)],
        description=_l("For example: Translation, Law, Web. Separate them with commas."),
    )
    languages = LanguagesField(
        _l("Languages"), description=_l("For example: Arabic, French. Separate them with commas.")
    )
    hours_a_week = WholeField(
        _l("Hours a week"), [Optional(), NumberRange(0, HOURS_OF_A_WEEK, _l("A week has 168 hours."))]
    )
    notes = TextAreaField(_l("Notes"), [Length(max=20_000)])

    @staticmethod
    def values_of(volunteer: Volunteer) -> dict[str, Any]:
        """Return what the volunteer offers now, by field."""
        return {
            "version": volunteer.version,
            "volunteer_status": volunteer.status.value,
            "skills": ", ".join(held.skill.name for held in volunteer.skills),
            "languages": volunteer.languages,
            "hours_a_week": volunteer.hours_a_week,
            "notes": volunteer.notes,
        }

    def offer(self) -> Offer:
        """Return what was typed."""
        return Offer(
            skills=words_of(self.skills.data),
            languages=tuple(self.languages.data or ()),
            hours_a_week=self.hours_a_week.data,
            notes=self.notes.data or "",
            status=VolunteerStatus(self.volunteer_status.data),
        )
