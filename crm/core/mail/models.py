"""The table of single mails (answers, offers, invitations); mailings keep their own deliveries."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.core.db import Keyed, Model, one_of
from crm.core.secrets import unseal


class MailState(StrEnum):
    """What became of a mail; `unknown`: the connection broke after the words were sent, nobody knows."""

    QUEUED = "queued"
    TRANSMITTING = "transmitting"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class OutgoingMail(Keyed, Model):
    """One mail to one address."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        UniqueConstraint("message_id"),
        Index("ix_outgoing_mail_contact_id", "contact_id", "id"),
        Index("ix_outgoing_mail_state", "state", "created_at"),
    )

    recipient: Mapped[str] = mapped_column(String(320))
    recipient_name: Mapped[str] = mapped_column(String(300), default="")
    subject: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(Text)
    #: The text lets somebody in (a link for a new password), so it is kept encrypted.
    is_sealed: Mapped[bool] = mapped_column(default=False)
    message_id: Mapped[str] = mapped_column(String(200))
    #: The contact it was written to, if any; core knows no contacts, so there is no foreign key.
    contact_id: Mapped[int | None]
    #: What it is for (`tasks.assigned`), for the timeline.
    purpose: Mapped[str] = mapped_column(String(60))
    state: Mapped[MailState] = mapped_column(one_of(MailState), default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    @property
    def plain_text(self) -> str:
        """Return the text as it goes out."""
        return unseal(self.text) if self.is_sealed else self.text
