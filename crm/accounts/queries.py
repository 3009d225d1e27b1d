"""Reading users, teams and sessions."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from crm.accounts.models import AccountLink, Grant, Team, User, UserSession
from crm.accounts.values import Role, TokenPurpose
from crm.core.actor import Actor
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


def find_active_actor(user_id: int) -> Actor | None:
    """Return who acts when this user's work is done later; None when they may no longer sign in."""
    user = db.session.get(User, user_id)
    return user.as_actor() if user and user.is_active else None


def list_users() -> list[User]:
    """Return all users by name."""
    return list(db.session.scalars(select(User).order_by(User.name, User.id)))


def list_active_users() -> list[User]:
    """Return the users who can own something, by name."""
    return list(db.session.scalars(select(User).where(User.is_active).order_by(User.name, User.id)))


def count_users() -> int:
    """Return how many users there are."""
    return db.session.scalar(select(func.count()).select_from(User)) or 0


def count_lasting_admins(*, besides: int | None = None) -> int:
    """Return how many users can administer for good: active, with a password and a grant for all teams without an end.

    ``besides`` leaves one user out of the count.
    """
    return (
        db.session.scalar(
            select(func.count(func.distinct(User.id)))
            .join(Grant, Grant.user_id == User.id)
            .where(
                User.is_active,
                User.password_hash.is_not(None),
                User.id != (besides or 0),
                Grant.role == Role.ADMIN,
                Grant.team_id.is_(None),
                Grant.expires_at.is_(None),
            )
        )
        or 0
    )


def list_teams() -> list[Team]:
    """Return all teams by name."""
    return list(db.session.scalars(select(Team).order_by(Team.name, Team.id)))


def count_members() -> dict[int, int]:
    """Return how many active users hold a role in each team."""
    query = select(Grant.team_id, func.count(func.distinct(Grant.user_id))).join(User, User.id == Grant.user_id)
    rows = db.session.execute(query.where(Grant.team_id.is_not(None), User.is_active).group_by(Grant.team_id))
    return {team_id: count for team_id, count in rows if team_id is not None}


def get_team(team_id: int) -> Team:
    """Return a team or raise NotFoundError."""
    team = db.session.get(Team, team_id)
    if team is None:
        raise NotFoundError("There is no such team.")
    return team


def find_team_by_name(name: str) -> Team | None:
    """Return the team of this name, whatever its case."""
    return db.session.scalars(select(Team).where(func.lower(Team.name) == name.lower()).limit(1)).one_or_none()


def find_session(token: str) -> UserSession | None:
    """Return the session of a token, whether it still counts or not."""
    return db.session.scalars(select(UserSession).where(UserSession.token_hash == token_hash(token))).one_or_none()


def find_live_session(token: str) -> UserSession | None:
    """Return the session of a token if it, its user and its time still count."""
    moment = now()
    found = find_session(token)
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


def count_recent_links(user_id: int, purpose: TokenPurpose, since: datetime) -> int:
    """Return how many links of a purpose were made for a user since a moment."""
    query = select(func.count()).where(
        AccountLink.user_id == user_id, AccountLink.purpose == purpose, AccountLink.created_at >= since
    )
    return db.session.scalar(query) or 0


def get_grant(grant_id: int) -> Grant:
    """Return a grant or raise NotFoundError."""
    grant = db.session.get(Grant, grant_id)
    if grant is None:
        raise NotFoundError("This role was already taken away.")
    return grant


def find_grant(user_id: int, role: Role, team_id: int | None) -> Grant | None:
    """Return a user's grant of a role for a team, or for all teams."""
    query = select(Grant).where(Grant.user_id == user_id, Grant.role == role, Grant.team_id == team_id)
    return db.session.scalars(query).one_or_none()


def get_open_link(token: str, purpose: TokenPurpose) -> AccountLink:
    """Return a secret link that still counts; raise NotFoundError otherwise."""
    link = find_link(token, purpose)
    if link is None or (link.user is not None and not link.user.is_active):
        raise NotFoundError("This link was used before, or its time is over. Ask for a new one.")
    return link
