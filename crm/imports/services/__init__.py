"""Acts of imports: upload, match, review, repair, bring in, decide, take back."""

from crm.imports.services.batches import (
    ImportWish,
    begin_command,
    begin_import,
    drop_draft,
    fail_batch,
    keep_upload,
    key_of_command,
    match_columns,
    upload_file,
)
from crm.imports.services.deciding import change_decision, decide_rows
from crm.imports.services.foreseeing import Foreseen, foresee_undo
from crm.imports.services.preview import prepare_review, preview_file
from crm.imports.services.repairing import repair_rows, retry_file, walk_refused
from crm.imports.services.ruling import choose_rules
from crm.imports.services.running import run_import
from crm.imports.services.silent import count_silent
from crm.imports.services.tracing import OtherValue, Trace, list_other_values, take_other_value, trace_values
from crm.imports.services.undoing import begin_undo, undo_import

__all__ = [
    "Foreseen",
    "ImportWish",
    "OtherValue",
    "Trace",
    "begin_command",
    "begin_import",
    "begin_undo",
    "change_decision",
    "choose_rules",
    "count_silent",
    "decide_rows",
    "drop_draft",
    "fail_batch",
    "foresee_undo",
    "keep_upload",
    "key_of_command",
    "list_other_values",
    "match_columns",
    "prepare_review",
    "preview_file",
    "repair_rows",
    "retry_file",
    "run_import",
    "take_other_value",
    "trace_values",
    "undo_import",
    "upload_file",
    "walk_refused",
]
