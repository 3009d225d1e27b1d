"""Mails through a real worker and a real server, with the worker killed at the worst moments."""

import random
import re
import time
from functools import partial

import pytest
from flask import Flask

from crm.core.actor import SHELL
from crm.core.db import atomic, db
from crm.core.jobs.models import JobState
from crm.core.jobs.queries import count_jobs
from crm.core.mail.models import MailState
from crm.core.mail.queries import count_mails, get_mail, list_mails
from crm.core.mail.services import send_mail
from tests.kit.processes import a_worker, wait_until
from tests.kit.smtp import Sink, a_mail_server

SENDER = "The coalition <crm@coalition.example>"


def write_mails(number: int) -> None:
    """Put mails into the outbox."""
    with atomic(SHELL):
        for each in range(number):
            send_mail(f"person{each}@coalition.example", f"Mail {each}", "Hello", purpose="tests.hello")


def is_over() -> bool:
    """Look anew whether every mail has an end that was written down."""
    db.session.rollback()
    return not any(count_jobs(state) for state in (JobState.WAITING, JobState.RUNNING))


def is_taken(sink: Sink, number: int) -> bool:
    """Say whether the server has taken so many mails, or all are over."""
    return len(sink.taken) >= number or is_over()


def test_a_worker_that_dies_while_the_server_takes_the_words_never_sends_them_again(app: Flask) -> None:
    with a_mail_server() as sink:
        sink.pause = 20.0
        write_mails(1)
        with a_worker(app, SMTP_URL=sink.url, MAIL_FROM=SENDER) as worker:
            wait_until(partial(is_taken, sink, 1), sentence="The mail did not arrive.")
            worker.kill()
        sink.pause = 0.0
        with a_worker(app, SMTP_URL=sink.url, MAIL_FROM=SENDER):
            wait_until(is_over, sentence="The mail has no end.")
    assert get_mail(1).state is MailState.UNKNOWN
    assert len(sink.taken) == 1


def test_a_worker_told_to_stop_waits_for_the_servers_answer(app: Flask) -> None:
    with a_mail_server() as sink:
        sink.pause = 1.0
        write_mails(1)
        with a_worker(app, SMTP_URL=sink.url, MAIL_FROM=SENDER) as worker:
            wait_until(partial(is_taken, sink, 1), sentence="The mail did not arrive.")
            worker.terminate()
            assert worker.wait(60) == 0
    assert is_over()
    assert get_mail(1).state is MailState.SENT


def test_killed_again_and_again_a_worker_sends_no_mail_twice(app: Flask, request: pytest.FixtureRequest) -> None:
    mails, kills = (1000, 50) if request.config.getoption("--big") else (60, 6)
    chance = random.Random(7)  # noqa: S311 - the same moments every time
    write_mails(mails)
    killed = 0
    with a_mail_server() as sink:
        sink.pause = 0.02
        while not is_over():
            taken = len(sink.taken)
            with a_worker(app, SMTP_URL=sink.url, MAIL_FROM=SENDER) as worker:
                wait_until(partial(is_taken, sink, taken + 1), sentence="No mail left.")
                if killed < kills:
                    time.sleep(chance.uniform(0, 0.2))
                    worker.kill()
                    killed += 1
                    continue
                while not is_over():
                    wait_until(partial(is_taken, sink, len(sink.taken) + 1), sentence="Some mails have no end.")
    ids = [re.search(r"<m(\d+)\.", message["Message-ID"]) for message in sink.messages]
    delivered = [int(found[1]) for found in ids if found]
    sent = {mail.id for mail in list_mails([MailState.SENT], limit=mails)}
    unknown = {mail.id for mail in list_mails([MailState.UNKNOWN], limit=mails)}
    assert killed > 2
    assert len(delivered) == len(set(delivered)), "a mail was sent twice"
    assert sent <= set(delivered) <= sent | unknown
    assert len(unknown) <= 2 * killed
    counts = count_mails()
    assert counts[MailState.SENT] + counts[MailState.UNKNOWN] == mails
