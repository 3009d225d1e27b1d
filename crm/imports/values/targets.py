"""What the columns of a file can become: one field each, or several where one column holds them together."""

from enum import StrEnum

from crm.core.words import N_
from crm.imports.values.words import ImportAs


class Target(StrEnum):
    """What a column can become."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    ORGANIZATION = "organization"
    ROLE = "role"
    EMAIL = "email"
    PHONE = "phone"
    COUNTRY = "country"
    CITY = "city"
    ADDRESS = "address"
    LANGUAGES = "languages"
    WEBSITE = "website"
    ORGANIZATION_TYPE = "organization_type"
    ACRONYM = "acronym"
    NATIVE_NAME = "native_name"
    ALIAS = "alias"
    PARENT = "parent"
    NETWORK = "network"
    MAIN_CONTACT = "main_contact"
    FOUNDED = "founded"
    SIGNED_ON = "signed_on"
    SIGNED_AS = "signed_as"
    DISPLAY = "display"
    PARTNER = "partner"
    TAGS = "tags"
    NOTES = "notes"
    EXTERNAL_ID = "external_id"
    OWN_ID = "crm_id"


TARGET_WORDS = {
    Target.NAME: N_("Name"),
    Target.FIRST_NAME: N_("First name"),
    Target.LAST_NAME: N_("Last name"),
    Target.ORGANIZATION: N_("Organisation"),
    Target.ROLE: N_("Role"),
    Target.EMAIL: N_("Mail address"),
    Target.PHONE: N_("Phone"),
    Target.COUNTRY: N_("Country"),
    Target.CITY: N_("City"),
    Target.ADDRESS: N_("Postal address"),
    Target.LANGUAGES: N_("Languages"),
    Target.WEBSITE: N_("Website"),
    Target.ORGANIZATION_TYPE: N_("Type"),
    Target.ACRONYM: N_("Acronym"),
    Target.NATIVE_NAME: N_("Name in own script"),
    Target.ALIAS: N_("Also known as"),
    Target.PARENT: N_("Branch of"),
    Target.NETWORK: N_("Member of network"),
    Target.MAIN_CONTACT: N_("Main contact"),
    Target.FOUNDED: N_("Founded"),
    Target.SIGNED_ON: N_("Signed on"),
    Target.SIGNED_AS: N_("Signed as"),
    Target.DISPLAY: N_("Wish for the public list"),
    Target.PARTNER: N_("Brought by"),
    Target.TAGS: N_("Tags"),
    Target.NOTES: N_("Notes"),
    Target.EXTERNAL_ID: N_("Number in their list"),
    Target.OWN_ID: N_("CRM id"),
}

_OF_EVERYBODY = (
    Target.EMAIL, Target.PHONE, Target.COUNTRY, Target.CITY, Target.ADDRESS, Target.LANGUAGES, Target.NATIVE_NAME,
    Target.ALIAS, Target.TAGS, Target.NOTES, Target.EXTERNAL_ID, Target.OWN_ID,
)  # fmt: skip
_OF_PEOPLE = (Target.NAME, Target.FIRST_NAME, Target.LAST_NAME, Target.ORGANIZATION, Target.ROLE)
_OF_ORGANIZATIONS = (
    Target.ORGANIZATION_TYPE,
    Target.ACRONYM,
    Target.WEBSITE,
    Target.FOUNDED,
    Target.PARENT,
    Target.NETWORK,
)
TARGETS: dict[ImportAs, tuple[Target, ...]] = {
    ImportAs.ORGANIZATIONS: (Target.NAME, *_OF_ORGANIZATIONS, Target.MAIN_CONTACT, *_OF_EVERYBODY),
    ImportAs.PEOPLE: (*_OF_PEOPLE, Target.WEBSITE, *_OF_EVERYBODY),
    ImportAs.SIGNATURES: (
        *_OF_PEOPLE, Target.SIGNED_ON, Target.SIGNED_AS, Target.DISPLAY, Target.PARTNER, *_OF_ORGANIZATIONS,
        *_OF_EVERYBODY,
    ),
}  # fmt: skip
#: What names other organisations, which an organisation comes under.
TIES = frozenset({Target.PARENT.value, Target.NETWORK.value})
#: What several columns of one file may become; of the others, only one each.
REPEATED = frozenset({Target.EMAIL, Target.PHONE, Target.ALIAS, Target.TAGS, Target.NOTES, Target.NETWORK})
#: What may stand together with others in one column.
COMBINED = frozenset((
    Target.NAME, Target.FIRST_NAME, Target.LAST_NAME, Target.ORGANIZATION, Target.ROLE, Target.EMAIL, Target.PHONE,
    Target.COUNTRY, Target.CITY, Target.WEBSITE, Target.ACRONYM, Target.NATIVE_NAME,
))  # fmt: skip
_USUAL = (
    (Target.LAST_NAME, Target.FIRST_NAME),
    (Target.NAME, Target.COUNTRY),
    (Target.NAME, Target.ORGANIZATION),
    (Target.NAME, Target.EMAIL),
    (Target.NAME, Target.ROLE),
    (Target.NAME, Target.ROLE, Target.ORGANIZATION),
    (Target.NAME, Target.ACRONYM),
    (Target.ROLE, Target.ORGANIZATION),
    (Target.ORGANIZATION, Target.ACRONYM),
    (Target.ORGANIZATION, Target.COUNTRY),
    (Target.CITY, Target.COUNTRY),
)
_BETWEEN = "+"


def fields_of(field: str | None) -> tuple[Target, ...]:
    """Return what a column becomes: one field, several in the order of its cells, or none."""
    return tuple(map(Target, field.split(_BETWEEN))) if field else ()


def combine(fields: tuple[Target, ...]) -> str:
    """Return how a mapping names several fields of one column: `name+country`."""
    return _BETWEEN.join(fields)


def combinations(import_as: ImportAs) -> list[str]:
    """Return what columns often hold together, in the order in which it is offered."""
    allowed = set(TARGETS[import_as])
    return [combine(fields) for fields in _USUAL if allowed.issuperset(fields)]
