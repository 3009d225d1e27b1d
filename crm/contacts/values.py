"""Words of the directory."""

from enum import StrEnum

from crm.core.words import N_


class ContactKind(StrEnum):
    """The two kinds of contact."""

    PERSON = "person"
    ORGANIZATION = "organization"


class Stage(StrEnum):
    """Where a contact stands in the main ask of its campaign; the words are badges and arrows."""

    IDENTIFIED = "identified"
    INVITED = "invited"
    IN_CONVERSATION = "in_conversation"
    PLEDGED = "pledged"
    SIGNED = "signed"
    ACTIVE = "active"
    DECLINED = "declined"
    LAPSED = "lapsed"


STAGE_WORDS = {
    Stage.IDENTIFIED: N_("Identified"),
    Stage.INVITED: N_("Invited"),
    Stage.IN_CONVERSATION: N_("In conversation"),
    Stage.PLEDGED: N_("Pledged"),
    Stage.SIGNED: N_("Signed"),
    Stage.ACTIVE: N_("Active"),
    Stage.DECLINED: N_("Declined"),
    Stage.LAPSED: N_("Lapsed"),
}
#: The row of arrows; declined and lapsed stand beside it.
STAGE_ARROWS = (Stage.IDENTIFIED, Stage.INVITED, Stage.IN_CONVERSATION, Stage.PLEDGED, Stage.SIGNED, Stage.ACTIVE)


class OrganizationType(StrEnum):
    """What sort of organisation it is."""

    NGO = "ngo"
    INTERNATIONAL_NGO = "international_ngo"
    NATIONAL_NGO = "national_ngo"
    NETWORK = "network"
    UNIVERSITY = "university"
    FAITH = "faith"
    UNION = "union"
    COMPANY = "company"
    GOVERNMENT = "government"
    INTERGOVERNMENTAL = "intergovernmental"
    FOUNDATION = "foundation"
    OTHER = "other"


ORGANIZATION_TYPE_WORDS = {
    OrganizationType.NGO: N_("Non-profit"),
    OrganizationType.INTERNATIONAL_NGO: N_("International NGO"),
    OrganizationType.NATIONAL_NGO: N_("National NGO"),
    OrganizationType.NETWORK: N_("Network"),
    OrganizationType.UNIVERSITY: N_("University"),
    OrganizationType.FAITH: N_("Faith group"),
    OrganizationType.UNION: N_("Trade union"),
    OrganizationType.COMPANY: N_("Company"),
    OrganizationType.GOVERNMENT: N_("Government body"),
    OrganizationType.INTERGOVERNMENTAL: N_("Intergovernmental body"),
    OrganizationType.FOUNDATION: N_("Foundation"),
    OrganizationType.OTHER: N_("Other"),
}


class NameKind(StrEnum):
    """What a further name is."""

    ALIAS = "alias"
    NATIVE = "native"
    ACRONYM = "acronym"
    FORMER = "former"


NAME_KIND_WORDS = {
    NameKind.ALIAS: N_("Also known as"),
    NameKind.NATIVE: N_("Name in own script"),
    NameKind.ACRONYM: N_("Acronym"),
    NameKind.FORMER: N_("Former name"),
}


class PointKind(StrEnum):
    """A way to reach a contact."""

    EMAIL = "email"
    PHONE = "phone"
    POSTAL = "postal"


POINT_KIND_WORDS = {
    PointKind.EMAIL: N_("Mail address"),
    PointKind.PHONE: N_("Phone"),
    PointKind.POSTAL: N_("Postal address"),
}


class RelationKind(StrEnum):
    """How an organisation is tied to another."""

    BRANCH_OF = "branch_of"
    MEMBER_OF = "member_of"
    PARTNER = "partner"


RELATION_KIND_WORDS = {
    RelationKind.BRANCH_OF: N_("Branch of"),
    RelationKind.MEMBER_OF: N_("Member of network"),
    RelationKind.PARTNER: N_("Partner of"),
}
