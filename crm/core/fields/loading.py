"""Helps fields whose facts stand in other tables: one query for a page of rows, gathered by row."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select, union_all

from crm.core.db import db
from crm.core.fields.values import Facts, Field


def gather(query: Select[*tuple[Any, ...]]) -> dict[int, object]:
    """Run a query of (row id, value) and return each row's values, in the order of the query."""
    found: dict[int, list[object]] = {}
    for row_id, value in db.session.execute(query):
        found.setdefault(row_id, []).append(value)
    return dict(found)


def load_facts(fields: Sequence[Field], ids: Sequence[int]) -> dict[str, dict[int, object]]:
    """Return by field and row what these fields have in other tables, in one query however many fields there are."""
    facts = {field.key: field.facts(ids) for field in fields if field.facts is not None and ids}
    if not facts:
        return {}
    rows = union_all(*(_part(key, one) for key, one in facts.items())).subquery()
    found: dict[str, dict[int, Any]] = {key: {} for key in facts}
    for key, row_id, value, beside in db.session.execute(select(*list(rows.c)[:4]).order_by(rows.c.place)):
        read = facts[key].read
        found[key].setdefault(row_id, []).append(value if read is None else read(value, beside))
    return found


def load_at_length(facts: Facts) -> dict[int, list[object]]:
    """Return by row what one field has in another table, for many rows at once, in a query of its own."""
    found: dict[int, list[object]] = {}
    read = facts.read
    for row_id, value, beside in db.session.connection().execute(facts.query.order_by(*facts.order)).all():
        told = value if read is None else read(value, beside or "")
        known = found.get(row_id)
        if known is None:
            found[row_id] = [told]
        else:
            known.append(told)
    return found


def _part(key: str, facts: Facts) -> Select[Any]:
    inner = facts.query.add_columns(func.row_number().over(order_by=facts.order)).subquery()
    row_id, value, beside, place = inner.c
    texts = (cast(value, String).label("value"), func.coalesce(cast(beside, String), "").label("beside"))
    return select(literal(key, String).label("key"), row_id.label("row_id"), *texts, place.label("place"))
