"""Secret links that let somebody in once: set-up, invitation, new password."""

from datetime import timedelta

from sqlalchemy import update

from crm.accounts.models import AccountLink, User
from crm.accounts.queries import count_recent_links, count_users, find_user_by_email, get_open_link, get_user
from crm.accounts.services.passwords import hash_new_password, keep_password
from crm.accounts.services.users import add_user
from crm.accounts.values import LINK_DAYS, Permission, Role, TokenPurpose
from crm.core.actor import NOBODY, SYSTEM, Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, count_changed, db
from crm.core.errors import ConflictError, ForbiddenError, NotFoundError
from crm.core.jobs.services import enqueue
from crm.core.secrets import new_token, seal, token_hash

LINK_LIFE = {
    TokenPurpose.SETUP: timedelta(hours=12),
    **{purpose: timedelta(days=days) for purpose, days in LINK_DAYS.items()},
}
#: Not more mails than this with a new password's link go to one address within an hour.
RESETS_PER_HOUR = 3


def make_link(purpose: TokenPurpose, *, actor: Actor, user_id: int | None = None) -> str:
    """Make a secret link's token for one purpose; earlier ones for the same user and purpose no longer count."""
    token = new_token()
    with atomic(actor):
        moment = now()
        earlier = (AccountLink.purpose == purpose, AccountLink.user_id == user_id, AccountLink.used_at.is_(None))
        db.session.execute(update(AccountLink).where(*earlier).values(used_at=moment))
        db.session.add(
            AccountLink(
                token_hash=token_hash(token), purpose=purpose, user_id=user_id, expires_at=moment + LINK_LIFE[purpose]
            )
        )
        record(actor, f"link.{purpose.value}", get_user(user_id) if user_id else "user")
    return token


def make_setup_link() -> str | None:
    """Return the token of the one-time page that creates the first administrator; None when there are users."""
    return None if count_users() else make_link(TokenPurpose.SETUP, actor=SYSTEM)


def invite_user(name: str, email: str, *, role: Role, actor: Actor, team_id: int | None = None) -> tuple[User, str]:
    """Make a user and the link by which they choose a password; return both."""
    with atomic(actor):
        user = add_user(name, email, role=role, actor=actor, team_id=team_id)
        if actor.user_id is not None:
            user.language = get_user(actor.user_id).language
        return user, _mail_link(user, TokenPurpose.INVITE, actor)


def send_link(user_id: int, *, actor: Actor) -> str:
    """Make a new link for a user: the invitation again, or a new password when they had one; return its token."""
    with atomic(actor):
        user = get_user(user_id)
        if not actor.may(Permission.USERS_MANAGE) and not user.is_invited:
            raise ForbiddenError("Only an administrator makes a link for a new password.")
        if not user.is_active:
            raise ConflictError("This user is disabled. Enable them first.")
        purpose = TokenPurpose.INVITE if user.is_invited else TokenPurpose.RESET
        return _mail_link(user, purpose, actor)


def _mail_link(user: User, purpose: TokenPurpose, actor: Actor) -> str:
    """Make a user's link and have it mailed; return the token. The job carries it encrypted."""
    token = make_link(purpose, actor=actor, user_id=user.id)
    enqueue("accounts.mail_link", user_id=user.id, purpose=purpose.value, sealed_token=seal(token))
    return token


def ask_for_reset(email: str) -> None:
    """Mail a link for a new password, if somebody active has this address; nobody learns whether."""
    user = find_user_by_email(email)
    with atomic(NOBODY):
        if user is None or not user.is_active or user.is_invited:
            record(NOBODY, "link.refused", "user")
        elif count_recent_links(user.id, TokenPurpose.RESET, now() - timedelta(hours=1)) >= RESETS_PER_HOUR:
            record(NOBODY, "link.refused", user)
        else:
            _mail_link(user, TokenPurpose.RESET, NOBODY)


def take_setup(token: str, *, name: str, email: str, password: str) -> User:
    """Create the first administrator by the one-time link."""
    hashed = hash_new_password(password, name, email)
    with atomic(SYSTEM):
        _use(get_open_link(token, TokenPurpose.SETUP))
        if count_users():
            raise ConflictError("The first administrator is already there. Sign in.")
        user = add_user(name, email, role=Role.ADMIN, actor=SYSTEM)
        keep_password(user, hashed, actor=user.as_actor())
    return user


def take_link(token: str, purpose: TokenPurpose, *, password: str) -> User:
    """Choose a password by an invitation or a reset link, which is used up by it."""
    user = user_of(get_open_link(token, purpose))
    hashed = hash_new_password(password, user.name, user.email)
    with atomic(user.as_actor()):
        link = get_open_link(token, purpose)
        _use(link)
        keep_password(user_of(link), hashed, actor=user.as_actor())
    return user


def user_of(link: AccountLink) -> User:
    """Return whose link it is."""
    if link.user is None:
        raise NotFoundError("This link was used before, or its time is over. Ask for a new one.")
    return link.user


def _use(link: AccountLink) -> None:
    """Use a link up; of two that use it at the same moment, one succeeds."""
    used = db.session.execute(
        update(AccountLink).where(AccountLink.id == link.id, AccountLink.used_at.is_(None)).values(used_at=now())
    )
    if count_changed(used) != 1:
        raise NotFoundError("This link was used before, or its time is over. Ask for a new one.")
