"""Sessions: the browser holds a random token in a signed cookie, the database says whether it still counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort, g, request, session
from flask_login import UserMixin, current_user, login_user, logout_user

from crm.accounts.models import User
from crm.accounts.queries import find_live_session
from crm.accounts.services import begin_session, end_session, touch_session
from crm.core.clock import now
from crm.core.errors import DomainError
from crm.core.scope import set_reader

#: A session in use is noted at most so often; it costs a write.
NOTED_EVERY = timedelta(minutes=1)


@dataclass(eq=False)
class SignedIn(UserMixin):
    """What Flask-Login holds for a request: the user, the token of their session, when it was last noted in use."""

    user: User
    token: str
    seen_at: datetime
    session_id: int = 0

    def get_id(self) -> str:
        """Return the session's token for the cookie, never the user's number."""
        return self.token


def current_session() -> SignedIn:
    """Return the session of this request; answer 403 when there is none."""
    if not isinstance(current_user._get_current_object(), SignedIn):  # noqa: SLF001 - what the proxy stands for
        abort(403)
    signed_in: SignedIn = current_user._get_current_object()  # noqa: SLF001 - what the proxy stands for
    return signed_in


def load(token: str) -> SignedIn | None:
    """Find who a cookie's token stands for."""
    found = find_live_session(token)
    return SignedIn(found.user, token, found.seen_at, found.id) if found else None


def sign_in(user: User) -> None:
    """Begin a session under a new token; what the browser held before is dropped (no fixation)."""
    actor = user.as_actor()
    token = begin_session(user.id, agent=request.user_agent.string, actor=actor)
    session.clear()
    login_user(SignedIn(user, token, now()))
    g.actor = actor
    set_reader(actor)


def sign_out() -> None:
    """End the session in the database and in the browser."""
    signed_in = current_session()
    end_session(signed_in.token, actor=signed_in.user.as_actor())
    logout_user()
    session.clear()


def touch(signed_in: SignedIn) -> None:
    """Note that the session is in use, once a minute at most; a busy database is no reason to wait."""
    if now() - signed_in.seen_at < NOTED_EVERY:
        return
    try:
        touch_session(signed_in.token, actor=signed_in.user.as_actor())
    except DomainError:
        return
