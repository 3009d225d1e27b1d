"""Saved views, as far as the reader sees them.

A view is not scoped by contacts: it holds a question, never a record.
"""

from typing import Any

from sqlalchemy import or_, select, true

from crm.core.actor import ActorKind
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.scope import current_reader
from crm.core.words import N_
from crm.segments.models import Audience, SavedView
from crm.segments.queries.lists import may_ask
from crm.segments.values import read_question, understand


def _may_see() -> Any:
    reader = current_reader()
    if reader.kind is ActorKind.SHELL:
        return true()
    return or_(
        SavedView.audience == Audience.EVERYONE,
        SavedView.owner_id == reader.user_id,
        (SavedView.audience == Audience.TEAM) & (_any_team(reader.team_ids)),
    )


def _any_team(team_ids: frozenset[int] | None) -> Any:
    return SavedView.team_id.is_not(None) if team_ids is None else SavedView.team_id.in_(team_ids)


def list_views(record: str) -> list[SavedView]:
    """Return the saved views of a list that the reader sees, in the order of their tabs."""
    query = select(SavedView).where(SavedView.record == record, _may_see())
    views = db.session.scalars(query.order_by(SavedView.position, SavedView.id))
    return [view for view in views if _tells_nothing(view)]


def get_view(view_id: int) -> SavedView:
    """Return a saved view that the reader sees or raise NotFoundError."""
    view = db.session.scalars(select(SavedView).where(SavedView.id == view_id, _may_see())).one_or_none()
    if view is None or not _tells_nothing(view):
        raise NotFoundError(N_("There is no such view."))
    return view


def _tells_nothing(view: SavedView) -> bool:
    """Say whether a view may be shown: its filters name no value that the reader sees masked and did not write."""
    understood = (understand(view.record, one) for one in read_question(view.question).conditions)
    return view.owner_id == current_reader().user_id or all(may_ask(*one) for one in understood if one is not None)


def get_view_by_name(record: str, name: str) -> SavedView:
    """Return the first view of a list with this name, whatever its case; raise NotFoundError when there is none."""
    for view in list_views(record):
        if view.name.casefold() == name.strip().casefold():
            return view
    raise NotFoundError(N_("There is no view “%(name)s”."), name=name)
