"""A small world for the proofs of who may enter: two sides, each with one of everything that an address can name.

Users of the roles belong to the side that they may see; the other side's records are limited to its own team and carry
a canary in every text. What an address can name is read from its parameters: ``<int:task_id>`` is a row of the table
`task`, made with a value in every column that needs one. So a new route needs no new fixture, unless its parameter has
a name of its own: then it stands in `ALIASES` or `VALUES`.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import JSON, Enum, String, inspect
from werkzeug.routing import Rule

import crm.tables
from crm.accounts.models import AccountLink, Grant, Team, User, UserSession
from crm.accounts.services import begin_session
from crm.accounts.values import Role, TokenPurpose
from crm.contacts.models import Contact, ContactPoint, ContactTeam
from crm.contacts.values import ContactKind, PointKind, read_point
from crm.core.actor import SHELL
from crm.core.clock import now, today
from crm.core.db import Model, atomic, db
from crm.core.scope import _rules
from crm.core.secrets import token_hash
from crm.outreach.models import Participant
from tests.factories import a_user

CANARY = "canary-5b1e"
SEEN = "seen-side"
#: Stands in what was said and promised; who only looks on (the role viewer) reads that it happened, not what it was.
SAID = "said-4c1d"
#: Address and number of a person; who only looks on (the role viewer) reads them masked. Only these parts are hidden.
MAIL, PHONE = "mail-9e21", "711456987"
ROLES = ("public", "viewer", "staff", "coordinator", "admin")

#: Parameters that are not named after their table.
ALIASES = {
    "place_id": "affiliation",
    "tie_id": "contact_relation",
    "point_id": "contact_point",
    "name_id": "contact_name",
    "batch_id": "import_batch",
    "file_id": "kept_file",
    "mail_id": "outgoing_mail",
    "grant_id": "role_grant",
    "session_id": "user_session",
    "view_id": "saved_view",
    "ref": "journal_line",
    "date_id": "key_date",
    "entry_id": "hours_entry",
}
#: Parameters that are no row: what stands for them.
VALUES: dict[str, str] = {
    "record": "organizations",
    "kind": "organizations",
    "field": "city",
    "token": "no-such-token",
    "filename": "x",
    "component": "x",
    "number": "1",
}


@dataclass
class Side:
    """One half of the world: a team, and one row of each table that was asked for."""

    word: str
    team: Team
    user: User
    rows: dict[str, Any] = field(default_factory=dict)
    #: The keys of its rows by table, once the world is made.
    ids: dict[str, int] = field(default_factory=dict)

    def row(self, table: str) -> Any:
        """Return the side's row of a table, made when it is asked for first."""
        if table not in self.rows:
            self.rows[table] = None
            self.rows[table] = row = _model(table)(**self._values(_model(table)))
            db.session.add(row)
            db.session.flush()
            if table in _EXTRAS:
                _EXTRAS[table](self, row)
        return self.rows[table]

    def _values(self, model: type[Any]) -> dict[str, Any]:
        values = {}
        for attribute in inspect(model).column_attrs:
            column = attribute.columns[0]
            is_text = isinstance(column.type, String) and not isinstance(column.type, Enum)
            is_needed = not column.primary_key and not column.nullable and column.default is None
            if column.foreign_keys:
                values[attribute.key] = self._referred(model, column)
            elif is_needed or (column.nullable and is_text):
                values[attribute.key] = self._value(column, self._word_for(model))
        return values

    def _word_for(self, model: type[Any]) -> str:
        if model.__tablename__ in {"interaction", "follow_up"}:
            return f"{self.word} {SAID}"
        return self.word if _is_hidden(model) else f"Word {len(self.word)}"

    def _referred(self, model: type[Any], column: Any) -> int | None:
        target = next(iter(column.foreign_keys)).column.table.name
        if target == model.__tablename__:
            return None
        if target == "contact":
            is_person = column.name == "person_id" or model.__tablename__ in {"volunteer", "signature"}
            return int(self.rows["person" if is_person else "contact"].id)
        given = {"user": self.user.id, "team": self.team.id}
        return given[target] if target in given else self.row(target).id

    def _value(self, column: Any, word: str) -> Any:
        if isinstance(column.type, Enum):
            members: type[StrEnum] = column.type.enum_class  # type: ignore[assignment]
            return next(iter(members))
        if isinstance(column.type, JSON):
            return {}
        kind = column.type.python_type
        if kind is str:
            return word[: getattr(column.type, "length", None) or 200]
        plain: dict[type, Any] = {int: 1, bool: False, datetime: now(), date: today(), Decimal: Decimal(1), float: 1.0}
        return plain[kind] if kind in plain else kind()


