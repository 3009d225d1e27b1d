"""Words of volunteering."""

from dataclasses import dataclass
from enum import StrEnum

from crm.core.errors import DomainError
from crm.core.words import N_

HOURS_OF_A_WEEK = 168


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


@dataclass(frozen=True, slots=True)
class Offer:
    """What a volunteer offers: skills by name, languages as BCP 47 tags, hours a week."""

    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours_a_week: int | None = None
    notes: str = ""
    status: VolunteerStatus = VolunteerStatus.ACTIVE

    def __post_init__(self) -> None:
        """Refuse hours that a week does not have."""
        if self.hours_a_week is not None and not 0 <= self.hours_a_week <= HOURS_OF_A_WEEK:
            raise DomainError("A week has 168 hours.", field="hours_a_week")
