"""Where candidates are looked for: by name keys, mail addresses and name words, for many rows at once."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from crm.contacts.models import Affiliation, Contact, ContactName, ContactPoint
from crm.contacts.values import ContactKind, PointKind
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.paging import PAGE_SIZE, Order, Page, count_many, each_page, page_by_key
from crm.core.scope import row_rule, visible
from crm.core.search.models import SearchWord
from crm.core.text.folding import fold
from crm.matching.models import DistinctPair, DuplicatePair, DuplicateSearch
from crm.matching.values import Facts, name_keys, short_names

#: Values in one IN list; both databases take more.
_AT_ONCE = 5000
#: A name or address that more contacts share says nothing.
_MOST = 20_000
_BEST_FIRST = Order(DuplicatePair.score, DuplicatePair.id, is_descending=True, has_gaps=False)
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


def each_portion(kind: ContactKind) -> Iterator[list[Facts]]:
    """Walk over what comparison needs of all contacts of a kind that are in use, in the order of their numbers."""
    last = 0
    while True:
        query = visible(Contact, Contact.id).where(
            Contact.id > last, Contact.kind == kind, Contact.is_archived.is_(False), Contact.is_unnamed.is_(False)
        )
        ids = list(db.session.scalars(query.order_by(Contact.id).limit(_AT_ONCE)))
        if not ids:
            return
        facts = load_facts(ids)
        yield [facts[one] for one in ids if one in facts]
        last = ids[-1]


# --- pairs ---


def list_pairs(
    kind: ContactKind, *, limit: int = PAGE_SIZE, after: str | None = None, is_skipped: bool = False
) -> Page[DuplicatePair]:
    """Return a page of the pairs that the last search found and nobody decided, best first.

    ``is_skipped`` gives those that were left for later.
    """
    return page_by_key(_select_pairs(kind, is_skipped=is_skipped), _BEST_FIRST, after=after, size=limit)


def count_pairs(kind: ContactKind, *, is_skipped: bool = False) -> int:
    """Count the pairs that wait, up to one above the limit of counts."""
    return count_many([_select_pairs(kind, is_skipped=is_skipped)])[0]


def each_pair(kind: ContactKind) -> Iterator[DuplicatePair]:
    """Walk over all pairs of a kind that nobody called two, best first, also those that were left for later."""
    query = visible(DuplicatePair).where(DuplicatePair.kind == kind)
    for rows in each_page(query, _BEST_FIRST, size=_AT_ONCE):
        yield from rows


def load_names(contact_ids: Collection[int]) -> dict[int, str]:
    """Return the names of contacts, by id."""
    found: dict[int, str] = {}
    for some in _portions(contact_ids):
        rows = db.session.execute(visible(Contact, Contact.id, Contact.name).where(Contact.id.in_(some)))
        found |= {row.id: row.name for row in rows}
    return found


def find_pair(a_id: int, b_id: int) -> DuplicatePair | None:
    """Return the pair that a search found of two contacts, if it did."""
    query = visible(DuplicatePair).where(DuplicatePair.a_id == min(a_id, b_id), DuplicatePair.b_id == max(a_id, b_id))
    pair: DuplicatePair | None = db.session.scalars(query).one_or_none()
    return pair


def get_pair(a_id: int, b_id: int) -> DuplicatePair:
    """Return the pair that a search found of two contacts; raise NotFoundError when it did not."""
    pair = find_pair(a_id, b_id)
    if pair is None:
        raise NotFoundError("These two are no longer among the possible duplicates.")
    return pair


def find_distinct(a_id: int, b_id: int) -> DistinctPair | None:
    """Return that somebody called two contacts two, if somebody did."""
    query = visible(DistinctPair).where(DistinctPair.a_id == min(a_id, b_id), DistinctPair.b_id == max(a_id, b_id))
    pair: DistinctPair | None = db.session.scalars(query).one_or_none()
    return pair


def find_search(kind: ContactKind) -> DuplicateSearch | None:
    """Return what is known of the last search for duplicates of a kind."""
    return db.session.scalars(select(DuplicateSearch).where(DuplicateSearch.kind == kind)).one_or_none()


def _select_pairs(kind: ContactKind, *, is_skipped: bool) -> Select[Any]:
    return visible(DuplicatePair).where(DuplicatePair.kind == kind, DuplicatePair.is_skipped.is_(is_skipped))