def _with_participant(side: Side, interaction: Any) -> None:
    interaction.text = f"{side.word} {SAID}"
    contact = side.rows["contact"]
    db.session.add(Participant(interaction_id=interaction.id, contact_id=contact.id, at=interaction.at))


def _with_reading(_side: Side, batch: Any) -> None:
    batch.reading = {"columns": ["Name", "Country"]}
    db.session.flush()


#: What a row needs beside itself to be one that people meet.
_EXTRAS: dict[str, Callable[[Side, Any], None]] = {"interaction": _with_participant, "import_batch": _with_reading}


@dataclass
class World:
    """The application, its users by role, both sides, and the untouched database."""

    app: Flask
    seen: Side
    hidden: Side
    cookies: dict[str, str]
    file: Path
    pristine: sqlite3.Connection
    watch: sqlite3.Connection
    dump: dict[str, list[Any]]
    foreign_token: str = ""
    #: SQLite's count of commits by others at the last look, and what that look found.
    looked_at: int = -1
    found: list[str] = field(default_factory=list)

    def restore(self) -> None:
        """Put the database back as it was."""
        with sqlite3.connect(self.file, timeout=10) as target:
            target.execute("PRAGMA synchronous=OFF")
            self.pristine.backup(target)
        target.close()

    def changes(self) -> list[str]:
        """Return the names of the tables that are no longer as they were; that a session was in use does not count."""
        (version,) = self.watch.execute("PRAGMA data_version").fetchone()
        if version != self.looked_at:
            self.looked_at = version
            self.found = [name for name, rows in dump_of(self.watch).items() if rows != self.dump[name]]
        return self.found

    def ids(self, rule: Rule, *, hidden: bool | set[str] = False) -> dict[str, Any]:
        """Return what stands for the parameters of a rule: of the seen side, or of the hidden one."""
        out_of_sight = hidden if isinstance(hidden, set) else (rule.arguments if hidden else set())
        return {name: id_of(self.hidden if name in out_of_sight else self.seen, name) for name in rule.arguments}


def id_of(side: Side, name: str) -> Any:
    """Return what stands for one parameter."""
    if name in VALUES:
        return VALUES[name]
    return side.ids[table_of(name)]


def table_of(name: str) -> str:
    """Return the table of a parameter; fail with advice for one that is not known."""
    table = ALIASES.get(name, name.removesuffix("_id"))
    assert table in Model.metadata.tables, (
        f"the parameter <{name}> names no table: say in ALIASES or VALUES of tests/architecture/world.py what it is"
    )
    return table


def _is_hidden(model: type[Any]) -> bool:
    """Say whether other teams may not know of a table's rows; tasks, tags and statements are everybody's."""
    return model.__tablename__ in {*_rules, "saved_view", "outgoing_mail", "job"}


def is_scoped(name: str) -> bool:
    """Say whether what a parameter names is hidden from other teams."""
    return name not in VALUES and table_of(name) in _rules


