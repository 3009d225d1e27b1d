"""Words of imports."""

from enum import StrEnum

from crm.core.words import N_


class BatchState(StrEnum):
    """Where a batch stands on its way."""

    UPLOADED = "uploaded"
    READING = "reading"
    REVIEW = "review"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


BATCH_STATE_WORDS = {
    BatchState.UPLOADED: N_("Uploaded"),
    BatchState.READING: N_("Being read"),
    BatchState.REVIEW: N_("In review"),
    BatchState.RUNNING: N_("Running"),
    BatchState.DONE: N_("Imported"),
    BatchState.UNDOING: N_("Being undone"),
    BatchState.UNDONE: N_("Undone"),
    BatchState.FAILED: N_("Failed"),
}


class RowOutcome(StrEnum):
    """What becomes of a row; every row has exactly one."""

    CREATED = "created"
    UPDATED = "updated"
    SAME = "same"
    DECIDE = "decide"
    REFUSED = "refused"


ROW_OUTCOME_WORDS = {
    RowOutcome.CREATED: N_("New"),
    RowOutcome.UPDATED: N_("Update"),
    RowOutcome.SAME: N_("Same as before"),
    RowOutcome.DECIDE: N_("Need your decision"),
    RowOutcome.REFUSED: N_("Cannot be read"),
}


class ImportAs(StrEnum):
    """What a file's rows are."""

    ORGANIZATIONS = "organizations"
    PEOPLE = "people"
    SIGNATURES = "signatures"


IMPORT_AS_WORDS = {
    ImportAs.ORGANIZATIONS: N_("Organisations"),
    ImportAs.PEOPLE: N_("People"),
    ImportAs.SIGNATURES: N_("Signatures"),
}


class MappingScope(StrEnum):
    """What is remembered: a whole set of headers, a single header, or a value."""

    HEADERS = "headers"
    HEADER = "header"
    VALUE = "value"
