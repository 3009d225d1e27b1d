"""Values brought to their form: what one cell of a column says goes to its place in the row."""

import re
from collections.abc import Callable
from functools import lru_cache

from crm.contacts.values import OrganizationType, PointKind
from crm.core.text.cleaning import clean_line
from crm.core.text.countries import country_code
from crm.core.text.folding import fold
from crm.core.text.languages import language_code
from crm.core.text.mail import email_key, normal_email
from crm.core.text.phones import normal_phone
from crm.core.text.urls import normal_url
from crm.imports.values.cells import LIST_BREAK
from crm.imports.values.days import UnsureDayError, read_day
from crm.imports.values.meanings import countries_in, near_country, organization_type, signed_as
from crm.imports.values.parsed import ParsedRow, Point, add_note
from crm.imports.values.remarks import (
    BAD_COUNTRY,
    BAD_DAY,
    BAD_LANGUAGE,
    BAD_LINK,
    BAD_MAIL,
    BAD_PHONE,
    BAD_SIGNED_AS,
    BAD_TYPE,
    BAD_YEAR,
    NEAR_COUNTRY,
    TOO_LONG,
    TWO_COUNTRIES,
    UNSURE_DAY,
    Remark,
)
from crm.imports.values.targets import Target
from crm.imports.values.terms import Terms

_LIMITS = {
    "name": 500,
    "organization": 500,
    "role": 300,
    "city": 200,
    "acronym": 60,
    "native_name": 500,
    "website": 500,
}
_MAIL_BREAK = re.compile(r"[;,\s/|]+")
_PHONE_BREAK = re.compile(r"[;|\n]+|\s/\s|,\s")
_SHORTEST = 6
_KEPT_LENGTH = 500

Reader = Callable[[Terms, ParsedRow, str], None]


def _leave(row: ParsedRow, target: Target, value: str, remark: str) -> None:
    """Say that a value could not be read, and keep it for the notes."""
    row.remarks.append(Remark(remark, {"value": value[:100]}))
    row.unread += ((target, value[:_KEPT_LENGTH]),)


def _cut(row: ParsedRow, value: str, target: str) -> str:
    limit = _LIMITS[target]
    if len(value) <= limit:
        return value
    row.remarks.append(Remark(TOO_LONG, {"value": value[:60]}))
    return value[:limit].rstrip()


def _line(target: str) -> Reader:
    def read(_terms: Terms, row: ParsedRow, value: str) -> None:
        row.facts[target] = _cut(row, value, target)

    return read


def _read_organization(_terms: Terms, row: ParsedRow, value: str) -> None:
    row.organization = _cut(row, value, "organization")


def _read_role(_terms: Terms, row: ParsedRow, value: str) -> None:
    row.role = _cut(row, value, "role")


def _read_country(_terms: Terms, row: ParsedRow, value: str) -> None:
    code = country_code(value)
    if code is None and (several := countries_in(value)):
        code = several[0]
        _leave(row, Target.COUNTRY, value, TWO_COUNTRIES)
    elif code is None and (near := near_country(value)):
        code = near
        row.remarks.append(Remark(NEAR_COUNTRY, {"value": value[:100], "country": near}))
    if code is None:
        _leave(row, Target.COUNTRY, value, BAD_COUNTRY)
    else:
        row.facts["country"] = code


def _read_emails(_terms: Terms, row: ParsedRow, value: str) -> None:
    whole = _mail(value)
    if whole is not None:
        _add_point(row, whole)
        return
    parts = [part for part in _MAIL_BREAK.split(value) if part]
    for part in parts if all("@" in part for part in parts) else [value]:
        point = _mail(part)
        if point is None:
            text = clean_line(part)[:500]
            row.remarks.append(Remark(BAD_MAIL, {"value": text[:100]}))
            point = Point(PointKind.EMAIL, text, "")
        _add_point(row, point)


def _mail(value: str) -> Point | None:
    try:
        address = normal_email(value)
    except ValueError:
        return None
    return Point(PointKind.EMAIL, address, email_key(address)[:320])


def _read_phones(_terms: Terms, row: ParsedRow, value: str) -> None:
    for part in _phones_in(value):
        text = clean_line(part)[:60]
        if not any(map(str.isdecimal, text)):
            row.remarks.append(Remark(BAD_PHONE, {"value": text}))
        _add_point(row, Point(PointKind.PHONE, text, normal_phone(text, row.country) or ""))


def _phones_in(value: str) -> list[str]:
    """Part a cell that holds several numbers; a shorter one behind a break is an extension."""
    if _PHONE_BREAK.search(value) is None:
        return [value]
    parts = [part.strip() for part in _PHONE_BREAK.split(value) if part.strip()]
    return parts if all(sum(map(str.isdecimal, part)) >= _SHORTEST for part in parts) else [value]


def _read_address(_terms: Terms, row: ParsedRow, value: str) -> None:
    _add_point(row, Point(PointKind.POSTAL, value[:500], fold(value)[:320]))


def _add_point(row: ParsedRow, point: Point) -> None:
    for one in row.points:
        if one.kind is point.kind and (one.key or one.value) == (point.key or point.value):
            return
    row.points.append(point)


