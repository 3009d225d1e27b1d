"""Tables of pairs: those that a search found, and those that somebody called two."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from crm.contacts.models import of_seen_contact
from crm.contacts.values import ContactKind
from crm.core.clock import now
from crm.core.db import Json, Keyed, Model, one_of
from crm.core.scope import scoped
from crm.matching.values import Zone


class DistinctPair(Keyed, Model):
    """Two contacts of whom somebody said that they are two; they are never proposed again."""

    __tablename__ = "distinct_pair"
    __table_args__ = (
        UniqueConstraint("a_id", "b_id"),
        CheckConstraint("a_id < b_id", name="in_order"),
        Index("ix_distinct_pair_b_id", "b_id"),
    )

    #: The lower number of the two.
    a_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    b_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    decided_at: Mapped[datetime] = mapped_column(default=now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class DuplicatePair(Keyed, Model):
    """Two contacts that could be one, as the last search found them."""

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        UniqueConstraint("a_id", "b_id"),
        CheckConstraint("a_id < b_id", name="in_order"),
        Index("ix_duplicate_pair_b_id", "b_id"),
        Index("ix_duplicate_pair_list", "kind", "is_skipped", "score", "id"),
        Index("ix_duplicate_pair_search", "kind", "search", "id"),
    )

    kind: Mapped[ContactKind] = mapped_column(one_of(ContactKind))
    #: The lower number of the two.
    a_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    b_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    score: Mapped[int]
    zone: Mapped[Zone] = mapped_column(one_of(Zone))
    #: Source texts of the sentences in matching/values/reasons.py.
    reasons: Mapped[list[Any]] = mapped_column(Json, default=list)
    #: Somebody looked and left it for later; a search that finds something else about the two opens it again.
    is_skipped: Mapped[bool] = mapped_column(default=False)
    #: The number of the search that found it last.
    search: Mapped[int]


class DuplicateSearch(Keyed, Model):
    """The last search for duplicates of one kind: when, how much was compared, what was not."""

    __tablename__ = "duplicate_search"
    __table_args__ = (UniqueConstraint("kind"),)

    kind: Mapped[ContactKind] = mapped_column(one_of(ContactKind))
    number: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime] = mapped_column(default=now)
    #: None while it runs, and after one that broke off.
    ended_at: Mapped[datetime | None]
    contacts: Mapped[int] = mapped_column(default=0)
    compared: Mapped[int] = mapped_column(default=0)
    #: Pairs that share only what very many share, and were not compared.
    left_out: Mapped[int] = mapped_column(default=0)


for _model in (DistinctPair, DuplicatePair):
    scoped(
        _model,
        lambda entity, teams: and_(of_seen_contact(entity.a_id, teams), of_seen_contact(entity.b_id, teams)),
    )
