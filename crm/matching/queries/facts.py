"""What comparison needs of contacts, for many at once."""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from sqlalchemy import and_
from sqlalchemy.orm import aliased

from crm.contacts.models import Affiliation, Contact, ContactName, ContactPoint
from crm.contacts.values import ContactKind, NameKind, PointKind
from crm.core.db import db
from crm.core.scope import row_rule, visible
from crm.core.text.folding import fold
from crm.core.text.urls import url_domain
from crm.matching.values import Facts, name_keys, short_names

#: Values in one IN list; both databases take more.
AT_ONCE = 5000
Value = TypeVar("Value", str, int)


def portions(values: Collection[Value]) -> Iterable[list[Value]]:
    """Give values in portions that fit into one query; empty ones are left out."""
    ordered = [value for value in values if value]
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def load_facts(contact_ids: Collection[int]) -> dict[int, Facts]:
    """Return what comparison needs of these contacts, by id; signers without a name are never compared."""
    found: dict[int, Facts] = {}
    for some in portions(contact_ids):
        _load_contacts(some, found)
    for some in portions(found):
        _load_names(some, found)
        _load_points(some, found)
        _load_places(some, found)
    return found


def _load_contacts(some: list[int], found: dict[int, Facts]) -> None:
    columns = (
        Contact.id, Contact.kind, Contact.name, Contact.acronym, Contact.native_name, Contact.country, Contact.city,
        Contact.website,
    )  # fmt: skip
    query = visible(Contact, *columns).where(Contact.id.in_(some), Contact.is_unnamed.is_(False))
    for row in db.session.execute(query):
        facts = Facts(row.id, row.kind, row.name, keys=name_keys(row.name), country=row.country)
        facts.city = fold(row.city) if row.city else ""
        if row.native_name:
            facts.keys.extend(name_keys(row.native_name))
        if row.kind is ContactKind.ORGANIZATION:
            facts.shorts = short_names(row.name, row.acronym)
            facts.given_shorts = {fold(row.acronym).replace(" ", "")} if row.acronym else set()
            facts.names = [row.native_name] if row.native_name else []
            facts.site = url_domain(row.website) if row.website else ""
        found[row.id] = facts


def _load_names(some: list[int], found: dict[int, Facts]) -> None:
    columns = (ContactName.contact_id, ContactName.name, ContactName.kind, ContactName.match_key)
    query = visible(ContactName, *columns)
    for row in db.session.execute(query.where(ContactName.contact_id.in_(some)).order_by(ContactName.id)):
        facts = found[row.contact_id]
        if row.match_key:
            facts.keys.append(row.match_key)
        if row.kind is NameKind.ACRONYM:
            facts.given_shorts.add(fold(row.name).replace(" ", ""))
        else:
            facts.names.append(row.name)


def _load_points(some: list[int], found: dict[int, Facts]) -> None:
    query = visible(ContactPoint, ContactPoint.contact_id, ContactPoint.kind, ContactPoint.key)
    for row in db.session.execute(query.where(ContactPoint.contact_id.in_(some), ContactPoint.key != "")):
        facts = found[row.contact_id]
        {PointKind.EMAIL: facts.emails, PointKind.PHONE: facts.phones, PointKind.POSTAL: facts.postal}[row.kind].add(
            row.key
        )


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


def each_portion(kind: ContactKind) -> Iterator[list[Facts]]:
    """Walk over what comparison needs of all contacts of a kind that are in use, in the order of their numbers."""
    last = 0
    while True:
        query = visible(Contact, Contact.id).where(
            Contact.id > last, Contact.kind == kind, Contact.is_archived.is_(False), Contact.is_unnamed.is_(False)
        )
        ids = list(db.session.scalars(query.order_by(Contact.id).limit(AT_ONCE)))
        if not ids:
            return
        facts = load_facts(ids)
        yield [facts[one] for one in ids if one in facts]
        last = ids[-1]
