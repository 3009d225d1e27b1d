"""Leases, tries and moments of jobs, on both databases."""

import ast
import threading
from datetime import timedelta

import pytest
from flask import Flask

from config import ROOT
from crm.core.actor import SHELL, SYSTEM
from crm.core.clock import now
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, NotFoundError
from crm.core.jobs.models import Job, JobState
from crm.core.jobs.queries import find_oldest_due, get_job, list_pulses, list_workers
from crm.core.jobs.registry import daily_names, job_names
from crm.core.jobs.services import enqueue, holding, progress, retry_job
from crm.core.jobs.values import GivenBackError, Lease, LeaseLostError
from crm.core.jobs.work import (
    DEATHS,
    KEPT,
    Watch,
    beat,
    enqueue_daily,
    fail_job,
    finish_job,
    forget_old_rows,
    give_back_job,
    is_due,
    put_off_job,
    seconds_until_due,
    take_job,
    take_over,
    try_again_or_fail,
)
from crm.core.preferences.queries import find_preference
from crm.core.preferences.services import set_preference


def a_job(name: str = "tests.one", **options: object) -> Job:
    """Put a job aside."""
    with atomic(SHELL):
        return enqueue(name, **options)  # type: ignore[arg-type]


def taken(worker: str = "w", *, is_stopping: bool = False) -> Lease:
    """Take the next job."""
    lease = take_job(worker, leave_out=[], is_stopping=lambda: is_stopping)
    assert lease is not None
    return lease


def test_the_job_that_is_due_longest_comes_first_and_later_ones_wait(app: Flask) -> None:
    later = a_job(run_at=now() + timedelta(hours=1))
    second, first = a_job(), a_job(run_at=now() - timedelta(hours=1))
    assert find_oldest_due() is first
    assert [taken().job_id, taken().job_id] == [first.id, second.id]
    assert take_job("w", leave_out=[]) is None
    assert not is_due([])
    assert 3500 < seconds_until_due([], 9999) <= 3600
    assert seconds_until_due([], 30) == 30
    assert seconds_until_due(["tests.one"], 30) == 30
    assert get_job(later.id).state is JobState.WAITING


def test_a_lane_leaves_out_what_it_is_told_to(app: Flask) -> None:
    a_job("tests.long")
    assert take_job("w", leave_out=["tests.long"]) is None
    assert not is_due(["tests.long"])
    assert taken().name == "tests.long"


def test_two_workers_never_take_the_same_job(app: Flask) -> None:
    for _ in range(30):
        a_job()
    found: list[int] = []

    def work(name: str) -> None:
        with app.app_context():
            while (lease := take_job(name, leave_out=[])) is not None:
                found.append(lease.job_id)
                finish_job(lease)

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # On PostgreSQL a worker may find every due job locked and leave; nothing is taken twice, and the rest is still due.
    assert len(found) == len(set(found))
    while (lease := take_job("last", leave_out=[])) is not None:
        found.append(lease.job_id)
        finish_job(lease)
    assert sorted(found) == sorted(set(found))
    assert len(found) == 30


def test_an_old_lease_opens_nothing(app: Flask) -> None:
    job = a_job()
    old = taken("slow")
    assert take_over("slow", None) == 1
    new = taken("slow")
    assert (new.job_id, new.number) == (job.id, old.number + 1)
    for end in (
        finish_job,
        give_back_job,
        lambda lease: fail_job(lease, "No."),
        lambda lease: put_off_job(lease, 1, ""),
    ):
        with pytest.raises(LeaseLostError):
            end(old)
    with pytest.raises(LeaseLostError), holding(old), atomic(SYSTEM):
        set_preference("tests.kept", 1)
    assert find_preference("tests.kept") is None
    with holding(new), atomic(SYSTEM):
        set_preference("tests.kept", 2)
    finish_job(new)
    assert get_job(job.id).state is JobState.DONE


def test_a_job_is_tried_so_often_with_longer_and_longer_pauses(app: Flask) -> None:
    job = a_job()
    pauses = []
    for _ in range(2):
        assert not try_again_or_fail(taken(), "It went wrong.", tries=3)
        waiting = get_job(job.id)
        pauses.append(round((waiting.run_at - now()).total_seconds()))
        with atomic(SYSTEM):
            get_job(job.id).run_at = now()
    assert pauses == [15, 60]
    assert try_again_or_fail(taken(), "It went wrong.", tries=3)
    failed = get_job(job.id)
    assert (failed.state, failed.error, failed.attempts) == (JobState.FAILED, "It went wrong.", 3)
    retry_job(job.id, actor=SHELL)
    assert (get_job(job.id).state, get_job(job.id).attempts) == (JobState.WAITING, 0)
    with pytest.raises(ConflictError):
        retry_job(job.id, actor=SHELL)
    with pytest.raises(NotFoundError):
        retry_job(9999, actor=SHELL)


