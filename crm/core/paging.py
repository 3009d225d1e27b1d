"""Pages by key: a page says where the next begins, so that page 20,000 costs what page 1 costs.

A list is sorted by one column and then by the key of its rows; what is empty in the column comes last, in both
directions. Both are walked along an index, back and forth: rows with a value and rows without one are read apart.
"""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Result, ScalarSelect, Select, func, literal, select, tuple_

from crm.core.db import as_json, db
from crm.core.errors import DomainError
from crm.core.words import N_

PAGE_SIZE = 50
#: A count stops here; what is more is shown as "10,000+".
COUNT_LIMIT = 10_000
#: What a search finds is counted less far: each hit costs a look at its other words.
SEARCH_LIMIT = 1_000
Row = TypeVar("Row")

_DAMAGED = N_("This link to a page of the list is damaged. Start from the first page.")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and the cursors to their neighbours (None where there are none)."""

    rows: Sequence[Row]
    before: str | None
    after: str | None
    #: The place of the first row in the whole list, counted from 1 on the way here.
    first: int = 1


@dataclass(frozen=True, slots=True)
class Order:
    """By what a list is sorted: a column, then the key of its rows."""

    column: Any
    key: Any
    is_descending: bool = False
    has_gaps: bool = True

    def cursor(self, row: Any, number: int) -> str:
        """Return the place of a row (its last two values are column and key) as a word for an address."""
        return write_cursor([as_json(row[-2]), row[-1], number])

    def place(self, cursor: str) -> "Place":
        """Return the place that a cursor names; raise DomainError when it is none of this order."""
        value, key, number = read_cursor(cursor, 3)
        if not _is_number(key) or not _is_number(number) or (value is None and not self.has_gaps):
            raise DomainError(_DAMAGED)
        return Place(None if value is None else _as_typed(self.column, value), key, number)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins or ends: the value and key of a row, and its number in the list."""

    value: Any
    key: int
    number: int


def write_cursor(values: Sequence[Any]) -> str:
    """Return the key of a row as an opaque word for an address."""
    return base64.urlsafe_b64encode(json.dumps(list(values), ensure_ascii=False).encode()).decode().rstrip("=")


def read_cursor(cursor: str, length: int) -> list[Any]:
    """Return the key that `write_cursor` wrote; raise DomainError for anything else."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeError, RecursionError) as error:
        raise DomainError(_DAMAGED) from error
    if not isinstance(values, list) or len(values) != length:
        raise DomainError(_DAMAGED)
    return values


def page_by_key(
    query: Select[Any], order: Order, *, after: str | None = None, before: str | None = None, size: int = PAGE_SIZE
) -> Page[Any]:
    """Return one page of a query's rows: the first, the one after a cursor or the one before it."""
    goes_back = before is not None and after is None
    cursor = before if goes_back else after
    place = order.place(cursor) if cursor else None
    rows = _read(query.add_columns(order.column, order.key), order, place, goes_back=goes_back, most=size + 1)
    has_more = len(rows) > size
    rows = rows[:size]
    if goes_back:
        rows.reverse()
    first = _first_number(place, len(rows), goes_back=goes_back, has_more=has_more)
    has_before, has_after = (has_more, True) if goes_back else (place is not None, has_more)
    return Page(
        [row[0] for row in rows],
        order.cursor(rows[0], first) if rows and has_before else None,
        order.cursor(rows[-1], first + len(rows) - 1) if rows and has_after else None,
        first,
    )


def each_page(query: Select[Any], order: Order, *, size: int) -> Iterator[Sequence[Any]]:
    """Walk the whole list in pages, each read when it is asked for."""
    cursor: str | None = None
    while True:
        page = page_by_key(query, order, after=cursor, size=size)
        if page.rows:
            yield page.rows
        if page.after is None:
            return
        cursor = page.after


