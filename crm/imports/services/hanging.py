"""What hangs on a contact that an import made, and what was changed since: the reasons to keep it in an undo."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, false, func, or_, select

from crm.coalition.models import StageMove
from crm.coalition.values import MoveCause
from crm.core.db import Model, db
from crm.core.journal.models import Change, Journaled, JournalLine
from crm.core.scope import Unscoped
from crm.imports.models import ImportBatch
from crm.imports.values.parts import Part, Spans
from crm.imports.values.words import BatchState

_BULK = {"unscoped": Unscoped.BULK}
#: Why something stays; the words are the door's.
LINKED, CHANGED, NAMED, JOINED = "linked", "changed", "named", "joined"
#: Tables that name contacts without anything hanging on it.
_OWN_TABLES = frozenset({"import_row", "known_row"})
#: What a list changes on rows that it did not make: a place that named an employer points at the organisation.
TIED = {"affiliation": "organization_id"}
#: Moves are no rows of the journal; each knows the signature that caused it.
_MOVES = StageMove.__tablename__


def find_hanging(contact_ids: Collection[int], part: Part) -> dict[int, str]:
    """Return which of these contacts of a batch have to stay, and why."""
    found: dict[int, str] = {}
    joined: set[int] = set()
    if not contact_ids:
        return found
    journaled = _journaled()
    for table, column in _ways_to_contacts():
        is_told = table.name in journaled or table.name == _MOVES
        columns = (table.c.id, _owner_column(table, column), column) if is_told else (column,)
        rows = db.session.execute(select(*columns).where(column.in_(contact_ids)).execution_options(**_BULK)).all()
        own = _own_rows(part, table.name, rows) if is_told else set()
        found.update({row[-1]: LINKED for row in rows if row[0] not in own})
    known = Model.metadata.tables["known_row"]
    query = select(known.c.contact_id).where(known.c.contact_id.in_(contact_ids), known.c.batch_id != part.batch_id)
    found.update(dict.fromkeys(db.session.scalars(query.execution_options(**_BULK)), NAMED))
    is_joined = and_(JournalLine.source_kind == "file", JournalLine.source_ref == part.batch_id)
    lines = select(JournalLine.subject_id, JournalLine.change, is_joined).where(
        JournalLine.subject_id.in_(contact_ids), JournalLine.id > _first_line(part), by_others(part)
    )
    for contact_id, change, is_of_batch in db.session.execute(lines.distinct().execution_options(**_BULK)):
        if contact_id is None:
            continue
        if is_of_batch:
            joined.add(contact_id)
        elif change == Change.CHANGED:
            found[contact_id] = CHANGED
        else:
            found.setdefault(contact_id, LINKED)
    return found | {one: JOINED for one in joined if found.get(one) in {None, LINKED}}


def _owner_column(table: Table, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the column that names whose row it is; its own column of contacts where there is no other."""
    return next((table.c[name] for name in ("person_id", "contact_id") if name in table.c), column)


def _own_rows(part: Part, table: str, rows: Sequence[Any]) -> set[int]:
    if table == _MOVES:
        return set(find_own_moves(part, {row[-1] for row in rows}).values())
    return held_by(part, table, {row[0]: row[1] for row in rows})


def find_own_moves(part: Part, contact_ids: Collection[int]) -> dict[int, int]:
    """Return, by contact, the moves that signatures of the batch caused, as far as nobody touched these since."""
    move = StageMove.__table__.c
    query = select(move.id, move.contact_id, move.cause_id).where(
        move.contact_id.in_(contact_ids), move.cause == MoveCause.SIGNATURE
    )
    rows = db.session.execute(query.execution_options(**_BULK)).all() if contact_ids else []
    own = held_by(part, "signature", {row.cause_id: row.contact_id for row in rows})
    return {row.contact_id: row.id for row in rows if row.cause_id in own}


def _ways_to_contacts() -> Iterator[tuple[Table, ColumnElement[Any]]]:
    """Walk over every column of every room that points at a contact."""
    for table in Model.metadata.sorted_tables:
        if table.name not in _OWN_TABLES:
            for key in table.foreign_keys:
                if key.column.table.name == "contact":
                    yield table, key.parent


def _journaled() -> set[str]:
    return {
        str(mapper.local_table.name)  # type: ignore[attr-defined]  # a mapped class of ours has a table
        for mapper in Model.registry.mappers
        if issubclass(mapper.class_, Journaled)
    }


