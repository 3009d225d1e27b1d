"""The database: the base of all tables, aware times, and `atomic`, the one place that commits.

What differs between SQLite and PostgreSQL stands in `core/engines`.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    Numeric,
    String,
    TypeDecorator,
    inspect,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from crm.core.actor import Actor
from crm.core.errors import BusyError, DomainError, FullError, StaleError

#: What a database raises, for doors that put it into words (`in_words`).
DatabaseError = DBAPIError

#: Seconds a writer waits for another one before it tells the user, and how long it sleeps between two tries.
PATIENCE = 5.0

#: The largest number that a record can have, on every database.
LARGEST_ID = 2**31 - 1


class UTCDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """Say what its values are in Python."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone and turn the others to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy hands it over
        """Give every moment back aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: JSON that PostgreSQL can look into.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def ascii_key(length: int) -> String:
    """Return the type of a folded ASCII key: compared byte by byte on both databases, so ranges use its index."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def one_of(enum: type[StrEnum]) -> Enum:
    """Return the column type of an enumeration: its value as text, so that a new member needs no migration."""
    return Enum(
        enum, native_enum=False, length=24, values_callable=lambda members: [member.value for member in members]
    )


class Model(DeclarativeBase):
    """What all tables share: names of constraints, types of annotations, an integer key."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UTCDateTime(), dict[str, Any]: Json, list[str]: Json, list[Any]: Json},
    )


class Keyed:
    """A table with an integer key of its own."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class Versioned:
    """A row that people edit: its version travels through the form, so that nobody overwrites the unseen."""

    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1)
    __mapper_args__: ClassVar[Any] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Let the mapper count the version up with every update."""
        cls.__mapper_args__ = {"version_id_col": Versioned.version, **cls.__mapper_args__}
        super().__init_subclass__(**kwargs)

    def check_version(self, seen: int | None) -> None:
        """Raise StaleError when the row changed since the actor saw it; None means that nothing was seen."""
        if seen is not None and seen != self.version:
            raise StaleError

    def count_up(self) -> None:
        """Count the version up at the next flush, also when only rows that belong to this one were changed."""
        mapper = inspect(type(self))
        flag_modified(self, next(one.key for one in mapper.column_attrs if one.key not in {"id", "version"}))


db = SQLAlchemy(
    model_class=Model,
    disable_autonaming=True,
    session_options={"expire_on_commit": False},
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a change comes from, for the journal: a form, a file and its row, a mail, a merge."""

    kind: str = "form"
    ref: int | None = None
    row: int | None = None


@dataclass(slots=True)
class Act:
    """One business act at work: who, from where, and what is to happen at its commit."""

    actor: Actor
    source: Source
    before_commit: list[Callable[[Session], None]] = field(default_factory=list)
    after_commit: dict[str, Callable[[], None]] = field(default_factory=dict)
    #: Audit lines that wait for their place in the chain (core/audit).
    pending: list[Any] = field(default_factory=list)


_act: ContextVar[Act | None] = ContextVar("act", default=None)
_patience: ContextVar[float | None] = ContextVar("patience", default=None)
_condition: ContextVar[Callable[[Session], None] | None] = ContextVar("condition", default=None)
_opening: ContextVar[Callable[[Session], None] | None] = ContextVar("opening", default=None)


def current_act() -> Act:
    """Return the act at work; raise RuntimeError outside of `atomic`."""
    act = _act.get()
    if act is None:
        raise RuntimeError("a change outside of atomic()")
    return act


def find_patience() -> float | None:
    """Return for how many seconds the act at work waits for another writer, if there is one."""
    return _patience.get()


def find_act() -> Act | None:
    """Return the act at work, if any."""
    return _act.get()


@contextmanager
def told_as(source: Source) -> Iterator[None]:
    """Tell the journal within a block of the act at work that its changes come from somewhere else."""
    act = current_act()
    before, act.source = act.source, source
    try:
        yield
    finally:
        act.source = before


@contextmanager
def on_condition(check: Callable[[Session], None]) -> Iterator[None]:
    """Run ``check`` inside every act of the block, right before its commit; what it raises undoes the act.

    A worker's lease on a job is such a condition: who has lost it changes nothing any more.
    """
    token = _condition.set(check)
    try:
        yield
    finally:
        _condition.reset(token)