def build(app: Flask, file: Path) -> World:
    """Make the world in an application over an empty SQLite database."""
    users = {role: _user_of(role) for role in ROLES[1:]}
    seen, hidden = _side(SEEN), _side(CANARY)
    with atomic(SHELL):
        for role, user in users.items():
            user.grants.append(Grant(role=Role(role), team_id=None if role == "admin" else seen.team.id))
    names = {name for rule in app.url_map.iter_rules() for name in rule.arguments if not is_static(rule)}
    with atomic(SHELL):
        for side in (seen, hidden):
            for table in sorted({table_of(name) for name in names - set(VALUES)} - {"user", "team"}):
                side.row(table)
    for side in (seen, hidden):
        side.ids = {name: row.id for name, row in (*side.rows.items(), ("user", side.user), ("team", side.team))}
    cookies = {role: _cookie(app, user) for role, user in users.items()}
    db.session.remove()
    pristine = sqlite3.connect(":memory:")
    watch = sqlite3.connect(file, timeout=10)
    watch.backup(pristine)
    return World(app, seen, hidden, cookies, file, pristine, watch, dump_of(watch))


def is_static(rule: Rule) -> bool:
    """Say whether a rule serves files of the program."""
    return str(rule.endpoint).rsplit(".", 1)[-1] == "static"


def dump_of(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """Return every row of every table, but when sessions were seen."""
    tables = [table.name for table in Model.metadata.sorted_tables]
    rows = {}
    for name in tables:
        columns = [column.name for column in Model.metadata.tables[name].columns]
        wanted = ", ".join(f'"{column}"' for column in columns if (name, column) != ("user_session", "seen_at"))
        rows[name] = connection.execute(f'SELECT {wanted} FROM "{name}" ORDER BY 1, 2').fetchall()  # noqa: S608
    return rows


def _user_of(role: str) -> User:
    user = a_user(name=f"The {role}")
    with atomic(SHELL):
        user.grants.clear()
    return user


def _side(word: str) -> Side:
    with atomic(SHELL):
        team = Team(name=f"Team {len(word)}")
        db.session.add(team)
        db.session.flush()
    side = Side(word, team, a_user(Role.STAFF, name=f"Member {len(word)}", team_id=team.id))
    with atomic(SHELL):
        for name, kind in (("contact", ContactKind.ORGANIZATION), ("person", ContactKind.PERSON)):
            contact = Contact(kind=kind, name=f"{word} {name}", sort_name=f"{word} {name}", is_limited=True)
            contact.teams.append(ContactTeam(team_id=team.id))
            contact.notes = contact.native_name = f"{word} {name}"
            contact.next_step = f"{word} {SAID}"
            contact.points = _points(kind)
            db.session.add(contact)
            db.session.flush()
            side.rows[name] = contact
        side.rows["role_grant"] = side.user.grants[0]
        side.rows["user_session"] = UserSession(token_hash=token_hash(word), user_id=side.user.id)
        link = AccountLink(token_hash=token_hash(word), purpose=TokenPurpose.RESET, user_id=side.user.id)
        link.expires_at = now()
        db.session.add_all([side.rows["user_session"], link])
    return side


def _points(kind: ContactKind) -> list[ContactPoint]:
    if kind is ContactKind.ORGANIZATION:
        return []
    given = ((PointKind.EMAIL, f"{MAIL}@person.example"), (PointKind.PHONE, f"+254{PHONE}"), (PointKind.POSTAL, MAIL))
    made = [(point, *read_point(point, value)) for point, value in given]
    return [ContactPoint(kind=point, value=value, key=key, is_main=True) for point, value, key in made]


def _cookie(app: Flask, user: User) -> str:
    client = app.test_client()
    token = begin_session(user.id, agent="", actor=user.as_actor())
    with client.session_transaction() as session:
        session.update({"_user_id": token, "_fresh": True})
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie
    return cookie.value


def _model(table: str) -> type[Any]:
    assert crm.tables.__all__
    return next(mapper.class_ for mapper in Model.registry.mappers if mapper.class_.__tablename__ == table)
