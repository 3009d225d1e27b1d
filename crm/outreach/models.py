"""Tables of interactions and follow-ups."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.accounts.models import User
from crm.contacts.models import Contact, of_seen_contact
from crm.core.clock import now
from crm.core.db import Keyed, Model, Versioned, one_of
from crm.core.journal.models import Journaled
from crm.core.scope import scoped
from crm.outreach.values import Direction, InteractionKind, Outcome


class Interaction(Keyed, Versioned, Journaled, Model):
    """One contact made or received, with everybody who took part."""

    __tablename__ = "interaction"
    __table_args__ = (Index("ix_interaction_at", "is_removed", "at", "id"), Index("ix_interaction_user_id", "user_id"))

    kind: Mapped[InteractionKind] = mapped_column(one_of(InteractionKind))
    direction: Mapped[Direction] = mapped_column(one_of(Direction), default=Direction.OUT)
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome))
    #: Length in minutes, where it was noted.
    minutes: Mapped[int | None]
    #: The colleague whose contact it was; the name stays when the account goes.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    user_name: Mapped[str] = mapped_column(String(200))
    #: Taken back with Undo; kept so that the undo can itself be undone.
    is_removed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    participants: Mapped[list["Participant"]] = relationship(
        back_populates="interaction", cascade="all, delete-orphan", passive_deletes=True, order_by="Participant.id"
    )


class Participant(Keyed, Model):
    """A contact that took part in an interaction, or whose story it belongs to."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("interaction_id", "contact_id"),
        Index("ix_participant_contact_id", "contact_id", "at", "id"),
    )

    interaction_id: Mapped[int] = mapped_column(ForeignKey("interaction.id", ondelete="CASCADE"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    #: The interaction's moment again, so that a timeline reads one index.
    at: Mapped[datetime]

    interaction: Mapped[Interaction] = relationship(back_populates="participants")
    contact: Mapped[Contact] = relationship()


class FollowUp(Keyed, Versioned, Journaled, Model):
    """A dated promise, owned by one user, open until done."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_owner", "owner_id", "done_at", "due_on", "id"),
        Index("ix_follow_up_contact_id", "contact_id", "done_at", "due_on"),
        Index("ix_follow_up_due", "done_at", "due_on", "id"),
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    interaction_id: Mapped[int | None] = mapped_column(ForeignKey("interaction.id", ondelete="SET NULL"), index=True)
    kind: Mapped[InteractionKind] = mapped_column(one_of(InteractionKind), default=InteractionKind.CALL)
    text: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(200))
    #: Taken back together with the interaction that it came out of.
    is_removed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    contact: Mapped[Contact] = relationship()
    owner: Mapped[User | None] = relationship()
    interaction: Mapped[Interaction | None] = relationship()

    @property
    def journal_subject(self) -> int | None:
        """A promise stands on the contact's timeline."""
        return self.contact_id


def _of_seen_interaction(column: ColumnElement[Any] | Any, teams: frozenset[int]) -> ColumnElement[bool]:
    """Return the rule of a row that is seen by whoever sees all who took part in the interaction in ``column``.

    What was said or promised may name any of them.
    """
    other = Participant.__table__.alias()
    hidden = exists(select(1).where(other.c.interaction_id == column, ~of_seen_contact(other.c.contact_id, teams)))
    return or_(column.is_(None), ~hidden)


scoped(Participant, lambda entity, teams: of_seen_contact(entity.contact_id, teams))
scoped(
    FollowUp,
    lambda entity, teams: and_(
        of_seen_contact(entity.contact_id, teams), _of_seen_interaction(entity.interaction_id, teams)
    ),
)
scoped(Interaction, lambda entity, teams: _of_seen_interaction(entity.id, teams))
