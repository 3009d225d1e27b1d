"""Reading users, teams and sessions."""

from datetime import timedelta

from sqlalchemy import func, select

from crm.accounts.models import AccountLink, Grant, Team, User, UserSession
from crm.accounts.values import Role, TokenPurpose
from crm.core.clock import now
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.secrets import token_hash

#: A session ends after half an hour without use, and after half a day in any case (trust.md, session).
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)


def get_user(user_id: int) -> User:
    """Return a user or raise NotFoundError."""
    user = db.session.get(User, user_id)
    if user is None:
        raise NotFoundError("There is no such user.")
    return user


def find_user_by_email(email: str) -> User | None:
    """Return the user who signs in with this address."""
    return db.session.scalars(select(User).where(User.email_key == email.strip().lower())).one_or_none()


def list_users() -> list[User]:
    """Return all users by name."""
    return list(db.session.scalars(select(User).order_by(User.name, User.id)))


def list_active_users() -> list[User]:
    """Return the users who can own something, by name."""
    return list(db.session.scalars(select(User).where(User.is_active).order_by(User.name, User.id)))


def count_users() -> int:
    """Return how many users there are."""
    return db.session.scalar(select(func.count()).select_from(User)) or 0


def count_active_admins() -> int:
    """Return how many active users hold the administrator's role for all teams."""
    moment = now()
    return (
        db.session.scalar(
            select(func.count(func.distinct(User.id)))
            .join(Grant, Grant.user_id == User.id)
            .where(
                User.is_active,
                Grant.role == Role.ADMIN,
                Grant.team_id.is_(None),
                (Grant.expires_at.is_(None)) | (Grant.expires_at > moment),
            )
        )
        or 0
    )


def list_teams() -> list[Team]:
    """Return all teams by name."""
    return list(db.session.scalars(select(Team).order_by(Team.name, Team.id)))


def get_team(team_id: int) -> Team:
    """Return a team or raise NotFoundError."""
    team = db.session.get(Team, team_id)
    if team is None:
        raise NotFoundError("There is no such team.")
    return team


def find_live_session(token: str) -> UserSession | None:
    """Return the session of a token if it, its user and its time still count."""
    moment = now()
    found = db.session.scalars(select(UserSession).where(UserSession.token_hash == token_hash(token))).one_or_none()
    if found is None or not found.user.is_active:
        return None
    if found.seen_at < moment - IDLE or found.created_at < moment - ABSOLUTE:
        return None
    return found


def list_sessions(user_id: int) -> list[UserSession]:
    """Return a user's sessions that still count, the last used first."""
    moment = now()
    return list(
        db.session.scalars(
            select(UserSession)
            .where(
                UserSession.user_id == user_id,
                UserSession.seen_at >= moment - IDLE,
                UserSession.created_at >= moment - ABSOLUTE,
            )
            .order_by(UserSession.seen_at.desc(), UserSession.id)
        )
    )


def find_link(token: str, purpose: TokenPurpose) -> AccountLink | None:
    """Return a secret link that was made for this purpose, is not used and has not expired."""
    link = db.session.scalars(
        select(AccountLink).where(AccountLink.token_hash == token_hash(token), AccountLink.purpose == purpose)
    ).one_or_none()
    return link if link and link.used_at is None and link.expires_at > now() else None
