"""Keeping the journal: every flush of an act writes a line for each new, changed and deleted journaled row."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Session, UOWTransaction

from crm.core.bulk import write_rows
from crm.core.clock import now
from crm.core.db import as_json, current_act, find_act
from crm.core.journal.models import Change, Journaled, JournalLine

_ALWAYS_LEFT_OUT = frozenset({"id", "version", "created_at", "updated_at"})


def keep_journal(session: Any) -> None:
    """Attach the journal to a session factory."""
    event.listen(session, "before_flush", _note_changes)
    event.listen(session, "after_flush_postexec", _write_lines)


def _note_changes(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    """Collect values before the flush forgets them; ids of new rows are read after it."""
    noted = session.info.setdefault("journal", [])
    for row in session.new:
        if isinstance(row, Journaled):
            noted.append((row, Change.CREATED, []))
    for row in session.deleted:
        if isinstance(row, Journaled):
            noted.append((row, Change.DELETED, [("", _values(row), None)]))
    for row in session.dirty:
        if isinstance(row, Journaled) and (changes := list(_changes(row))):
            noted.append((row, Change.CHANGED, changes))


def _write_lines(session: Session, _context: UOWTransaction) -> None:
    noted: list[tuple[Any, Change, list[tuple[str, Any, Any]]]] = session.info.pop("journal", [])
    if not noted:
        return
    if find_act() is None:
        raise RuntimeError("a journaled row changed outside of atomic()")
    shared = line_head()
    lines = [
        {
            **shared,
            "table": row.__tablename__,
            "record_id": row.id,
            "subject_id": row.journal_subject,
            "change": change.value,
            "field": field,
            "before": before,
            "after": after,
        }
        for row, change, changes in noted
        for field, before, after in (changes or [("", None, None)])
    ]
    session.execute(insert(JournalLine), lines)


def write_created(made: Iterable[tuple[str, int, int, int]]) -> None:
    """Write the lines of very many new rows of one bulk act, given as table, record, subject and row of the source."""
    head = line_head()
    of_row = head.pop("source_row")
    names = (*head, "change", "field", "table", "record_id", "subject_id", "source_row")
    shared = (*head.values(), Change.CREATED.value, "")
    rows = ((*shared, table, record_id, subject, of_row or row) for table, record_id, subject, row in made)
    write_rows(JournalLine.__table__, names, rows)  # type: ignore[arg-type]  # a model has a table


def line_head() -> dict[str, Any]:
    """Return what the lines of the act at work share; bulk acts write their lines themselves from it."""
    act = current_act()
    return {
        "at": now(),
        "actor_kind": act.actor.kind.value,
        "actor_id": act.actor.user_id,
        "actor_name": act.actor.name,
        "source_kind": act.source.kind,
        "source_ref": act.source.ref,
        "source_row": act.source.row,
    }


def _columns(row: Any) -> Iterator[str]:
    left_out = _ALWAYS_LEFT_OUT | set(row.unjournaled)
    return (attr.key for attr in inspect(type(row)).column_attrs if attr.key not in left_out)


def _changes(row: Any) -> Iterator[tuple[str, Any, Any]]:
    state = inspect(row)
    for key in _columns(row):
        history = state.attrs[key].history
        if history.has_changes():
            before = as_json(history.deleted[0]) if history.deleted else None
            after = as_json(history.added[0]) if history.added else None
            if before != after:
                yield key, before, after


def _values(row: Any) -> dict[str, Any]:
    return {key: as_json(getattr(row, key)) for key in _columns(row)}
