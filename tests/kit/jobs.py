"""Jobs of the tests, with effects that show whether they happened once, twice or never."""

import os
import time
from pathlib import Path

from crm.core.actor import Actor
from crm.core.db import atomic
from crm.core.errors import DomainError
from crm.core.jobs.queries import get_job
from crm.core.jobs.registry import job
from crm.core.jobs.services import progress
from crm.core.preferences.queries import find_preference, list_preferences
from crm.core.preferences.services import set_preference


@job("tests.count", one_act=True)
def count(*, number: int, actor: Actor, job_id: int) -> None:
    """Add one to a counter: twice would show."""
    del actor, job_id
    _add_one(f"count.{number}")


@job("tests.chunks")
def chunks(*, number: int, total: int, actor: Actor, job_id: int) -> None:
    """Add one to each of several counters, a transaction each, going on where the job was."""
    for step in range(get_job(job_id).done, total):
        with atomic(actor):
            _add_one(f"chunk.{number}.{step}")
            progress(job_id, step + 1, total)
        time.sleep(float(os.environ.get("CRM_TEST_PAUSE", "0")))


@job("tests.wrong", tries=1)
def wrong(*, actor: Actor, job_id: int) -> None:
    """Raise what no handler should."""
    raise KeyError("a fault in the program")


@job("tests.refuse")
def refuse(*, actor: Actor, job_id: int) -> None:
    """Refuse in words."""
    raise DomainError("The list of %(name)s is closed.", name="Zarifa")


@job("tests.wait")
def wait(*, path: str, actor: Actor, job_id: int) -> None:
    """Say that it has begun, then take its time."""
    Path(path).touch()
    time.sleep(60)


@job("tests.die")
def die(*, actor: Actor, job_id: int) -> None:
    """End the worker the hard way."""
    os._exit(9)


def counters(prefix: str) -> dict[str, int]:
    """Return the counters that begin with a prefix."""
    return list_preferences(prefix)


def _add_one(key: str) -> None:
    found = find_preference(key)
    set_preference(key, (found.value if found else 0) + 1)
