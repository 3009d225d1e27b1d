"""The whole directory as plain data, to compare before and after."""

from typing import Any

from sqlalchemy import select

from crm.core.db import Model, db
from crm.core.scope import Unscoped

#: What an import may leave behind after its undo: what was done (audit, journal, jobs) and the batch itself.
_LEFT_OUT = {
    "audit_line", "journal_line", "import_batch", "import_row", "job", "kept_file", "known_mapping", "taken_key",
    "worker",
}  # fmt: skip
#: What every change moves.
_MOVING = {"version", "updated_at"}


def dump(*, everything: bool = False) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of all tables but those of the trail (with ``everything``, these too), in order."""
    db.session.rollback()
    tables = [table for table in Model.metadata.sorted_tables if everything or table.name not in _LEFT_OUT]
    found = {}
    for table in tables:
        columns = [column for column in table.c if column.name not in _MOVING]
        rows = db.session.execute(select(*columns).execution_options(unscoped=Unscoped.BACKUP)).mappings()
        found[table.name] = sorted((dict(row) for row in rows), key=repr)
    return found
