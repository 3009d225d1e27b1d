"""What people see of the installation's health, and of one job."""

from datetime import timedelta

import pytest
from flask import Flask

from crm.accounts.values import Role
from crm.core.actor import SHELL, SYSTEM
from crm.core.audit.queries import LogFilter, list_lines
from crm.core.backup.queries import LAST
from crm.core.clock import now
from crm.core.db import atomic
from crm.core.jobs.models import Job, JobState
from crm.core.jobs.queries import get_job, list_jobs, list_workers
from crm.core.jobs.services import enqueue, progress
from crm.core.jobs.work import beat, fail_job, take_job
from crm.core.mail.models import MailState
from crm.core.mail.queries import get_mail
from crm.core.mail.restoring import KEY, is_restored
from crm.core.mail.services import send_mail
from crm.core.preferences.services import set_preference
from crm.web.shared.alerts import Alert, alerts
from tests.factories import a_user
from tests.web.kit import client_for

STATUS = "/settings/status"


def shown(app: Flask) -> list[Alert]:
    """Return what a page shows now."""
    with app.test_request_context("/"):
        return alerts()


def a_failed_job() -> Job:
    """Leave a job that failed."""
    with atomic(SHELL):
        job = enqueue("tests.page")
    lease = take_job("a worker", leave_out=[])
    assert lease is not None
    fail_job(lease, "The list is closed.")
    return job


def test_health_tells_machines_that_it_works_and_nothing_else(app: Flask) -> None:
    client = client_for(app)
    assert client.get("/healthz").json == {"status": "ok", "worker": "missed", "backup": "missed"}
    beat("a worker")
    with atomic(SYSTEM):
        set_preference(LAST, {"at": now().isoformat(), "name": "b.tar", "size": 7})
    assert client.get("/healthz").json == {"status": "ok", "worker": "ok", "backup": "ok"}


def test_a_worker_that_stopped_shows_within_two_minutes(app: Flask) -> None:
    assert [each.check for each in shown(app)] == ["worker", "mail out", "backup"]
    beat("a worker")
    assert [each.check for each in shown(app)] == ["mail out", "backup"]
    with atomic(SYSTEM):
        list_workers()[0].seen_at = now() - timedelta(minutes=2, seconds=1)
    assert (shown(app)[0].check, shown(app)[0].tone) == ("worker", "red")


def test_a_backup_older_than_two_days_is_news(app: Flask) -> None:
    beat("a worker")
    with atomic(SYSTEM):
        set_preference(LAST, {"at": (now() - timedelta(days=2, minutes=1)).isoformat(), "name": "b.tar", "size": 7})
    assert [(each.check, each.text) for each in shown(app)] == [
        ("backup", "The last good backup is 2 days old."),
        (
            "mail out",
            "No mail server is set: mails become files in the outbox folder, nobody gets them.",
        ),
    ]


def test_an_administrator_sees_everything_and_tries_again_what_failed(app: Flask) -> None:
    job = a_failed_job()
    beat("machine-1")
    with atomic(SYSTEM):
        mail = send_mail("ana@coalition.example", "Hello", "Hello", purpose="tests.hello")
        mail.state, mail.answer = MailState.UNKNOWN, "It waited when the backup was taken."
    client = client_for(app, Role.ADMIN)
    page = client.get(STATUS)
    assert page.status_code == 200
    for words in ("The list is closed.", "tests.page", "machine-1", "ana@coalition.example", "It waited when"):
        assert words in page.text
    assert client.post(f"{STATUS}/jobs/{job.id}/retry").status_code == 302
    assert get_job(job.id).state is JobState.WAITING
    assert client.post(f"{STATUS}/jobs/{job.id}/retry").status_code == 409
    assert client.post(f"{STATUS}/mails/{mail.id}/resend").status_code == 302
    assert get_mail(mail.id).state is MailState.QUEUED
    assert client.post(f"{STATUS}/mails/{mail.id}/resend").status_code == 409
    assert client.post(f"{STATUS}/jobs/999/retry").status_code == 404
    assert client.post(f"{STATUS}/backup").status_code == 302
    assert "backup.now" in [each.name for each in list_jobs(JobState.WAITING)]
    done = [line.action for line in list_lines(LogFilter()).rows]
    assert {"job.retried", "mail.resent", "backup.ordered"} <= set(done)


def test_restore_mode_is_shown_and_ended_on_the_status_page(app: Flask) -> None:
    with atomic(SYSTEM):
        set_preference(KEY, {"at": now().isoformat(), "backup": "crm-monday.tar"})
    assert shown(app)[0].check in {"worker", "mail out"}
    client = client_for(app, Role.ADMIN)
    assert "crm-monday.tar" in client.get(STATUS).text
    client.post(f"{STATUS}/confirm")
    assert not is_restored()
    assert "crm-monday.tar" not in client.get(STATUS).text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.STAFF, Role.COORDINATOR])
def test_the_status_page_is_for_administrators(app: Flask, role: Role) -> None:
    client = client_for(app, role)
    assert client.get(STATUS).status_code == 403
    assert client.post(f"{STATUS}/backup").status_code == 403
    assert client.post(f"{STATUS}/confirm").status_code == 403


def test_whoever_caused_a_job_follows_it_and_nobody_else_does(app: Flask) -> None:
    user = a_user()
    with atomic(user.as_actor()):
        job = enqueue("tests.page")
    mine, other, admin = client_for(app, user=user), client_for(app, Role.STAFF), client_for(app, Role.ADMIN)
    json = {"Accept": "application/json"}
    waiting = mine.get(f"/jobs/{job.id}?next=/profile", headers=json).json
    assert waiting == {
        "state": "waiting",
        "value": 0,
        "max": 1,
        "total": 0,
        "words": "Waiting for the worker.",
        "error": None,
        "done": False,
        "next": "/profile",
    }
    progress(job.id, 250, 1000)
    assert (mine.get(f"/jobs/{job.id}", headers=json).json or {})["words"] == "250 of 1,000"
    assert "data-poll" in mine.get(f"/jobs/{job.id}").text
    assert other.get(f"/jobs/{job.id}", headers=json).status_code == 404
    assert admin.get(f"/jobs/{job.id}", headers=json).status_code == 200
    assert mine.get("/jobs/999").status_code == 404
    lease = take_job("a worker", leave_out=[])
    assert lease is not None
    fail_job(lease, "The list is closed.")
    failed = mine.get(f"/jobs/{job.id}?next=//evil.example/", headers=json).json or {}
    assert (failed["state"], failed["error"], failed["done"]) == ("failed", "The list is closed.", True)
    assert not failed["next"].startswith("//")
