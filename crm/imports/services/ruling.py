"""Choosing what a draft may do with values that records have already, and telling what comes of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from crm.accounts.values import Permission
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic
from crm.core.jobs.services import enqueue
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch
from crm.imports.services.batches import demand
from crm.imports.services.reading import demand_state
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.remarks import read_remarks
from crm.imports.values.rules import ValueCounts, check_rules, count_values
from crm.imports.values.words import BatchState


def choose_rules(
    batch_id: int, rules: Mapping[str, str], *, only_fill: bool, version: int | None, actor: Actor
) -> ImportBatch:
    """Say by field what happens with values that are there, and have a worker plan the draft anew; decisions stay."""
    demand(actor, Permission.IMPORTS_PREPARE)
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        demand_state(batch, BatchState.REVIEW)
        batch.check_version(version)
        batch.rules, batch.only_fill = check_rules(rules), only_fill
        batch.state, batch.counts = BatchState.READING, {}
        record(actor, "import.ruled", batch, rules=batch.rules, only_fill=only_fill)
        enqueue("imports.prepare", batch_id=batch.id)
    return batch


def count_row_values(row: ParsedRow, contact_id: int | None, changes: Sequence[Any], reason: str | None) -> ValueCounts:
    """Count what happens with the values of a row for a record that is there; nothing where it makes a new one."""
    if contact_id is None:
        return Counter()
    return count_values(row, [one for one in changes if one.get("field")], read_remarks(reason))


def note_values(batch: ImportBatch, counts: ValueCounts, *, taken: bool = False) -> None:
    """Keep in step how often what happens with each field; ``taken`` takes the counts of some rows out again."""
    told: dict[str, dict[str, int]] = {field: dict(one) for field, one in batch.reading.get("values", {}).items()}
    for (field, what), number in counts.items():
        one = told.setdefault(field, {})
        one[what] = one.get(what, 0) + (-number if taken else number)
    batch.reading = {**batch.reading, "values": told}
