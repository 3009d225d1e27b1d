"""Changing rows of any table with a note of each step, and taking such steps back."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from crm.core.db import current_act, db, from_json
from crm.core.journal.models import Change, JournalLine
from crm.core.traces.journal import tell
from crm.core.traces.rows import (
    BULK,
    beside,
    counted_up,
    is_journaled,
    read_rows,
    table_of,
    to_json,
    ways_to,
)

#: Keys that one statement names.
_CHUNK = 5000


class Trace:
    """Changes rows in the act at work and notes how to take each step back.

    The steps are plain data, in their order; `Return` takes them back. Rows of journaled tables get their lines.
    """

    def __init__(self) -> None:
        current_act()
        db.session.flush()
        self.steps: list[dict[str, Any]] = []

    def point(
        self, model: type[Any], column: str, old: int, new: int, *, ids: Collection[int] | None = None
    ) -> list[int]:
        """Let rows that point at one record point at another; with ``ids`` only these. Return their keys."""
        name, table = model.__tablename__, model.__table__
        rows = [row for row in read_rows(name, **{column: old}) if ids is None or row["id"] in ids]
        found = [row["id"] for row in rows]
        for some in _chunks(found):
            statement = update(table).where(table.c.id.in_(some)).values({column: new, **counted_up(table)})
            db.session.execute(statement, execution_options=BULK)
        for row in rows:
            tell(name, {**row, column: new}, Change.CHANGED, {column: (old, new)})
        if found:
            step = {"do": "point", "table": name, "column": column, "ids": found, "before": old, "after": new}
            if not is_journaled(name):
                kept = {str(row["id"]): beside(name, column, row) for row in rows}
                step["beside"] = {row_id: others for row_id, others in kept.items() if others}
            self.steps.append(step)
        return found

    def change(self, model: type[Any], row_id: int, **values: Any) -> None:
        """Give columns of one row other values; what is the same already is no step."""
        name, table = model.__tablename__, model.__table__
        (row,) = read_rows(name, id=row_id)
        fresh = {key: value for key, value in values.items() if row[key] != value}
        if not fresh:
            return
        statement = update(table).where(table.c.id == row_id).values({**counted_up(table), **fresh})
        db.session.execute(statement, execution_options=BULK)
        tell(name, {**row, **fresh}, Change.CHANGED, {key: (row[key], value) for key, value in fresh.items()})
        self.steps.append(
            {
                "do": "change",
                "table": name,
                "id": row_id,
                "before": {key: to_json(row[key]) for key in fresh},
                "after": {key: to_json(value) for key, value in fresh.items()},
            }
        )

    def remove(self, model: type[Any], row_id: int) -> None:
        """Take a row away that nothing points at any more; raise RuntimeError when something does."""
        name, table = model.__tablename__, model.__table__
        for other, column in ways_to(name):
            if read_rows(other, **{column: row_id}):
                raise RuntimeError(f"{other}.{column} still points at {name} {row_id}")
        (row,) = read_rows(name, id=row_id)
        tell(name, row, Change.DELETED)
        db.session.execute(delete(table).where(table.c.id == row_id), execution_options=BULK)
        self.steps.append({"do": "remove", "table": name, "row": {key: to_json(value) for key, value in row.items()}})

    def add(self, model: type[Any], **values: Any) -> int:
        """Make a row and return its key."""
        name, table = model.__tablename__, model.__table__
        row_id = _insert(table, values)
        (row,) = read_rows(name, id=row_id)
        tell(name, row, Change.CREATED)
        self.steps.append({"do": "add", "table": name, "row": {key: to_json(value) for key, value in row.items()}})
        return row_id


class Return:
    """Takes the steps of a trace back, the last one first, as far as nobody changed since what they wrote.

    A row that comes back has its old key, or a new one where another row has taken it, and no new line in the journal,
    which has its old ones; who pointed at it by a step of the same trace points at it again. ``left`` names what stays
    because it was changed since: (table, key, column).
    """

    def __init__(self, since: int) -> None:
        """Begin, for a trace whose act wrote ``since`` as its last line of the journal."""
        current_act()
        db.session.flush()
        self.since = since
        self.renamed: dict[tuple[str, int], int] = {}
        self.left: list[tuple[str, int, str]] = []

    def take_back(self, steps: Iterable[Mapping[str, Any]]) -> None:
        """Take the steps back."""
        ways = {"point": self._unpoint, "change": self._unchange, "remove": self._put_back, "add": self._take_away}
        for step in reversed(list(steps)):
            ways[step["do"]](step)

    def key_of(self, table: str, row_id: int) -> int:
        """Return the key that a row has that came back."""
        return self.renamed.get((table, row_id), row_id)

    def _unpoint(self, step: Mapping[str, Any]) -> None:
        name, column = step["table"], step["column"]
        table = table_of(name)
        target = next(iter(table.c[column].foreign_keys), None)
        before = self.key_of(target.column.table.name, step["before"]) if target is not None else step["before"]
        for some in _chunks(same_rows(step, self.since)):
            for row in read_rows(name, id=some, **{column: step["after"]}):
                statement = update(table).where(table.c.id == row["id"]).values({column: before, **counted_up(table)})
                if _is_done(statement):
                    tell(name, {**row, column: before}, Change.CHANGED, {column: (step["after"], before)})
                else:
                    self.left.append((name, row["id"], column))

    def _unchange(self, step: Mapping[str, Any]) -> None:
        name, table = step["table"], table_of(step["table"])
        rows = read_rows(name, id=self.key_of(name, step["id"]))
        if not rows:
            return
        row, values = rows[0], {}
        for column, after in step["after"].items():
            if to_json(row[column]) == after:
                values[column] = self._value(name, column, step["before"][column])
            else:
                self.left.append((name, row["id"], column))
        statement = update(table).where(table.c.id == row["id"]).values({**counted_up(table), **values})
        if values and _is_done(statement):
            fields = {column: (row[column], value) for column, value in values.items()}
            tell(name, {**row, **values}, Change.CHANGED, fields)

    def _put_back(self, step: Mapping[str, Any]) -> None:
        name, table = step["table"], table_of(step["table"])
        row = {key: self._value(name, key, value) for key, value in step["row"].items() if key in table.c}
        if any(value is None and not table.c[key].nullable for key, value in row.items()):
            return
        if read_rows(name, id=row["id"]):
            del row["id"]
        if "version" in row:
            row["version"] += 1
        try:
            with db.session.begin_nested():
                made = _insert(table, row)
        except IntegrityError:
            # Another row has its place by now.
            return
        if made != step["row"]["id"]:
            self.renamed[name, step["row"]["id"]] = made

    def _take_away(self, step: Mapping[str, Any]) -> None:
        """Take away what the trace made, unless somebody changed it since."""
        name, made = step["table"], step["row"]
        rows = read_rows(name, id=made["id"])
        if rows and all(to_json(rows[0][key]) == value for key, value in made.items() if key in rows[0]):
            tell(name, rows[0], Change.DELETED)
            table = table_of(name)
            db.session.execute(delete(table).where(table.c.id == made["id"]), execution_options=BULK)

    def _value(self, name: str, column: str, value: Any) -> Any:
        """Return a value of before for a column; what it pointed at may be gone or have another key by now."""
        key = next(iter(table_of(name).c[column].foreign_keys), None)
        if key is None or value is None:
            return from_json(table_of(name).c[column].type, value)
        other = key.column.table
        there = self.key_of(other.name, value)
        is_there = db.session.execute(select(other.c.id).where(other.c.id == there), execution_options=BULK).first()
        return there if is_there else None


def same_rows(step: Mapping[str, Any], since: int) -> list[int]:
    """Return which rows of a step `point` are still those that it moved.

    A database may give the key of a row that is gone to a new one. A journaled row that came since has a line that says
    so; others are known by what else they point at.
    """
    name, column = step["table"], step["column"]
    if not is_journaled(name):
        if "beside" not in step:
            return list(step["ids"])
        rows = [row for some in _chunks(step["ids"]) for row in read_rows(name, id=some)]
        return [
            row["id"] for row in rows if beside(name, column, row) == step.get("beside", {}).get(str(row["id"]), [])
        ]
    made: set[int] = set()
    for some in _chunks(step["ids"]):
        line = JournalLine
        query = (
            select(line.record_id)
            .where(line.table == name, line.record_id.in_(some), line.change == Change.CREATED)
            .where(line.id > since)
        )
        made |= set(db.session.scalars(query, execution_options=BULK))
    return [one for one in step["ids"] if one not in made]


def last_line() -> int:
    """Return the key of the newest line of the journal."""
    return db.session.scalar(select(func.max(JournalLine.id)), execution_options=BULK) or 0


def _is_done(statement: Any) -> bool:
    """Do a change, unless a row that came meanwhile has the place."""
    try:
        with db.session.begin_nested():
            db.session.execute(statement, execution_options=BULK)
    except IntegrityError:
        return False
    return True


def _insert(table: Table, row: Mapping[str, Any]) -> int:
    made: Any = db.session.execute(insert(table).values(dict(row)), execution_options=BULK)
    return int(made.inserted_primary_key[0])


def _chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    every = list(ids)
    return (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))
