"""A run that is killed at any moment goes on to the same end: no row twice, none lost."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.contacts.models import Contact
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.jobs.models import Job
from crm.core.scope import reading_as, visible
from crm.imports.queries import list_batches
from crm.imports.services import (
    ImportWish,
    begin_command,
    begin_import,
    begin_undo,
    match_columns,
    prepare_review,
    run_import,
    undo_import,
    upload_file,
)
from crm.imports.values import BatchState, ImportAs
from tests.factories.imports import a_file, counts_of
from tests.imports.dumps import dump
from tests.kit.threads import at_once

ROOT = Path(__file__).parents[2]


def _rows(number: int) -> list[list[str]]:
    rows = [["name", "mail", "org", "role"]]
    for place in range(number):
        name = "Anonymous" if place % 5 == 0 else f"Signer Number {place}"
        rows.append([name, f"s{place}@reef.example" if place % 3 else "", f"Office {place % 7}", "Cook"])
    return rows


def _start(app: Flask, data: Path, file: Path) -> "subprocess.Popen[str]":
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    command = [sys.executable, "-m", "tests.imports.killed", str(data), url, str(file)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _await_rows(before: int) -> int:
    """Wait until the first batch has written more rows than these, or is done; return how many."""
    while True:
        db.session.rollback()
        batch = min(list_batches(), key=lambda one: one.id)
        if batch.done_rows > before or batch.state is BatchState.DONE:
            return batch.done_rows
        time.sleep(0.005)


def test_a_killed_import_goes_on_to_the_same_end(app: Flask, data_dir: Path, request: pytest.FixtureRequest) -> None:
    """Begun again by the same command until it ends; then all of it is taken back."""
    is_big = request.config.getoption("--big")
    number, kills = (20_000, 40) if is_big else (800, 3)
    file = a_file(data_dir, _rows(number))
    before = dump()
    choice = random.Random(number)  # noqa: S311 - a test chooses, nobody guards
    stood = [0]
    for _ in range(kills):
        child = _start(app, data_dir, file)
        assert child.stdout is not None
        child.stdout.readline()
        if is_big:
            time.sleep(choice.uniform(0, 2.0))
        else:
            stood.append(_await_rows(stood[-1]))
        child.kill()
        child.communicate()
        db.session.rollback()
        for batch in list_batches():
            assert batch.state in {BatchState.UPLOADED, BatchState.READING, BatchState.RUNNING, BatchState.DONE}
    assert is_big or 0 < stood[1] < number
    last = _start(app, data_dir, file)
    assert last.communicate()[0].startswith("ready")
    assert last.returncode == 0
    db.session.rollback()
    batches = sorted(list_batches(), key=lambda batch: batch.id)
    assert counts_of(batches[0]) == {"created": number}
    # A kill after the end is no kill: the same list once more is all the same.
    assert all(counts_of(batch) == {"same": number} for batch in batches[1:])
    for batch in reversed(batches):
        begin_undo(batch.id, actor=SHELL)
        undo_import(batch.id, actor=SHELL)
    assert dump() == before


def test_two_windows_that_begin_one_import_bring_it_in_once(app: Flask, data_dir: Path) -> None:
    """Both press Import at the same moment, and two workers take it up: one job, each row once."""
    file = a_file(data_dir, _rows(60))
    draft = upload_file(file, file.name, ImportWish(import_as=ImportAs.PEOPLE, is_draft=True), actor=SHELL)
    match_columns(draft.id, draft.mapping, only_fill=False, version=None, actor=SHELL)
    prepare_review(draft.id, actor=SHELL, progress=lambda _done, _all: None)
    draft_id = draft.id

    def press(_window: int) -> None:
        with app.app_context(), reading_as(SHELL):
            begin_import(draft_id, actor=SHELL)
            run_import(draft_id, actor=SHELL)

    at_once(2, press)
    db.session.rollback()
    jobs = db.session.scalars(select(Job).where(Job.name == "imports.run")).all()
    assert ([job.payload for job in jobs], len(list_batches())) == ([{"batch_id": draft_id}], 1)
    assert counts_of(list_batches()[0]) == {"created": 48, "refused": 12}
    assert db.session.scalar(visible(Contact, func.count(Contact.id))) == 48


def test_ten_at_once_make_one_batch(app: Flask, data_dir: Path) -> None:
    """The same key sent at the same moment, and the same batch run by several: every row once."""
    file = a_file(data_dir, _rows(60))
    wish = ImportWish(import_as=ImportAs.PEOPLE, once_key="one key")

    def work(_worker: int) -> None:
        with app.app_context(), reading_as(SHELL):
            batch = upload_file(file, file.name, wish, actor=SHELL)
            begin_command(batch.id, actor=SHELL)
            run_import(batch.id, actor=SHELL)

    at_once(4, work)
    db.session.rollback()
    batches = list_batches()
    assert counts_of(batches[-1]) == {"created": 48, "refused": 12}
    assert all(counts_of(batch) == {"same": 48, "refused": 12} for batch in batches[:-1])
