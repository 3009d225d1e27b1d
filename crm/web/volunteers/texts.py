"""Words of volunteers for templates."""

from flask_babel import gettext

from crm.volunteers.values import VOLUNTEER_STATUS_WORDS, VolunteerStatus

_TONES = {
    VolunteerStatus.APPLIED: "amber",
    VolunteerStatus.SCREENING: "blue",
    VolunteerStatus.ACTIVE: "green",
    VolunteerStatus.PAUSED: "grey",
    VolunteerStatus.LEFT: "grey",
}


def status_badge(status: VolunteerStatus) -> dict[str, str]:
    """Return the badge of a volunteer: applied, active, paused."""
    return {"label": gettext(VOLUNTEER_STATUS_WORDS[status]), "tone": _TONES[status]}
