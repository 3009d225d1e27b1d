"""The registry of job handlers, filled by every room's jobs.py."""

from collections.abc import Callable
from dataclasses import dataclass

#: A handler takes the ids of its payload as keywords, and `actor` and `job_id`.
Handler = Callable[..., None]


@dataclass(frozen=True, slots=True)
class JobKind:
    """How one kind of job is done."""

    name: str
    handler: Handler
    #: How often it is tried before it counts as failed.
    tries: int


_kinds: dict[str, JobKind] = {}
_daily: list[str] = []


def job(name: str, *, tries: int = 3) -> Callable[[Handler], Handler]:
    """Register a handler; it must be safe to run twice, since a worker can die right after its commit."""

    def keep(handler: Handler) -> Handler:
        _kinds[name] = JobKind(name, handler, tries)
        return handler

    return keep


def daily(name: str) -> None:
    """Have the worker enqueue this job once a day."""
    if name not in _daily:
        _daily.append(name)


def get_kind(name: str) -> JobKind | None:
    """Return the kind of a name, None when no room knows it any more."""
    return _kinds.get(name)


def job_names() -> list[str]:
    """Return the names of all jobs that have a handler."""
    return sorted(_kinds)


def daily_names() -> list[str]:
    """Return the jobs that are due once a day."""
    return list(_daily)