def test_who_gets_further_has_all_tries_again(app: Flask) -> None:
    job = a_job()
    for _ in range(DEATHS - 1):
        taken("dying")
        take_over("dying", None)
    assert get_job(job.id).deaths == DEATHS - 1
    progress(job.id, 10, 100)
    assert (get_job(job.id).deaths, get_job(job.id).done, get_job(job.id).total) == (0, 10, 100)
    for _ in range(DEATHS):
        taken("dying")
        take_over("dying", None)
        progress(job.id, 10, 100)
    assert get_job(job.id).state is JobState.FAILED


def test_a_worker_told_to_stop_ends_after_the_chunk_and_never_inside(app: Flask) -> None:
    job = a_job()
    lease = taken(is_stopping=True)

    def do_a_chunk() -> None:
        with holding(lease), atomic(SYSTEM):
            set_preference("tests.chunk", 1)
            progress(job.id, 1, 2)
            set_preference("tests.chunk", 2)

    with pytest.raises(GivenBackError):
        do_a_chunk()
    kept = find_preference("tests.chunk")
    assert kept is not None
    assert kept.value == 2
    assert get_job(job.id).done == 1
    with pytest.raises(GivenBackError), holding(lease):
        progress(job.id, 2, 2)
    assert get_job(job.id).done == 2


def test_a_pulse_that_moves_is_alive_however_slow_the_clock() -> None:
    watch = Watch(window=30)
    assert watch.dead({"a": 1, "b": 1}, 0) == {}
    assert watch.dead({"a": 2, "b": 1}, 29) == {}
    assert watch.dead({"a": 2, "b": 1}, 30) == {"b": 1}
    assert watch.dead({"a": 2}, 58) == {}
    assert watch.dead({"a": 2}, 59) == {"a": 2}
    assert watch.dead({"a": 3, "c": None}, 60) == {"c": None}
    assert watch.dead({"b": 1}, 61) == {}, "one that is met anew is watched for a whole window"


def test_a_worker_that_moves_at_the_last_moment_keeps_its_jobs(app: Flask) -> None:
    beat("slow")
    a_job()
    taken("slow")
    pulses = list_pulses()
    beat("slow")
    assert take_over("slow", pulses["slow"]) == 0
    assert list_pulses() == {"slow": (pulses["slow"] or 0) + 1}
    assert take_over("slow", list_pulses()["slow"]) == 1
    assert list_pulses() == {}


def test_work_under_one_key_is_written_once(app: Flask) -> None:
    assert a_job(once_key="today").id == a_job(once_key="today").id
    assert a_job().id != a_job().id


def test_the_jobs_of_the_day_come_once_a_day_whatever_the_clock_did(app: Flask) -> None:
    assert enqueue_daily(["tests.daily"]) == ["tests.daily"]
    assert enqueue_daily(["tests.daily"]) == []
    finish_job(taken())
    assert enqueue_daily(["tests.daily"]) == []


def test_what_is_long_over_is_forgotten(app: Flask) -> None:
    old, young, failed = a_job(), a_job(), a_job()
    beat("gone")
    for job in (old, young):
        assert taken().job_id == job.id
    with atomic(SYSTEM):
        for each, state in ((old, JobState.DONE), (young, JobState.DONE), (failed, JobState.FAILED)):
            row = get_job(each.id)
            row.state, row.finished_at = state, now() - (timedelta() if each is young else KEPT + timedelta(days=1))
        list_workers()[0].seen_at = now() - KEPT - timedelta(days=1)
    forget_old_rows()
    db.session.expire_all()
    assert {job.id for job in db.session.query(Job)} == {young.id, failed.id}
    assert list_workers() == []


def test_every_job_that_the_program_puts_aside_has_a_handler(app: Flask) -> None:
    written = set()
    for path in (ROOT / "crm").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "enqueue":
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    written.add(name.value)
    assert written | set(daily_names()) <= set(job_names())
    assert written
