"""Work of imports that a worker does: reading and planning a draft, bringing it in, taking it back."""

from contextlib import suppress
from functools import partial

from crm.core.actor import Actor
from crm.core.errors import BusyError, DomainError, FullError, NotFoundError
from crm.core.jobs.registry import job
from crm.core.jobs.services import progress
from crm.imports.services import fail_batch, prepare_review, run_import, undo_import


@job("imports.prepare", is_long=True)
def prepare(*, batch_id: int, actor: Actor, job_id: int) -> None:
    """Read and plan a draft; a file that cannot be read says so on the batch."""
    try:
        prepare_review(batch_id, actor=actor, progress=partial(progress, job_id))
    except (BusyError, FullError):
        raise
    except DomainError as error:
        with suppress(NotFoundError):  # a draft that was dropped meanwhile needs no reason
            fail_batch(batch_id, error, actor=actor)


@job("imports.run", is_long=True)
def run(*, batch_id: int, actor: Actor, job_id: int) -> None:
    """Bring a batch in, from where it stands."""
    run_import(batch_id, actor=actor, progress=partial(progress, job_id))


@job("imports.undo", is_long=True)
def undo(*, batch_id: int, actor: Actor, job_id: int) -> None:
    """Take a batch back, from where it stands."""
    undo_import(batch_id, actor=actor, progress=partial(progress, job_id))
