"""Words of volunteering."""

from enum import StrEnum

from crm.core.words import N_


class VolunteerStatus(StrEnum):
    """Where a volunteer stands with us."""

    APPLIED = "applied"
    SCREENING = "screening"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


VOLUNTEER_STATUS_WORDS = {
    VolunteerStatus.APPLIED: N_("Applied"),
    VolunteerStatus.SCREENING: N_("Screening"),
    VolunteerStatus.ACTIVE: N_("Active"),
    VolunteerStatus.PAUSED: N_("Paused"),
    VolunteerStatus.LEFT: N_("Left"),
}
