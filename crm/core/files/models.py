"""The table of kept files."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.core.db import Keyed, Model


class KeptFile(Keyed, Model):
    """One file: its bytes lie in `files/<first two>/<sha256>` of the data folder."""

    __tablename__ = "kept_file"

    name: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    user_id: Mapped[int | None]
