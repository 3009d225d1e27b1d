"""Reading the file of a draft anew, as somebody says that it has to be read."""

from collections.abc import Mapping
from typing import Any

from crm.accounts.values import Permission
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic
from crm.core.files.queries import get_file, path_of
from crm.core.sheets.wishes import checked_options
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch
from crm.imports.services.batches import demand, forget_rows
from crm.imports.services.reading import choose_mapping, demand_state, read_file
from crm.imports.values.words import BatchState

_DRAFTS = (BatchState.UPLOADED, BatchState.REVIEW, BatchState.FAILED)


def read_anew(batch_id: int, said: Mapping[str, Any], *, version: int | None, actor: Actor) -> ImportBatch:
    """Read the kept file of a draft with what somebody says of it, and recognise its columns anew."""
    demand(actor, Permission.IMPORTS_PREPARE)
    options = checked_options(said)
    batch = get_batch(batch_id)
    demand_state(batch, *_DRAFTS)
    with read_file(path_of(get_file(batch.file_id or 0)), batch.file_name, options) as file:
        mapping = choose_mapping(file, batch.import_as, is_draft=True)
        reading, row_count = file.reading, file.row_count
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        demand_state(batch, *_DRAFTS)
        batch.check_version(version)
        forget_rows(batch)
        batch.reading = {**reading, "made_statement": batch.reading.get("made_statement")}
        batch.mapping, batch.row_count = mapping, row_count
        batch.state, batch.counts, batch.error = BatchState.UPLOADED, {}, None
        record(actor, "import.reread", batch, rows=row_count)
    return batch
