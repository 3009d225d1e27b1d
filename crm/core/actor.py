"""Who acts: every service takes one, every audit line names one."""

from dataclasses import dataclass
from enum import StrEnum

from crm.core.words import N_


class ActorKind(StrEnum):
    """Where an actor comes from."""

    USER = "user"
    SHELL = "shell"
    SYSTEM = "system"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts, with the circle of rows they may touch.

    ``team_ids`` is None for someone who sees every team's records.
    """

    kind: ActorKind
    name: str
    user_id: int | None = None
    permissions: frozenset[str] = frozenset()
    team_ids: frozenset[int] | None = frozenset()

    def may(self, permission: str) -> bool:
        """Say whether this actor holds a permission; the shell and the system hold all."""
        return self.kind in {ActorKind.SHELL, ActorKind.SYSTEM} or permission in self.permissions


SHELL = Actor(ActorKind.SHELL, N_("the shell"), team_ids=None)
SYSTEM = Actor(ActorKind.SYSTEM, N_("the system"), team_ids=None)
NOBODY = Actor(ActorKind.PUBLIC, N_("the public"))
