"""What lists remember of a contact, when it becomes one with another: their rows are known again as the other's."""

from sqlalchemy import select

from crm.core.db import db
from crm.core.scope import Unscoped
from crm.core.traces.services import Trace
from crm.imports.models import ImportBatch, ImportRow, KnownRow
from crm.imports.values import BatchState
from crm.statements.queries import list_twins

#: Batches in which nothing is decided any more.
_OVER = (BatchState.DONE, BatchState.UNDONE)


def reassign_contact(old_id: int, new_id: int, trace: Trace) -> None:
    """Let rows that became one contact, or its signature, be those of another, in the act at work."""
    for stays, goes in list_twins(old_id, new_id):
        trace.point(KnownRow, "signature_id", goes, stays)
    trace.point(KnownRow, "contact_id", old_id, new_id)
    trace.point(ImportRow, "contact_id", old_id, new_id)
    for row_id in _decided_as(old_id):
        trace.change(ImportRow, row_id, decision=str(new_id))


def _decided_as(contact_id: int) -> list[int]:
    """Return the rows of batches under way of which a person said that they are this contact."""
    query = (
        select(ImportRow.id)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(ImportBatch.state.not_in(_OVER), ImportRow.decision == str(contact_id))
    )
    return list(db.session.scalars(query.order_by(ImportRow.id).execution_options(unscoped=Unscoped.BULK)))
