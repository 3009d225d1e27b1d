"""Words of the coalition."""

from enum import StrEnum

from crm.core.words import N_


class MembershipStatus(StrEnum):
    """An organisation's place in the coalition: a fact with dates, not a stage."""

    ENDORSING = "endorsing"
    MEMBER = "member"
    STEERING = "steering"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


MEMBERSHIP_WORDS = {
    MembershipStatus.ENDORSING: N_("Endorsing"),
    MembershipStatus.MEMBER: N_("Member"),
    MembershipStatus.STEERING: N_("Steering group"),
    MembershipStatus.LAPSED: N_("Lapsed"),
    MembershipStatus.WITHDRAWN: N_("Withdrawn"),
}
