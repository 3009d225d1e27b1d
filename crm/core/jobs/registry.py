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
    #: Its changes and the end of the job are one transaction: they happen together or not at all.
    one_act: bool
    #: It acts as the system, whoever caused it, and goes on when they may no longer sign in.
    as_system: bool
    #: It can take minutes; one lane of each worker leaves such jobs alone, so that short ones never wait behind them.
    is_long: bool


_kinds: dict[str, JobKind] = {}
_daily: list[str] = []


def job(
    name: str, *, tries: int = 3, one_act: bool = False, as_system: bool = False, is_long: bool = False
) -> Callable[[Handler], Handler]:
    """Register a handler; it must be safe to run twice, since a worker can die right after its commit.

    A handler whose changes are one short transaction says ``one_act=True`` and needs no thought about that. One that
    works in chunks calls `progress` after each and begins again where its own rows say it was.
    """

    def keep(handler: Handler) -> Handler:
        _kinds[name] = JobKind(name, handler, tries, one_act, as_system, is_long)
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


def long_names() -> list[str]:
    """Return the names of the jobs that can take minutes."""
    return sorted(kind.name for kind in _kinds.values() if kind.is_long)


def daily_names() -> list[str]:
    """Return the jobs that are due once a day."""
    return list(_daily)
