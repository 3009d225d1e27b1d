"""Pages by key: forth and back, every row comes once, whatever the order and whatever is empty."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from crm.contacts.models import Contact
from crm.contacts.values import ContactKind
from crm.core.actor import SHELL
from crm.core.db import atomic, db
from crm.core.errors import DomainError
from crm.core.paging import Order, count_many, page_by_key, write_cursor
from crm.core.scope import visible

_START = datetime(2026, 1, 1, tzinfo=UTC)


def _contacts(seed: int, count: int) -> None:
    """Make contacts with many equal names and moments, and with many empty ones."""
    chance = random.Random(seed)  # noqa: S311 - an order of test rows
    with atomic(SHELL):
        for _ in range(count):
            moment = None if chance.random() < 0.4 else _START + timedelta(days=chance.randrange(5))
            name = chance.choice(["a", "a b", "ab", "b", "ba", "~0x"])
            db.session.add(
                Contact(kind=ContactKind.PERSON, name=name, sort_name=name, last_contact_at=moment, created_at=_START)
            )


def _walk(order: Order, size: int) -> tuple[list[int], list[int]]:
    """Walk to the end and back again; return the ids of both ways."""
    forth: list[int] = []
    page = page_by_key(visible(Contact), order, size=size)
    assert page.before is None
    while True:
        assert page.first == len(forth) + 1
        forth += [row.id for row in page.rows]
        if page.after is None:
            break
        page = page_by_key(visible(Contact), order, after=page.after, size=size)
    back = [row.id for row in page.rows]
    while page.before is not None:
        page = page_by_key(visible(Contact), order, before=page.before, size=size)
        assert page.first == len(forth) - len(back) - len(page.rows) + 1
        back = [row.id for row in page.rows] + back
    return forth, back


@pytest.mark.parametrize("falls", [False, True], ids=["rising", "falling"])
@pytest.mark.parametrize("column", ["sort_name", "last_contact_at", "created_at"])
@pytest.mark.parametrize("count, size", [(0, 3), (1, 3), (3, 3), (17, 4), (31, 1), (40, 50)])
def test_every_row_comes_once_forth_and_back(app: Flask, column: str, count: int, size: int, *, falls: bool) -> None:
    _contacts(count * 7 + size, count)
    order = Order(getattr(Contact, column), Contact.id, is_descending=falls, has_gaps=column == "last_contact_at")
    forth, back = _walk(order, size)
    rows = db.session.scalars(visible(Contact)).all()
    given = [row for row in rows if getattr(row, column) is not None]
    empty = [row for row in rows if getattr(row, column) is None]
    expected = [
        *sorted(given, key=lambda row: (getattr(row, column), row.id), reverse=falls),
        *sorted(empty, key=lambda row: row.id, reverse=falls),
    ]
    assert forth == [row.id for row in expected]
    assert back == forth


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "====",
        write_cursor([]),
        write_cursor([1, 2]),
        write_cursor([None, "1", 1]),
        write_cursor([5, 1, 1]),
        write_cursor(["2026-01-01", 1, 1]),
        write_cursor([[], 1, 1]),
        write_cursor(["a", 2**40, 1]),
        write_cursor(["a", True, 1]),
        "W" * 5000,
    ],
)
def test_a_damaged_link_is_refused_in_words(app: Flask, cursor: str) -> None:
    order = Order(Contact.last_contact_at, Contact.id)
    for way in ("after", "before"):
        with pytest.raises(DomainError, match="Start from the first page"):
            page_by_key(visible(Contact), order, **{way: cursor})  # type: ignore[arg-type]


def test_counts_stop_one_above_the_limit(app: Flask) -> None:
    _contacts(1, 12)
    named = visible(Contact).where(Contact.sort_name == "nobody")
    assert count_many([visible(Contact), named], 5) == [6, 0]
    assert count_many([visible(Contact)], 100) == [12]
