"""Collecting invented rows with keys of their own, and writing them with their journal in bulk."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, select

from crm.contacts.models import Affiliation, Contact
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.bulk import catch_up_keys, write_rows
from crm.core.db import db
from crm.core.journal.models import Change, Journaled, JournalLine
from crm.core.scope import Unscoped
from crm.core.search.models import SearchWord

_LINE = tuple(column.key for column in JournalLine.__table__.columns if column.key != "id")
_WORD = ("kind", "word", "record_id")
#: The column that names the contact whose story a row belongs to, where it is not `contact_id`.
_SUBJECTS: dict[type[Any], str] = {Contact: "id", Affiliation: "person_id"}


@dataclass(frozen=True, slots=True)
class _Plan:
    """How rows of one model are laid out."""

    names: tuple[str, ...]
    #: What makes the value of a column that nobody gave.
    defaults: tuple[Callable[[], Any], ...]
    #: Columns that hold the moment in which the row was made.
    moments: frozenset[str]
    is_journaled: bool
    subject: str | None


def _nothing() -> None:
    return None


def _default(column: Any) -> Callable[[], Any]:
    if column.default is None:
        return _nothing
    if column.default.is_scalar:
        value = column.default.arg
        return lambda: value
    make = column.default.arg
    return lambda: make(None)


def _table(model: type[Any]) -> Table:
    table: Table = model.__table__
    return table


_plans: dict[type[Any], _Plan] = {}


def _plan(model: type[Any]) -> _Plan:
    if model not in _plans:
        _plans[model] = _lay_out(model)
    return _plans[model]


def _lay_out(model: type[Any]) -> _Plan:
    columns = list(_table(model).columns)
    names = tuple(column.key for column in columns)
    subject = _SUBJECTS.get(model, "contact_id" if "contact_id" in names else None)
    return _Plan(
        names,
        tuple(_default(column) for column in columns),
        frozenset({"created_at", "updated_at"} & set(names)),
        issubclass(model, Journaled),
        subject,
    )


class Rows:
    """A heap of new rows: `add` gives each its key, `write` puts them into the tables, in the order of first use."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._rows: dict[type[Any], list[list[Any]]] = {}
        self._last: dict[type[Any], int] = {}
        self._first: dict[type[Any], int] = {}
        self._lines: list[tuple[Any, ...]] = []
        self._words: list[tuple[str, str, int]] = []

    def add(self, model: type[Any], by: Actor, at: datetime, /, **values: Any) -> int:
        """Put a row on the heap, as made by somebody at a moment; return its key."""
        plan = _plan(model)
        if model not in self._last:
            self._last[model] = last_key(model)
        if not self._rows.get(model):
            self._first[model] = self._last[model] + 1
        key = self._last[model] = self._last[model] + 1
        values["id"] = key
        for name in plan.moments:
            values.setdefault(name, at)
        row = [values[name] if name in values else make() for name, make in zip(plan.names, plan.defaults, strict=True)]
        self._rows.setdefault(model, []).append(row)
        if plan.is_journaled:
            subject = values[plan.subject] if plan.subject else None
            self._note(by, at, _table(model).name, key, subject)
        return key

    def _note(self, by: Actor, at: datetime, table: str, key: int, subject: int | None) -> None:
        who = (at, by.kind.value, by.user_id, by.name)
        self._lines.append((*who, table, key, subject, Change.CREATED, "", None, None, self.source, None, None))

    def first(self, model: type[Any]) -> int:
        """Return the key of the first row of a model that is on the heap."""
        return self._first[model]

    def change(self, model: type[Any], key: int, **values: Any) -> None:
        """Change a row that is still on the heap."""
        row, names = self._rows[model][key - self._first[model]], _plan(model).names
        for name, value in values.items():
            row[names.index(name)] = value

    def index(self, kind: str, words: Iterable[str], record_id: int) -> None:
        """Put the words of a record's names on the heap."""
        self._words.extend((kind, word, record_id) for word in words)

    def write(self, actor: Actor, action: str) -> int:
        """Write the heap with its journal in the act at work, note the act in one audit line, and begin a new heap.

        Returns the number of rows.
        """
        number = 0
        for model, rows in self._rows.items():
            write_rows(_table(model), _plan(model).names, rows)
            number += len(rows)
            rows.clear()
        write_rows(_table(JournalLine), _LINE, self._lines)
        write_rows(_table(SearchWord), _WORD, sorted(set(self._words)))
        record(actor, action, "contact", rows=number, lines=len(self._lines), digest=_digest(self._lines))
        self._lines.clear()
        self._words.clear()
        return number

    def heap(self) -> dict[str, list[list[Any]]]:
        """Return what is on the heap, by table."""
        return {_table(model).name: rows for model, rows in self._rows.items()}

    def tables(self) -> list[Table]:
        """Return the tables that were written."""
        return [_table(model) for model in self._last]

    def finish(self) -> None:
        """Let everybody go on behind the keys that were given."""
        catch_up_keys(self.tables())


def last_key(model: type[Any]) -> int:
    """Return the greatest key of a table."""
    query = select(func.max(_table(model).c.id)).execution_options(unscoped=Unscoped.BULK)
    return db.session.scalar(query) or 0


def _digest(lines: list[tuple[Any, ...]]) -> str:
    """Return SHA-256 over the journal lines of a chunk."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line[0].isoformat()}|{line[3]}|{line[4]}|{line[5]}\n".encode())
    return digest.hexdigest()
