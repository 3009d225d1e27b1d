"""Taking a batch back, from its last journal line to its first: what it made goes, what it changed is restored.

Kept are contacts that something else hangs on by now, and values that somebody changed since; the report lists them by
row. Each chunk is one short act that remembers how far it came, so an undo that is killed goes on to the same end.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Table, delete, func, insert, select

from crm.accounts.values import Permission
from crm.coalition.models import StageMove
from crm.contacts.queries import list_contacts
from crm.contacts.services import index_contact, keep_main_person
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import Model, Source, atomic, db
from crm.core.engines import hold_alone
from crm.core.errors import ConflictError
from crm.core.jobs.services import enqueue
from crm.core.journal.models import Change, JournalLine
from crm.core.journal.services import line_head
from crm.core.scope import Unscoped
from crm.core.search.models import SearchWord
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch
from crm.imports.services.batches import demand
from crm.imports.services.closing import close_undo, execute
from crm.imports.services.employers import name_places
from crm.imports.services.hanging import (
    CHANGED,
    TIED,
    find_hanging,
    find_later_lines,
    find_own_moves,
    in_spans,
    made_by,
)
from crm.imports.services.moving import take_moves_back
from crm.imports.services.reading import demand_state
from crm.imports.services.restoring import restore_values
from crm.imports.services.running import LOCK
from crm.imports.services.taking import demand_changed, find_taken_lines
from crm.imports.values.parts import Part, Spans, part_of
from crm.imports.values.words import BatchState

_BULK = {"unscoped": Unscoped.BULK}
_CHUNK = 1000
_BREATH = 0.01
Progress = Callable[[int, int], None]


def begin_undo(batch_id: int, *, rows: Spans = (), actor: Actor) -> ImportBatch:
    """Let a batch, or chosen rows of it, be taken back by a worker; a batch whose rows were stays one that is in."""
    demand(actor, Permission.IMPORTS_COMMIT)
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        if batch.state is BatchState.UNDOING:
            return batch
        if batch.state is BatchState.UNDONE:
            raise ConflictError("This import is undone already.")
        demand_state(batch, BatchState.DONE)
        if rows:
            demand_changed(batch, rows)
        batch.state = BatchState.UNDOING
        first, last = _span(batch.id)
        batch.undo_report = {
            "rows": [], "before_line": None, "first_line": first, "last_line": last, "chosen": [*map(list, rows)],
        }  # fmt: skip
        record(actor, "import.undo_begun", batch, rows=[*map(list, rows)])
        enqueue("imports.undo", once_key=f"imports.undo:{batch.id}:{batch.version}", batch_id=batch.id)
    return batch


def _span(batch_id: int) -> tuple[int, int]:
    """Return the first and the last journal line of a batch."""
    query = select(func.min(JournalLine.id), func.max(JournalLine.id)).where(
        JournalLine.source_kind == "file", JournalLine.source_ref == batch_id
    )
    first, last = db.session.execute(query.execution_options(**_BULK)).one()
    return first or 0, last or 0


def undo_import(batch_id: int, *, actor: Actor, progress: Progress | None = None) -> ImportBatch:
    """Take a batch back from where it stands to its end."""
    demand(actor, Permission.IMPORTS_COMMIT)
    steps = 0
    while _step(batch_id, actor=actor):
        steps += 1
        if progress is not None:
            batch = get_batch(batch_id)
            progress(min(steps * _CHUNK // 3, batch.row_count), batch.row_count)
        time.sleep(_BREATH)
    close_undo(batch_id, actor=actor)
    return get_batch(batch_id)


def _step(batch_id: int, *, actor: Actor) -> bool:
    """Take the next chunk back; return whether there is more to do."""
    with atomic(actor, Source("undo", batch_id)):
        hold_alone(LOCK)
        batch = get_batch(batch_id, lock=True)
        if batch.state is not BatchState.UNDOING or batch.undo_report is None:
            return False
        part = part_of(batch)
        lines = _next_lines(batch, part)
        if lines:
            _Undo(batch, part, _still_to_do(lines, batch)).take_back()
            batch.undo_report = {**batch.undo_report, "before_line": lines[-1].id}
            record(actor, "import.lines_undone", batch, lines=len(lines))
        return bool(lines)


def _next_lines(batch: ImportBatch, part: Part) -> Sequence[JournalLine]:
    query = select(JournalLine).where(JournalLine.source_kind == "file", JournalLine.source_ref == batch.id)
    if part.rows:
        query = query.where(in_spans(JournalLine.source_row, part.rows))
    before = (batch.undo_report or {}).get("before_line")
    if before is not None:
        query = query.where(JournalLine.id < before)
    query = query.order_by(JournalLine.id.desc()).limit(_CHUNK)
    return db.session.scalars(query.execution_options(**_BULK)).all()


def _still_to_do(lines: Sequence[JournalLine], batch: ImportBatch) -> Sequence[JournalLine]:
    """Leave out what an undo of chosen rows took back before; nothing where there was none."""
    if "taken_back" not in batch.reading:
        return lines
    taken = find_taken_lines(lines, batch.id)
    return [line for line in lines if line.id not in taken]


def _tables() -> dict[str, Table]:
    return {table.name: table for table in Model.metadata.sorted_tables}


class _Undo:
    """Takes some journal lines of one batch back, the newest first."""

    def __init__(self, batch: ImportBatch, part: Part, lines: Sequence[JournalLine]) -> None:
        self.batch = batch
        self.part = part
        self.lines = lines
        self.tables = _tables()
        self.own = self._own_contacts()
        self.hanging = find_hanging(self.own, part)
        self.later = find_later_lines(lines, part) if lines else set()
        self.moves = find_own_moves(part, {line.record_id for line in lines if _is_stage(line)})
        self.moved_back: list[int] = []
        self.renamed: set[int] = set()
        self.placed: set[int | None] = set()
        self.gone: dict[str, list[JournalLine]] = {}
        self.kept: dict[int, set[str]] = {}

    def _own_contacts(self) -> set[int]:
        """Return which of the contacts of these lines, also of those that places were tied to, the batch made."""
        named = {line.subject_id for line in self.lines} | {line.after for line in self.lines if _is_tie(line)}
        return made_by(self.part, "contact", {one for one in named if one is not None})

    def take_back(self) -> None:
        """Take all of them back, and say by row what was kept."""
        for line in self.lines:
            if line.change == Change.CREATED:
                self._take_away(line)
        self._restore([line for line in self.lines if line.change == Change.CHANGED and self._may_restore(line)])
        self._move_back()
        self._delete_rows()
        self._refresh()
        self._report()

    def _take_away(self, line: JournalLine) -> None:
        """Let a made record go, unless something hangs on it; a kept contact keeps all but its signature."""
        reason = self._why_kept(line)
        if reason:
            self._keep(line, reason)
        else:
            self.gone.setdefault(line.table, []).append(line)

    def _why_kept(self, line: JournalLine) -> str:
        if line.table == "contact":
            return self.hanging.get(line.record_id, "")
        if (line.table, line.record_id, "") in self.later:
            return CHANGED
        is_of_kept = line.subject_id in self.own and line.subject_id in self.hanging
        return self.hanging[line.subject_id or 0] if is_of_kept and line.table != "signature" else ""

    def _may_restore(self, line: JournalLine) -> bool:
        """Say whether a value has to come back; of what goes whole, none has, of kept signatories only the stage."""
        is_kept_signatory = _is_stage(line) and line.subject_id in self.hanging
        if line.subject_id in self.own and not is_kept_signatory:
            return False
        reason = self._why_stays(line)
        if reason:
            self._keep(line, reason)
        return not reason

    def _keep(self, line: JournalLine, reason: str) -> None:
        self.kept.setdefault(line.source_row or 0, set()).add(reason)

    def _restore(self, lines: Sequence[JournalLine]) -> None:
        """Bring changed values back, where the record is there and holds them still."""
        restored = restore_values(lines)
        for line in set(lines) - set(restored):
            self._keep(line, CHANGED)
        for line in restored:
            if line.field == "stage":
                self.moved_back.append(self.moves[line.record_id])
            if line.table == "contact" and line.field in {"name", "native_name", "acronym"}:
                self.renamed.add(line.record_id)

    def _move_back(self) -> None:
        """Let contacts that are kept go back to the stage before their signature, where that is the last move."""
        signed = {line.record_id: line for line in self.gone.get("signature", ())}
        staying = {line.subject_id for line in signed.values()} & self.hanging.keys()
        if staying:
            for move in take_moves_back(signed, staying):
                self.moved_back.append(move)

    def _why_stays(self, line: JournalLine) -> str:
        """Say why a changed value stays.

        An organisation that is kept keeps the places that were tied to it; a signature that is kept keeps its move.
        """
        is_signed = _is_stage(line) and line.record_id not in self.moves
        if is_signed or (line.table, line.record_id, line.field) in self.later:
            return CHANGED
        return self.hanging.get(line.after, "") if _is_tie(line) else ""

    def _delete_rows(self) -> None:
        for name, lines in self.gone.items():
            table = self.tables[name]
            ids = [line.record_id for line in lines]
            if name in {"affiliation", "contact"}:
                self._note_places(name, ids)
            if name == "contact_name":
                self.renamed |= {line.subject_id for line in lines if line.subject_id not in self.own} - {None}  # type: ignore[arg-type]  # none is left
            if name == "contact":
                name_places(ids)
                execute(delete(SearchWord.__table__).where(SearchWord.__table__.c.record_id.in_(ids)))  # type: ignore[arg-type]  # a table
            execute(delete(table).where(table.c.id.in_(ids)))
        execute(delete(StageMove).where(StageMove.id.in_(self.moved_back)))
        self._write_lines()

    def _note_places(self, name: str, ids: Sequence[int]) -> None:
        """Note on whose rows a name stands that goes: of places, or of people with their places."""
        table = self.tables["affiliation"]
        column = table.c.id if name == "affiliation" else table.c.person_id
        rows = db.session.execute(
            select(table.c.person_id, table.c.organization_id).where(column.in_(ids)).execution_options(**_BULK)
        )
        self.placed |= {one for row in rows for one in row}

    def _write_lines(self) -> None:
        """Note what is gone; the values themselves are not kept, they were never ours."""
        head = line_head()
        lines = [
            {
                **head, "source_row": line.source_row, "table": line.table, "record_id": line.record_id,
                "subject_id": line.subject_id, "change": Change.DELETED.value, "field": "", "before": None,
                "after": None,
            }
            for gone in self.gone.values()
            for line in gone
        ]  # fmt: skip
        if lines:
            db.session.execute(insert(JournalLine), lines)

    def _refresh(self) -> None:
        """Bring name index and main persons of what stays in step."""
        gone = {line.record_id for line in self.gone.get("contact", ())}
        db.session.expire_all()
        for contact in list_contacts(sorted(self.renamed - gone)):
            index_contact(contact)
        going = self.own - self.hanging.keys()
        keep_main_person(one for one in self.placed if one not in gone and one not in going)

    def _report(self) -> None:
        report = dict(self.batch.undo_report or {})
        rows: dict[int, dict[str, Any]] = {one["row"]: dict(one) for one in report.get("rows", [])}
        for row, reasons in self.kept.items():
            known = rows.setdefault(row, {"row": row, "reasons": []})
            known["reasons"] = sorted({*known["reasons"], *reasons})
        report["rows"] = [rows[row] for row in sorted(rows)]
        self.batch.undo_report = report


def _is_tie(line: JournalLine) -> bool:
    return line.change == Change.CHANGED and line.field == TIED.get(line.table)


def _is_stage(line: JournalLine) -> bool:
    return line.change == Change.CHANGED and line.table == "contact" and line.field in {"stage", "stage_since"}
