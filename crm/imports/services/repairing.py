"""Repairing refused rows in their place: their cells are corrected and the row is tried again at once.

What a person types for a row is kept beside what the file said. Rows that are given back in a file may come
corrected in that file too.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from crm.accounts.values import Permission
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import Source, atomic, db, read_id
from crm.core.engines import hold_alone
from crm.core.errors import ConflictError, DomainError
from crm.core.scope import visible
from crm.core.sheets import guard, read_sheet, unguard
from crm.core.text.cleaning import clean_text
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import get_batch, get_rows, walk_rows
from crm.imports.services.amending import Cells, give_cells
from crm.imports.services.batches import demand
from crm.imports.services.deciding import SKIP, try_rows
from crm.imports.services.preview import withdraw_draft
from crm.imports.services.reading import demand_state
from crm.imports.services.running import LOCK
from crm.imports.values.remarks import in_english
from crm.imports.values.words import BatchState, RowOutcome

#: What a spreadsheet program takes into one cell.
LONGEST_CELL = 32_767
#: Columns behind those of the file, in the rows that are given back.
REASON, ROW = "reason", "row"

#: Rows of a corrected file that one act tries.
_AT_ONCE = 200


def repair_rows(batch_id: int, cells: Cells, *, actor: Actor) -> dict[int, RowOutcome]:
    """Give refused rows other cells, by row number, and try them again; return what became of each.

    In a draft a row counts at once as what it becomes; once the batch is in, it is brought in at once. A row that is
    refused again keeps its new cells and says its new reason. All of them are tried, or none.
    """
    if not cells:
        raise DomainError("No row is repaired: nothing in their cells has changed.")
    demand(actor, Permission.IMPORTS_PREPARE)
    with atomic(actor, Source("file", batch_id)):
        hold_alone(LOCK)
        batch = get_batch(batch_id, lock=True)
        demand_state(batch, BatchState.REVIEW, BatchState.DONE)
        rows = _refused_rows(batch, cells)
        cells = {number: [clean_text(cell) for cell in row] for number, row in cells.items()}
        _check_cells(batch, cells)
        if batch.state is BatchState.REVIEW:
            withdraw_draft(batch, rows)
        _keep_repairs(batch, rows, cells)
        give_cells(batch, rows, cells)
        try_rows(batch, sorted(cells), actor=actor)
        record(actor, "import.repaired", batch, rows=sorted(cells))
        return _outcomes(batch, cells)


def _refused_rows(batch: ImportBatch, cells: Cells) -> list[ImportRow]:
    rows = get_rows(batch.id, cells)
    for row in rows:
        if row.outcome is not RowOutcome.REFUSED:
            raise ConflictError("Row %(row)s was read: there is nothing to repair.", row=row.number)
        if row.decision == SKIP:
            raise ConflictError("Row %(row)s was left out by decision.", row=row.number)
    return rows


def _check_cells(batch: ImportBatch, cells: Cells) -> None:
    columns = len(batch.reading["columns"])
    for number, row in cells.items():
        if len(row) != columns:
            raise DomainError("Row %(row)s has not as many cells as the file has columns.", row=number)
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise DomainError("A cell of row %(row)s is too long.", row=number)


def _keep_repairs(batch: ImportBatch, rows: Sequence[ImportRow], cells: Cells) -> None:
    """Keep what the file said and what stands there now."""
    kept = dict(batch.reading.get("repairs", {}))
    for row in rows:
        said = kept.get(str(row.number), [row.cells])[0]
        kept[str(row.number)] = [said, list(cells[row.number])]
    batch.reading = {**batch.reading, "repairs": kept}


def _outcomes(batch: ImportBatch, cells: Cells) -> dict[int, RowOutcome]:
    query = visible(ImportRow, ImportRow.number, ImportRow.outcome).where(
        ImportRow.batch_id == batch.id, ImportRow.number.in_(cells)
    )
    return {row.number: row.outcome for row in db.session.execute(query.order_by(ImportRow.number))}


def walk_refused(batch_id: int) -> Iterator[list[str]]:
    """Walk over the refused rows as they are given back: a header, then cells, reason, number; safe to open."""
    yield [*map(guard, get_batch(batch_id).reading["columns"]), REASON, ROW]
    for row in walk_rows(batch_id, RowOutcome.REFUSED):
        yield [*map(guard, row.cells), in_english(row.reason), str(row.number)]


def retry_file(batch_id: int, path: Path, name: str, *, actor: Actor) -> dict[int, RowOutcome]:
    """Try the refused rows again that were given back and come corrected; rows that did not change stay refused."""
    columns = [*get_batch(batch_id).reading["columns"], REASON, ROW]
    cells: dict[int, list[str]] = {}
    with read_sheet(path, name=name) as sheet:
        if [*map(unguard, sheet.columns)] != columns:
            raise DomainError("The file has other columns than the refused rows that were given back.", "file")
        for row in sheet:
            number = read_id(row[-1].strip())
            if number is None or number in cells:
                raise DomainError("Every line needs the number of its row in the last column, each once.", "file")
            cells[number] = [clean_text(unguard(cell)) for cell in row[:-2]]
    changed = list(_changed(batch_id, cells))
    tried = [changed[start : start + _AT_ONCE] for start in range(0, len(changed), _AT_ONCE)] or [[]]
    return {row: one for some in tried for row, one in repair_rows(batch_id, dict(some), actor=actor).items()}


def _changed(batch_id: int, cells: Mapping[int, list[str]]) -> Iterator[tuple[int, list[str]]]:
    here = {row.number: row.cells for row in walk_rows(batch_id, RowOutcome.REFUSED)}
    return ((number, row) for number, row in cells.items() if here.get(number) != row)
