"""Values of imports: words, recognised columns, dates, rows brought to their form, outcomes."""

from crm.imports.values.words import (
    BATCH_STATE_WORDS,
    IMPORT_AS_WORDS,
    ROW_OUTCOME_WORDS,
    BatchState,
    ImportAs,
    MappingScope,
    RowOutcome,
)

__all__ = [
    "BATCH_STATE_WORDS",
    "IMPORT_AS_WORDS",
    "ROW_OUTCOME_WORDS",
    "BatchState",
    "ImportAs",
    "MappingScope",
    "RowOutcome",
]
