"""Which processes of this installation run: each holds a shared lock in the data folder for as long as it lives.

The system gives the lock back when a process ends, however it ends.
"""

import fcntl
import os
from pathlib import Path

_NAME = "running.lock"
_held: list[int] = []


def note_running(folder: Path) -> None:
    """Hold the lock until this process ends."""
    lock = _open(folder)
    fcntl.flock(lock, fcntl.LOCK_SH)
    _held.append(lock)


def is_running(folder: Path) -> bool:
    """Say whether a web server or a worker of this data folder runs."""
    lock = _open(folder)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _open(folder: Path) -> int:
    return os.open(folder / _NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
