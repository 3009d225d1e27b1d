"""Acts on everything that a list shows, or on some of its rows: at once where they are few, else as a job."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from crm.contacts.services import BulkDone, archive_contacts, new_bulk_ref, set_owner, tag_contacts
from crm.core.actor import Actor
from crm.core.db import atomic, read_id
from crm.core.errors import DomainError
from crm.core.jobs.services import enqueue
from crm.core.words import N_
from crm.segments.queries import Wanted, list_ids, select_segment
from crm.segments.values import write_question

#: What is more than this is done by the worker.
AT_ONCE = 1_000
_STEP = 1_000


def act_on_rows(ids: Iterable[int], act: str, value: str, *, actor: Actor, ref: int | None = None) -> BulkDone:
    """Do one act (`tag`, `owner`, `archive`) on some contacts."""
    check_act(act)
    return _ACTS[act](ids, value, actor, ref)


def act_on_all(wanted: Wanted, act: str, value: str, *, actor: Actor) -> BulkDone | None:
    """Do one act on everything that a list shows; None when the worker will do it."""
    check_act(act)
    select_segment(wanted.question)
    ids = each_id(wanted)
    first = list(islice(ids, AT_ONCE + 1))
    if len(first) <= AT_ONCE:
        return act_on_rows(first, act, value, actor=actor)
    with atomic(actor):
        enqueue(
            "segments.act",
            question=write_question(wanted.question),
            search=wanted.search,
            act=act,
            value=value,
            ref=new_bulk_ref(),
        )
    return None


def each_id(wanted: Wanted) -> Iterator[int]:
    """Walk the ids of everything that a list shows, from the lowest on."""
    above = 0
    while ids := list_ids(wanted, above=above, size=_STEP):
        yield from ids
        above = ids[-1]


def check_act(act: str) -> None:
    """Raise DomainError unless it is an act that can be done to many rows."""
    if act not in _ACTS:
        raise DomainError(N_("There is no such act."))


def _set_owner(ids: Iterable[int], value: str, actor: Actor, ref: int | None) -> BulkDone:
    owner_id = read_id(value)
    if value and owner_id is None:
        raise DomainError(N_("Choose one from the list."), "value")
    return set_owner(ids, owner_id, actor=actor, ref=ref)


_ACTS: dict[str, Callable[[Iterable[int], str, Actor, int | None], BulkDone]] = {
    "tag": lambda ids, value, actor, ref: tag_contacts(ids, value, actor=actor, ref=ref),
    "owner": _set_owner,
    "archive": lambda ids, _value, actor, ref: archive_contacts(ids, actor=actor, ref=ref),
}