def set_opening(step: Callable[[Session], None] | None) -> None:
    """Run ``step`` at the beginning of every act of this request, until None is set; what it raises undoes the act."""
    _opening.set(step)


@contextmanager
def atomic(actor: Actor, source: Source | None = None, *, patience: float = PATIENCE) -> Iterator[Session]:
    """Do one act in one transaction: all of it is on disk when the block ends, or nothing.

    An inner `atomic` joins the outer act. Raises BusyError when another writer holds the database longer than
    ``patience`` seconds, FullError when the disk is full, StaleError when a row changed under our hands.
    """
    session = db.session()
    if _act.get() is not None:
        yield session
        return
    condition = _condition.get()
    act = Act(actor, source or Source(), [condition] if condition else [])
    _end_reading(session)
    act_token, patience_token = _act.set(act), _patience.set(patience)
    try:
        _open(session)
        yield session
        session.flush()
        for step in act.before_commit:
            step(session)
        session.commit()
    except StaleDataError as error:
        session.rollback()
        raise StaleError from error
    except DBAPIError as error:
        session.rollback()
        raise in_words(error) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        _act.reset(act_token)
        _patience.reset(patience_token)
    for step_after in act.after_commit.values():
        step_after()


def _open(session: Session) -> None:
    """Begin the transaction (on SQLite this waits for the write lock), then do what comes first in it."""
    session.connection()
    step = _opening.get()
    if step is not None:
        step(session)


def _end_reading(session: Session) -> None:
    """End the reading transaction, so that the act sees the newest rows and takes the write lock first."""
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside of atomic()")
    if session.in_transaction():
        session.commit()
    session.expire_all()


def in_words(error: DBAPIError) -> DomainError | DBAPIError:
    """Turn what the database says into words for the user where they can do something about it, else give it back."""
    text = str(error.orig).lower()
    state = getattr(error.orig, "sqlstate", None)
    if state == "53100" or "disk is full" in text or "disk i/o error" in text or "no space left" in text:
        return FullError("The disk is full. Nothing was saved; reading still works.")
    if state in {"55P03", "40001", "40P01"} or "database is locked" in text or "database table is locked" in text:
        return BusyError("The database is busy. Nothing was saved; try again in a moment.")
    if state == "25006" or "readonly database" in text:
        return BusyError("The data folder cannot be written. Nothing was saved; reading still works.")
    if _is_out_of_reach(error, text, state):
        return BusyError("The database does not answer. Nothing was saved; try again in a moment.")
    return error


def _is_out_of_reach(error: DBAPIError, text: str, state: str | None) -> bool:
    """Say whether there is no database to talk to; a fault in a statement is none of that."""
    if isinstance(error.orig, sqlite3.OperationalError):
        return "unable to open database" in text
    return isinstance(error, OperationalError) and (state is None or state.startswith(("08", "57")))


def is_prepared() -> bool:
    """Say whether the database has its tables."""
    return inspect(db.engine).has_table("alembic_version")


def read_id(text: object) -> int | None:
    """Return the number of a record that was sent as text; None for what no record can have as its number."""
    digits = str(text or "").strip()
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(LARGEST_ID)):
        return None
    return int(digits) if int(digits) <= LARGEST_ID else None


def count_changed(result: Any) -> int:
    """Return how many rows an UPDATE or DELETE met; SQLAlchemy's type of results does not tell of it."""
    changed: int = result.rowcount
    return changed


def answers() -> bool:
    """Ask the database for nothing; raise when it does not answer."""
    return bool(db.session.execute(select(1)).scalar_one())


def as_json(value: object) -> object:
    """Return a column's value in a form that JSON keeps: moments and days in ISO 8601, members by their value."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value


def from_json(kind: Any, value: Any) -> Any:
    """Give a value that was kept as JSON back in the type of its column."""
    if value is None:
        return None
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, UTCDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Numeric):
        return Decimal(str(value))
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def like_prefix(text: str) -> str:
    r"""Escape what was typed for a LIKE with `escape='\\\\'` that matches what begins with it."""
    return re.sub(r"([%_\\])", r"\\\1", text) + "%"
