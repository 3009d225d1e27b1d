"""Words of the directory."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from crm.core.errors import DomainError
from crm.core.text.cleaning import clean_line, clean_name, clean_text
from crm.core.text.countries import country_code
from crm.core.text.folding import fold, fold_in_script
from crm.core.text.languages import language_code
from crm.core.text.mail import email_key, normal_email
from crm.core.text.names import is_unnamed
from crm.core.text.phones import calling_code, normal_phone
from crm.core.text.urls import normal_url
from crm.core.words import N_

#: What fits into a name and its like, its key for matching, and the key of an address.
NAME_LENGTH = 500
MATCH_LENGTH = 200
KEY_LENGTH = 320
#: Of a shorter number, two digits would tell too much.
_TELLING_DIGITS = 7


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


@dataclass(frozen=True, slots=True)
class Address:
    """An address or number of a contact as its reader may see it."""

    id: int
    kind: PointKind
    value: str
    label: str | None
    is_main: bool
    #: False for a number that could not be read with certainty.
    is_readable: bool
    is_masked: bool


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """What is known of a contact when it is made, as somebody gave it; services bring the values to their form."""

    native_name: str = ""
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    organization_type: OrganizationType | str | None = None
    #: A code of ISO 3166-1 or the name of a country.
    country: str = ""
    city: str = ""
    #: BCP 47 tags or names of languages, the preferred one first.
    languages: tuple[str, ...] = ()
    website: str = ""
    founded: int | str | None = None
    notes: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    postal: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owner_id: int | None = None
    #: Only members of these teams see the contact; everybody does when there are none.
    team_ids: tuple[int, ...] = ()
    #: Numbers in other people's lists, as (list, number).
    external_keys: tuple[tuple[str, str], ...] = ()
    stage: Stage = Stage.IDENTIFIED
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationFacts:
    """A person's place in an organisation, as somebody gave it."""

    role: str = ""
    since: date | None = None
    until: date | None = None
    is_main_contact: bool = False
    may_sign: bool = False


def read_line(value: object, field: str, limit: int) -> str:
    """Give one line of text in its form, or refuse what does not fit; empty where nothing was given."""
    text = clean_name(str(value)) if value is not None else ""
    if len(text) > limit:
        raise DomainError("This is too long: at most %(limit)s characters fit here.", field, limit=limit)
    return text


def read_text(value: object, field: str, limit: int = 20_000) -> str:
    """Give a text of several lines in its form, or refuse what does not fit."""
    text = clean_text(str(value)) if value is not None else ""
    if len(text) > limit:
        raise DomainError("This is too long: at most %(limit)s characters fit here.", field, limit=limit)
    return text


def read_name(value: object, field: str = "name") -> str:
    """Give a name in its form; refuse none at all."""
    name = read_line(value, field, NAME_LENGTH)
    if not name:
        raise DomainError("Write a name.", field)
    return name


def read_country(value: object, field: str = "country") -> str | None:
    """Give the ISO 3166 code of what was written for a country; None where nothing was, an error where it is none."""
    text = clean_line(str(value)) if value is not None else ""
    if not text:
        return None
    code = country_code(text)
    if code is None:
        raise DomainError("Choose a country from the list.", field)
    return code


def read_languages(value: object, field: str = "languages") -> list[str]:
    """Give the primary BCP 47 tags of languages written as tags or by name, as a list or between commas; each once."""
    parts = re.split(r"[,;\n]", value) if isinstance(value, str) else [str(one) for one in _each(value)]
    tags = [_language(part.strip(), field) for part in parts if part.strip()]
    return list(dict.fromkeys(tags))[:20]


def _each(value: object) -> Iterable[object]:
    return value if isinstance(value, Iterable) else ()


def _language(text: str, field: str) -> str:
    code = language_code(text)
    if code is None:
        raise DomainError("“%(language)s” is not a language we know.", field, language=text[:40])
    return code


def read_website(value: object, field: str = "website") -> str | None:
    """Give a web address in its form; None where nothing was given, an error where it is none."""
    text = clean_line(str(value)) if value is not None else ""
    if not text:
        return None
    try:
        return read_line(normal_url(text), field, NAME_LENGTH)
    except ValueError as error:
        raise DomainError(str(error), field) from error


def read_year(value: object, field: str = "founded") -> int | None:
    """Give a year of four digits; None where nothing was given."""
    text = clean_line(str(value)) if value is not None else ""
    if not text:
        return None
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise DomainError("Write the year with four digits, as in 1998.", field)
    return int(text)


def read_point(kind: PointKind, value: object, country: str | None = None, field: str | None = None) -> tuple[str, str]:
    """Give an address or number as it is kept and its key for comparing; an error where it is none.

    A phone number that cannot be read with certainty is kept as given, without a key.
    """
    field = field or kind.value
    if kind is PointKind.POSTAL:
        text = read_text(value, field, NAME_LENGTH)
        key = fold(text)[:KEY_LENGTH]
    elif kind is PointKind.PHONE:
        text = read_line(clean_line(str(value or "")), field, 60)
        key = normal_phone(text, country) or ""
        if text and not any(character.isdecimal() for character in text):
            raise DomainError("A phone number has digits in it.", field)
    else:
        try:
            text = normal_email(str(value or ""))
        except ValueError as error:
            raise DomainError(str(error), field) from error
        key = email_key(text)[:KEY_LENGTH]
    if not text:
        raise DomainError("Write something here, or cancel.", field)
    return text, key


def mask_address(kind: PointKind, value: str) -> str:
    """Give what is left of an address for who may not read it: enough to tell two apart, too little to use."""
    if kind is PointKind.EMAIL:
        name, _at, domain = value.rpartition("@")
        return f"{name[:1] if len(name) > 1 else ''}…@{domain}"
    if kind is PointKind.PHONE:
        digits = "".join(filter(str.isdecimal, value))
        code = calling_code(value)
        last = digits[-2:] if len(digits) >= _TELLING_DIGITS else ""
        return " ".join(part for part in (f"+{code}" if code else "", "…", last) if part)
    return "…"


def match_key(name: str) -> str:
    """Give the folded name by which the same contact is found again; empty for what is no name."""
    return "" if is_unnamed(name) else fold(name)[:MATCH_LENGTH]


def tag_key(name: str) -> str:
    """Give the key by which two spellings of a tag are one."""
    return (fold_in_script(name) or name.casefold())[:80]
