"""Where candidates are looked for: by name keys, mail addresses and name words, for many rows at once."""

from collections.abc import Collection, Iterable
from typing import TypeVar

from sqlalchemy import Select, and_
from sqlalchemy.orm import aliased

from crm.contacts.models import Affiliation, Contact, ContactName, ContactPoint
from crm.contacts.values import ContactKind, PointKind
from crm.core.db import db
from crm.core.scope import row_rule, visible
from crm.core.search.models import SearchWord
from crm.core.text.folding import fold
from crm.matching.values import Facts, name_keys, short_names

#: Values in one IN list; both databases take more.
_AT_ONCE = 5000
#: A name or address that more contacts share says nothing.
_MOST = 20_000
Value = TypeVar("Value", str, int)


def find_ids(
    kind: ContactKind, *, keys: Collection[str] = (), emails: Collection[str] = (), words: Collection[str] = ()
) -> set[int]:
    """Return the ids of contacts with one of these names, mail addresses, or one of these words in a name."""
    found: set[int] = set()
    named = (Contact.kind == kind, Contact.is_unnamed.is_(False))
    for some in _portions(keys):
        found.update(_ids(visible(Contact, Contact.id).where(Contact.match_key.in_(some), *named)))
        found.update(_ids(visible(ContactName, ContactName.contact_id).where(ContactName.match_key.in_(some))))
    for some in _portions(emails):
        addressed = visible(ContactPoint, ContactPoint.contact_id)
        found.update(_ids(addressed.where(ContactPoint.kind == PointKind.EMAIL, ContactPoint.key.in_(some))))
    for some in _portions(words):
        worded = visible(SearchWord, SearchWord.record_id)
        found.update(_ids(worded.where(SearchWord.kind == kind.value, SearchWord.word.in_(some))))
    return found


def _ids(query: Select[tuple[int]]) -> Iterable[int]:
    return db.session.scalars(query.limit(_MOST))


def _portions(values: Collection[Value]) -> Iterable[list[Value]]:
    ordered = [value for value in values if value]
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def load_facts(contact_ids: Collection[int]) -> dict[int, Facts]:
    """Return what comparison needs of these contacts, by id; signers without a name are never compared."""
    found: dict[int, Facts] = {}
    for some in _portions(contact_ids):
        _load_contacts(some, found)
    for some in _portions(found):
        _load_names(some, found)
        _load_points(some, found)
        _load_places(some, found)
    return found


def _load_contacts(some: list[int], found: dict[int, Facts]) -> None:
    columns = (
        Contact.id,
        Contact.kind,
        Contact.name,
        Contact.acronym,
        Contact.native_name,
        Contact.country,
        Contact.city,
    )
    query = visible(Contact, *columns).where(Contact.id.in_(some), Contact.is_unnamed.is_(False))
    for row in db.session.execute(query):
        facts = Facts(row.id, row.kind, row.name, keys=name_keys(row.name), country=row.country)
        facts.city = fold(row.city) if row.city else ""
        if row.native_name:
            facts.keys.extend(name_keys(row.native_name))
        if row.kind is ContactKind.ORGANIZATION:
            facts.shorts = short_names(row.name, row.acronym)
        found[row.id] = facts


def _load_names(some: list[int], found: dict[int, Facts]) -> None:
    query = visible(ContactName, ContactName.contact_id, ContactName.match_key)
    for row in db.session.execute(query.where(ContactName.contact_id.in_(some)).order_by(ContactName.id)):
        if row.match_key:
            found[row.contact_id].keys.append(row.match_key)


def _load_points(some: list[int], found: dict[int, Facts]) -> None:
    query = visible(ContactPoint, ContactPoint.contact_id, ContactPoint.kind, ContactPoint.key)
    for row in db.session.execute(query.where(ContactPoint.contact_id.in_(some), ContactPoint.key != "")):
        if row.kind is PointKind.EMAIL:
            found[row.contact_id].emails.add(row.key)
        elif row.kind is PointKind.PHONE:
            found[row.contact_id].phones.add(row.key)


def _load_places(some: list[int], found: dict[int, Facts]) -> None:
    place = aliased(Contact)
    query = (
        visible(Affiliation, Affiliation.person_id, Affiliation.role, Affiliation.organization_name, place.name)
        .outerjoin(place, and_(Affiliation.organization_id == place.id, row_rule(place)))
        .where(Affiliation.person_id.in_(some))
        .order_by(Affiliation.id)
    )
    for person_id, role, given, name in db.session.execute(query):
        for one in {given, name} - {None}:
            roles = found[person_id].places.setdefault(fold(one), set())
            if role:
                roles.add(fold(role))
