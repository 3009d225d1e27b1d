"""Taking a merge apart: both records are as they were, with what happened to their rows since.

What came later stays with the record that was kept, unless somebody says that it belongs to the other.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from crm.coalition.models import StageMove
from crm.contacts.models import Contact
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import Source, atomic, db, from_json, told_as
from crm.core.errors import ConflictError, ForbiddenError
from crm.core.traces.rows import models, read_rows, table_of
from crm.core.traces.services import Return, Trace
from crm.records.models import ContactMerge
from crm.records.queries.later import LaterRow, changed_fields, later_rows, list_later
from crm.records.queries.merging import get_merge, list_merges_into
from crm.records.services.merging import demand_merging, derived_of, tell_of
from crm.records.services.rooms import keep_in_step


def unmerge(merge_id: int, *, to_losing: Collection[str] = (), actor: Actor) -> ContactMerge:
    """Take a merge apart; ``to_losing`` names what came later and belongs to the other record (`Later.key`).

    Raises ConflictError when it was taken apart already or a later merge has to be first, ForbiddenError when the other
    record was for teams of which the actor is none.
    """
    demand_merging(actor)
    with atomic(actor):
        merge = get_merge(merge_id, lock=True)
        check_unmerge(merge, actor)
        given = set(to_losing) & {one.key for one in list_later(merge)}
        rows = [row for key, row in later_rows(merge).items() if key in given]
        fields = [field for field in changed_fields(merge) if f"field:{field}" in given]
        with told_as(Source("unmerge", merge.id)):
            back = Return(merge.since_line)
            back.take_back(merge.steps)
            _give_rows(merge, back, rows)
            _give_fields(merge, back, fields)
            for contact_id in (merge.kept_id, merge.losing_id):
                tell_of(merge, "unmerged", contact_id)
        keep_in_step([merge.kept_id, merge.losing_id])
        merge.unmerged_at, merge.unmerged_by = now(), actor.name
        record(actor, "contact.unmerged", merge.kept, other=merge.losing_id, name=merge.losing_name, merge=merge.id)
    return merge


def check_unmerge(merge: ContactMerge, actor: Actor) -> None:
    """Refuse to take apart what is apart, what another merge stands on, and what was hidden from the actor."""
    if merge.unmerged_at is not None:
        raise ConflictError("This was taken apart already.")
    teams = set(merge.losing_teams)
    if teams and actor.team_ids is not None and not teams & actor.team_ids:
        raise ForbiddenError("%(name)s was for other teams only. Ask an administrator.", name=merge.losing_name)
    newest = list_merges_into(merge.kept_id)[0]
    if newest.id != merge.id:
        raise ConflictError("Take the later merge with %(name)s apart first.", name=newest.losing_name)


def _give_rows(merge: ContactMerge, back: Return, rows: Iterable[LaterRow]) -> None:
    """Let rows that came later belong to the other record, as far as it has room for them."""
    for row in rows:
        old_id, new_id = merge.kept_id, back.key_of("contact", merge.losing_id)
        if row.column == "volunteer_id":
            ends = [read_rows("volunteer", contact_id=one) for one in (old_id, new_id)]
            if not all(ends):
                continue
            old_id, new_id = (one[0]["id"] for one in ends)
        # What it has already stays where it is.
        with suppress(IntegrityError), db.session.begin_nested():
            Trace().point(models()[row.table], row.column, old_id, new_id, ids=[row.id])


def _give_fields(merge: ContactMerge, back: Return, fields: Iterable[str]) -> None:
    """Let values that were written later belong to the other record; the one that was kept has its own again."""
    trace, losing_id = Trace(), back.key_of("contact", merge.losing_id)
    for field in fields:
        (row,) = read_rows("contact", id=merge.kept_id)
        columns = ("stage", "stage_since") if field == "stage" else (field,)
        theirs = {column: row[column] for column in columns}
        kinds = table_of("contact").c
        ours = {column: from_json(kinds[column].type, merge.kept_before[column]) for column in columns}
        if field == "name":
            theirs, ours = ({**one, **derived_of(one["name"])} for one in (theirs, ours))
        trace.change(Contact, losing_id, **theirs)
        trace.change(Contact, merge.kept_id, **ours)
        if field == "stage":
            moves = [one.id for one in later_rows(merge).values() if one.table == StageMove.__tablename__]
            trace.point(StageMove, "contact_id", merge.kept_id, losing_id, ids=moves)
