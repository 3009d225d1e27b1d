"""Acts of accounts."""

from datetime import timedelta

from sqlalchemy import select, update

from crm.accounts.models import AccountLink, Grant, User, UserSession
from crm.accounts.queries import count_users, find_user_by_email, get_user
from crm.accounts.values import Role, TokenPurpose
from crm.core.actor import SYSTEM, Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, db
from crm.core.errors import ConflictError
from crm.core.secrets import new_token, token_hash

LINK_LIFE = {
    TokenPurpose.SETUP: timedelta(hours=12),
    TokenPurpose.INVITE: timedelta(days=7),
    TokenPurpose.RESET: timedelta(hours=24),
}


def add_user(name: str, email: str, *, role: Role, actor: Actor, team_id: int | None = None) -> User:
    """Make a user with one role; they choose a password by a link (`make_link`)."""
    with atomic(actor):
        if find_user_by_email(email) is not None:
            raise ConflictError("There is already a user with this mail address.", field="email")
        user = User(name=name, email=email.strip(), email_key=email.strip().lower())
        user.grants.append(Grant(role=role, team_id=team_id))
        db.session.add(user)
        db.session.flush()
        record(actor, "user.added", user, role=role, team=team_id)
    return user


def make_link(purpose: TokenPurpose, *, actor: Actor, user_id: int | None = None) -> str:
    """Make a secret link's token for one purpose; earlier ones for the same user and purpose no longer count."""
    token = new_token()
    with atomic(actor):
        moment = now()
        db.session.execute(
            update(AccountLink)
            .where(AccountLink.purpose == purpose, AccountLink.user_id == user_id, AccountLink.used_at.is_(None))
            .values(used_at=moment)
        )
        db.session.add(
            AccountLink(
                token_hash=token_hash(token), purpose=purpose, user_id=user_id, expires_at=moment + LINK_LIFE[purpose]
            )
        )
        record(actor, f"link.{purpose.value}", get_user(user_id) if user_id else None)
    return token


def make_setup_link() -> str | None:
    """Return the token of the one-time page that creates the first administrator; None when there are users."""
    return None if count_users() else make_link(TokenPurpose.SETUP, actor=SYSTEM)


def begin_session(user_id: int, *, agent: str, actor: Actor) -> str:
    """Begin a session and return its token."""
    token = new_token()
    with atomic(actor):
        user = get_user(user_id)
        user.last_login_at = now()
        user.failed_logins = 0
        db.session.add(UserSession(token_hash=token_hash(token), user_id=user_id, agent=agent))
        record(actor, "session.begun", user)
    return token


def end_session(token: str, *, actor: Actor) -> None:
    """End the session of a token."""
    with atomic(actor):
        found = db.session.scalars(select(UserSession).where(UserSession.token_hash == token_hash(token))).one_or_none()
        if found is not None:
            db.session.delete(found)
            record(actor, "session.ended", found.user)


def touch_session(token: str, *, actor: Actor) -> None:
    """Note that a session is in use; does not wait for a busy database (BusyError)."""
    with atomic(actor, patience=0):
        db.session.execute(update(UserSession).where(UserSession.token_hash == token_hash(token)).values(seen_at=now()))
