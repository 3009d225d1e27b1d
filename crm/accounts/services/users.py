"""Users and their roles: who is added, what they may do, when they may no longer enter.

Nobody gives what they do not hold, changes their own role, or takes away the last administrator.
"""

from dataclasses import dataclass
from datetime import datetime

from crm.accounts.models import Grant, User
from crm.accounts.queries import count_lasting_admins, find_grant, find_user_by_email, get_grant, get_team, get_user
from crm.accounts.services.sessions import end_sessions
from crm.accounts.values import PERMISSIONS_OF, Permission, Role
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError, ForbiddenError
from crm.core.text.mail import normal_email
from crm.core.words import N_

LAST_ADMIN = N_("This is the last administrator. Make somebody else one first.")
OWN_ROLE = N_("Nobody changes their own role. Ask another administrator.")


@dataclass(frozen=True, slots=True)
class Profile:
    """What users say of themselves and how pages look for them."""

    name: str
    language: str
    timezone: str
    theme: str
    density: str
    has_letter_keys: bool


def add_user(name: str, email: str, *, role: Role, actor: Actor, team_id: int | None = None) -> User:
    """Make a user with one role; they choose a password by a link (`make_link`)."""
    with atomic(actor):
        if not name:
            raise DomainError("Give the user a name.", field="name")
        user = User(name=name, email="", email_key="")
        _give_address(user, email)
        _check_may_give(actor, role, team_id)
        user.grants.append(Grant(role=role, team_id=team_id))
        db.session.add(user)
        db.session.flush()
        record(actor, "user.added", user, role=role, team=team_id)
    return user


def edit_user(user_id: int, *, name: str, email: str, version: int | None, actor: Actor) -> User:
    """Change a user's name and address for signing in; ``version`` is the one that the actor saw."""
    with atomic(actor):
        user = get_user(user_id)
        user.check_version(version)
        if not name:
            raise DomainError("Give the user a name.", field="name")
        user.name = name
        if email != user.email:
            _give_address(user, email)
        record(actor, "user.changed", user)
    return user


def edit_profile(profile: Profile, *, version: int | None, actor: Actor) -> User:
    """Change one's own name, language, time zone and looks; ``version`` is the one that the actor saw."""
    with atomic(actor):
        user = get_user(actor.user_id or 0)
        user.check_version(version)
        if not profile.name:
            raise DomainError("Give your name.", field="name")
        for field in Profile.__dataclass_fields__:
            setattr(user, field, getattr(profile, field))
        record(actor, "user.profile_changed", user)
    return user


def disable_user(user_id: int, *, actor: Actor) -> User:
    """Close the door to a user: no sign-in, all sessions end; what they did stays under their name."""
    with atomic(actor):
        user = get_user(user_id)
        if user.id == actor.user_id:
            raise ConflictError("Nobody disables themselves. Ask another administrator.")
        _check_not_last_admin(user)
        if user.is_active:
            user.is_active = False
            end_sessions(user_id, actor=actor)
            record(actor, "user.disabled", user)
    return user


def enable_user(user_id: int, *, actor: Actor) -> User:
    """Let a disabled user in again."""
    with atomic(actor):
        user = get_user(user_id)
        if not user.is_active:
            user.is_active = True
            record(actor, "user.enabled", user)
    return user


def give_role(
    user_id: int, role: Role, *, actor: Actor, team_id: int | None = None, expires_at: datetime | None = None
) -> Grant:
    """Give a user a further role, for all teams or one, for good or until a moment; they sign in anew."""
    with atomic(actor):
        user = get_user(user_id)
        if user.id == actor.user_id:
            raise ConflictError(OWN_ROLE)
        _check_may_give(actor, role, team_id)
        if expires_at is not None and expires_at <= now():
            raise DomainError("This day is over. Choose a later one, or none.", field="expires_on")
        grant = find_grant(user_id, role, team_id)
        if grant is None:
            grant = Grant(user_id=user_id, role=role, team_id=team_id)
            db.session.add(grant)
        elif grant.expires_at is None and expires_at is not None:
            _check_not_last_admin(user, grant)
        grant.expires_at = expires_at
        db.session.flush()
        end_sessions(user_id, actor=actor)
        record(actor, "user.role_given", user, role=role, team=team_id, until=expires_at)
    db.session.expire(user)
    return grant


def take_role(grant_id: int, *, actor: Actor) -> User:
    """Take a role away from a user; their sessions end."""
    with atomic(actor):
        grant = get_grant(grant_id)
        user = get_user(grant.user_id)
        if user.id == actor.user_id:
            raise ConflictError(OWN_ROLE)
        _check_may_give(actor, grant.role, grant.team_id)
        _check_not_last_admin(user, grant)
        role, team = grant.role, grant.team_id
        user.grants.remove(grant)
        end_sessions(user.id, actor=actor)
        record(actor, "user.role_taken", user, role=role, team=team)
    return user


def _give_address(user: User, email: str) -> None:
    try:
        address = normal_email(email)
    except ValueError as error:
        raise DomainError(str(error), field="email") from error
    known = find_user_by_email(address)
    if known is not None and known is not user:
        raise ConflictError("There is already a user with this mail address.", field="email")
    user.email, user.email_key = address, address.lower()


def _check_may_give(actor: Actor, role: Role, team_id: int | None) -> None:
    """Who manages users gives any role; who invites gives what they hold themselves, in their own teams."""
    if team_id is not None:
        get_team(team_id)
    if actor.may(Permission.USERS_MANAGE):
        return
    if not all(actor.may(permission) for permission in PERMISSIONS_OF[role]):
        raise ForbiddenError("You can only give a role that you hold yourself.", field="role")
    if actor.team_ids is not None and team_id not in actor.team_ids:
        raise ForbiddenError("Choose one of your own teams.", field="team")


def _check_not_last_admin(user: User, grant: Grant | None = None) -> None:
    """Refuse to close the door to the last one who holds the keys for good."""
    lasting = [one for one in user.grants if one.role is Role.ADMIN and one.team_id is None and one.expires_at is None]
    if lasting and (grant is None or grant in lasting) and count_lasting_admins(besides=user.id) == 0:
        raise ConflictError(LAST_ADMIN)
