"""Plain functions that make valid records for tests: ``a_user(role=...)``, ``an_organization(country="KE")``."""

from functools import cache
from itertools import count

from crm.accounts.models import Grant, Team, User
from crm.accounts.services.passwords import hash_new_password
from crm.accounts.values import Role
from crm.core.actor import SHELL
from crm.core.db import atomic, db

_numbers = count(1)

PASSWORD = "seven green boats at anchor"


@cache
def _password_hash() -> str:
    return hash_new_password(PASSWORD, "", "")


def a_user(role: Role = Role.STAFF, *, name: str = "", team_id: int | None = None, **facts: object) -> User:
    """Make a user who signs in with PASSWORD; ``password_hash=None`` makes one who was only invited."""
    number = next(_numbers)
    email = f"user{number}@coalition.example"
    with atomic(SHELL):
        facts.setdefault("password_hash", _password_hash())
        user = User(name=name or f"User {number}", email=email, email_key=email, **facts)
        user.grants.append(Grant(role=role, team_id=team_id))
        db.session.add(user)
    return user


def a_team(name: str = "") -> Team:
    """Make a team."""
    with atomic(SHELL):
        team = Team(name=name or f"Team {next(_numbers)}")
        db.session.add(team)
    return team
