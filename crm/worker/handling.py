"""Doing one job: as whom, under which lease, and what becomes of it when it goes wrong."""

import logging
from collections.abc import Callable

from crm.accounts.queries import find_active_actor
from crm.core.actor import SYSTEM, Actor
from crm.core.db import DatabaseError, atomic, in_words
from crm.core.errors import BusyError, ConflictError, DomainError, FullError
from crm.core.jobs.registry import JobKind, get_kind
from crm.core.jobs.services import holding
from crm.core.jobs.values import GivenBackError, LaterError, Lease, LeaseLostError
from crm.core.jobs.work import fail_job, finish_job, give_back_job, put_off_job, try_again_or_fail
from crm.core.scope import reading_as
from crm.core.words import N_

#: Seconds until a job is taken up again that met a busy database or a full disk.
BUSY_SECONDS = 5.0
FULL_SECONDS = 10.0

UNKNOWN_KIND = N_("This version of the program does not know this kind of work.")
USER_GONE = N_("Whoever asked for this may no longer sign in, so it was not done.")
WENT_WRONG = N_("Something went wrong in the program. It was noted in the log.")

_log = logging.getLogger(__name__)
#: What is to be written about a job; done again until the database takes it.
Verdict = Callable[[], object]


def do_job(lease: Lease) -> Verdict | None:
    """Do the job of a lease; return what is left to be written about it, None when that has happened already."""
    kind = get_kind(lease.name)
    if kind is None:
        _log.error("Job %s: no handler for %s.", lease.job_id, lease.name)
        return lambda: fail_job(lease, UNKNOWN_KIND)
    try:
        actor = _find_actor(lease, kind)
        if actor is None:
            return lambda: fail_job(lease, USER_GONE)
        return _run(lease, kind, actor)
    except GivenBackError:
        return lambda: give_back_job(lease)
    except LeaseLostError:
        _log.warning("Job %s was taken over by another worker.", lease.job_id)
        return None
    except Exception as error:  # noqa: BLE001 - whatever a handler does, the loop goes on
        return _verdict(lease, kind, error)


def _find_actor(lease: Lease, kind: JobKind) -> Actor | None:
    if kind.as_system or lease.user_id is None:
        return SYSTEM
    with reading_as(SYSTEM):
        return find_active_actor(lease.user_id)


def _run(lease: Lease, kind: JobKind, actor: Actor) -> Verdict | None:
    if kind.one_act:
        with reading_as(actor), atomic(actor):
            kind.handler(actor=actor, job_id=lease.job_id, **lease.payload)
            finish_job(lease)
        return None
    with reading_as(actor), holding(lease):
        kind.handler(actor=actor, job_id=lease.job_id, **lease.payload)
    return lambda: finish_job(lease)


def _verdict(lease: Lease, kind: JobKind, error: Exception) -> Verdict:
    """Choose what becomes of a job by what its handler raised."""
    said = in_words(error) if isinstance(error, DatabaseError) else error
    if isinstance(said, LaterError):
        return lambda: put_off_job(lease, said.seconds, str(said))
    if isinstance(said, (BusyError, FullError)):
        seconds = FULL_SECONDS if isinstance(said, FullError) else BUSY_SECONDS
        return lambda: put_off_job(lease, seconds, str(said))
    if isinstance(said, DomainError) and not isinstance(said, ConflictError):
        # Without its values: they can be names and addresses, and the log keeps none.
        _log.warning("Job %s (%s) failed: %s", lease.job_id, lease.name, said.message)
        return lambda: fail_job(lease, str(said))
    _log.error("Job %s (%s) went wrong.", lease.job_id, lease.name, exc_info=said)
    sentence = str(said) if isinstance(said, DomainError) else WENT_WRONG
    return lambda: try_again_or_fail(lease, sentence, tries=kind.tries)
