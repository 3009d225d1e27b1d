"""The program as real processes over the installation of a test."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from config import ROOT, Settings

#: A test that waits longer than this for a process has found a fault; how fast it is on a good day is not asserted.
PATIENCE_SECONDS = 60.0
STEP_SECONDS = 0.02


def environment(app: Flask, **changes: str) -> dict[str, str]:
    """Return the environment under which a process sees the same installation as ``app``."""
    settings: Settings = app.config["CRM"]
    values = {
        **os.environ,
        "CRM_DATA": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "REDIS_URL": settings.redis_url or "",
        "SMTP_URL": settings.smtp_url or "",
        "MAIL_FROM": settings.mail_from or "",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "",
    }
    return {**values, **changes}


def begin(app: Flask, *arguments: str, **changes: str) -> "subprocess.Popen[bytes]":
    """Start a command of the program with the jobs of the tests; its log goes to `process.log` of the data folder."""
    folder: Path = app.config["CRM"].data_dir
    with (folder / "process.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.kit.program", *arguments],
            cwd=ROOT,
            env=environment(app, **changes),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def run(app: Flask, *arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of the program to its end."""
    return subprocess.run(
        [sys.executable, "-m", "tests.kit.program", *arguments],
        cwd=ROOT,
        env=environment(app, **changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS * 5,
    )


@contextmanager
def a_worker(app: Flask, *, beat: float = 0.1, lanes: int = 2, **changes: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a worker during a block; it beats fast, so that its death shows fast."""
    process = begin(app, "worker", "--beat", str(beat), "--lanes", str(lanes), **changes)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(is_so: Callable[[], bool], *, sentence: str) -> None:
    """Wait until something is so; fail with the sentence when it never comes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(sentence)
        time.sleep(STEP_SECONDS)
