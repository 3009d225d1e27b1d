from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from crm.accounts.models import Team
from crm.contacts.models import Tag
from crm.core.actor import SHELL
from crm.core.bulk import catch_up_keys, write_rows
from crm.core.db import DatabaseError, atomic, db
from crm.core.preferences.models import Preference
from crm.statements.models import Statement
from crm.statements.values import StatementState

TAG = Tag.__table__


def _tags(*keys: int) -> None:
    write_rows(TAG, ("id", "name", "key"), [(key, f"Tag {key}", f"tag {key}") for key in keys])  # type: ignore[arg-type]


def test_rows_come_back_as_they_were_given(app: Flask) -> None:
    at = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
    names = ("id", "version", "slug", "title", "state", "created_at")
    with atomic(SHELL):
        row = (7, 1, "one", "Überschrift\t\\N 中文", StatementState.OPEN, at)
        write_rows(Statement.__table__, names, [row])  # type: ignore[arg-type]
        values = ("user_id", "key", "value", "version")
        write_rows(Preference.__table__, values, [(0, "a", {"b": [1, None]}, 1), (0, "n", None, 1)])  # type: ignore[arg-type]
    kept = db.session.scalars(select(Statement)).one()
    assert (kept.id, kept.title, kept.state, kept.created_at, kept.campaign_id) == (7, row[3], row[4], at, None)
    assert {one.key: one.value for one in db.session.scalars(select(Preference))} == {"a": {"b": [1, None]}, "n": None}


def test_who_comes_next_gets_the_key_behind(app: Flask) -> None:
    with atomic(SHELL):
        _tags(1, 2, 40)
        catch_up_keys([TAG, Team.__table__])  # type: ignore[list-item]
    with atomic(SHELL):
        tag = Tag(name="Next", key="next")
        db.session.add(tag)
        team = Team(name="First")
        db.session.add(team)
    assert tag.id == 41
    assert team.id == 1


def test_nothing_is_written_outside_of_an_act(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="outside"):
        _tags(1)


def test_what_the_driver_refuses_undoes_the_act(app: Flask) -> None:
    with pytest.raises(DatabaseError), atomic(SHELL):
        _tags(1, 2, 1)
    assert db.session.scalars(select(Tag)).all() == []
