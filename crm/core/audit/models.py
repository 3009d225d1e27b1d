"""The table of audit lines."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.core.db import Model


class AuditLine(Model):
    """One act: who did what to which record, when; `chain` binds it to the line before (HMAC-SHA256)."""

    __tablename__ = "audit_line"
    __table_args__ = (Index("ix_audit_line_object", "object_type", "object_id"), Index("ix_audit_line_at", "at"))

    #: Number of the line, without gaps.
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int | None]
    details: Mapped[dict[str, Any]]
    chain: Mapped[str] = mapped_column(String(64))


_REFUSE = {
    "sqlite": """CREATE TRIGGER audit_line_{verb} BEFORE {verb} ON audit_line
BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END""",
    "postgresql": """CREATE TRIGGER audit_line_{verb} BEFORE {verb} ON audit_line
FOR EACH ROW EXECUTE FUNCTION audit_line_refuse()""",
}
_FUNCTION = """CREATE OR REPLACE FUNCTION audit_line_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$"""


def trigger_statements(dialect: str) -> list[str]:
    """Return the SQL that makes the database itself refuse changes of audit lines."""
    statements = [_REFUSE[dialect].format(verb=verb) for verb in ("UPDATE", "DELETE")]
    return [_FUNCTION, *statements] if dialect == "postgresql" else statements
