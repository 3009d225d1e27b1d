"""Pairs that a search found, and pairs that somebody called two."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Select, select

from crm.contacts.models import Contact
from crm.contacts.values import ContactKind
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.paging import PAGE_SIZE, Order, Page, count_many, each_page, page_by_key
from crm.core.scope import visible
from crm.matching.models import DistinctPair, DuplicatePair, DuplicateSearch

_AT_ONCE = 5000
_BEST_FIRST = Order(DuplicatePair.score, DuplicatePair.id, is_descending=True, has_gaps=False)


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
    ordered = list(contact_ids)
    for some in (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE)):
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
