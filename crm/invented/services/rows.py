"""Collecting invented rows with keys of their own, and writing them with their journal in bulk."""

import hashlib
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Table, func, select

from crm.contacts.models import Affiliation, Contact
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.bulk import catch_up_keys, write_rows
from crm.core.db import db
from crm.core.journal.models import Journaled, JournalLine
from crm.core.scope import Unscoped
from crm.core.search.models import SearchWord

_LINE = (
    "at",
    "actor_kind",
    "actor_id",
    "actor_name",
    "table",
    "record_id",
    "subject_id",
    "change",
    "field",
    "source_kind",
)
_WORD = ("kind", "word", "record_id")
#: Columns that hold the moment in which a row was made.
_MOMENTS = ("created_at", "updated_at")
#: The column that names the contact whose story a row belongs to, where it is not `contact_id`.
_SUBJECTS: dict[type[Any], str] = {Contact: "id", Affiliation: "person_id"}


@dataclass(frozen=True, slots=True)
class _Plan:
    """How rows of one model are laid out."""

    names: tuple[str, ...]
    places: dict[str, int]
    #: A row of which nobody has given anything.
    plain: list[Any]
    #: What makes the value of a column that nobody gave, where it is a new one each time.
    makers: tuple[tuple[str, Callable[[], Any]], ...]
    moments: tuple[str, ...]
    is_journaled: bool
    subject: str | None


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
    defaults: dict[str, Any] = {column.key: column.default for column in columns if column.default is not None}
    scalar = {name: default.arg for name, default in defaults.items() if default.is_scalar}
    return _Plan(
        names,
        {name: place for place, name in enumerate(names)},
        [scalar.get(name) for name in names],
        tuple(
            (name, partial(default.arg, None))
            for name, default in defaults.items()
            if default.is_callable and name not in _MOMENTS
        ),
        tuple(name for name in names if name in _MOMENTS),
        issubclass(model, Journaled),
        subject,
    )


class Rows:
    """A heap of new rows: `add` gives each its key, `write` puts them into the tables, in the order of first use.

    After the last `write` stands `finish`: the index of names is written once, so that it grows in its own order.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._rows: dict[type[Any], list[list[Any]]] = {}
        self._last: dict[type[Any], int] = {}
        self._first: dict[type[Any], int] = {}
        self._lines: list[tuple[Any, ...]] = []
        self._words: dict[tuple[str, str], array[int]] = {}

    def add(self, model: type[Any], by: Actor, at: datetime, /, **values: Any) -> int:
        """Put a row on the heap, as made by somebody at a moment; return its key."""
        plan = _plan(model)
        if model not in self._last:
            self._last[model] = last_key(model)
        if not self._rows.get(model):
            self._first[model] = self._last[model] + 1
        key = self._last[model] = self._last[model] + 1
        values["id"] = key
        row, places = plan.plain.copy(), plan.places
        for name in plan.moments:
            row[places[name]] = at
        for name, value in values.items():
            row[places[name]] = value
        for name, make in plan.makers:
            if name not in values:
                row[places[name]] = make()
        self._rows.setdefault(model, []).append(row)
        if plan.is_journaled:
            subject = values[plan.subject] if plan.subject else None
            self._note(by, at, _table(model).name, key, subject)
        return key

    def _note(self, by: Actor, at: datetime, table: str, key: int, subject: int | None) -> None:
        who = (at, by.kind.value, by.user_id, by.name)
        self._lines.append((*who, table, key, subject, "created", "", self.source))

    def first(self, model: type[Any]) -> int:
        """Return the key of the first row of a model that is on the heap."""
        return self._first[model]

    def change(self, model: type[Any], key: int, **values: Any) -> None:
        """Change a row that is still on the heap."""
        row, places = self._rows[model][key - self._first[model]], _plan(model).places
        for name, value in values.items():
            row[places[name]] = value

    def index(self, kind: str, words: Iterable[str], record_id: int) -> None:
        """Put the words of a record's names on the heap."""
        for word in words:
            self._words.setdefault((kind, word), array("q")).append(record_id)

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
        record(actor, action, "contact", rows=number, lines=len(self._lines), digest=_digest(self._lines))
        self._lines.clear()
        return number

    def heap(self) -> dict[str, list[list[Any]]]:
        """Return what is on the heap, by table."""
        return {_table(model).name: rows for model, rows in self._rows.items()}

    def tables(self) -> list[Table]:
        """Return the tables that were written."""
        return [_table(model) for model in self._last]

    def finish(self) -> None:
        """Write the words of all names in the order of their index, and let everybody go on behind our keys."""
        words = ((*key, record_id) for key in sorted(self._words) for record_id in sorted(set(self._words[key])))
        write_rows(_table(SearchWord), _WORD, words)
        self._words.clear()
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
