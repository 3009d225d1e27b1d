"""A real worker process, killed and stopped and robbed of its alarm clock."""

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis
from flask import Flask

from crm.accounts.queries import get_user
from crm.core.actor import SHELL, Actor
from crm.core.backup.queries import find_last_backup
from crm.core.db import atomic, db
from crm.core.errors import BusyError
from crm.core.jobs.models import Job, JobState
from crm.core.jobs.queries import count_jobs, get_job, list_jobs, list_workers
from crm.core.jobs.registry import daily_names
from crm.core.jobs.services import enqueue, retry_job
from crm.core.jobs.work import take_job
from crm.worker.handling import USER_GONE, WENT_WRONG, do_job
from tests import machine
from tests.factories import a_user
from tests.kit.jobs import counters
from tests.kit.processes import a_worker, wait_until


def put_aside(name: str, *, actor: Actor = SHELL, **payload: Any) -> Job:
    """Write one job as the web server would."""
    with atomic(actor):
        return enqueue(name, **payload)


def all_done() -> bool:
    """Look anew whether nothing waits or runs."""
    db.session.rollback()
    return not any(count_jobs(state) for state in (JobState.WAITING, JobState.RUNNING))


def is_further(done: int) -> bool:
    """Look anew whether more jobs are done, or all."""
    return all_done() or count_jobs(JobState.DONE) > done


def state_of(job: Job) -> JobState:
    """Look anew where a job stands."""
    db.session.rollback()
    return get_job(job.id).state


def is_seen() -> bool:
    """Look anew whether a worker has shown itself."""
    db.session.rollback()
    return bool(list_workers())


def test_a_worker_does_what_was_put_aside(app: Flask) -> None:
    with a_worker(app):
        put_aside("tests.count", number=1)
        wait_until(all_done, sentence="The job was not done.")
    assert counters("count.") == {"count.1": 1}


def test_killed_again_and_again_a_worker_does_each_job_once(app: Flask, request: pytest.FixtureRequest) -> None:
    jobs = 2000 if request.config.getoption("--big") else 100
    kills = 50 if request.config.getoption("--big") else 6
    chance = random.Random(20261124)  # noqa: S311 - the same moments every time
    with atomic(SHELL):
        for number in range(jobs):
            if number % 20:
                enqueue("tests.count", number=number)
            else:
                enqueue("tests.chunks", number=number, total=10)
    killed = 0
    while not all_done():
        begun = count_jobs(JobState.DONE)
        with a_worker(app, CRM_TEST_PAUSE="0.005") as process:
            wait_until(partial(is_further, begun), sentence="No job was done.")
            if killed < kills:
                time.sleep(chance.uniform(0, 0.15))
                process.kill()
                killed += 1
                continue
            while not all_done():
                wait_until(partial(is_further, count_jobs(JobState.DONE)), sentence="The rest was not done.")
    assert killed > 3
    assert count_jobs(JobState.DONE) == jobs
    assert counters("count.") == {f"count.{number}": 1 for number in range(jobs) if number % 20}
    assert counters("chunk.") == {f"chunk.{number}.{step}": 1 for number in range(0, jobs, 20) for step in range(10)}


def test_told_to_stop_a_worker_finishes_the_chunk_in_hand_and_gives_the_job_back(app: Flask) -> None:
    job = put_aside("tests.chunks", number=1, total=40)
    with a_worker(app, CRM_TEST_PAUSE="0.05") as process:
        wait_until(lambda: state_of(job) is JobState.RUNNING and get_job(job.id).done > 2, sentence="It did not run.")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    db.session.rollback()
    left = get_job(job.id)
    assert left.state is JobState.WAITING
    assert left.lease_owner is None
    assert left.deaths == 0
    assert 2 < left.done < 40
    assert counters("chunk.") == {f"chunk.1.{step}": 1 for step in range(left.done)}
    with a_worker(app):
        wait_until(all_done, sentence="The rest was not done.")
    assert counters("chunk.") == {f"chunk.1.{step}": 1 for step in range(40)}


def test_a_job_of_somebody_who_may_no_longer_sign_in_fails_with_a_sentence(app: Flask) -> None:
    user = a_user()
    job = put_aside("tests.count", actor=user.as_actor(), number=1)
    with atomic(SHELL):
        get_user(user.id).is_active = False
    with a_worker(app):
        wait_until(lambda: state_of(job) is JobState.FAILED, sentence="The job did not fail.")
    assert get_job(job.id).error == USER_GONE
    assert counters("count.") == {}


def test_jobs_that_fail_say_why_and_stop_nothing(app: Flask) -> None:
    wrong, refused, unknown = put_aside("tests.wrong"), put_aside("tests.refuse"), put_aside("tests.nobody-knows")
    put_aside("tests.count", number=1)
    with a_worker(app):
        wait_until(all_done, sentence="The jobs did not end.")
    assert get_job(wrong.id).error == WENT_WRONG
    assert get_job(refused.id).error == "The list of Zarifa is closed."
    assert get_job(unknown.id).error == "This version of the program does not know this kind of work."
    assert [job.state for job in list_jobs(JobState.FAILED)] == [JobState.FAILED] * 3
    assert counters("count.") == {"count.1": 1}


