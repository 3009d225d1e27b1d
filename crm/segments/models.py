"""The table of saved views: a segment with the columns and order of a list."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.core.clock import now
from crm.core.db import Json, Keyed, Model, Versioned, one_of


class Audience(StrEnum):
    """Who sees a saved view."""

    PRIVATE = "private"
    TEAM = "team"
    EVERYONE = "everyone"


class SavedView(Keyed, Versioned, Model):
    """A saved question over one kind of record, shown as a tab above its list."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_record", "record", "position", "id"),)

    record: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(80))
    audience: Mapped[Audience] = mapped_column(one_of(Audience), default=Audience.PRIVATE)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="CASCADE"), index=True)
    #: Versioned JSON: {"version": 1, "record": "...", "all": [{"field", "relation", "value"}]}.
    question: Mapped[dict[str, Any]]
    columns: Mapped[list[str]] = mapped_column(Json, default=list)
    #: Field key, with a minus sign before it for descending; empty for the list's own order.
    order: Mapped[str] = mapped_column(String(60), default="")
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
