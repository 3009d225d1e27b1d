"""Plain functions that make valid records for tests: ``a_user(role=...)``, ``an_organization(country="KE")``."""

from itertools import count

from crm.accounts.models import Grant, User
from crm.accounts.values import Role
from crm.core.actor import SHELL
from crm.core.db import atomic, db

_numbers = count(1)


def a_user(role: Role = Role.STAFF, *, name: str = "", team_id: int | None = None, **facts: object) -> User:
    """Make a user who can sign in; set a password with `crm.accounts.services.set_password`."""
    number = next(_numbers)
    email = f"user{number}@coalition.example"
    with atomic(SHELL):
        user = User(name=name or f"User {number}", email=email, email_key=email, **facts)
        user.grants.append(Grant(role=role, team_id=team_id))
        db.session.add(user)
    return user
