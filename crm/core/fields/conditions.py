"""Makes the conditions of fields that are plain columns, with bound parameters only."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_

from crm.core.db import like_prefix
from crm.core.errors import DomainError
from crm.core.fields.values import Relation
from crm.core.words import N_

#: What fields of each sort can be asked.
OF_CHOICE = (Relation.IS, Relation.IS_NOT, Relation.EMPTY, Relation.GIVEN)
OF_DATE = (Relation.BEFORE, Relation.AFTER, Relation.EMPTY, Relation.GIVEN)
OF_NUMBER = (Relation.IS, Relation.AT_LEAST, Relation.AT_MOST, Relation.EMPTY, Relation.GIVEN)
OF_TEXT = (Relation.IS, Relation.BEGINS, Relation.CONTAINS, Relation.EMPTY, Relation.GIVEN)
OF_YESNO = (Relation.IS,)

Where = Callable[[Relation, Any], ColumnElement[bool]]


def where_column(column: Any) -> Where:
    """Return the `where` of a field that is one column."""

    def where(relation: Relation, values: Sequence[Any]) -> ColumnElement[bool]:
        return _CONDITIONS[relation](column, values)

    return where


def where_moment(column: Any) -> Where:
    """Return the `where` of a field that is a column of moments, asked by days (of UTC)."""

    def where(relation: Relation, values: Sequence[Any]) -> ColumnElement[bool]:
        days = [value + timedelta(days=1) if relation is Relation.AFTER else value for value in values]
        moments = [datetime.combine(day, time(), UTC) if isinstance(day, date) else day for day in days]
        if relation is Relation.AFTER:
            condition: ColumnElement[bool] = column >= moments[0]
            return condition
        return _CONDITIONS[relation](column, moments)

    return where


def refuse(relation: Relation) -> DomainError:
    """Return the error of a field that cannot be asked this way."""
    return DomainError(N_("This filter cannot compare that way (%(relation)s)."), relation=relation.value)


def _is(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    if any(value is True or value is False for value in values):
        return or_(*(column.is_(value) for value in values))
    condition: ColumnElement[bool] = column == values[0] if len(values) == 1 else column.in_(values)
    return condition


def _is_not(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    return or_(column.is_(None), column.not_in(values))


def _begins(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    return or_(*(column.ilike(like_prefix(value), escape="\\") for value in values))


def _contains(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    return or_(*(column.ilike("%" + like_prefix(value), escape="\\") for value in values))


def _empty(column: Any, _values: Sequence[Any]) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column.is_(None)
    return condition


def _given(column: Any, _values: Sequence[Any]) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column.is_not(None)
    return condition


_CONDITIONS: dict[Relation, Callable[[Any, Sequence[Any]], ColumnElement[bool]]] = {
    Relation.IS: _is,
    Relation.ANY_OF: _is,
    Relation.IS_NOT: _is_not,
    Relation.BEGINS: _begins,
    Relation.CONTAINS: _contains,
    Relation.BEFORE: lambda column, values: column < values[0],
    Relation.AFTER: lambda column, values: column > values[0],
    Relation.AT_LEAST: lambda column, values: column >= values[0],
    Relation.AT_MOST: lambda column, values: column <= values[0],
    Relation.EMPTY: _empty,
    Relation.GIVEN: _given,
}
