"""Finding records by the first letters of any word of any of their names.

A search of several words is driven by the one with the fewest hits; the others are looked up record by record. So the
cost of a page depends on the page and not on how many records there are.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import aliased

from crm.core.paging import Order, count_many
from crm.core.scope import row_rule, visible
from crm.core.search.models import SearchWord

#: How far hits are counted to find the rarest of several words.
_FEW = 2_000
#: Behind every word that begins with the letters before it.
_END = "\U0010ffff"


def search_in(query: Select[Any], column: ColumnElement[int], kind: str, terms: list[str]) -> tuple[Select[Any], Order]:
    """Narrow a query to what the terms find, in the order of the words found.

    ``column`` of the query is what the index calls record_id. Each record comes once, where its first word stands.
    """
    driving = _rarest(kind, terms)
    earlier = aliased(SearchWord)
    is_again = exists(
        select(1).where(
            row_rule(earlier),
            earlier.record_id == SearchWord.record_id,
            earlier.word < SearchWord.word,
            *_hits(earlier, kind, driving),
        )
    )
    narrowed = query.join(SearchWord, SearchWord.record_id == column).where(
        row_rule(SearchWord), *_hits(SearchWord, kind, driving), ~is_again
    )
    for term in terms:
        if term != driving:
            narrowed = narrowed.where(_has_word(SearchWord.record_id, kind, term))
    return narrowed, Order(SearchWord.word, SearchWord.record_id, has_gaps=False)


def found_by(column: ColumnElement[int], kind: str, terms: list[str]) -> ColumnElement[bool]:
    """Return the condition that a record is found by all terms, for counts and other orders."""
    driving = _rarest(kind, terms)
    ids = visible(SearchWord, SearchWord.record_id).where(*_hits(SearchWord, kind, driving))
    return and_(column.in_(ids), *(_has_word(column, kind, term) for term in terms if term != driving))


def _has_word(column: Any, kind: str, term: str) -> ColumnElement[bool]:
    other = aliased(SearchWord)
    return exists(select(1).where(row_rule(other), other.record_id == column, *_hits(other, kind, term)))


def _hits(entity: Any, kind: str, term: str) -> tuple[ColumnElement[bool], ...]:
    return entity.kind == kind, entity.word >= term, entity.word < term + _END


def _rarest(kind: str, terms: list[str]) -> str:
    """Return the term with the fewest hits; the longest one among those that have many."""
    if len(terms) == 1:
        return terms[0]
    counts = count_many([visible(SearchWord).where(*_hits(SearchWord, kind, term)) for term in terms], _FEW)
    return min(zip(counts, (-len(term) for term in terms), terms, strict=True))[2]
