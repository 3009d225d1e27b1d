"""Suppressing an address, and letting it be written to again."""

from sqlalchemy import select

from crm.accounts.values import Permission
from crm.consents.models import Suppression
from crm.consents.queries import hash_address
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic, db
from crm.core.errors import DomainError, ForbiddenError
from crm.core.text.cleaning import clean_line

_REASON_LENGTH = 500


def suppress(address: str, *, reason: str = "", actor: Actor) -> Suppression:
    """Let an address never be written to again; one that is suppressed already stays as it is.

    The audit line names no address: it would outlive the erasure of who had it.
    """
    _demand(actor, Permission.SUPPRESSIONS_ADD)
    said = _clean(reason)
    with atomic(actor):
        known = _find(address)
        if known is not None:
            return known
        made = Suppression(address_hash=hash_address(address), reason=said, user_id=actor.user_id, user_name=actor.name)
        db.session.add(made)
        db.session.flush()
        record(actor, "address.suppressed", made, reason=said)
    return made


def lift(address: str, *, reason: str, actor: Actor) -> None:
    """Let an address be written to again: whoever it belongs to asked for it, and the reason says how."""
    _demand(actor, Permission.SUPPRESSIONS_LIFT)
    said = _clean(reason)
    if not said:
        raise DomainError("Say why this address may be written to again: who asked for it, and when.", "reason")
    with atomic(actor):
        known = _find(address)
        if known is not None:
            record(actor, "address.lifted", known, reason=said, suppressed=known.reason)
            db.session.delete(known)


def _demand(actor: Actor, permission: Permission) -> None:
    if not actor.may(permission):
        raise ForbiddenError("You may not do this. Ask an administrator if you should.")


def _clean(reason: str) -> str:
    said = clean_line(reason)
    if len(said) > _REASON_LENGTH:
        raise DomainError("The reason is longer than 500 characters.", "reason")
    return said


def _find(address: str) -> Suppression | None:
    return db.session.scalars(
        select(Suppression).where(Suppression.address_hash == hash_address(address))
    ).one_or_none()
