"""Reading the audit log, newest lines first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from crm.core.audit.models import AuditLine
from crm.core.db import db
from crm.core.paging import PAGE_SIZE, Page, read_cursor, write_cursor


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines to show: of one actor, of one action, on one record, between two moments."""

    actor_id: int | None = None
    actor_kind: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None
    #: Table and key of the record.
    on: tuple[str, int] | None = None
    #: Actions that are passed over.
    but: frozenset[str] = frozenset()


def list_lines(
    wanted: LogFilter,
    *,
    before: str | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[AuditLine]:
    """Return a page of the log; ``after`` begins below the line of that cursor, ``before`` ends above it.

    It holds every line; `list_log` of room records gives those that are for the reader.
    """
    query = select(AuditLine)
    for condition in _conditions(wanted):
        query = query.where(condition)
    if before is not None:
        above = query.where(AuditLine.seq > _seq(before)).order_by(AuditLine.seq).limit(size + 1)
        found = list(db.session.scalars(above))
        rows, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        if after is not None:
            query = query.where(AuditLine.seq < _seq(after))
        found = list(db.session.scalars(query.order_by(AuditLine.seq.desc()).limit(size + 1)))
        rows, has_newer, has_older = found[:size], after is not None, len(found) > size
    return Page(
        rows,
        write_cursor([rows[0].seq]) if rows and has_newer else None,
        write_cursor([rows[-1].seq]) if rows and has_older else None,
    )


def _seq(cursor: str) -> int:
    value = read_cursor(cursor, 1)[0]
    return value if isinstance(value, int) and abs(value) < 2**63 else 0


def _conditions(wanted: LogFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.actor_id is not None:
        conditions.append(AuditLine.actor_id == wanted.actor_id)
    if wanted.actor_kind:
        conditions.append(AuditLine.actor_kind == wanted.actor_kind)
    if wanted.action:
        conditions.append(AuditLine.action == wanted.action)
    if wanted.on is not None:
        conditions += [AuditLine.object_type == wanted.on[0], AuditLine.object_id == wanted.on[1]]
    if wanted.but:
        conditions.append(AuditLine.action.not_in(wanted.but))
    if wanted.since is not None:
        conditions.append(AuditLine.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditLine.at < wanted.until)
    return conditions
