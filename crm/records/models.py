"""The table of merges: two records that became one, and how to take that apart."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.contacts.models import Contact, of_seen_contact
from crm.contacts.values import ContactKind
from crm.core.clock import now
from crm.core.db import Json, Keyed, Model, one_of
from crm.core.scope import scoped


class ContactMerge(Keyed, Model):
    """One merge: the record that stayed, the one that is part of it since, and every step that was done to rows."""

    __tablename__ = "contact_merge"
    __table_args__ = (
        Index("ix_contact_merge_kept_id", "kept_id", "id"),
        Index("ix_contact_merge_losing_id", "losing_id", "id"),
    )

    kind: Mapped[ContactKind] = mapped_column(one_of(ContactKind))
    kept_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    #: The number of the record that is no longer there; old links to it lead to the one that stayed.
    losing_id: Mapped[int] = mapped_column(Integer)
    losing_name: Mapped[str] = mapped_column(String(500))
    #: The teams that it was limited to; empty for everybody's.
    losing_teams: Mapped[list[Any]] = mapped_column(Json, default=list)
    #: What was moved, folded and changed (core/traces), in order.
    steps: Mapped[list[Any]] = mapped_column(Json, default=list)
    #: The row of the record that stayed, as it was.
    kept_before: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    #: The rows that hung on it after the merge, by table and column: others came later.
    kept_rows: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    #: The last line of the journal that the merge wrote.
    since_line: Mapped[int] = mapped_column(default=0)
    merged_at: Mapped[datetime] = mapped_column(default=now)
    merged_by: Mapped[str] = mapped_column(String(200))
    unmerged_at: Mapped[datetime | None]
    unmerged_by: Mapped[str | None] = mapped_column(String(200))

    kept: Mapped[Contact] = relationship()


scoped(ContactMerge, lambda entity, teams: of_seen_contact(entity.kept_id, teams))
