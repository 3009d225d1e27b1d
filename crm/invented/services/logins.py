"""The users of what is invented."""

from collections.abc import Sequence
from datetime import timedelta

from crm.accounts.queries import count_users
from crm.accounts.services import add_user
from crm.accounts.services.passwords import hash_new_password, keep_password
from crm.core.actor import Actor
from crm.core.clock import now
from crm.core.db import atomic
from crm.invented.values.logins import Login

#: Days since the users began to use the base.
SINCE = 700


def sit_down(login: Login, hashed: str, *, actor: Actor, team_ids: Sequence[int] = ()) -> Actor:
    """Make a user who signs in with the password of their login, ``hashed``."""
    team_id = team_ids[login.team] if login.team is not None else None
    user = add_user(login.name, login.email, role=login.role, actor=actor, team_id=team_id)
    user.language, user.timezone = login.language, login.zone
    user.created_at = now() - timedelta(days=SINCE)
    keep_password(user, hashed, actor=actor)
    return user.as_actor()


def admit_first(login: Login, *, actor: Actor) -> bool:
    """Make a first user of a base that has none; return whether one was made."""
    hashed = hash_new_password(login.password, login.name, login.email)
    with atomic(actor):
        is_first = not count_users()
        if is_first:
            sit_down(login, hashed, actor=actor)
    return is_first
