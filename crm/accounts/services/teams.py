"""Teams: circles of users to which contacts can be limited."""

from crm.accounts.models import Team
from crm.accounts.queries import find_team_by_name, get_team
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError


def add_team(name: str, *, actor: Actor) -> Team:
    """Make a team."""
    with atomic(actor):
        team = Team(name=_free_name(name))
        db.session.add(team)
        db.session.flush()
        record(actor, "team.added", team)
    return team


def rename_team(team_id: int, name: str, *, version: int | None, actor: Actor) -> Team:
    """Give a team another name; ``version`` is the one that the actor saw."""
    with atomic(actor):
        team = get_team(team_id)
        team.check_version(version)
        team.name = _free_name(name, besides=team_id)
        record(actor, "team.renamed", team)
    return team


def _free_name(name: str, *, besides: int | None = None) -> str:
    if not name:
        raise DomainError("Give the team a name.", field="name")
    known = find_team_by_name(name)
    if known is not None and known.id != besides:
        raise ConflictError("There is already a team of this name.", field="name")
    return name
