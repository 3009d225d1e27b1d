"""The guard: forgetting the row rule is an error, never a leak."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, exists, func, literal, select, text, union_all, update
from sqlalchemy.orm import aliased, selectinload

from crm.accounts.models import Team
from crm.contacts.models import Contact, ContactName, ContactTeam
from crm.contacts.values import ContactKind, NameKind
from crm.core import scope
from crm.core.actor import SHELL, Actor, ActorKind
from crm.core.db import atomic, db
from crm.core.scope import UnscopedError, reading_as, row_rule, visible


def _two_teams() -> tuple[Actor, Actor]:
    with atomic(SHELL):
        for number in (1, 2):
            team = Team(name=f"Team {number}")
            contact = Contact(kind=ContactKind.PERSON, name=f"P{number}", sort_name=f"p{number}", is_limited=True)
            contact.names.append(ContactName(name=f"Other {number}", kind=NameKind.ALIAS))
            contact.teams.append(ContactTeam(team=team))
            db.session.add(contact)
    return tuple(  # type: ignore[return-value]
        Actor(ActorKind.USER, team.name, team.id, team_ids=frozenset({team.id}))
        for team in db.session.scalars(select(Team).order_by(Team.id))
    )


def test_a_team_sees_its_own_contacts_and_their_names_by_every_way_of_asking(app: Flask) -> None:
    """Rows, counts, EXISTS, aliases, joins and relationship loads agree."""
    first, second = _two_teams()
    for actor, own in ((first, "P1"), (second, "P2")):
        db.session.expire_all()
        db.session.expunge_all()
        with reading_as(actor):
            assert db.session.scalars(visible(Contact, Contact.name)).all() == [own]
            assert db.session.scalar(select(func.count()).select_from(visible(Contact).subquery())) == 1
            assert db.session.scalar(select(visible(Contact).where(Contact.name == "P1").exists())) is (own == "P1")
            other = aliased(Contact)
            assert db.session.scalars(select(other.name).where(row_rule(other))).all() == [own]
            contact = db.session.scalars(visible(Contact)).one()
            assert [name.name for name in contact.names] == [f"Other {own[1]}"]
            joined = select(Contact.name, ContactName.name).join(ContactName)
            rows = db.session.execute(joined.where(row_rule(Contact), row_rule(ContactName))).all()
            assert rows == [(own, f"Other {own[1]}")]


def test_a_load_along_a_relation_follows_who_reads_and_builds_the_rules_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _two_teams()
    built = list[frozenset[int]]()
    model, rule = scope._rules["contact"]

    def counted(entity: Any, teams: frozenset[int]) -> ColumnElement[bool]:
        built.append(teams)
        return rule(entity, teams)

    monkeypatch.setitem(scope._rules, "contact", (model, counted))
    scope._criteria_for.cache_clear()
    links = select(ContactTeam).order_by(ContactTeam.team_id).options(selectinload(ContactTeam.contact))
    for actor, seen in ((first, ["P1", None]), (second, [None, "P2"])) * 2:
        db.session.expunge_all()
        with reading_as(actor):
            found = db.session.scalars(links).all()
            assert [getattr(link.contact, "name", None) for link in found] == seen
    assert built == [first.team_ids, second.team_ids]


FORGOTTEN: dict[str, Callable[[], object]] = {
    "select": lambda: db.session.scalars(select(Contact)).all(),
    "legacy count": lambda: db.session.query(Contact).count(),
    "count": lambda: db.session.scalar(select(func.count()).select_from(Contact)),
    "count over ids": lambda: db.session.scalar(select(func.count()).select_from(select(Contact.id).subquery())),
    "exists": lambda: db.session.scalar(select(exists(select(Contact.id).where(Contact.name == "P1")))),
    "core table": lambda: db.session.execute(select(Contact.__table__.c.name)).all(),
    "text": lambda: db.session.execute(text("SELECT name FROM contact")).all(),
    "one of two": lambda: db.session.execute(
        select(Contact.name, ContactName.name).join(ContactName).where(row_rule(ContactName))
    ).all(),
    "inner exists": lambda: db.session.execute(
        visible(Contact).where(exists(select(1).where(ContactName.contact_id == Contact.id)))
    ).all(),
    "scalar subquery": lambda: db.session.execute(
        select(literal(1), select(func.count(Contact.id)).scalar_subquery())
    ).all(),
    "union": lambda: db.session.execute(union_all(visible(Contact, Contact.id), select(ContactName.id))).all(),
    "bulk update": lambda: db.session.execute(update(Contact).values(name="x")),
    "get": lambda: db.session.get(Contact, 999),
}


@pytest.mark.parametrize("way", FORGOTTEN)
def test_a_query_without_the_row_rule_is_refused(app: Flask, way: str) -> None:
    """Each form that a hook alone would leak."""
    with pytest.raises(UnscopedError):
        FORGOTTEN[way]()


def test_nobody_reads_without_being_named(app: Flask) -> None:
    """A door that forgot to set the reader reads nothing."""
    with reading_as(None), pytest.raises(UnscopedError):  # type: ignore[arg-type]
        visible(Contact)