def test_the_log_of_a_job_that_refuses_names_nobody(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    put_aside("tests.refuse")
    lease = take_job("a worker", leave_out=[], is_stopping=lambda: False)
    assert lease
    verdict = do_job(lease)
    assert verdict
    assert "The list of %(name)s is closed." in caplog.text
    assert "Zarifa" not in caplog.text


def test_a_job_that_kills_every_worker_ends_failed(app: Flask) -> None:
    job = put_aside("tests.die")
    while state_of(job) is not JobState.FAILED:
        with a_worker(app) as process:
            wait_until(lambda: process.poll() is not None or state_of(job) is JobState.FAILED, sentence="No end.")
    assert "again and again" in (get_job(job.id).error or "")
    retried = retry_job(job.id, actor=SHELL)
    assert (retried.state, retried.deaths, retried.error) == (JobState.WAITING, 0, None)


def test_without_the_file_of_the_alarm_clock_work_goes_on(app: Flask, data_dir: Path) -> None:
    with a_worker(app):
        wait_until((data_dir / "huey.db").exists, sentence="There is no alarm clock.")
        put_aside("tests.count", number=1)
        wait_until(all_done, sentence="The first job was not done.")
        for file in data_dir.glob("huey.db*"):
            file.unlink()
        put_aside("tests.count", number=2)
        wait_until(all_done, sentence="The second job was not done.")
        for file in data_dir.glob("huey.db*"):
            file.write_bytes(b"this is no database")
        put_aside("tests.count", number=3)
        wait_until(all_done, sentence="The third job was not done.")
    assert counters("count.") == {"count.1": 1, "count.2": 1, "count.3": 1}


def stop_between_acts(process: "subprocess.Popen[bytes]") -> None:
    """Stop a process at a moment when it does not hold the database's lock, which nobody could take from it."""
    while True:
        process.send_signal(signal.SIGSTOP)
        try:
            with atomic(SHELL, patience=0.3):
                return
        except BusyError:
            process.send_signal(signal.SIGCONT)
            time.sleep(0.05)


def test_a_worker_that_slept_too_long_changes_nothing_more(app: Flask) -> None:
    job = put_aside("tests.chunks", number=1, total=30)
    with a_worker(app, CRM_TEST_PAUSE="0.05") as slow:
        wait_until(lambda: state_of(job) is JobState.RUNNING and get_job(job.id).done > 2, sentence="It did not run.")
        stop_between_acts(slow)
        with a_worker(app):
            wait_until(all_done, sentence="Nobody took the job over.")
            slow.send_signal(signal.SIGCONT)
            time.sleep(1)
    assert counters("chunk.") == {f"chunk.1.{step}": 1 for step in range(30)}
    assert get_job(job.id).state is JobState.DONE


def test_a_short_job_does_not_wait_behind_the_heartbeat_of_the_clock(app: Flask) -> None:
    with a_worker(app, beat=20):
        wait_until(is_seen, sentence="The worker is not seen.")
        put_aside("tests.count", number=1)
        wait_until(all_done, sentence="The alarm clock did not wake the worker.")


@contextmanager
def a_redis(folder: Path) -> Iterator[machine.Server]:
    """Run a Redis during a block."""
    server = machine.start_redis(folder / "redis")
    try:
        yield server
    finally:
        server.stop()


def test_a_redis_that_forgets_everything_loses_nothing(app: Flask, tmp_path: Path) -> None:
    if machine.find_redis() is None:
        pytest.skip(machine.how_to_get("redis"))
    with a_redis(tmp_path) as server:
        with redis.Redis.from_url(server.url) as client, a_worker(app, REDIS_URL=server.url) as first:
            for number in range(30):
                put_aside("tests.count", number=number)
                if number % 5 == 0:
                    client.flushall()
            first.kill()
            client.flushall()
        with a_worker(app, REDIS_URL=server.url):
            wait_until(all_done, sentence="Jobs were lost with Redis.")
            server.process.kill()
            server.process.wait()
            put_aside("tests.count", number=30)
            wait_until(all_done, sentence="Without Redis nothing goes on.")
    assert counters("count.") == {f"count.{number}": 1 for number in range(31)}


def test_a_worker_makes_the_backup_of_the_day_once(app: Flask, data_dir: Path) -> None:
    for _ in range(2):
        with a_worker(app, CRM_TEST_DAILY="1"):
            wait_until(is_backed_up, sentence="There is no backup.")
    assert len(list((data_dir / "backups").glob("crm-*-daily.tar"))) == 1
    assert sorted(job.name for job in list_jobs(JobState.DONE)) == sorted(daily_names())


def is_backed_up() -> bool:
    """Look anew whether a backup was made and all jobs are done."""
    db.session.rollback()
    return find_last_backup() is not None and all_done()
