"""Passwords: kept as Argon2id hashes, checked in the same time and with the same words whoever asks."""

import os
from datetime import timedelta
from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import update

from crm.accounts.models import AccountLink, User
from crm.accounts.queries import find_user_by_email, get_user
from crm.accounts.services.sessions import end_sessions
from crm.accounts.values import PASSWORD_MOST, check_new_password, lock_seconds, normal_password
from crm.core.actor import NOBODY, Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, db
from crm.core.errors import DomainError
from crm.core.secrets import new_token
from crm.core.words import N_

#: A hash takes 64 MiB: not more of them at once than a small machine can hold.
_at_once = BoundedSemaphore(2)

WRONG = N_("This address and password do not fit together. After a few wrong tries the account waits some minutes.")


@cache
def _hasher() -> PasswordHash:
    if os.environ.get("CRM_FAST_PASSWORDS") == "1":
        return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
    return PasswordHash((Argon2Hasher(),))


@cache
def _nobodys_hash() -> str:
    """Return a hash that no password fits: unknown addresses cost the same time as known ones."""
    return _hash(new_token())


def _hash(password: str) -> str:
    with _at_once:
        return _hasher().hash(password)


def hash_new_password(password: str, name: str, email: str) -> str:
    """Check a new password by the rules and hash it; slow, so it is done before a transaction begins."""
    return _hash(check_new_password(password, name, email))


def set_password(user_id: int, password: str, *, actor: Actor) -> None:
    """Give a user a password; all their sessions and open links end with the old one."""
    user = get_user(user_id)
    hashed = hash_new_password(password, user.name, user.email)
    with atomic(actor):
        keep_password(get_user(user_id), hashed, actor=actor)


def keep_password(user: User, hashed: str, *, actor: Actor) -> None:
    """Put a user's new hash in place within an act, and end what the old one opened."""
    with atomic(actor):
        user.password_hash = hashed
        free = {"failed_logins": 0, "locked_until": None}
        db.session.execute(update(User).where(User.id == user.id).values(free))
        open_links = (AccountLink.user_id == user.id, AccountLink.used_at.is_(None))
        db.session.execute(update(AccountLink).where(*open_links).values(used_at=now()))
        end_sessions(user.id, actor=actor)
        record(actor, "user.password_set", user)


def change_password(user_id: int, present: str, new: str, *, actor: Actor) -> None:
    """Change one's own password, knowing the present one."""
    user = get_user(user_id)
    if user.password_hash is None or not _verify(present, user.password_hash)[0]:
        raise DomainError("This is not your present password.", field="present")
    set_password(user_id, new, actor=actor)


def check_password(email: str, password: str) -> User:
    """Return the user who signs in with address and password.

    Anything else raises a DomainError with the same words after about the same time: an unknown address, a wrong
    password, a disabled user, an invitation not taken, an account that waits after too many tries.
    """
    user = find_user_by_email(email)
    hashed = user.password_hash if user is not None and user.is_active else None
    is_right, renewed = _verify(password, hashed or _nobodys_hash())
    if user is None or hashed is None or not is_right or user.is_locked:
        _note_failure(user)
        raise DomainError(WRONG)
    if renewed is not None:
        with atomic(user.as_actor()):
            get_user(user.id).password_hash = renewed
    return user


def _verify(password: str, hashed: str) -> tuple[bool, str | None]:
    plain = normal_password(password)[: PASSWORD_MOST + 1]
    with _at_once:
        return _hasher().verify_and_update(plain, hashed)


def _note_failure(user: User | None) -> None:
    """Count a wrong password and let the account wait; for an unknown address too, something is written."""
    with atomic(NOBODY):
        if user is not None and not user.is_locked:
            count = update(User).where(User.id == user.id).values(failed_logins=User.failed_logins + 1)
            failures = db.session.execute(count.returning(User.failed_logins)).scalar_one()
            if seconds := lock_seconds(failures):
                until = now() + timedelta(seconds=seconds)
                db.session.execute(update(User).where(User.id == user.id).values(locked_until=until))
        record(NOBODY, "session.refused", "user" if user is None else user)
