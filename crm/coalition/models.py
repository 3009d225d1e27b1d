"""Tables of campaigns, memberships and moves between stages."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.coalition.values import MembershipStatus, MoveCause
from crm.contacts.models import Contact, of_seen_contact
from crm.contacts.values import Stage
from crm.core.clock import now
from crm.core.db import Keyed, Model, Versioned, one_of
from crm.core.journal.models import Journaled
from crm.core.scope import scoped


class Campaign(Keyed, Versioned, Model):
    """What the coalition is for; it has one main ask and key dates."""

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("slug"),)

    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    main_ask: Mapped[str] = mapped_column(Text, default="")
    is_current: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    dates: Mapped[list["KeyDate"]] = relationship(
        back_populates="campaign", cascade="all, delete-orphan", passive_deletes=True, order_by="KeyDate.on"
    )


class KeyDate(Keyed, Versioned, Model):
    """A session or deadline of a campaign."""

    __tablename__ = "key_date"
    __table_args__ = (Index("ix_key_date_campaign_id", "campaign_id", "on"),)

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    on: Mapped[date]
    until: Mapped[date | None]
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(200))

    campaign: Mapped[Campaign] = relationship(back_populates="dates")


class Membership(Keyed, Journaled, Model):
    """One span of an organisation's place in the coalition; the history is the rows."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("ix_membership_contact_id", "contact_id"),
        Index("ix_membership_status", "status", "until", "contact_id"),
    )

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    status: Mapped[MembershipStatus] = mapped_column(one_of(MembershipStatus))
    since: Mapped[date]
    until: Mapped[date | None]

    contact: Mapped[Contact] = relationship()

    @property
    def journal_subject(self) -> int | None:
        """Its changes stand on the organisation's timeline."""
        return self.contact_id


class StageMove(Keyed, Model):
    """One move of a contact between stages of the main ask; the present stage stands on the contact."""

    __tablename__ = "stage_move"
    __table_args__ = (Index("ix_stage_move_contact_id", "contact_id", "at"),)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id", ondelete="SET NULL"), index=True)
    before: Mapped[Stage] = mapped_column(one_of(Stage))
    after: Mapped[Stage] = mapped_column(one_of(Stage))
    at: Mapped[datetime] = mapped_column(default=now)
    actor_name: Mapped[str] = mapped_column(String(200))
    cause: Mapped[MoveCause] = mapped_column(one_of(MoveCause))
    #: The interaction or signature that moved it.
    cause_id: Mapped[int | None]

    contact: Mapped[Contact] = relationship()


scoped(Membership, lambda entity, teams: of_seen_contact(entity.contact_id, teams))
scoped(StageMove, lambda entity, teams: of_seen_contact(entity.contact_id, teams))
