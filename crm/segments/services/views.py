"""Saving, changing and ordering views."""

from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic, db
from crm.core.errors import DomainError, ForbiddenError
from crm.core.text.cleaning import clean_line
from crm.core.words import N_
from crm.segments.models import Audience, SavedView
from crm.segments.queries import get_view, list_views
from crm.segments.values import Looks, Question, write_question

NAME_LENGTH = 80


def save_view(
    name: str,
    question: Question,
    *,
    looks: Looks,
    audience: Audience = Audience.PRIVATE,
    team_id: int | None = None,
    actor: Actor,
) -> SavedView:
    """Keep a question under a name, with the columns and order of its list; it becomes the last tab."""
    with atomic(actor):
        last = max((view.position for view in list_views(question.record)), default=0)
        view = SavedView(
            record=question.record,
            name=_name(name, question.record),
            audience=audience,
            owner_id=actor.user_id,
            team_id=_team(audience, team_id, actor),
            question=write_question(question),
            columns=list(looks.columns),
            order=looks.order,
            position=last + 1,
        )
        db.session.add(view)
        db.session.flush()
        record(actor, "view.saved", view, audience=audience)
    return view


def change_view(view_id: int, question: Question, *, looks: Looks, actor: Actor) -> SavedView:
    """Let a view ask and show what its list shows now."""
    with atomic(actor):
        view = _own(view_id, actor)
        if view.record != question.record:
            raise DomainError(N_("This view belongs to another list."))
        view.question, view.columns, view.order = write_question(question), list(looks.columns), looks.order
        record(actor, "view.changed", view)
    return view


def rename_view(
    view_id: int,
    name: str,
    *,
    audience: Audience,
    team_id: int | None = None,
    version: int | None = None,
    actor: Actor,
) -> SavedView:
    """Give a view another name or audience; raise StaleError when it changed since ``version``."""
    with atomic(actor):
        view = _own(view_id, actor)
        view.check_version(version)
        if clean_line(name).casefold() != view.name.casefold():
            _name(name, view.record)
        view.name = clean_line(name)[:NAME_LENGTH]
        view.audience, view.team_id = audience, _team(audience, team_id, actor)
        record(actor, "view.renamed", view, audience=audience)
    return view


def delete_view(view_id: int, *, actor: Actor) -> SavedView:
    """Take a view away; the records that it showed stay."""
    with atomic(actor):
        view = _own(view_id, actor)
        record(actor, "view.deleted", view, name=view.name)
        db.session.delete(view)
    return view


def move_view(view_id: int, steps: int, *, actor: Actor) -> SavedView:
    """Move a view's tab to the left (fewer) or right by some places."""
    with atomic(actor):
        view = _own(view_id, actor)
        tabs = list_views(view.record)
        place = min(max(tabs.index(view) + steps, 0), len(tabs) - 1)
        tabs.remove(view)
        tabs.insert(place, view)
        for position, tab in enumerate(tabs, start=1):
            tab.position = position
        record(actor, "view.moved", view, position=place + 1)
    return view


def _own(view_id: int, actor: Actor) -> SavedView:
    """Return a view that the actor may change: their own, or a shared one for who manages the settings."""
    view = get_view(view_id)
    if view.owner_id != actor.user_id and not actor.may("settings.manage"):
        raise ForbiddenError(N_("Only who saved this view can change it. Save your own under another name."))
    return view


def _name(name: str, record_kind: str) -> str:
    text = clean_line(name)
    if not text:
        raise DomainError(N_("Give the view a name."), "name")
    if len(text) > NAME_LENGTH:
        raise DomainError(N_("The name is too long: at most %(limit)s letters."), "name", limit=NAME_LENGTH)
    if any(view.name.casefold() == text.casefold() for view in list_views(record_kind)):
        raise DomainError(N_("There is already a view with this name."), "name")
    return text


def _team(audience: Audience, team_id: int | None, actor: Actor) -> int | None:
    if audience is not Audience.TEAM:
        return None
    if team_id is None or (actor.team_ids is not None and team_id not in actor.team_ids):
        raise DomainError(N_("Choose one of your teams."), "team")
    return team_id
