"""Putting work aside for a worker."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from crm.core.clock import now
from crm.core.db import current_act, db
from crm.core.jobs.models import Job

_bells: list[Callable[[], None]] = []


def on_enqueue(ring: Callable[[], None]) -> None:
    """Have ``ring`` called after the commit of an act that enqueued something: it wakes a worker, nothing more."""
    if ring not in _bells:
        _bells.append(ring)


def enqueue(name: str, *, once_key: str | None = None, run_at: datetime | None = None, **payload: object) -> Job:
    """Write a job in the act at work; with a ``once_key`` that is already there, return that job instead."""
    act = current_act()
    if once_key is not None:
        known = db.session.scalars(select(Job).where(Job.once_key == once_key)).one_or_none()
        if known is not None:
            return known
    moment = now()
    job = Job(
        name=name,
        payload=payload,
        once_key=once_key,
        run_at=run_at or moment,
        created_at=moment,
        user_id=act.actor.user_id,
    )
    db.session.add(job)
    db.session.flush()
    act.after_commit["ring"] = _ring
    return job


def _ring() -> None:
    for ring in _bells:
        ring()
