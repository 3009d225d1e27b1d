"""The table of journal lines, and the mark of models that keep one."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.core.db import Json, Keyed, Model


class Change(StrEnum):
    """What happened to a row."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


class JournalLine(Keyed, Model):
    """One changed field of one record, or its creation or end (`field` is empty then)."""

    __tablename__ = "journal_line"
    __table_args__ = (
        Index("ix_journal_line_record", "table", "record_id"),
        Index("ix_journal_line_subject", "subject_id", "id"),
        Index("ix_journal_line_source", "source_kind", "source_ref", "id"),
    )

    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    #: Name of the table and key of the row that changed.
    table: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    #: The contact whose story this belongs to; rooms say which (`journal_subject`).
    subject_id: Mapped[int | None]
    change: Mapped[Change] = mapped_column(String(8))
    field: Mapped[str] = mapped_column(String(40), default="")
    before: Mapped[Any] = mapped_column(Json, nullable=True)
    after: Mapped[Any] = mapped_column(Json, nullable=True)
    source_kind: Mapped[str] = mapped_column(String(12))
    source_ref: Mapped[int | None]
    source_row: Mapped[int | None]


class Journaled:
    """A model whose changes the journal keeps; `unjournaled` names derived columns that are no one's doing."""

    unjournaled: ClassVar[Iterable[str]] = ()

    @property
    def journal_subject(self) -> int | None:
        """Return the id of the contact whose timeline shows this row's changes."""
        return None
