"""Answering questions: the query behind a list, its pages, its search, its count."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, false, not_

from crm.core.db import db
from crm.core.errors import DomainError, NotFoundError
from crm.core.fields.loading import load_facts
from crm.core.fields.registry import find_field, get_record_kind
from crm.core.fields.values import Field, FieldKind, RecordKind, Relation
from crm.core.paging import PAGE_SIZE, Order, Page, page_by_key
from crm.core.scope import current_reader, visible
from crm.core.search.queries import search_in
from crm.core.text.folding import search_terms
from crm.core.words import N_
from crm.segments.values import ME, Condition, Question, parse_values, understand


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows: a question, a search and an order."""

    question: Question
    search: str = ""
    #: Field key, with a minus sign before it for descending; empty for the list's own order.
    order: str = ""
    #: Only these of its rows: those that were ticked.
    ids: tuple[int, ...] = ()
    #: Without the rows that tell of people and organisations who are limited to teams.
    is_open: bool = False


def select_segment(question: Question, *, is_strict: bool = True) -> Select[Any]:
    """Return the query over the records that a question means, within the reader's scope.

    What is not understood raises DomainError; a list that shows it as such passes it over (``is_strict`` False).
    """
    kind = get_record_kind(question.record)
    query = kind.base()
    for condition in _with_usual(kind, question):
        understood = understand(question.record, condition)
        if understood is not None:
            field, relation = understood
            values = [_resolve(field, value) for value in parse_values(field, relation, condition.values)]
            assert field.where is not None  # noqa: S101 - understand() saw to it
            query = query.where(field.where(relation, values) if may_ask(field, relation) else false())
        elif is_strict:
            raise DomainError(
                N_("The filter “%(filter)s” is not understood. Remove it first."), filter=condition.text[:60]
            )
    return query


def may_ask(field: Field, relation: Relation) -> bool:
    """Say whether the reader may compare so: to find a record by a value that is masked would be to read it."""
    is_open = not field.permission or current_reader().may(field.permission)
    return is_open or relation in {Relation.EMPTY, Relation.GIVEN}


def select_wanted(wanted: Wanted, *, is_strict: bool = True) -> Select[Any]:
    """Return the query over what a list shows, in no order: for counts and ids."""
    query = _narrowed(wanted, select_segment(wanted.question, is_strict=is_strict))
    kind = get_record_kind(wanted.question.record)
    terms = search_terms(wanted.search)
    if not terms or kind.search is None or kind.search_column is None:
        return query if not wanted.search.strip() else query.where(false())
    return search_in(query, kind.search_column(), kind.search, terms)[0]


def list_page(
    wanted: Wanted, *, after: str | None = None, before: str | None = None, size: int = PAGE_SIZE
) -> Page[Any]:
    """Return one page of a list; a search has its own order, of the words found."""
    query, order = query_in_order(wanted)
    return page_by_key(query, order, after=after, before=before, size=size)


def find_place(wanted: Wanted, row_id: int) -> str | None:
    """Return the cursor of a row in a list's order, None when the list does not show it."""
    query, order = query_in_order(wanted)
    row = db.session.execute(query.add_columns(order.column, order.key).where(order.key == row_id).limit(1)).first()
    return order.cursor(row, row_id) if row else None


def list_by_key(model: type[Any], ids: Sequence[int]) -> list[Any]:
    """Return rows by their primary keys, in no order: the least that a page of them can cost."""
    return list(db.session.scalars(visible(model).where(model.id.in_(ids))))


def list_ids(wanted: Wanted, *, above: int, size: int) -> list[int]:
    """Return the next ids of what a list shows, by id: a mass change walks them without losing its place."""
    model = get_record_kind(wanted.question.record).model
    query = select_wanted(wanted).with_only_columns(model.id, maintain_column_froms=True)
    return list(db.session.scalars(query.where(model.id > above).order_by(model.id).limit(size)))


def can_order_by(record: str, order: str) -> bool:
    """Say whether a list can be sorted by ``key`` or ``-key``."""
    field = find_field(record, order.removeprefix("-"))
    return field is not None and field.order is not None


def query_in_order(wanted: Wanted) -> tuple[Select[Any], Order]:
    """Return the query over what a list shows and its order; a search has its own."""
    record = wanted.question.record
    kind = get_record_kind(record)
    query = _narrowed(wanted, select_segment(wanted.question, is_strict=False))
    if wanted.search.strip():
        terms = search_terms(wanted.search)
        if kind.search is not None and kind.search_column is not None and terms:
            return search_in(query, kind.search_column(), kind.search, terms)
        query = query.where(false())
    key = wanted.order if can_order_by(record, wanted.order) else kind.order
    field = find_field(record, key.removeprefix("-"))
    if field is None or field.order is None:
        raise NotFoundError(N_("This list has no such order."))
    column = field.order()
    has_gaps = bool(getattr(getattr(column, "expression", column), "nullable", True))
    return query, Order(column, kind.model.id, is_descending=key.startswith("-"), has_gaps=has_gaps)


def _narrowed(wanted: Wanted, query: Select[Any]) -> Select[Any]:
    kind = get_record_kind(wanted.question.record)
    if wanted.ids:
        query = query.where(kind.model.id.in_(wanted.ids))
    return query.where(not_(kind.protected())) if wanted.is_open and kind.protected else query


def _with_usual(kind: RecordKind, question: Question) -> Iterator[Condition]:
    yield from question.conditions
    for field, relation, value in kind.usual:
        if not question.says(field):
            yield Condition(field, relation.value, (value,))


def _resolve(field: Field, value: Any) -> Any:
    return (current_reader().user_id or 0) if field.kind is FieldKind.USER and value == ME else value


def values_of(fields: Sequence[Field], rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the values of these fields for some rows; one query reads all that have facts in other tables."""
    ids = [row.id for row in rows]
    loaded = {field.key: field.load(ids) for field in fields if field.load is not None and ids}
    loaded |= load_facts(fields, ids)
    readers: list[tuple[str, Callable[[Any], object]]] = [
        (field.key, field.value) for field in fields if field.value is not None
    ]
    return [
        {key: read(row) for key, read in readers} | {key: found.get(row.id) for key, found in loaded.items()}
        for row in rows
    ]
