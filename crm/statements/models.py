"""Tables of statements and signatures."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.coalition.models import Campaign
from crm.contacts.models import Contact, of_seen_contact
from crm.core.clock import now
from crm.core.db import Keyed, Model, Versioned, ascii_key, one_of
from crm.core.journal.models import Journaled
from crm.core.scope import scoped
from crm.statements.values import SignatureState, SignedAs, StatementState


class Statement(Keyed, Versioned, Model):
    """A text to be signed; what was signed is a version of it."""

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("slug"),)

    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id", ondelete="SET NULL"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[StatementState] = mapped_column(one_of(StatementState), default=StatementState.DRAFT)
    created_at: Mapped[datetime] = mapped_column(default=now)

    campaign: Mapped[Campaign | None] = relationship()
    versions: Mapped[list["StatementVersion"]] = relationship(
        back_populates="statement",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="StatementVersion.number",
    )

    @property
    def moves_signatories(self) -> bool:
        """Say whether who signs moves on to Signed; a name under a closed text of former years moves nobody."""
        return self.state is not StatementState.CLOSED


class StatementVersion(Keyed, Model):
    """One wording of a statement, numbered from 1."""

    __tablename__ = "statement_version"
    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(24), default="en")
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    statement: Mapped[Statement] = relationship(back_populates="versions")


class Signature(Keyed, Versioned, Journaled, Model):
    """A contact's name under one version of a statement."""

    __tablename__ = "signature"
    __table_args__ = (
        Index("ix_signature_contact_id", "contact_id"),
        Index("ix_signature_statement", "statement_id", "state", "signed_on", "id"),
        Index("ix_signature_list", "sort_name", "id"),
        Index("ix_signature_country", "signed_country", "sort_name", "id"),
        Index("ix_signature_state", "state", "signed_as"),
        Index("ix_signature_signed_on", "signed_on", "id"),
        Index("ix_signature_created_at", "created_at", "id"),
        Index("ix_signature_version_id", "version_id"),
        Index("ix_signature_for_id", "for_id"),
    )
    unjournaled = ("sort_name",)

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id", ondelete="CASCADE"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("statement_version.id", ondelete="SET NULL"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    signed_as: Mapped[SignedAs] = mapped_column(one_of(SignedAs))
    #: The person who signed, where an organisation signed.
    for_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    state: Mapped[SignatureState] = mapped_column(one_of(SignatureState), default=SignatureState.CONFIRMED)
    #: The name as it was signed, to the byte after NFC, and what stood beside it.
    signed_name: Mapped[str] = mapped_column(String(500))
    signed_role: Mapped[str | None] = mapped_column(String(300))
    signed_organization: Mapped[str | None] = mapped_column(String(500))
    signed_country: Mapped[str | None] = mapped_column(String(2))
    signed_on: Mapped[date | None]
    sort_name: Mapped[str] = mapped_column(ascii_key(80))
    created_at: Mapped[datetime] = mapped_column(default=now)

    statement: Mapped[Statement] = relationship()
    contact: Mapped[Contact] = relationship(foreign_keys=[contact_id])
    signer: Mapped[Contact | None] = relationship(foreign_keys=[for_id])

    @property
    def journal_subject(self) -> int | None:
        """A signature stands on its signatory's timeline."""
        return self.contact_id


scoped(Signature, lambda entity, teams: of_seen_contact(entity.contact_id, teams))
