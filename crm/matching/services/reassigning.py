"""What was found and said of a contact, when it becomes one with another."""

from typing import Any

from crm.core.traces.rows import read_rows
from crm.core.traces.services import Trace
from crm.matching.models import DistinctPair, DuplicatePair


def reassign_contact(old_id: int, new_id: int, trace: Trace) -> None:
    """Let pairs of one contact be pairs of another, in the act at work; nobody is asked again about who is two."""
    for model in (DistinctPair, DuplicatePair):
        for row in _pairs_of(model, old_id):
            other_id = row["a_id"] if row["b_id"] == old_id else row["b_id"]
            pair = {"a_id": min(new_id, other_id), "b_id": max(new_id, other_id)}
            is_known = any(read_rows(one.__tablename__, **pair) for one in (model, DistinctPair))
            if other_id == new_id or is_known:
                trace.remove(model, row["id"])
            else:
                trace.change(model, row["id"], **pair)
    for row in _pairs_of(DuplicatePair, new_id):
        if read_rows("distinct_pair", a_id=row["a_id"], b_id=row["b_id"]):
            trace.remove(DuplicatePair, row["id"])


def _pairs_of(model: type[Any], contact_id: int) -> list[dict[str, Any]]:
    name = model.__tablename__
    return [*read_rows(name, a_id=contact_id), *read_rows(name, b_id=contact_id)]
