"""The table of name words."""

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.core.db import Model, ascii_key


class SearchWord(Model):
    """One folded word of one record's names; the key orders it for prefix ranges, byte by byte."""

    __tablename__ = "search_word"
    __table_args__ = (
        Index("ix_search_word_record", "record_id", "word"),
        {"sqlite_with_rowid": False},
    )

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    word: Mapped[str] = mapped_column(ascii_key(40), primary_key=True)
    record_id: Mapped[int] = mapped_column(Integer, primary_key=True)
