"""Rows brought to their form: one row of cells in, one typed row out, with remarks on what could not be read."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from crm.contacts.values import ContactKind, OrganizationType, PointKind
from crm.core.text.cleaning import clean_line, clean_name, clean_text
from crm.core.text.countries import country_code
from crm.core.text.folding import fold
from crm.core.text.languages import language_code
from crm.core.text.mail import email_key, normal_email
from crm.core.text.names import is_unnamed
from crm.core.text.phones import normal_phone
from crm.core.text.urls import normal_url
from crm.imports.values.days import DayOrder, UnsureDayError, read_day
from crm.imports.values.parsed import ParsedRow, Point, add_note
from crm.imports.values.remarks import (
    BAD_COUNTRY,
    BAD_DAY,
    BAD_LANGUAGE,
    BAD_LINK,
    BAD_MAIL,
    BAD_PHONE,
    BAD_TYPE,
    BAD_YEAR,
    NAME_TOO_LONG,
    NO_NAME,
    TOO_LONG,
    UNSURE_DAY,
    Remark,
)
from crm.imports.values.targets import Target
from crm.imports.values.words import ImportAs
from crm.statements.values import SignedAs

#: What people write where there is nothing to write, folded.
_NOTHING = frozenset(
    [
        "na",
        "n a",
        "none",
        "not applicable",
        "no url provided",
        "nil",
        "null",
        "unknown",
        "not provided",
        "not available",
        "no website",
        "tbc",
        "tbd",
        "ninguno",
        "ninguna",
        "no aplica",
        "aucun",
        "aucune",
        "neant",
        "nenhum",
        "keine",
        "keiner",
        "unbekannt",
    ]
)
_LIMITS = {
    "name": 500,
    "organization": 500,
    "role": 300,
    "city": 200,
    "acronym": 60,
    "native_name": 500,
    "website": 500,
}
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z&-]{1,11})\)\s*$")
_MAIL_BREAK = re.compile(r"[;,\s/|]+")
_PHONE_BREAK = re.compile(r"[;|\n]+|\s/\s|,\s")
_LIST_BREAK = re.compile(r"[;,|\n]+")


class RowReader:
    """Brings the rows of one file to their form."""

    def __init__(
        self, headers: Sequence[str], mapping: Mapping[str, str | None], import_as: ImportAs, order: DayOrder
    ) -> None:
        self.import_as = import_as
        self.order = order
        self.columns: list[tuple[int, Target]] = [
            (place, Target(target)) for place, header in enumerate(headers) if (target := mapping.get(header))
        ]
        self.headers = list(headers)
        self.has_name = any(target in _NAMES for _place, target in self.columns)

    def read(self, number: int, cells: Sequence[str]) -> ParsedRow:
        """Bring one row to its form."""
        row = ParsedRow(number, [str(cell) for cell in cells])
        given = self._given(row)
        for target, reader in _READERS:
            for value in given.get(target, ()):
                reader(self, row, value)
        self._name_it(row, given)
        row.fingerprint = _fingerprint(row, given)
        return row

    def _given(self, row: ParsedRow) -> dict[Target, list[str]]:
        given: dict[Target, list[str]] = {}
        for place, target in self.columns:
            value = row.cells[place] if place < len(row.cells) else ""
            text = clean_name(value) if target in _ONE_LINE else clean_text(value)
            if text and (target in _MAY_SAY_NOTHING or not _says_nothing(text, target)):
                given.setdefault(target, []).append(text)
        return given

    def _name_it(self, row: ParsedRow, given: Mapping[Target, list[str]]) -> None:
        """Say who the main contact is: a person, an organisation, or somebody without a name."""
        name = next(iter(given.get(Target.NAME, ())), "")
        if not name:
            parts = [*given.get(Target.FIRST_NAME, ()), *given.get(Target.LAST_NAME, ())]
            name = " ".join(parts)
        row.name = name
        if self.import_as is ImportAs.SIGNATURES:
            self._say_who_signs(row)
        else:
            row.kind = ContactKind.ORGANIZATION if self.import_as is ImportAs.ORGANIZATIONS else ContactKind.PERSON
        row.is_unnamed = is_unnamed(row.name)
        self._check_name(row)
        if row.kind is ContactKind.ORGANIZATION and "acronym" not in row.facts and (match := _ACRONYM.search(row.name)):
            row.facts["acronym"] = match[1]

    def _say_who_signs(self, row: ParsedRow) -> None:
        """Tell individuals from organisations: a column may say it, else the row itself shows it."""
        if row.signed_as is None:
            alone = bool(row.organization) and (not self.has_name or (not row.name and not row.role))
            row.signed_as = SignedAs.ORGANIZATION if alone else SignedAs.INDIVIDUAL
        if row.signed_as is SignedAs.ORGANIZATION:
            row.kind = ContactKind.ORGANIZATION
            if row.organization:
                row.signer = "" if is_unnamed(row.name) else row.name
                row.name, row.organization = row.organization, ""

    def _check_name(self, row: ParsedRow) -> None:
        if len(row.name) > _LIMITS["name"]:
            row.refusal = Remark(NAME_TOO_LONG)
        elif row.is_unnamed and self.import_as is not ImportAs.SIGNATURES:
            row.refusal = Remark(NO_NAME)


_NAMES = frozenset({Target.NAME, Target.FIRST_NAME, Target.LAST_NAME})
_ONE_LINE = frozenset(Target) - {
    Target.NOTES,
    Target.ADDRESS,
    Target.EMAIL,
    Target.PHONE,
    Target.TAGS,
    Target.LANGUAGES,
}
_MAY_SAY_NOTHING = _NAMES | {Target.NOTES, Target.EXTERNAL_ID}


def _says_nothing(text: str, target: Target) -> bool:
    """Say whether a cell only says that there is nothing; Namibia's code is a country."""
    if target is Target.COUNTRY and text == "NA":
        return False
    folded = fold(text)
    return (not folded and not any(map(str.isalnum, text))) or folded in _NOTHING


