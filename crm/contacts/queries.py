"""Reading the directory, within the reader's scope."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, null, or_, select
from sqlalchemy.orm import aliased, selectinload

from crm.accounts.values import Permission
from crm.contacts.models import (
    Affiliation,
    Contact,
    ContactName,
    ContactPoint,
    ContactRelation,
    Tag,
)
from crm.contacts.values import Address, ContactKind, PointKind, mask_address, match_key, tag_key
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.fields.values import Facts
from crm.core.scope import Unscoped, current_reader, row_rule, visible
from crm.core.search.models import SearchWord
from crm.core.text.folding import search_terms

#: The highest character: what begins with a term stands between it and it with this behind.
_LAST = "\U0010ffff"
#: How many index lines of the longest term are looked through for a search while somebody types.
_LOOKED_THROUGH = 400
#: Words that are looked up at once.
_SHORT_LIST = 10


def get_contact(contact_id: int) -> Contact:
    """Return a person or an organisation or raise NotFoundError."""
    contact: Contact | None = db.session.scalars(visible(Contact).where(Contact.id == contact_id)).one_or_none()
    if contact is None:
        raise NotFoundError("There is no such record, or it is not for you.")
    return contact


def get_record(contact_id: int) -> Contact:
    """Return a contact with its names, addresses, tags, teams and owner, for its own page."""
    contact: Contact | None = db.session.scalars(
        visible(Contact)
        .where(Contact.id == contact_id)
        .options(
            selectinload(Contact.names),
            selectinload(Contact.points),
            selectinload(Contact.tags),
            selectinload(Contact.teams),
        )
    ).one_or_none()
    if contact is None:
        raise NotFoundError("There is no such record, or it is not for you.")
    return contact


def get_organization(contact_id: int) -> Contact:
    """Return an organisation or raise NotFoundError."""
    contact = get_contact(contact_id)
    if contact.is_person:
        raise NotFoundError("There is no such organisation.")
    return contact


def get_person(contact_id: int) -> Contact:
    """Return a person or raise NotFoundError."""
    contact = get_contact(contact_id)
    if not contact.is_person:
        raise NotFoundError("There is no such person.")
    return contact


def list_contacts(contact_ids: Sequence[int]) -> list[Contact]:
    """Return contacts in the order of their ids as asked for; what the reader may not see is left out."""
    if not contact_ids:
        return []
    rows = db.session.scalars(visible(Contact).where(Contact.id.in_(set(contact_ids)))).all()
    by_id = {contact.id: contact for contact in rows}
    return [by_id[one] for one in dict.fromkeys(contact_ids) if one in by_id]


def select_by_name(text: str, kind: ContactKind | None = None) -> Select[tuple[int]] | None:
    """Return a subquery of the ids whose names hold a word beginning with each word of ``text``; None without words."""
    terms = sorted(search_terms(text), key=len, reverse=True)
    if not terms:
        return None
    query: Select[tuple[int]] = visible(SearchWord, SearchWord.record_id).where(_begins(SearchWord, terms[0]))
    if kind is not None:
        query = query.where(SearchWord.kind == kind.value)
    for term in terms[1:]:
        other = aliased(SearchWord)
        query = query.where(
            select(other.record_id)
            .where(row_rule(other), other.record_id == SearchWord.record_id, _begins(other, term))
            .exists()
        )
    return query


def _begins(word: Any, term: str) -> ColumnElement[bool]:
    return cast("ColumnElement[bool]", word.word.between(term, term + _LAST))


def find_contacts(text: str, *, kind: ContactKind | None = None, limit: int = _SHORT_LIST) -> list[Contact]:
    """Return a few contacts for what somebody types, by the first letters of any word of any name, or by an address."""
    if "@" in text:
        return _by_address(text, kind, limit)
    ids = select_by_name(text, kind)
    if ids is None:
        return []
    ids = ids.order_by(SearchWord.word, SearchWord.record_id).limit(_LOOKED_THROUGH)
    query = visible(Contact).where(Contact.id.in_(ids), Contact.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(Contact.sort_name, Contact.id).limit(limit)))


def _by_address(text: str, kind: ContactKind | None, limit: int) -> list[Contact]:
    """Find by an address that the reader may see in full: to find by one is to know whose it is."""
    start = text.strip().lower()
    open_kinds = [one for one in ContactKind if kind in {None, one} and not is_masked(one)]
    ids = visible(ContactPoint, ContactPoint.contact_id).where(
        ContactPoint.kind == PointKind.EMAIL, ContactPoint.key.between(start, start + _LAST)
    )
    query = visible(Contact).where(Contact.id.in_(ids), Contact.is_archived.is_(False), Contact.kind.in_(open_kinds))
    return list(db.session.scalars(query.order_by(Contact.sort_name, Contact.id).limit(limit)))


def is_masked(kind: ContactKind) -> bool:
    """Say whether the reader sees the addresses of such contacts masked: those of persons, without the permission.

    This is the one place that decides it; whatever shows an address reads it with `list_addresses`, `load_addresses` or
    `address_facts`, and fields that compare with one name the permission (`Field.permission`).
    """
    return kind is ContactKind.PERSON and not current_reader().may(Permission.CONTACTS_ADDRESSES)


def list_addresses(contact_ids: Sequence[int]) -> dict[int, list[Address]]:
    """Return the addresses and numbers of several contacts as the reader may see them, the main ones first."""
    query = _addresses(ContactPoint).where(ContactPoint.contact_id.in_(contact_ids))
    found: dict[int, list[Address]] = {}
    for point, kind in db.session.execute(query):
        found.setdefault(point.contact_id, []).append(
            Address(
                id=point.id,
                kind=point.kind,
                value=_as_seen(point.kind, kind, point.value),
                label=point.label,
                is_main=point.is_main,
                is_readable=bool(point.key),
                is_masked=is_masked(kind),
            )
        )
    return found


def load_addresses(kind: PointKind, ids: Sequence[int], *, of: Any = None) -> dict[int, object]:
    """Return the addresses of some contacts for lists, as the reader may see them, the main ones first.

    ``of`` is a model whose rows belong to a contact each (`contact_id`): then ``ids`` are those of its rows.
    """
    query = _addresses(Contact.id if of is None else of.id, ContactPoint.value).where(ContactPoint.kind == kind)
    if of is None:
        query = query.where(Contact.id.in_(ids))
    else:
        query = query.join(of, of.contact_id == Contact.id).where(row_rule(of), of.id.in_(ids))
    found: dict[int, list[str]] = {}
    for row_id, value, contact_kind in db.session.execute(query):
        found.setdefault(row_id, []).append(_as_seen(kind, contact_kind, value))
    return dict(found)


def address_facts(kind: PointKind, contact_kind: ContactKind) -> Callable[[Sequence[int]], Facts]:
    """Return what reads the addresses of contacts of one kind for lists, as `load_addresses` does."""

    def facts(ids: Sequence[int]) -> Facts:
        query = visible(ContactPoint, ContactPoint.contact_id, ContactPoint.value, null())
        query = query.where(ContactPoint.contact_id.in_(ids), ContactPoint.kind == kind)
        order = (ContactPoint.is_main.desc(), ContactPoint.id)
        masked = (lambda value, _beside: mask_address(kind, value)) if is_masked(contact_kind) else None
        return Facts(query, order, masked)

    return facts


def _addresses(*columns: Any) -> Select[Any]:
    """Begin a query over addresses, with the kind of their contact behind the columns."""
    return (
        visible(ContactPoint, *columns, Contact.kind)
        .join(Contact, Contact.id == ContactPoint.contact_id)
        .where(row_rule(Contact))
        .order_by(ContactPoint.is_main.desc(), ContactPoint.id)
    )


def _as_seen(kind: PointKind, contact_kind: ContactKind, value: str) -> str:
    return mask_address(kind, value) if is_masked(contact_kind) else value


def find_alike(name: str, emails: Sequence[str], kind: ContactKind, *, limit: int = 5) -> list[Contact]:
    """Return contacts that are perhaps the same: the same folded name, or the same mail address."""
    keys = [key for key in emails if key]
    key = match_key(name)
    if not key and not keys:
        return []
    further = visible(ContactName, ContactName.contact_id).where(ContactName.match_key == key)
    addressed = visible(ContactPoint, ContactPoint.contact_id).where(
        ContactPoint.kind == PointKind.EMAIL, ContactPoint.key.in_(keys)
    )
    ways = [Contact.match_key == key, Contact.id.in_(further)] if key else []
    if keys:
        ways.append(Contact.id.in_(addressed))
    query = visible(Contact).where(Contact.kind == kind, Contact.is_archived.is_(False), or_(*ways))
    return list(db.session.scalars(query.order_by(Contact.id).limit(limit)))


def find_main_email(contact_id: int) -> str | None:
    """Return the mail address to write to: the main one, else the first that can be read."""
    query = visible(ContactPoint, ContactPoint.value).where(
        ContactPoint.contact_id == contact_id, ContactPoint.kind == PointKind.EMAIL, ContactPoint.key != ""
    )
    return db.session.scalars(query.order_by(ContactPoint.is_main.desc(), ContactPoint.id).limit(1)).one_or_none()


def find_by_match_key(key: str, kind: ContactKind) -> Contact | None:
    """Return the first contact of a kind with this folded name."""
    query = visible(Contact).where(Contact.match_key == key, Contact.kind == kind, Contact.is_archived.is_(False))
    contact: Contact | None = db.session.scalars(query.order_by(Contact.id).limit(1)).first() if key else None
    return contact


def find_sole_organizations(names: Collection[str]) -> dict[str, int]:
    """Return the organisations that alone have one of these very names, by name; also those the reader may not see."""
    query = (
        select(Contact.name, func.min(Contact.id))
        .where(
            Contact.match_key.in_({match_key(name) for name in names}),
            Contact.kind == ContactKind.ORGANIZATION,
            Contact.name.in_(names),
        )
        .group_by(Contact.name)
        .having(func.count() == 1)
    )
    rows = db.session.execute(query.execution_options(unscoped=Unscoped.UPKEEP))
    return {row[0]: row[1] for row in rows}


def select_named_places(names: Collection[str], *columns: Any) -> Select[Any]:
    """Begin a query over the places that so far only name one of these organisations."""
    query = visible(Affiliation, *columns)
    return query.where(Affiliation.organization_id.is_(None), Affiliation.organization_name.in_(names))


def list_people_of(organization_id: int, *, limit: int = 50) -> list[Affiliation]:
    """Return the people of an organisation: its main contact first, those who left last."""
    query = (
        visible(Affiliation)
        .join(Contact, Affiliation.person_id == Contact.id)
        .where(row_rule(Contact), Affiliation.organization_id == organization_id)
        .options(selectinload(Affiliation.person).selectinload(Contact.points))
    )
    order = (Affiliation.until.is_not(None), Affiliation.is_main_contact.desc(), Affiliation.may_sign.desc())
    return list(db.session.scalars(query.order_by(*order, Affiliation.id).limit(limit)))


def list_affiliations_of(person_id: int) -> list[Affiliation]:
    """Return the places of a person, the present ones first."""
    query = (
        visible(Affiliation).where(Affiliation.person_id == person_id).options(selectinload(Affiliation.organization))
    )
    order = (Affiliation.until.is_not(None), Affiliation.is_main_contact.desc(), Affiliation.id)
    return list(db.session.scalars(query.order_by(*order)))


def get_affiliation(affiliation_id: int) -> Affiliation:
    """Return a place of a person in an organisation or raise NotFoundError."""
    found: Affiliation | None = db.session.scalars(
        visible(Affiliation).where(Affiliation.id == affiliation_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no such record, or it is not for you.")
    return found


def list_relations_of(contact_id: int) -> list[ContactRelation]:
    """Return the ties of an organisation to others, from either side."""
    query = (
        visible(ContactRelation)
        .where(or_(ContactRelation.contact_id == contact_id, ContactRelation.other_id == contact_id))
        .options(selectinload(ContactRelation.contact), selectinload(ContactRelation.other))
    )
    found = db.session.scalars(query.order_by(ContactRelation.until.is_not(None), ContactRelation.id)).all()
    return [tie for tie in found if tie.contact is not None and tie.other is not None]


def list_tags() -> list[Tag]:
    """Return all tags by name."""
    return list(db.session.scalars(select(Tag).order_by(Tag.key, Tag.id)))


def find_tag(name: str) -> Tag | None:
    """Return the tag of a name in whatever spelling."""
    return db.session.scalars(select(Tag).where(Tag.key == tag_key(name))).one_or_none()