def made_by(part: Part, table: str, record_ids: Collection[int]) -> set[int]:
    """Return which of these rows of a table the batch itself made.

    The lines are found by their records and told apart here: a database that takes the index of sources instead would
    walk over the whole batch for each question.
    """
    line = JournalLine
    query = select(line.record_id, of_part(part).label("is_own")).where(
        line.table == table, line.record_id.in_(record_ids), line.change == Change.CREATED
    )
    rows = db.session.execute(query.execution_options(**_BULK))
    return {row.record_id for row in rows if row.is_own}


def held_by(part: Part, table: str, owners: Mapping[int, int]) -> set[int]:
    """Return which of these rows the batch itself made, or tied to where they point, and nobody touched since.

    The rows are given with the contacts whose they are. A row without a line since the batch began came into being
    together with its contact; what was before is of rows whose numbers are used again.
    """
    line = JournalLine
    query = select(line.record_id, _made_or_tied(table, part), by_others(part)).where(
        line.table == table, line.record_id.in_(owners), line.id >= _first_line(part)
    )
    rows = db.session.execute(query.order_by(line.id).execution_options(**_BULK)).all()
    is_held = {record_id: is_own for record_id, is_own, is_other in rows if is_own or is_other}
    silent = owners.keys() - {row.record_id for row in rows}
    made = made_by(part, "contact", {owners[record_id] for record_id in silent}) if silent else set()
    with_contact = {record_id for record_id in silent if owners[record_id] in made}
    return with_contact | {record_id for record_id, is_own in is_held.items() if is_own}


def _made_or_tied(table: str, part: Part) -> ColumnElement[bool]:
    is_tie = and_(JournalLine.change == Change.CHANGED, JournalLine.field == TIED.get(table))
    return and_(of_part(part), or_(JournalLine.change == Change.CREATED, is_tie))


def of_part(part: Part, line: type[JournalLine] = JournalLine) -> ColumnElement[bool]:
    """Say that a line is of what is taken back."""
    is_ours = and_(line.source_kind == "file", func.coalesce(line.source_ref, 0) == part.batch_id)
    return and_(is_ours, in_spans(line.source_row, part.rows)) if part.rows else is_ours


def in_spans(column: Any, spans: Spans) -> ColumnElement[bool]:
    """Say that a row's number is in one of these runs."""
    return or_(false(), *(func.coalesce(column, 0).between(first, last) for first, last in spans))


def _first_line(part: Part) -> int:
    query = select(func.min(JournalLine.id)).where(
        JournalLine.source_kind == "file", JournalLine.source_ref == part.batch_id
    )
    return db.session.scalar(query.execution_options(**_BULK)) or 0


def by_others(part: Part, line: type[JournalLine] = JournalLine) -> ColumnElement[bool]:
    """Say whose lines count: not those taken back, not those of undos, of batches and rows that were taken back."""
    undone = select(ImportBatch.id).where(ImportBatch.state == BatchState.UNDONE)
    is_silent = or_(of_part(part, line), line.source_ref.in_(undone))
    if part.rows and part.gone:
        is_silent = or_(is_silent, of_part(Part(part.batch_id, part.gone), line))
    return and_(line.source_kind != "undo", ~and_(line.source_kind == "file", is_silent))


def find_later_lines(lines: Sequence[JournalLine], part: Part) -> set[tuple[str, int, str]]:
    """Return which of these records or fields somebody changed since, as (table, id, field); no field for a record.

    A place that was tied to an organisation is one somebody works with as soon as anything of it was changed.
    """
    first: dict[tuple[str, int, str], int] = {}
    ids: dict[str, set[int]] = {}
    for line in lines:
        key = (line.table, line.record_id, line.field)
        first[key] = min(line.id, first.get(key, line.id))
        ids.setdefault(line.table, set()).add(line.record_id)
    found = set()
    for table, record_ids in ids.items():
        query = select(JournalLine).where(
            JournalLine.table == table,
            JournalLine.record_id.in_(record_ids),
            JournalLine.id > lines[-1].id,
            by_others(part),
        )
        for later in db.session.scalars(query.execution_options(**_BULK)):
            for field in {later.field, "", TIED.get(table, "")}:
                key = (table, later.record_id, field)
                if key in first and later.id > first[key]:
                    found.add(key)
    return found
