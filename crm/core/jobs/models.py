"""The tables of jobs and of the workers that do them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm.core.db import Keyed, Model, one_of


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Keyed, Model):
    """One piece of work; a worker that dies loses its lease, and another one begins it again."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("once_key"), Index("ix_job_due", "state", "run_at", "id"))

    name: Mapped[str] = mapped_column(String(60))
    #: Ids and plain values only; a handler reads the rest itself.
    payload: Mapped[dict[str, Any]]
    #: Two jobs with the same key are one; None for work without one.
    once_key: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[JobState] = mapped_column(one_of(JobState), default=JobState.WAITING)
    run_at: Mapped[datetime]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    #: Who caused it: the handler acts and reads as this user (None: as the system).
    user_id: Mapped[int | None]
    #: Tries that ended in an error since the job last got further.
    attempts: Mapped[int] = mapped_column(default=0)
    #: Workers that died at it since it last got further.
    deaths: Mapped[int] = mapped_column(default=0)
    lease_owner: Mapped[str | None] = mapped_column(String(60))
    #: Counts the leases that were ever given; with the owner it names one lease, so that an old one opens nothing.
    lease_number: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    #: One sentence for people when it failed.
    error: Mapped[str | None] = mapped_column(Text)


class Worker(Keyed, Model):
    """A worker process and its pulse; no wall clock decides whether it lives, only whether `beats` moves."""

    __tablename__ = "worker"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(60))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    beats: Mapped[int] = mapped_column(default=0)
