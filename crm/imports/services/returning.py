"""Rows that come back from an export of this base: they carry the id of their record, and most say nothing new."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crm.contacts.values import ContactKind, PointKind
from crm.core.own_ids import OwnId, find_sign, read_own_id
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.plans import Order
from crm.imports.values.targets import Target
from crm.segments.services.exports import cells_of
from crm.statements.queries import find_signatories

_KINDS = {"organizations": ContactKind.ORGANIZATION, "people": ContactKind.PERSON}
_SIGNATURES = "signatures"
#: The exported fields in which a column of a file that comes back can say what the record says.
_FIELDS: dict[Target, tuple[str, ...]] = {
    Target.NAME: ("name",),
    Target.ORGANIZATION: ("main_person", "organization", "affiliations"),
    Target.ROLE: ("role", "affiliations"),
    Target.EMAIL: ("email",),
    Target.PHONE: ("phone",),
    Target.COUNTRY: ("country",),
    Target.CITY: ("city",),
    Target.ADDRESS: ("postal",),
    Target.LANGUAGES: ("languages",),
    Target.WEBSITE: ("website",),
    Target.ORGANIZATION_TYPE: ("type",),
    Target.ACRONYM: ("acronym",),
    Target.NATIVE_NAME: ("native_name",),
    Target.ALIAS: ("other_names",),
    Target.PARENT: ("branch_of",),
    Target.NETWORK: ("networks",),
    Target.MAIN_CONTACT: ("main_person",),
    Target.FOUNDED: ("founded",),
    Target.SIGNED_ON: ("signed_on",),
    Target.SIGNED_AS: ("signed_as",),
    Target.TAGS: ("tags",),
    Target.NOTES: ("notes",),
    Target.EXTERNAL_ID: ("external_id", "contact_id"),
}
_POINTS = {Target.EMAIL: PointKind.EMAIL, Target.PHONE: PointKind.PHONE, Target.ADDRESS: PointKind.POSTAL}
_LISTS = {Target.ALIAS: "aliases", Target.TAGS: "tags", Target.NETWORK: "networks"}
_TEXTS = {Target.PARENT: "parent", Target.MAIN_CONTACT: "main_contact", Target.EXTERNAL_ID: "external_id"}
#: How programs write the same: other breaks, other signs between values, a number with a decimal.
_BETWEEN = re.compile(r"[\s;,|]+")
_ZEROS = re.compile(r"(?<=\d)\.0+\Z")


@dataclass(frozen=True, slots=True)
class Returned:
    """A row's own record: whom it means, and whether the row says anything that the record does not."""

    contact_id: int
    has_news: bool


def find_returned(rows: Sequence[ParsedRow], order: Order) -> dict[int, Returned]:
    """Return by row number whom rows mean that carry an id of this base; what they only repeat is taken out of them.

    Only the first of several rows with one id is its record: people make new rows by copying old ones.
    """
    first: dict[OwnId, int] = {}
    for row in rows:
        if row.own and (own := read_own_id(row.own, find_sign())):
            first.setdefault(own, row.number)
    if not first:
        return {}
    told = {number: own for own, number in first.items()}
    contacts = _contacts_of(told.values())
    cells = {record: cells_of(record, [one.id for one in told.values() if one.record == record]) for record in _FILES}
    found: dict[int, Returned] = {}
    for row in rows:
        own = told.get(row.number)
        contact_id = contacts.get(own) if own else None
        here = cells[own.record].get(own.id) if own and own.record in cells else None
        if own is None or contact_id is None or here is None or _is_other_kind(own, row):
            continue
        news = _news_of(row, here)
        is_same_list = (own.record == _SIGNATURES) is (order.statement_id is not None)
        found[row.number] = Returned(contact_id, has_news=bool(news) or not is_same_list)
        _drop(row, set(row.told or ()) - news)
    return found


_FILES = (*_KINDS, _SIGNATURES)


def _contacts_of(told: Iterable[OwnId]) -> dict[OwnId, int]:
    """Return the contacts behind ids, of a signature who signed; of another statement it is still nothing new."""
    told = set(told)
    signed = find_signatories({one.id for one in told if one.record == _SIGNATURES})
    contacts = {one: one.id for one in told if one.record in _KINDS}
    return contacts | {one: signed[one.id] for one in told if one.record == _SIGNATURES and one.id in signed}


def _is_other_kind(own: OwnId, row: ParsedRow) -> bool:
    return own.record in _KINDS and row.kind is not _KINDS[own.record]


def _news_of(row: ParsedRow, here: Mapping[str, str]) -> set[Target]:
    """Return the targets under which a row says what its record does not."""
    news = set()
    for target, texts in (row.told or {}).items():
        known = {_plainly(here[key]) for key in _FIELDS.get(target, ()) if key in here}
        if any((text := _plainly(cell)) and text not in known for cell in texts):
            news.add(target)
    return news


def _plainly(text: str) -> str:
    return _ZEROS.sub("", _BETWEEN.sub(" ", text).strip())


def _drop(row: ParsedRow, targets: set[Target]) -> None:
    """Take out of a row what its record says already; the name and what tells who signs stay, they say who is meant."""
    for target in targets:
        row.facts.pop(target.value, None)
        if target in _LISTS:
            setattr(row, _LISTS[target], [])
        elif target in _TEXTS:
            setattr(row, _TEXTS[target], "")
    kinds = {kind for target, kind in _POINTS.items() if target in targets}
    row.points = [point for point in row.points if point.kind not in kinds]
    if row.signed_as is None and not {Target.ORGANIZATION, Target.ROLE} & (set(row.told or ()) - targets):
        row.organization = row.role = ""
