"""Writing audit lines: collected during an act, chained and written right before its commit."""

import hashlib
import hmac
import json
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from crm.core.actor import Actor
from crm.core.audit.models import AuditLine
from crm.core.clock import now
from crm.core.db import as_json, current_act
from crm.core.engines import is_sqlite
from crm.core.scope import Unscoped
from crm.core.secrets import derive_key

#: The lock that puts acts of a PostgreSQL database in one line, for the short time between chaining and commit.
_CHAIN_LOCK = 0x63726D01


def record(actor: Actor, action: str, obj: Any, **details: object) -> None:
    """Note an act (`task.assigned`) on a record in the act at work; details are ids and plain values."""
    act = current_act()
    if not act.pending:
        act.before_commit.append(lambda session: _write(session, act.pending))
    act.pending.append((actor, action, obj, {key: as_json(value) for key, value in details.items()}, now()))


def _write(session: Session, pending: list[tuple[Actor, str, Any, dict[str, Any], datetime]]) -> None:
    if not is_sqlite():
        session.execute(
            text("SELECT pg_advisory_xact_lock(:lock)"),
            {"lock": _CHAIN_LOCK},
            execution_options={"unscoped": Unscoped.UPKEEP},
        )
    last = session.execute(select(AuditLine.seq, AuditLine.chain).order_by(AuditLine.seq.desc()).limit(1)).one_or_none()
    seq, chain = (last.seq, last.chain) if last else (0, "")
    key = derive_key("audit")
    for actor, action, obj, details, at in pending:
        seq += 1
        line = AuditLine(
            seq=seq,
            at=at,
            actor_kind=actor.kind.value,
            actor_id=actor.user_id,
            actor_name=actor.name,
            action=action,
            object_type=_type_of(obj),
            object_id=obj if isinstance(obj, int) else getattr(obj, "id", None),
            details=details,
            chain="",
        )
        line.chain = chain = chain_hash(key, chain, line)
        session.add(line)
    session.flush()


def _type_of(obj: Any) -> str:
    if obj is None or isinstance(obj, int):
        return ""
    return obj if isinstance(obj, str) else str(obj.__tablename__)


def chain_hash(key: bytes, before: str, line: AuditLine) -> str:
    """Return HMAC-SHA256 over the chain value before and the canonical JSON of the line."""
    row = json.dumps(
        [
            line.seq,
            line.at.isoformat(),
            line.actor_kind,
            line.actor_id,
            line.actor_name,
            line.action,
            line.object_type,
            line.object_id,
            line.details,
        ],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(key, (before + row).encode(), hashlib.sha256).hexdigest()


def verify_chain(session: Session) -> int | None:
    """Walk the whole log; return the number of the first line that was altered, removed or put in, else None."""
    key, chain, expected = derive_key("audit"), "", 0
    lines = session.scalars(select(AuditLine).order_by(AuditLine.seq).execution_options(yield_per=1000))
    with closing(lines):
        for line in lines:
            expected += 1
            if line.seq != expected or line.chain != chain_hash(key, chain, line):
                return expected
            chain = line.chain
    return None


def count_lines(session: Session) -> int:
    """Return how many lines the log has."""
    return session.scalar(select(func.count()).select_from(AuditLine)) or 0
