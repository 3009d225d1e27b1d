"""A run over an empty base meets nobody but those whom it made itself: most of its rows need no look."""

from sqlalchemy import and_, exists, func, or_, select

from crm.contacts.models import Contact
from crm.core.db import db
from crm.core.journal.models import JournalLine
from crm.core.scope import Unscoped
from crm.imports.models import ImportBatch, KnownRow
from crm.matching.values.sieve import Sieve

_BULK = {"unscoped": Unscoped.BULK}


class Newcomers:
    """Watches whether anybody else brings contacts in beside one run that began with an empty base."""

    def __init__(self, batch: ImportBatch) -> None:
        self._batch_id = batch.id
        is_empty = batch.done_rows == 0 and not _holds_any()
        self._sieve = Sieve() if is_empty else None
        self._lines = self._count_others() if is_empty else 0

    def find(self) -> Sieve | None:
        """Return the sieve with the keys of all whom the run made; None where the base holds others too."""
        if self._sieve is not None and self._lines != self._count_others():
            self._sieve = None
        return self._sieve

    def _count_others(self) -> int:
        """Count the journal lines that are not of the batch, along the index of sources."""
        line = JournalLine
        is_other_file = or_(line.source_ref < self._batch_id, line.source_ref > self._batch_id)
        is_other = or_(
            line.source_kind < "file", line.source_kind > "file", and_(line.source_kind == "file", is_other_file)
        )
        query = select(func.count()).select_from(line).where(is_other)
        return db.session.scalar(query.execution_options(**_BULK)) or 0


def _holds_any() -> bool:
    query = select(or_(exists(select(Contact.id)), exists(select(KnownRow.id))))
    return bool(db.session.scalar(query.execution_options(**_BULK)))
