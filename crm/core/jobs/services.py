"""Putting work aside for a worker, telling how far it is, trying again what failed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import NoReturn

from sqlalchemy import ColumnElement, case, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm.core.actor import SYSTEM, Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, current_act, db, find_act, on_condition
from crm.core.errors import ConflictError
from crm.core.jobs.models import Job, JobState
from crm.core.jobs.queries import find_once, get_job
from crm.core.jobs.values import GivenBackError, Lease, LeaseLostError

_bells: list[Callable[[], None]] = []
_held: ContextVar[Lease | None] = ContextVar("lease", default=None)


def on_enqueue(ring: Callable[[], None]) -> None:
    """Have ``ring`` called after the commit of an act that enqueued something: it wakes a worker, nothing more."""
    if ring not in _bells:
        _bells.append(ring)


def enqueue(name: str, *, once_key: str | None = None, run_at: datetime | None = None, **payload: object) -> Job:
    """Write a job in the act at work; with a ``once_key`` that is already there, return that job instead."""
    act = current_act()
    known = find_once(once_key) if once_key else None
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
    if once_key is None:
        db.session.add(job)
        db.session.flush()
    else:
        job = _add_once(job, once_key)
    act.after_commit["ring"] = _ring
    return job


def _add_once(job: Job, once_key: str) -> Job:
    """Add the job unless somebody else adds it at the same moment."""
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        known = find_once(once_key)
        if known is None:
            raise
        return known
    return job


def _ring() -> None:
    for ring in _bells:
        ring()


@contextmanager
def holding(lease: Lease) -> Iterator[None]:
    """Do a job under a lease: each act inside commits only while the lease is still this worker's."""

    def check(session: Session) -> None:
        mine = select(Job.id).where(*is_held(lease)).with_for_update()
        if session.execute(mine).first() is None:
            raise LeaseLostError

    token = _held.set(lease)
    try:
        with on_condition(check):
            yield
    finally:
        _held.reset(token)


def is_held(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a lease still counts, for the WHERE of a query over jobs."""
    return (
        Job.id == lease.job_id,
        Job.state == JobState.RUNNING,
        Job.lease_owner == lease.owner,
        Job.lease_number == lease.number,
    )


def progress(job_id: int, done: int, total: int) -> None:
    """Note how far a job is, after each chunk; who got further has all tries before them again.

    When the worker was asked to stop, this ends the handler (GivenBackError, after the commit of the act at work): call
    it where everything up to here is saved and the job can be begun again.
    """
    further = Job.done < done
    with atomic(SYSTEM):
        db.session.execute(
            update(Job)
            .where(Job.id == job_id)
            .values(
                done=done,
                total=total,
                attempts=case((further, 0), else_=Job.attempts),
                deaths=case((further, 0), else_=Job.deaths),
            ),
            execution_options={"synchronize_session": False},
        )
    lease = _held.get()
    if lease is None or not lease.is_stopping():
        return
    act = find_act()
    if act is None:
        _give_back()
    act.after_commit["give back"] = _give_back


def _give_back() -> NoReturn:
    raise GivenBackError


def retry_job(job_id: int, *, actor: Actor) -> Job:
    """Have a failed job tried again, with all its tries before it."""
    with atomic(actor):
        job = get_job(job_id, lock=True)
        if job.state is not JobState.FAILED:
            raise ConflictError("This job has not failed; there is nothing to try again.")
        job.state, job.run_at, job.finished_at = JobState.WAITING, now(), None
        job.attempts = job.deaths = 0
        job.error = None
        record(actor, "job.retried", job, name=job.name)
        current_act().after_commit["ring"] = _ring
    return job
