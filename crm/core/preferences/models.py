"""The table of preferences."""

from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.core.db import Json, Keyed, Model, Versioned


class Preference(Keyed, Versioned, Model):
    """One value under one key; `user_id` 0 stands for the whole installation."""

    __tablename__ = "preference"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    user_id: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(Json, nullable=True)
