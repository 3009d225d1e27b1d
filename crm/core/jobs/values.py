"""What a lease is, and what can happen to one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crm.core.errors import DomainError


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of one worker to do one job, until it ends it, gives it back or dies."""

    job_id: int
    owner: str
    number: int
    name: str
    payload: dict[str, Any]
    user_id: int | None
    attempts: int
    #: Says whether the worker was asked to stop: a job in chunks is given back after the one in hand.
    is_stopping: Callable[[], bool] = bool


class LaterError(DomainError):
    """The job cannot be done now and is no failure: it is tried again after ``seconds``, as often as it takes."""

    def __init__(self, message: str, *, seconds: float, **values: object) -> None:
        super().__init__(message, None, **values)
        self.seconds = seconds


class GivenBackError(Exception):
    """The worker was asked to stop, the chunk in hand is saved: the job waits for another worker."""


class LeaseLostError(Exception):
    """Another worker has this job by now; nothing of the present act is kept."""
