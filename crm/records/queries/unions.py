"""Helps reading tables of one shape by one UNION."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select


def as_column(column: Any, key: str) -> ColumnElement[Any]:
    """Label a column for a union; what is text in one part is text in all."""
    texts = {"name", "kind", "extra", "text", "note", "other", "actor"}
    labelled: ColumnElement[Any] = (
        func.coalesce(cast(column, String), "").label(key) if key in texts else column.label(key)
    )
    return labelled


def limited(query: Select[Any], limit: int) -> Select[Any]:
    """Wrap a query, so that its order and limit hold within a union."""
    return select(query.limit(limit).subquery())
