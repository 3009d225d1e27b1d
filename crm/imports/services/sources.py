"""Where the rows of a run come from: a reviewed draft's stored rows, or straight from the file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Protocol

from crm.core.actor import Actor
from crm.core.db import db
from crm.core.scope import visible
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import get_batch
from crm.imports.services.reading import note_lineage, parse_stored, read_batch, read_rows, survey_batch
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.plans import Portion, Survey
from crm.imports.values.terms import Terms


class RowSource(Protocol):
    """What gives a run its rows."""

    survey: Survey

    def make_ready(self, size: int) -> None:
        """Read ahead what the next act will take, before it holds up anybody."""

    def take(self, batch: ImportBatch, size: int) -> Portion:
        """Give the rows after the last one that is done."""


class StoredRows:
    """The rows of a draft, as they were stored for its review."""

    def __init__(self, batch: ImportBatch) -> None:
        self.survey = survey_batch(batch)

    def make_ready(self, size: int) -> None:
        """Do nothing: the database has them."""

    def take(self, batch: ImportBatch, size: int) -> Portion:
        """Give the rows after the last one that is done."""
        columns = (
            ImportRow.number, ImportRow.cells, ImportRow.fingerprint, ImportRow.occurrence, ImportRow.decision,
            ImportRow.changes, ImportRow.outcome,
        )  # fmt: skip
        query = visible(ImportRow, *columns).where(ImportRow.batch_id == batch.id, ImportRow.number > batch.done_rows)
        return portion_of(batch, db.session.execute(query.order_by(ImportRow.number).limit(size)).all())


def portion_of(batch: ImportBatch, rows: Sequence[Any]) -> Portion:
    """Bring stored rows to their form, with the decisions about them."""
    return Portion(
        parse_stored(batch, rows),
        {row.number: row.decision for row in rows if row.decision},
        {row.number: {name for one in row.changes for name in one.get("take", ())} for row in rows if row.decision},
        {row.number: row.outcome for row in rows},
    )


class FileRows:
    """The rows of a file that nobody reviews: each is stored together with what became of it."""

    def __init__(self, rows: Iterator[ParsedRow]) -> None:
        self.survey = Survey()
        self._rows = rows
        self._ready: list[ParsedRow] = []

    def make_ready(self, size: int) -> None:
        """Read ahead what is missing of the next rows."""
        self._ready.extend(self._note(row) for row in islice(self._rows, max(0, size - len(self._ready))))

    def _note(self, row: ParsedRow) -> ParsedRow:
        if row.first:
            self.survey.first_of[hash(tuple(row.cells))] = row.first
        return row

    def take(self, batch: ImportBatch, size: int) -> Portion:
        """Give the rows after the last one that is done, also where somebody else did some of them."""
        while True:
            self._ready = [row for row in self._ready if row.number > batch.done_rows]
            if self._ready:
                return Portion(self._ready[:size])
            self.make_ready(size)
            if not self._ready:
                return Portion([])


@contextmanager
def open_source(batch: ImportBatch, *, actor: Actor) -> Iterator[RowSource]:
    """Open where the rows of a batch come from; a file that nobody has read as a whole is looked over first."""
    if not batch.reading.get("is_streamed"):
        yield StoredRows(batch)
        return
    with read_batch(batch) as file:
        if not batch.done_rows:
            note_lineage(batch.id, file, actor=actor)
            batch = get_batch(batch.id)
        yield FileRows(read_rows(file, dict(batch.mapping), batch.import_as, Terms.kept(batch.reading)))
