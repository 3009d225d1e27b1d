"""Sessions of signed-in browsers: they begin, are touched, and end."""

from sqlalchemy import delete, or_, update

from crm.accounts.models import User, UserSession
from crm.accounts.queries import ABSOLUTE, IDLE, find_session, get_user
from crm.accounts.values import Permission
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, count_changed, db
from crm.core.errors import NotFoundError
from crm.core.secrets import new_token, token_hash


def begin_session(user_id: int, *, agent: str, actor: Actor) -> str:
    """Begin a session and return its token; sessions whose time is over are swept away."""
    token = new_token()
    moment = now()
    with atomic(actor):
        user = get_user(user_id)
        db.session.execute(
            update(User).where(User.id == user_id).values(last_login_at=moment, failed_logins=0, locked_until=None)
        )
        over = or_(UserSession.seen_at < moment - IDLE, UserSession.created_at < moment - ABSOLUTE)
        db.session.execute(delete(UserSession).where(over))
        db.session.add(UserSession(token_hash=token_hash(token), user_id=user_id, agent=agent[:200]))
        record(actor, "session.begun", user)
    return token


def end_session(token: str, *, actor: Actor) -> None:
    """End the session of a token."""
    with atomic(actor):
        found = find_session(token)
        if found is not None:
            db.session.delete(found)
            record(actor, "session.ended", found.user)


def revoke_session(session_id: int, *, actor: Actor) -> None:
    """End a session from elsewhere: one's own, or anybody's for who manages users."""
    with atomic(actor):
        found = db.session.get(UserSession, session_id)
        if found is None or not (found.user_id == actor.user_id or actor.may(Permission.USERS_MANAGE)):
            raise NotFoundError("This session has already ended.")
        db.session.delete(found)
        record(actor, "session.revoked", found.user)


def end_sessions(user_id: int, *, actor: Actor, besides: str | None = None) -> None:
    """End all sessions of a user; ``besides`` is the token of one that goes on."""
    with atomic(actor):
        kept = UserSession.token_hash != token_hash(besides or "")
        ended = db.session.execute(delete(UserSession).where(UserSession.user_id == user_id, kept))
        if count_changed(ended):
            record(actor, "session.all_ended", get_user(user_id))


def touch_session(token: str, *, actor: Actor) -> None:
    """Note that a session is in use; does not wait for a busy database (BusyError)."""
    with atomic(actor, patience=0):
        db.session.execute(update(UserSession).where(UserSession.token_hash == token_hash(token)).values(seen_at=now()))