def each_slice(query: Select[Any], order: Order, *, size: int) -> Iterator[Sequence[Any]]:
    """Walk a whole list in slices of plain rows: the columns of the query, with those of the order behind them."""
    place: Place | None = None
    while True:
        columns = query.add_columns(order.column, order.key)
        rows = _read(columns, order, place, goes_back=False, most=size, execute=db.session.connection().execute)
        if rows:
            yield rows
        if len(rows) < size:
            return
        place = Place(rows[-1][-2], rows[-1][-1], 0)


def capped_count(query: Select[Any], limit: int = COUNT_LIMIT) -> ScalarSelect[int]:
    """Return the count of a query's rows as a value for a SELECT; it stops one above the limit."""
    rows = query.with_only_columns(literal(1), maintain_column_froms=True).order_by(None).limit(limit + 1)
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def count_many(queries: Sequence[Select[Any]], limit: int | Sequence[int] = COUNT_LIMIT) -> list[int]:
    """Count the rows of several queries in one, each up to one above the limit (or its own)."""
    if not queries:
        return []
    limits = [limit] * len(queries) if isinstance(limit, int) else limit
    counts = (capped_count(query, most) for query, most in zip(queries, limits, strict=True))
    return list(db.session.execute(select(*counts)).one())


def _first_number(place: Place | None, count: int, *, goes_back: bool, has_more: bool) -> int:
    if place is None:
        return 1
    if not goes_back:
        return place.number + 1
    return max(place.number - count, 1) if has_more else 1


def _read(
    query: Select[Any],
    order: Order,
    place: Place | None,
    *,
    goes_back: bool,
    most: int,
    execute: Callable[[Select[Any]], Result[Any]] | None = None,
) -> list[Any]:
    """Read the rows on one side of a place; ``execute`` without the session reads columns at less cost."""
    rows: list[Any] = []
    for part in _parts(query, order, place, goes_back=goes_back):
        rows += (execute or db.session.execute)(part.limit(most - len(rows))).all()
        if len(rows) >= most:
            break
    return rows


def _parts(query: Select[Any], order: Order, place: Place | None, *, goes_back: bool) -> Iterator[Select[Any]]:
    """Give the queries that make the page together: of rows with a value and of those without, in their order."""
    falls = order.is_descending is not goes_back
    column, key = (order.column.desc(), order.key.desc()) if falls else (order.column.asc(), order.key.asc())
    sorted_query = query.order_by(None).order_by(column, key)
    if not order.has_gaps:
        yield sorted_query.where(*_beyond(order, place, falls=falls))
        return
    given, empty = sorted_query.where(order.column.is_not(None)), sorted_query.where(order.column.is_(None))
    stands_in_gaps = place is not None and place.value is None
    if not stands_in_gaps:
        given = given.where(*_beyond(order, place, falls=falls))
    elif place is not None:
        here = order.key < place.key if falls else order.key > place.key
        empty = empty.where(here)
    parts = [empty, given] if goes_back else [given, empty]
    # Towards the other end there is nothing of the part that lies behind the place.
    yield from parts[1:] if place is not None and stands_in_gaps is not goes_back else parts


def _beyond(order: Order, place: Place | None, *, falls: bool) -> list[ColumnElement[bool]]:
    if place is None:
        return []
    here = tuple_(order.column, order.key)
    there = tuple_(literal(place.value, order.column.type), literal(place.key))
    return [here < there if falls else here > there]


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31


def _as_typed(column: ColumnElement[Any], value: Any) -> Any:
    """Return a cursor's value as its column compares it."""
    wanted = column.type.python_type
    try:
        if wanted in {datetime, date}:
            moment = wanted.fromisoformat(value)
            if wanted is datetime and moment.tzinfo is None:
                raise DomainError(_DAMAGED)
            return moment
        typed = wanted(value) if wanted not in {str, int} else value
    except (TypeError, ValueError) as error:
        raise DomainError(_DAMAGED) from error
    if not isinstance(typed, wanted):
        raise DomainError(_DAMAGED)
    return typed
