"""What a worker does with jobs: takes one, ends it, puts it off, gives it back, takes over what a dead one left.

A lease is dead when its owner's row `beats` did not move while the observer's own monotonic clock went on for the whole
window (`Watch`). No wall clock takes part, so a clock that jumps, or two that differ, take nobody's work away. Whoever
was only slow is held off by the number of the lease: none of their acts commits any more (`services.holding`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from crm.core.actor import SYSTEM
from crm.core.clock import now
from crm.core.db import atomic, count_changed, db
from crm.core.jobs.models import Job, JobState, Worker
from crm.core.jobs.queries import find_next_moment, find_once
from crm.core.jobs.services import enqueue, is_held
from crm.core.jobs.values import Lease, LeaseLostError
from crm.core.words import N_

#: So many workers may die at a job, without its getting further, before it counts as what kills them.
DEATHS = 5
#: Seconds before the second, third, ... try.
DELAYS = (15, 60, 300, 900, 3600)
#: How long rows of what is over are kept.
KEPT = timedelta(days=35)

DIED = N_("The worker stopped in the middle of this again and again. It was noted in the log.")


@dataclass(slots=True)
class Watch:
    """One observer's memory of other workers' pulses."""

    window: float
    _since: dict[str, tuple[int, float]] = field(default_factory=dict)

    def dead(self, pulses: dict[str, int | None], at: float) -> dict[str, int | None]:
        """Return those of ``pulses`` (beats by owner) that have not moved for the window; ``at``: monotonic seconds.

        An owner without a row (None) is dead at once: it has said goodbye, or never came to beat.
        """
        self._since = {owner: since for owner, since in self._since.items() if owner in pulses}
        found: dict[str, int | None] = {}
        for owner, beats in pulses.items():
            if beats is None:
                found[owner] = None
                continue
            seen, since = self._since.get(owner, (-1, at))
            if seen != beats:
                self._since[owner] = (beats, at)
            elif at - since >= self.window:
                found[owner] = beats
        return found


def beat(worker: str) -> None:
    """Move a worker's pulse; the first beat writes its row."""
    moment = now()
    with atomic(SYSTEM):
        moved = db.session.execute(
            update(Worker).where(Worker.name == worker).values(beats=Worker.beats + 1, seen_at=moment)
        )
        if not count_changed(moved):
            db.session.add(Worker(name=worker, started_at=moment, seen_at=moment))


def is_due(leave_out: list[str]) -> bool:
    """Say whether there is something to take; reads only, so an idle worker holds up nobody."""
    moment = find_next_moment(leave_out)
    return moment is not None and moment <= now()


def seconds_until_due(leave_out: list[str], most: float) -> float:
    """Return how long a worker may sleep: until the next job is due, ``most`` seconds at most."""
    moment = find_next_moment(leave_out)
    return most if moment is None else min(max((moment - now()).total_seconds(), 0.0), most)


def take_job(worker: str, *, leave_out: list[str], is_stopping: Callable[[], bool] = bool) -> Lease | None:
    """Take the job that is due longest, if any, under a new lease."""
    with atomic(SYSTEM):
        job = db.session.scalars(
            select(Job)
            .where(Job.state == JobState.WAITING, Job.run_at <= now(), Job.name.not_in(leave_out))
            .order_by(Job.run_at, Job.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if job is None:
            return None
        job.state, job.lease_owner = JobState.RUNNING, worker
        job.lease_number += 1
    return Lease(job.id, worker, job.lease_number, job.name, dict(job.payload), job.user_id, job.attempts, is_stopping)


def finish_job(lease: Lease) -> None:
    """End a job well; in the act at work when there is one."""
    _settle(lease, state=JobState.DONE, finished_at=now(), error=None)


def fail_job(lease: Lease, sentence: str) -> None:
    """End a job for good, with one sentence for people."""
    _settle(lease, state=JobState.FAILED, finished_at=now(), error=sentence)


def put_off_job(lease: Lease, seconds: float, sentence: str) -> None:
    """Let a job wait for a while, without counting a try; the sentence says for what."""
    _settle(lease, state=JobState.WAITING, run_at=now() + timedelta(seconds=seconds), error=sentence)


def give_back_job(lease: Lease) -> None:
    """Leave a job to the next worker."""
    _settle(lease, state=JobState.WAITING, run_at=now())


def try_again_or_fail(lease: Lease, sentence: str, *, tries: int) -> bool:
    """Count a try that went wrong: the job waits for its next one, or fails after the last; say whether it failed."""
    with atomic(SYSTEM):
        attempts = 1 + (db.session.scalar(select(Job.attempts).where(Job.id == lease.job_id)) or 0)
        if attempts >= tries:
            _settle(lease, state=JobState.FAILED, finished_at=now(), error=sentence, attempts=attempts)
            return True
        delay = timedelta(seconds=DELAYS[min(attempts, len(DELAYS)) - 1])
        _settle(lease, state=JobState.WAITING, run_at=now() + delay, attempts=attempts, error=sentence)
    return False


def _settle(lease: Lease, **values: object) -> None:
    with atomic(SYSTEM):
        settled = db.session.execute(
            update(Job).where(*is_held(lease)).values(lease_owner=None, **values),
            execution_options={"synchronize_session": False},
        )
        if not count_changed(settled):
            raise LeaseLostError


def take_over(owner: str, beats: int | None) -> int:
    """Free the jobs of a dead worker, unless it moved at the last moment; return how many."""
    with atomic(SYSTEM):
        if db.session.scalar(select(Worker.beats).where(Worker.name == owner)) != beats:
            return 0
        jobs = db.session.scalars(
            select(Job).where(Job.state == JobState.RUNNING, Job.lease_owner == owner).with_for_update()
        ).all()
        for job in jobs:
            job.lease_owner = None
            job.deaths += 1
            if job.deaths >= DEATHS:
                job.state, job.finished_at, job.error = JobState.FAILED, now(), DIED
            else:
                job.state, job.run_at = JobState.WAITING, now()
    return len(jobs)


def enqueue_daily(names: Iterable[str]) -> list[str]:
    """Write the jobs of the day that are not there yet; a machine that slept does them when it wakes."""
    day = now().date().isoformat()
    missing = [name for name in names if find_once(f"{name}:{day}") is None]
    for name in missing:
        with atomic(SYSTEM):
            enqueue(name, once_key=f"{name}:{day}")
    return missing


def forget_old_rows() -> None:
    """Delete jobs that were done, and workers that were seen, more than five weeks ago."""
    before: datetime = now() - KEPT
    with atomic(SYSTEM):
        db.session.execute(delete(Job).where(Job.state == JobState.DONE, Job.finished_at < before))
        db.session.execute(delete(Worker).where(Worker.seen_at < before))
