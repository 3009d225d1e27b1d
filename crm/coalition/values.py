"""Words of the coalition."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.contacts.values import STAGE_ARROWS, Stage
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

#: The statuses of those who belong to the coalition now.
PRESENT = (MembershipStatus.ENDORSING, MembershipStatus.MEMBER, MembershipStatus.STEERING)


class MoveCause(StrEnum):
    """What moved a contact from stage to stage."""

    HAND = "hand"
    INTERACTION = "interaction"
    SIGNATURE = "signature"
    IMPORT = "import"
    UNDO = "undo"


def is_forward(before: Stage, after: Stage) -> bool:
    """Say whether a move leads on: along the arrows, back into talk, or out before anything was signed."""
    if after in {Stage.DECLINED, Stage.LAPSED}:
        return before not in {Stage.SIGNED, Stage.ACTIVE, after}
    return before not in STAGE_ARROWS or STAGE_ARROWS.index(after) > STAGE_ARROWS.index(before)


class Region(StrEnum):
    """The regional groups of UN Member States."""

    ASIA_PACIFIC = "asia_pacific"
    AFRICA = "africa"
    WESTERN_EUROPE = "western_europe"
    LATIN_AMERICA = "latin_america"
    EASTERN_EUROPE = "eastern_europe"


REGION_WORDS = {
    Region.ASIA_PACIFIC: N_("Asia-Pacific"),
    Region.AFRICA: N_("Africa"),
    Region.WESTERN_EUROPE: N_("Western Europe and others"),
    Region.LATIN_AMERICA: N_("Latin America, Caribbean"),
    Region.EASTERN_EUROPE: N_("Eastern Europe"),
}

_MEMBERS = {
    Region.AFRICA: "DZ AO BJ BW BF BI CV CM CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML MR "
    "MU MA MZ NA NE NG RW ST SN SC SL SO ZA SS SD TZ TG TN UG ZM ZW",
    Region.ASIA_PACIFIC: "AF BH BD BT BN KH CN CY KP FJ IN ID IR IQ JP JO KZ KI KW KG LA LB MY MV MH FM MN MM NR NP OM "
    "PK PW PG PH QA KR WS SA SG SB LK SY TJ TH TL TO TM TV AE UZ VU VN YE",
    Region.EASTERN_EUROPE: "AL AM AZ BY BA BG HR CZ EE GE HU LV LT MD ME MK PL RO RU RS SK SI UA",
    Region.LATIN_AMERICA: "AG AR BS BB BZ BO BR CL CO CR CU DM DO EC SV GD GT GY HT HN JM MX NI PA PY PE KN LC VC SR "
    "TT UY VE",
    # Türkiye takes part in two groups and is elected in this one; the United States attend it.
    Region.WESTERN_EUROPE: "AD AU AT BE CA DK FI FR DE GR IS IE IL IT LI LU MT MC NL NZ NO PT SM ES SE CH TR GB US",
}
#: The regional group of each Member State by its code of ISO 3166-1.
REGION_OF = {code: region for region, codes in _MEMBERS.items() for code in codes.split()}


@dataclass(frozen=True, slots=True)
class RegionCount:
    """How many of the coalition are in a region, and how many of them are new."""

    region: Region | None
    total: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDateFacts:
    """A session or deadline, as somebody gave it."""

    title: str
    on: date
    until: date | None = None
    place: str = ""


#: A logo is small; every page shows it.
LOGO_BYTES = 1024 * 1024


def picture_type(content: bytes) -> str | None:
    """Return the media type of a PNG, JPEG or WebP picture by its first bytes; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return None
