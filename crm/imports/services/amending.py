"""Giving stored rows other cells than the file has: what a person repaired stays repaired when a draft is read anew."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from crm.core.actor import Actor
from crm.core.db import atomic, db
from crm.core.scope import Unscoped, visible
from crm.core.text.cleaning import clean_text
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import get_batch, walk_cells
from crm.imports.services.reading import reader_of
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.targets import Target
from crm.imports.values.words import BatchState

#: Cells by row number.
Cells = Mapping[int, Sequence[str]]


def repair_again(batch_id: int, *, actor: Actor) -> None:
    """Repair the rows of a draft that were read anew, where the file still says what was repaired."""
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        repairs: dict[str, Any] = batch.reading.get("repairs", {})
        query = visible(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.number.in_(map(int, repairs)))
        rows = db.session.scalars(query).all() if repairs and batch.state is BatchState.READING else []
        due = [row for row in rows if row.cells == repairs[str(row.number)][0]]
        give_cells(batch, due, {row.number: repairs[str(row.number)][1] for row in due})


def give_cells(batch: ImportBatch, rows: Sequence[ImportRow], cells: Cells) -> None:
    """Write the new cells of rows, with what they are known by from now on."""
    reader = reader_of(batch)
    for row in rows:
        before, after = reader.read(row.number, row.cells), reader.read(row.number, cells[row.number])
        if before.key != after.key:
            row.occurrence = _occurrence(batch, after)
        row.cells, row.fingerprint = after.cells, after.fingerprint
        db.session.flush()


def _occurrence(batch: ImportBatch, row: ParsedRow) -> int:
    """Return how often a key comes before, for a row that has it from now on: behind all others that have it."""
    query = select(func.max(ImportRow.occurrence)).where(ImportRow.batch_id == batch.id, ImportRow.number != row.number)
    if row.external_id:
        query = query.where(ImportRow.number.in_(_rows_numbered(batch, row.external_id)))
    else:
        query = query.where(ImportRow.fingerprint == row.fingerprint)
    last = db.session.scalar(query.execution_options(unscoped=Unscoped.BULK))
    return 0 if last is None else last + 1


def _rows_numbered(batch: ImportBatch, number: str) -> list[int]:
    """Return the rows that have a number of the list."""
    columns = batch.reading["columns"]
    place = next(place for place, one in enumerate(columns) if batch.mapping.get(one) == Target.EXTERNAL_ID)
    return [row for row, cells in walk_cells(batch.id) if clean_text(cells[place]) == number]
