"""Work on whole lists that a worker does."""

from typing import Any

from crm.core.actor import Actor
from crm.core.db import atomic
from crm.core.engines import refresh_statistics
from crm.core.jobs.registry import daily, job
from crm.segments.queries import Wanted
from crm.segments.services.bulk import act_on_rows, each_id
from crm.segments.values import read_question


@job("segments.act", is_long=True)
def act(*, question: dict[str, Any], search: str, act: str, value: str, ref: int, actor: Actor, **_job: object) -> None:
    """Do one act on everything that a list shows; done twice, it changes only what is still to change."""
    wanted = Wanted(read_question(question), search)
    act_on_rows(each_id(wanted), act, value, actor=actor, ref=ref)


@job("segments.keep_fast", as_system=True)
def keep_fast(*, actor: Actor, **_job: object) -> None:
    """Keep lists fast while the base grows: the planner learns how many rows there are."""
    with atomic(actor):
        refresh_statistics()


daily("segments.keep_fast")