def _read_languages(_terms: Terms, row: ParsedRow, value: str) -> None:
    tags, unknown = _languages_in(value)
    if tags:
        row.facts["languages"] = list(tags)
    for part in unknown:
        _leave(row, Target.LANGUAGES, part, BAD_LANGUAGE)


@lru_cache(4096)
def _languages_in(value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the languages that a cell names, and what in it is none."""
    parts = [part.strip() for part in LIST_BREAK.split(value) if part.strip()]
    tags = {part: language_code(part) for part in parts}
    known = dict.fromkeys(tag for tag in tags.values() if tag)
    return tuple(known)[:20], tuple(part for part, tag in tags.items() if tag is None)


def _read_website(_terms: Terms, row: ParsedRow, value: str) -> None:
    try:
        row.facts["website"] = _cut(row, normal_url(value), "website")
    except ValueError:
        _leave(row, Target.WEBSITE, value, BAD_LINK)


def _read_type(_terms: Terms, row: ParsedRow, value: str) -> None:
    found = organization_type(value)
    if found is None:
        _leave(row, Target.ORGANIZATION_TYPE, value, BAD_TYPE)
    row.facts["organization_type"] = found or OrganizationType.OTHER


def _read_founded(_terms: Terms, row: ParsedRow, value: str) -> None:
    """Read a year; of a whole day, its year."""
    match = re.fullmatch(r"([12]\d{3})(\.0|-\d\d-\d\d([T ].*)?)?", value)
    if match:
        row.facts["founded"] = int(match[1])
    else:
        _leave(row, Target.FOUNDED, value, BAD_YEAR)


def _read_signed_on(terms: Terms, row: ParsedRow, value: str) -> None:
    try:
        row.signed_on = read_day(value, terms.day_order)
    except UnsureDayError:
        _leave(row, Target.SIGNED_ON, value, UNSURE_DAY)
    except ValueError:
        _leave(row, Target.SIGNED_ON, value, BAD_DAY)


def _read_signed_as(_terms: Terms, row: ParsedRow, value: str) -> None:
    row.signed_as = signed_as(value)
    if row.signed_as is None:
        _leave(row, Target.SIGNED_AS, value, BAD_SIGNED_AS)


def _keep(target: Target) -> Reader:
    """Keep a value in the notes under the name of its column: there is no other place for it."""

    def read(_terms: Terms, row: ParsedRow, value: str) -> None:
        row.unread += ((target, value[:_KEPT_LENGTH]),)

    return read


def _read_notes(_terms: Terms, row: ParsedRow, value: str) -> None:
    add_note(row, value)


def _read_alias(_terms: Terms, row: ParsedRow, value: str) -> None:
    row.aliases.extend(part.strip()[:500] for part in re.split(r"[;|]", value) if part.strip())


def _read_tags(_terms: Terms, row: ParsedRow, value: str) -> None:
    row.tags.extend(clean_line(part)[:60] for part in LIST_BREAK.split(value) if fold(part))


def _read_networks(_terms: Terms, row: ParsedRow, value: str) -> None:
    row.networks.extend(part.strip()[:500] for part in re.split(r"[;|\n]", value) if part.strip())


def _read_parent(_terms: Terms, row: ParsedRow, value: str) -> None:
    """Governments are listed under their country, which is no organisation."""
    code = country_code(value) if len(value) > 3 else None  # noqa: PLR2004 - short ones are acronyms
    if code is None:
        row.parent = value[:500]
    else:
        row.facts.setdefault("country", code)


def _set(attribute: str, limit: int) -> Reader:
    def read(_terms: Terms, row: ParsedRow, value: str) -> None:
        setattr(row, attribute, value[:limit])

    return read


def _read_external_id(_terms: Terms, row: ParsedRow, value: str) -> None:
    """Read a number in their list; a spreadsheet program makes 12.0 of 12."""
    row.external_id = re.sub(r"(?<=\d)\.0+$", "", value) if re.fullmatch(r"\d+\.0+", value) else value[:200]


#: In this order: a phone number is read with the country of its row.
READERS: tuple[tuple[Target, Reader], ...] = (
    (Target.COUNTRY, _read_country),
    (Target.ORGANIZATION, _read_organization),
    (Target.ROLE, _read_role),
    (Target.SIGNED_AS, _read_signed_as),
    (Target.SIGNED_ON, _read_signed_on),
    (Target.CITY, _line("city")),
    (Target.ACRONYM, _line("acronym")),
    (Target.NATIVE_NAME, _line("native_name")),
    (Target.WEBSITE, _read_website),
    (Target.ORGANIZATION_TYPE, _read_type),
    (Target.FOUNDED, _read_founded),
    (Target.LANGUAGES, _read_languages),
    (Target.EMAIL, _read_emails),
    (Target.PHONE, _read_phones),
    (Target.ADDRESS, _read_address),
    (Target.NOTES, _read_notes),
    (Target.ALIAS, _read_alias),
    (Target.TAGS, _read_tags),
    (Target.NETWORK, _read_networks),
    (Target.PARENT, _read_parent),
    (Target.MAIN_CONTACT, _set("main_contact", 500)),
    (Target.EXTERNAL_ID, _read_external_id),
    (Target.DISPLAY, _keep(Target.DISPLAY)),
    (Target.PARTNER, _keep(Target.PARTNER)),
)
