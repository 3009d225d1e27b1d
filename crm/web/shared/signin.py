"""Sessions: the browser holds a random token in a signed cookie, the database says whether it still counts."""

from dataclasses import dataclass

from flask import request, session
from flask_login import UserMixin, login_user, logout_user

from crm.accounts.models import User
from crm.accounts.queries import find_live_session
from crm.accounts.services import begin_session, end_session, touch_session
from crm.core.errors import DomainError


@dataclass(eq=False)
class SignedIn(UserMixin):
    """What Flask-Login holds for a request: the user and the token of their session."""

    user: User
    token: str

    def get_id(self) -> str:
        """Return the session's token for the cookie, never the user's number."""
        return self.token


def load(token: str) -> SignedIn | None:
    """Find who a cookie's token stands for."""
    found = find_live_session(token)
    return SignedIn(found.user, token) if found else None


def sign_in(user: User) -> None:
    """Begin a session under a new token; what the browser held before is dropped (no fixation)."""
    token = begin_session(user.id, agent=request.user_agent.string[:200], actor=user.as_actor())
    session.clear()
    login_user(SignedIn(user, token))


def sign_out(signed_in: SignedIn) -> None:
    """End the session in the database and in the browser."""
    end_session(signed_in.token, actor=signed_in.user.as_actor())
    logout_user()
    session.clear()


def touch(signed_in: SignedIn) -> None:
    """Note that the session is in use, once a minute at most; a busy database is no reason to wait."""
    try:
        touch_session(signed_in.token, actor=signed_in.user.as_actor())
    except DomainError:
        return
