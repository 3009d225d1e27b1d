"""What people say of two contacts: that they are two, or that it can wait."""

from sqlalchemy import delete, update

from crm.contacts.queries import get_contact
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic, count_changed, db
from crm.core.errors import DomainError
from crm.core.scope import row_rule
from crm.matching.models import DistinctPair, DuplicatePair
from crm.matching.queries import find_distinct, get_pair


def mark_distinct(a_id: int, b_id: int, *, actor: Actor) -> DistinctPair:
    """Keep that two contacts are two; they are never proposed again. The same said twice is said once."""
    first, second = _in_order(a_id, b_id)
    with atomic(actor):
        known = find_distinct(first, second)
        if known is not None:
            return known
        one, other = get_contact(first), get_contact(second)
        if one.kind is not other.kind:
            raise DomainError("A person and an organisation are never the same.")
        pair = DistinctPair(a_id=first, b_id=second, decided_by_id=actor.user_id)
        db.session.add(pair)
        db.session.execute(
            delete(DuplicatePair).where(
                row_rule(DuplicatePair), DuplicatePair.a_id == first, DuplicatePair.b_id == second
            )
        )
        record(actor, "matching.told_apart", one, other=second)
    return pair


def forget_distinct(a_id: int, b_id: int, *, actor: Actor) -> bool:
    """Take back that two contacts are two; return whether it had been said. The next search may find them again."""
    first, second = _in_order(a_id, b_id)
    with atomic(actor):
        pair = find_distinct(first, second)
        if pair is not None:
            db.session.delete(pair)
            record(actor, "matching.told_apart_undone", get_contact(first), other=second)
    return pair is not None


def skip_pair(a_id: int, b_id: int, *, actor: Actor, is_skipped: bool = True) -> bool:
    """Leave a found pair for later, or take it up again; return whether that changed anything."""
    first, second = _in_order(a_id, b_id)
    with atomic(actor):
        get_pair(first, second)
        changed = db.session.execute(
            update(DuplicatePair)
            .where(
                row_rule(DuplicatePair),
                DuplicatePair.a_id == first,
                DuplicatePair.b_id == second,
                DuplicatePair.is_skipped.is_not(is_skipped),
            )
            .values(is_skipped=is_skipped)
        )
        if count_changed(changed):
            record(actor, "matching.skipped" if is_skipped else "matching.taken_up", get_contact(first), other=second)
    return bool(count_changed(changed))


def _in_order(a_id: int, b_id: int) -> tuple[int, int]:
    if a_id == b_id:
        raise DomainError("A contact is no duplicate of itself.")
    return min(a_id, b_id), max(a_id, b_id)
