"""The table of keys that acts have taken."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm.core.db import Model


class TakenKey(Model):
    """One thing that somebody sent and that was done; it is written in the transaction that did it."""

    __tablename__ = "taken_key"
    __table_args__ = (Index("ix_taken_key_taken_at", "taken_at"),)

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    taken_at: Mapped[datetime]
    #: The path to which the answer led; None until it is known, and where the answer was a page of its own.
    answer: Mapped[str | None] = mapped_column(Text)
