"""The alarm clock: Huey's queue carries nothing but "there is work", from whoever wrote a job to the workers.

A SQLite file of its own in the data folder, or Redis. Losing it loses nothing: workers look for due rows by themselves
every half minute (`crm/worker`). So nothing here may fail an act: a clock that cannot ring is noted in the log.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from huey import RedisHuey, SqliteHuey
from huey.exceptions import HueyException
from redis.exceptions import RedisError

from crm.core.settings import settings

_BROKEN = (sqlite3.Error, RedisError, HueyException, OSError)
#: Seconds between two looks at the SQLite file, and the longest wait for Redis.
_STEP = 0.2
_MEND = 5.0
_log = logging.getLogger(__name__)


def ring() -> None:
    """Wake the workers; one ring that nobody has heard yet is enough."""
    try:
        with _clock() as huey:
            if not huey.pending_count():
                _wake(huey)()
    except _BROKEN as error:
        _log.warning("The alarm clock does not ring (%s); the job is found at the next look.", type(error).__name__)


def listen(stop: threading.Event, on_ring: Callable[[], None]) -> None:
    """Call ``on_ring`` at each ring until ``stop`` is set; mend the clock when its file or server is gone."""
    while not stop.is_set():
        try:
            with _clock() as huey:
                _wake(huey, on_ring)
                _hear(huey, stop)
        except _BROKEN as error:
            _log.warning("The alarm clock is broken (%s); looking for work without it.", type(error).__name__)
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                _throw_away()
            stop.wait(_MEND)


def _throw_away() -> None:
    """Delete a file that is no database any more; there is nothing in it to save."""
    for file in settings().data_dir.glob("huey.db*"):
        file.unlink(missing_ok=True)


def _hear(huey: Any, stop: threading.Event) -> None:
    """Hear rings until it is time to stop or the file is another one."""
    file = getattr(huey.storage, "filename", None)
    known = _identity(file)
    while not stop.is_set() and _identity(file) == known:
        task = huey.dequeue()
        if task is not None:
            huey.execute(task)
        elif file:
            stop.wait(_STEP)


def _identity(file: str | None) -> int | None:
    try:
        return Path(file).stat().st_ino if file else None
    except FileNotFoundError:
        return 0


def _wake(huey: Any, on_ring: Callable[[], None] | None = None) -> Any:
    def wake() -> None:
        # Both sides must know the task under the name of this module.
        if on_ring is not None:
            on_ring()

    return huey.task()(wake)


@contextmanager
def _clock() -> Iterator[Any]:
    here = settings()
    if here.redis_url:
        huey = RedisHuey("crm", url=here.redis_url, results=False, read_timeout=1)
        try:
            yield huey
        finally:
            huey.storage.pool.disconnect()
        return
    huey = SqliteHuey("crm", filename=str(here.data_dir / "huey.db"), results=False, fsync=True)
    try:
        yield huey
    finally:
        huey.storage.close()
