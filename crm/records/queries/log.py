"""The change log as far as its reader may know of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from crm.coalition.models import Membership
from crm.contacts.models import Affiliation, Contact, ContactRelation
from crm.core.audit.models import AuditLine
from crm.core.audit.queries import LogFilter, list_lines
from crm.core.db import db
from crm.core.paging import PAGE_SIZE, Page, write_cursor
from crm.core.scope import current_reader, visible
from crm.outreach.models import FollowUp, Interaction
from crm.statements.models import Signature
from crm.tasks.models import Assignment
from crm.volunteers.models import Volunteer

#: Acts of which one import or undo writes many lines, chunk by chunk; the line that ends it counts what they did.
STEPS = frozenset({"import.lines_undone", "import.rows_written"})
#: Records that belong to no team: whoever works here sees them.
_EVERYBODYS = frozenset({"campaign", "statement", "task"})
#: Records that belong to the teams of a contact.
_OF_TEAMS: tuple[Any, ...] = (
    Contact, Interaction, FollowUp, Signature, Membership, Affiliation, ContactRelation, Volunteer, Assignment,
)  # fmt: skip
#: Lines that are looked at together, and the most that one page looks through.
_CHUNK = 500
_MOST = 10_000


def list_log(wanted: LogFilter, *, before: str | None = None, after: str | None = None) -> Page[AuditLine]:
    """Return a page of the log, newest lines first.

    Who sees the records of all teams reads all of it. Who is limited to teams reads what they did themselves, and what
    was done to one record that they may see. So they do not read who signed in, what was set or backed up, which files
    others brought in, nor acts on many records at once; and what was done to a row that is gone stays with those who
    see everything, since nobody can say any more whose it was.

    The records of some hundred lines are looked up by their keys, kind by kind; where a page finds little among ten
    thousand lines it ends early, and its cursor goes on from there.
    """
    if current_reader().team_ids is None:
        return list_lines(wanted, before=before, after=after)
    if before is not None:
        kept, further = _walk(wanted, before, is_back=True)
        rows = kept[-PAGE_SIZE:]
        return Page(rows, _at(rows[:1]) if len(kept) > PAGE_SIZE else further, _at(rows[-1:]))
    kept, further = _walk(wanted, after, is_back=False)
    rows = kept[:PAGE_SIZE]
    return Page(rows, _at(rows[:1]) if after else None, _at(rows[-1:]) if len(kept) > PAGE_SIZE else further)


def _walk(wanted: LogFilter, cursor: str | None, *, is_back: bool) -> tuple[list[AuditLine], str | None]:
    """Return more than a page of lines for the reader from a cursor on, or fewer and where to go on (None: the end)."""
    kept: list[AuditLine] = []
    for _look in range(_MOST // _CHUNK):
        way = {"before": cursor} if is_back else {"after": cursor}
        page = list_lines(wanted, **way, size=_CHUNK)
        seen = _seen(page.rows)
        kept = [*seen, *kept] if is_back else [*kept, *seen]
        cursor = page.before if is_back else page.after
        if cursor is None or len(kept) > PAGE_SIZE:
            break
    return kept, cursor


def _at(edge: Sequence[AuditLine]) -> str | None:
    """Return the cursor at the line of a page's edge, None for an empty page."""
    return write_cursor([edge[0].seq]) if edge else None


def _seen(lines: Sequence[AuditLine]) -> list[AuditLine]:
    """Leave out of some lines what is not for a reader who is limited to teams."""
    user_id = current_reader().user_id
    known = {(model.__tablename__, row_id) for model in _OF_TEAMS for row_id in _seen_ids(model, lines)}
    return [
        line
        for line in lines
        if (user_id is not None and line.actor_id == user_id)
        or (line.object_type in _EVERYBODYS and line.object_id is not None)
        or (line.object_type, line.object_id) in known
    ]


def _seen_ids(model: Any, lines: Sequence[AuditLine]) -> Iterable[int]:
    ids = {line.object_id for line in lines if line.object_type == model.__tablename__ and line.object_id is not None}
    return db.session.scalars(visible(model, model.id).where(model.id.in_(ids))) if ids else ()
