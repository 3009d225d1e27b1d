"""Walking whole lists, however long: some rows at a time, in little memory."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import JSON, ColumnElement, Enum, String, func, type_coerce

from crm.core.db import db
from crm.core.engines import ids_in_one
from crm.core.fields.loading import load_at_length
from crm.core.fields.registry import get_record_kind
from crm.core.fields.values import Field, Plain
from crm.core.paging import each_page, each_slice
from crm.segments.queries.lists import Wanted, query_in_order, select_segment, select_wanted

#: Rows that are read and shown at once when a whole list is walked.
CHUNK = 1_000
#: Rows of which only columns are read at once.
SLICE = 4_000
#: Beside the values of its rows, the numbers of the rows.
Slice = tuple[Sequence[int], list[Sequence[Any]]]


def each_chunk(wanted: Wanted, *, size: int = CHUNK) -> Iterator[Sequence[Any]]:
    """Walk all rows of a list in its order; raise DomainError when the question is not understood."""
    select_segment(wanted.question)
    query, order = query_in_order(wanted)
    for rows in each_page(query, order, size=size):
        yield rows
        for row in rows:
            db.session.expunge(row)


def each_values(wanted: Wanted, fields: Sequence[Field], *, size: int = SLICE) -> Iterator[Slice]:
    """Walk all rows of a list in its order as values: for each slice the row ids, and one sequence a field.

    Values of columns come as the database has them (members of enumerations as their text). Of kinds whose fields read
    more than columns, whole rows are loaded.
    """
    if all(field.value is None or isinstance(field.value, Plain) for field in fields):
        yield from _each_of_columns(wanted, fields, size)
        return
    for rows in each_chunk(wanted, size=min(size, CHUNK)):
        ids = [row.id for row in rows]
        own = {field.key: [field.value(row) for row in rows] for field in fields if field.value is not None}
        yield ids, _filled(fields, ids, own)


def _each_of_columns(wanted: Wanted, fields: Sequence[Field], size: int) -> Iterator[Slice]:
    select_segment(wanted.question)
    query, order = query_in_order(wanted)
    reads = {field.key: field.value for field in fields if isinstance(field.value, Plain) and field.value.is_open}
    model = get_record_kind(wanted.question.record).model
    columns = [model.id, *(_as_kept(read.column) for read in reads.values())]
    narrow = query.with_only_columns(*columns, maintain_column_froms=True)
    for rows in each_slice(narrow, order, size=size):
        ids, *turned = zip(*rows, strict=True)
        own = {key: _decoded(read.column, values) for (key, read), values in zip(reads.items(), turned, strict=False)}
        yield ids, _filled(fields, ids, own)


def _as_kept(column: Any) -> ColumnElement[Any]:
    """Return a column to be read as the database holds it: to make members and lists costs more than reading them."""
    return type_coerce(column, String) if isinstance(column.type, Enum | JSON) else column


def _decoded(column: Any, values: Sequence[Any]) -> Sequence[Any]:
    """Make lists of JSON that came as text (PostgreSQL hands lists over): each of the few different ones once."""
    if not isinstance(column.type, JSON):
        return values
    lists = {text: json.loads(text) for text in set(values) if text} if isinstance(values[0], str) else {}
    return [lists.get(text) for text in values] if lists else values


def _filled(fields: Sequence[Field], ids: Sequence[int], own: Mapping[str, Sequence[Any]]) -> list[Sequence[Any]]:
    """Put what stands in other tables beside the values of the rows themselves; what is not open stays empty."""
    columns: list[Sequence[Any]] = []
    for field in fields:
        if field.value is not None:
            columns.append(own.get(field.key) or (None,) * len(ids))
            continue
        found: Any = load_at_length(field.facts(ids_in_one(ids))) if field.facts is not None else {}
        if field.load is not None:
            found = field.load(ids)
        columns.append([found.get(row_id) for row_id in ids])
    return columns


def count_protected(wanted: Wanted) -> int:
    """Count the rows of a list that tell of somebody who is limited to teams, as far as the reader sees them."""
    kind = get_record_kind(wanted.question.record)
    if kind.protected is None:
        return 0
    query = select_wanted(replace(wanted, is_open=False)).where(kind.protected())
    ids = query.with_only_columns(kind.model.id, maintain_column_froms=True).order_by(None).subquery()
    return db.session.scalar(func.count().select().select_from(ids)) or 0
