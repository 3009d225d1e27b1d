"""Finding records by the first letters of any word of any of their names.

A search of several words is driven by the one with the fewest hits; the others are looked up record by record. So the
cost of a page depends on the page and not on how many records there are.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
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
    is_again = _found(earlier, SearchWord.record_id, kind, driving, earlier.word < SearchWord.word)
    narrowed = query.join(SearchWord, SearchWord.record_id == column).where(
        row_rule(SearchWord), *_hits(SearchWord, kind, driving), ~is_again
    )
    for term in terms:
        if term != driving:
            narrowed = narrowed.where(_has_word(SearchWord.record_id, kind, term))
    return narrowed, Order(SearchWord.word, SearchWord.record_id, has_gaps=False)


def _has_word(column: Any, kind: str, term: str) -> ColumnElement[bool]:
    return _found(aliased(SearchWord), column, kind, term)


def _found(entity: Any, column: Any, kind: str, term: str, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Look one record up by its id: few words stand there, while many records have the word.

    What keeps the planners from walking along the word instead: the kind cannot use its index, and PostgreSQL makes no
    join of a subquery with an offset.
    """
    here = (entity.record_id == column, entity.word >= term, entity.word < term + _END, entity.kind + "" == kind)
    return exists(select(1).where(row_rule(entity), *here, *more).correlate(SearchWord).offset(0))


def _hits(entity: Any, kind: str, term: str) -> tuple[ColumnElement[bool], ...]:
    return entity.kind == kind, entity.word >= term, entity.word < term + _END


def _rarest(kind: str, terms: list[str]) -> str:
    """Return the term with the fewest hits; the longest one among those that have many."""
    if len(terms) == 1:
        return terms[0]
    counts = count_many([visible(SearchWord).where(*_hits(SearchWord, kind, term)) for term in terms], _FEW)
    return min(zip(counts, (-len(term) for term in terms), terms, strict=True))[2]
