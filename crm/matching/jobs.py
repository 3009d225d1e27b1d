"""Work of matching that a worker does."""

from functools import partial

from crm.contacts.values import ContactKind
from crm.core.actor import Actor
from crm.core.jobs.registry import job
from crm.core.jobs.services import progress
from crm.matching.services import search_duplicates


@job("matching.find", is_long=True, as_system=True)
def find(*, kind: str, actor: Actor, job_id: int) -> None:
    """Search for duplicates of a kind, from the beginning."""
    search_duplicates(ContactKind(kind), progress=partial(progress, job_id))
