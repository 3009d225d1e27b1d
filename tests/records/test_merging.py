"""Two records become one, and are taken apart again: nothing is lost, nothing is left over."""

from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Enum, inspect

from crm.contacts.models import Contact
from crm.core.actor import SHELL, Actor
from crm.core.clock import now, today
from crm.core.db import atomic, db
from crm.core.scope import reading_as
from crm.core.traces.rows import models, read_rows, ways_to
from crm.records.models import ContactMerge
from crm.records.queries.merging import compare, get_pair
from crm.records.services import merge_contacts, unmerge
from crm.tables import get_ready
from tests.factories.contacts import an_organization
from tests.imports.dumps import dump
from tests.records.merge_cases import CHOICES, SIDES, Surroundings


def _directory() -> dict[str, list[dict[str, Any]]]:
    """Return everything but the memory of merges."""
    found = dump()
    del found["contact_merge"]
    return found


@pytest.mark.parametrize("is_person", [True, False])
def test_a_merge_that_is_taken_apart_leaves_everything_as_it_was(
    app: Flask, request: pytest.FixtureRequest, *, is_person: bool
) -> None:
    around, most = Surroundings(), 40 if request.config.getoption("--big") else 8

    @settings(max_examples=most, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    @given(one=SIDES, other=SIDES, choices=CHOICES, is_turned=st.booleans())
    def holds(one: dict[str, Any], other: dict[str, Any], choices: dict[str, str], *, is_turned: bool) -> None:
        pair = [around.make(is_person=is_person, side=side).id for side in (one, other)]
        kept_id, losing_id = reversed(pair) if is_turned else pair
        before = _directory()
        there = {side.field for side in compare(*get_pair(kept_id, losing_id))}
        wanted = {field: choice for field, choice in choices.items() if field in there}
        merge = merge_contacts(kept_id, losing_id, choices=wanted, versions=None, actor=SHELL)
        assert not [row for row in _directory()["contact"] if row["id"] == losing_id]
        unmerge(merge.id, actor=SHELL)
        after = _directory()
        for table, rows in before.items():
            assert after[table] == rows, table

    with reading_as(SHELL):
        holds()


def _pair() -> tuple[Contact, Contact]:
    return an_organization("Lake Rights Centre"), an_organization("Centre des lacs", country="KE")


def _merge(kept: Contact, losing: Contact, *, actor: Actor = SHELL, **choices: str) -> ContactMerge:
    return merge_contacts(kept.id, losing.id, choices=choices, versions=None, actor=actor)


def _row(model: type[Any], **given: Any) -> None:
    """Make a row of any table, with a value in every column that needs one."""
    values = dict(given)
    for attribute in inspect(model).column_attrs:
        column = attribute.columns[0]
        if attribute.key in values or column.primary_key or column.nullable or column.default is not None:
            continue
        if column.foreign_keys:
            target = next(iter(column.foreign_keys)).column.table.name
            values[attribute.key] = _other_id(target)
        else:
            values[attribute.key] = _plain(column.type)
    with atomic(SHELL):
        db.session.add(model(**values))


def _other_id(table: str) -> int:
    if table == "contact":
        return an_organization().id
    _row(models()[table])
    return max(int(row["id"]) for row in read_rows(table))


def _plain(kind: Any) -> Any:
    if isinstance(kind, Enum):
        members: Any = kind.enum_class
        return next(iter(members))
    if isinstance(kind, JSON):
        return []
    plain: dict[type, Any] = {int: 900, str: "x", datetime: now(), date: today()}
    return plain[kind.python_type]


def _ways() -> list[tuple[str, str]]:
    get_ready()
    return ways_to("contact")


@pytest.mark.parametrize("table, column", _ways())
def test_whatever_points_at_a_record_is_moved_by_a_merge(app: Flask, table: str, column: str) -> None:
    """A new table that points at contacts turns this red until its room moves it (`reassign_contact`)."""
    lower = an_organization()
    kept, losing = _pair()
    order = {"a_id": {"b_id": an_organization().id}, "b_id": {"a_id": lower.id}}.get(column, {})
    _row(models()[table], **{column: losing.id, **order})
    assert read_rows(table, **{column: losing.id})
    _merge(kept, losing)
    assert not read_rows(table, **{column: losing.id})
    assert read_rows(table, **{column: kept.id})