Reader = Callable[[RowReader, ParsedRow, str], None]


def _cut(row: ParsedRow, value: str, target: str) -> str:
    limit = _LIMITS[target]
    if len(value) <= limit:
        return value
    row.remarks.append(Remark(TOO_LONG, {"value": value[:60]}))
    return value[:limit].rstrip()


def _line(target: str) -> Reader:
    def read(_reader: RowReader, row: ParsedRow, value: str) -> None:
        row.facts[target] = _cut(row, value, target)

    return read


def _read_organization(_reader: RowReader, row: ParsedRow, value: str) -> None:
    row.organization = _cut(row, value, "organization")


def _read_role(_reader: RowReader, row: ParsedRow, value: str) -> None:
    row.role = _cut(row, value, "role")


def _read_country(_reader: RowReader, row: ParsedRow, value: str) -> None:
    code = country_code(value)
    if code is None:
        row.remarks.append(Remark(BAD_COUNTRY, {"value": value[:100]}))
    else:
        row.facts["country"] = code


def _read_emails(_reader: RowReader, row: ParsedRow, value: str) -> None:
    whole = _mail(value)
    parts = [value] if whole else [part for part in _MAIL_BREAK.split(value) if part]
    for part in parts if all("@" in part for part in parts) else [value]:
        point = whole or _mail(part)
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


def _read_phones(_reader: RowReader, row: ParsedRow, value: str) -> None:
    parts = [part.strip() for part in _PHONE_BREAK.split(value) if part.strip()]
    several = all(sum(map(str.isdecimal, part)) >= 6 for part in parts)  # noqa: PLR2004 - shorter is an extension
    for part in parts if several else [clean_line(value)]:
        text = clean_line(part)[:60]
        if not any(map(str.isdecimal, text)):
            row.remarks.append(Remark(BAD_PHONE, {"value": text}))
        _add_point(row, Point(PointKind.PHONE, text, normal_phone(text, row.country) or ""))


def _read_address(_reader: RowReader, row: ParsedRow, value: str) -> None:
    _add_point(row, Point(PointKind.POSTAL, value[:500], fold(value)[:320]))


def _add_point(row: ParsedRow, point: Point) -> None:
    if not any(one.kind is point.kind and (one.key or one.value) == (point.key or point.value) for one in row.points):
        row.points.append(point)


def _read_languages(_reader: RowReader, row: ParsedRow, value: str) -> None:
    tags = []
    for part in _LIST_BREAK.split(value):
        if part.strip():
            tag = language_code(part.strip())
            if tag is None:
                row.remarks.append(Remark(BAD_LANGUAGE, {"value": part.strip()[:100]}))
            else:
                tags.append(tag)
    if tags:
        row.facts["languages"] = list(dict.fromkeys(tags))[:20]


def _read_website(_reader: RowReader, row: ParsedRow, value: str) -> None:
    try:
        row.facts["website"] = _cut(row, normal_url(value), "website")
    except ValueError:
        row.remarks.append(Remark(BAD_LINK, {"value": value[:100]}))


