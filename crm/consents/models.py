"""The table of suppressed addresses."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.core.clock import now
from crm.core.db import Keyed, Model


class Suppression(Keyed, Model):
    """An address that must never be written to again.

    Only its keyed hash is kept and nothing points at a contact: it outlives the record, its import and its erasure, and
    whoever steals the table without the key learns no address.
    """

    __tablename__ = "suppression"
    __table_args__ = (UniqueConstraint("address_hash"),)

    #: HMAC-SHA256 of the address in its normal form, under a key of the installation.
    address_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(default=now)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    user_name: Mapped[str] = mapped_column(String(200), default="")
