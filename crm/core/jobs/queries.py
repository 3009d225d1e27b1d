"""Reading jobs and workers."""

from datetime import datetime

from sqlalchemy import func, select

from crm.core.clock import now
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.jobs.models import Job, JobState, Worker


def get_job(job_id: int, *, lock: bool = False) -> Job:
    """Return a job or raise NotFoundError."""
    query = select(Job).where(Job.id == job_id).execution_options(populate_existing=True)
    job = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if job is None:
        raise NotFoundError("There is no such job.")
    return job


def find_once(once_key: str) -> Job | None:
    """Return the job that was written under this key."""
    return db.session.scalars(select(Job).where(Job.once_key == once_key)).one_or_none()


def find_oldest_due() -> Job | None:
    """Return the job that waits longest past its time."""
    return db.session.scalars(
        select(Job).where(Job.state == JobState.WAITING, Job.run_at <= now()).order_by(Job.run_at, Job.id).limit(1)
    ).first()


def find_next_moment(leave_out: list[str]) -> datetime | None:
    """Return when the next waiting job is due; jobs of the names in ``leave_out`` do not count."""
    return db.session.scalar(
        select(func.min(Job.run_at)).where(Job.state == JobState.WAITING, Job.name.not_in(leave_out))
    )


def count_jobs(state: JobState) -> int:
    """Return how many jobs are in a state."""
    return db.session.scalar(select(func.count()).select_from(Job).where(Job.state == state)) or 0


def list_jobs(state: JobState, *, limit: int = 50) -> list[Job]:
    """Return the newest jobs in a state."""
    return list(db.session.scalars(select(Job).where(Job.state == state).order_by(Job.id.desc()).limit(limit)))


def list_pulses() -> dict[str, int | None]:
    """Return the beats of each worker that holds a job; None for one that has no row."""
    rows = db.session.execute(
        select(Job.lease_owner, Worker.beats)
        .distinct()
        .outerjoin(Worker, Worker.name == Job.lease_owner)
        .where(Job.state == JobState.RUNNING)
    )
    return {owner or "": beats for owner, beats in rows}


def list_workers(*, limit: int = 20) -> list[Worker]:
    """Return the workers that were seen last."""
    return list(db.session.scalars(select(Worker).order_by(Worker.seen_at.desc(), Worker.id).limit(limit)))


def last_seen() -> datetime | None:
    """Return when any worker was last seen."""
    return db.session.scalar(select(func.max(Worker.seen_at)))
