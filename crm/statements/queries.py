"""Reading statements and signatures, within the reader's scope."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.scope import visible
from crm.core.traces.rows import read_rows
from crm.statements.models import Signature, Statement, StatementVersion
from crm.statements.values import SignatureState

#: Which of two signatures of one statement stays, the first first.
_BEST = (SignatureState.VERIFIED, SignatureState.CONFIRMED, SignatureState.PENDING, SignatureState.WITHDRAWN)


def get_statement(statement_id: int) -> Statement:
    """Return a statement with its versions or raise NotFoundError."""
    query = select(Statement).where(Statement.id == statement_id).options(selectinload(Statement.versions))
    statement = db.session.scalars(query).one_or_none()
    if statement is None:
        raise NotFoundError("There is no such statement.")
    return statement


def find_statement(slug: str) -> Statement | None:
    """Return the statement of a short name, if there is one."""
    return db.session.scalars(select(Statement).where(Statement.slug == slug)).one_or_none()


def list_statements() -> list[Statement]:
    """Return all statements, the newest first."""
    return list(db.session.scalars(select(Statement).order_by(Statement.created_at.desc(), Statement.id.desc())))


def find_latest_version(statement_id: int) -> StatementVersion | None:
    """Return the newest wording of a statement, if there is one."""
    query = select(StatementVersion).where(StatementVersion.statement_id == statement_id)
    return db.session.scalars(query.order_by(StatementVersion.number.desc()).limit(1)).first()


def count_signatures(statement_ids: Collection[int], *, limit: int = 10_000) -> dict[int, int]:
    """Return how many signatures that count each statement has; counting stops just above ``limit``."""
    counts = {}
    for statement_id in statement_ids:
        rows = visible(Signature, Signature.id).where(
            Signature.statement_id == statement_id, Signature.state != SignatureState.WITHDRAWN
        )
        counts[statement_id] = (
            db.session.scalar(select(func.count()).select_from(rows.limit(limit + 1).subquery())) or 0
        )
    return counts


def get_signature(signature_id: int) -> Signature:
    """Return a signature with its statement and signatory or raise NotFoundError."""
    signature: Signature | None = db.session.scalars(
        visible(Signature)
        .where(Signature.id == signature_id)
        .options(selectinload(Signature.statement), selectinload(Signature.contact), selectinload(Signature.signer))
    ).one_or_none()
    if signature is None:
        raise NotFoundError("There is no such signature, or it is not for you.")
    return signature


def list_signatures_of(contact_id: int) -> Sequence[Signature]:
    """Return the signatures of a contact, the newest first."""
    query = visible(Signature).where(Signature.contact_id == contact_id).options(selectinload(Signature.statement))
    return db.session.scalars(query.order_by(Signature.signed_on.desc(), Signature.id.desc())).all()


def find_signature_of(contact_id: int, statement_id: int) -> Signature | None:
    """Return a contact's signature under a statement, if it signed."""
    query = visible(Signature).where(Signature.contact_id == contact_id, Signature.statement_id == statement_id)
    found: Signature | None = db.session.scalars(query.order_by(Signature.id).limit(1)).first()
    return found


def find_signatories(signature_ids: Collection[int]) -> dict[int, int]:
    """Return by signature the contact who signed, as far as the reader sees them."""
    query = visible(Signature, Signature.id, Signature.contact_id).where(Signature.id.in_(signature_ids))
    return {row.id: row.contact_id for row in db.session.execute(query)} if signature_ids else {}


def list_twins(old_id: int, new_id: int) -> list[tuple[int, int]]:
    """Return, where two contacts signed the same statement, which signature stays when they become one, and which goes.

    One that counts stays before one that does not, then the verified, the confirmed, the earlier.
    """
    of_new = {row["statement_id"]: row for row in read_rows("signature", contact_id=new_id)}
    twins = []
    for row in read_rows("signature", contact_id=old_id):
        other = of_new.get(row["statement_id"])
        if other is not None:
            stays, goes = sorted((other, row), key=_worth)
            twins.append((stays["id"], goes["id"]))
    return twins


def _worth(row: dict[str, Any]) -> tuple[int, date, int]:
    return _BEST.index(row["state"]), row["signed_on"] or row["created_at"].date(), row["id"]