@lru_cache(maxsize=1)
def _types() -> dict[str, OrganizationType]:
    words = {
        OrganizationType.NGO: "ngo|non profit|nonprofit|non governmental organization|civil society organisation|cso"
        "|ong|association|charity|asociacion|regional ngo|local ngo",
        OrganizationType.INTERNATIONAL_NGO: "international ngo|ingo|ong internacional|ong internationale",
        OrganizationType.NATIONAL_NGO: "national ngo|nngo|ong nacional|ong nationale",
        OrganizationType.NETWORK: "network|coalition|alliance|federation|umbrella|red|reseau|rede",
        OrganizationType.UNIVERSITY: "university|academic|academia|research institute|research institution|think tank"
        "|universidad|universite|universidade|academic training and research",
        OrganizationType.FAITH: "faith group|faith based organisation|faith based organization|fbo|church|religious",
        OrganizationType.UNION: "trade union|union|labour union|sindicato|syndicat",
        OrganizationType.COMPANY: "company|private sector|business|corporate|empresa|entreprise",
        OrganizationType.GOVERNMENT: "government|government body|public sector|other public sector|ministry|gobierno"
        "|gouvernement|governo|state",
        OrganizationType.INTERGOVERNMENTAL: "intergovernmental body|intergovernmental|multilateral|igo|un agency|un",
        OrganizationType.FOUNDATION: "foundation|fundacion|fondation|fundacao|stiftung|philanthropy",
        OrganizationType.OTHER: "other|otro|otra|autre|outro",
    }
    return {word: kind for kind, line in words.items() for word in (*line.split("|"), fold(kind.value))}


def _read_type(_reader: RowReader, row: ParsedRow, value: str) -> None:
    found = _types().get(fold(value))
    if found is None:
        row.remarks.append(Remark(BAD_TYPE, {"value": value[:100]}))
    row.facts["organization_type"] = found or OrganizationType.OTHER


def _read_founded(_reader: RowReader, row: ParsedRow, value: str) -> None:
    """Read a year; of a whole day, its year."""
    match = re.fullmatch(r"([12]\d{3})(\.0|-\d\d-\d\d([T ].*)?)?", value)
    if match:
        row.facts["founded"] = int(match[1])
    else:
        row.remarks.append(Remark(BAD_YEAR, {"value": value[:100]}))


def _read_signed_on(reader: RowReader, row: ParsedRow, value: str) -> None:
    try:
        row.signed_on = read_day(value, reader.order)
    except UnsureDayError:
        row.remarks.append(Remark(UNSURE_DAY, {"value": value[:100]}))
    except ValueError:
        row.remarks.append(Remark(BAD_DAY, {"value": value[:100]}))


_INDIVIDUAL = (
    "individual person persona personne pessoa particulier individuo individuel privat einzelperson self citizen"
    " personal"
)
_ORGANIZATION = (
    "organisation organization org organizacion organizacao ngo institution association entity organisme verein company"
    " network organisational institutional"
)


def _read_signed_as(_reader: RowReader, row: ParsedRow, value: str) -> None:
    words = set(fold(value).split())
    is_person = bool(words & set(_INDIVIDUAL.split()))
    is_organization = bool(words & set(_ORGANIZATION.split()))
    if is_person != is_organization:
        row.signed_as = SignedAs.INDIVIDUAL if is_person else SignedAs.ORGANIZATION


def _read_notes(_reader: RowReader, row: ParsedRow, value: str) -> None:
    add_note(row, value)


def _read_alias(_reader: RowReader, row: ParsedRow, value: str) -> None:
    row.aliases.extend(part.strip()[:500] for part in re.split(r"[;|]", value) if part.strip())


def _read_tags(_reader: RowReader, row: ParsedRow, value: str) -> None:
    row.tags.extend(clean_line(part)[:60] for part in _LIST_BREAK.split(value) if fold(part))


def _read_networks(_reader: RowReader, row: ParsedRow, value: str) -> None:
    row.networks.extend(part.strip()[:500] for part in re.split(r"[;|\n]", value) if part.strip())


def _read_parent(_reader: RowReader, row: ParsedRow, value: str) -> None:
    """Governments are listed under their country, which is no organisation."""
    code = country_code(value) if len(value) > 3 else None  # noqa: PLR2004 - short ones are acronyms
    if code is None:
        row.parent = value[:500]
    else:
        row.facts.setdefault("country", code)


def _set(attribute: str, limit: int) -> Reader:
    def read(_reader: RowReader, row: ParsedRow, value: str) -> None:
        setattr(row, attribute, value[:limit])

    return read


def _read_external_id(_reader: RowReader, row: ParsedRow, value: str) -> None:
    """Read a number in their list; a spreadsheet program makes 12.0 of 12."""
    row.external_id = re.sub(r"(?<=\d)\.0+$", "", value) if re.fullmatch(r"\d+\.0+", value) else value[:200]


#: In this order: a phone number is read with the country of its row.
_READERS: tuple[tuple[Target, Reader], ...] = (
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
)


def _fingerprint(row: ParsedRow, given: Mapping[Target, list[str]]) -> str:
    """Hash what was mapped, whatever the order of columns and the format of the file."""
    content = {target.value: values for target, values in given.items()}
    if row.signed_on:
        content[Target.SIGNED_ON.value] = [row.signed_on.isoformat()]
    if row.external_id:
        content[Target.EXTERNAL_ID.value] = [row.external_id]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
