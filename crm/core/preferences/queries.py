"""Reading preferences."""

from typing import Any

from sqlalchemy import select

from crm.core.db import db
from crm.core.preferences.models import Preference


def find_preference(key: str, *, user_id: int = 0) -> Preference | None:
    """Return the row of one key, if it was ever set."""
    return db.session.scalars(
        select(Preference).where(Preference.user_id == user_id, Preference.key == key)
    ).one_or_none()


def list_preferences(prefix: str, *, user_id: int = 0) -> dict[str, Any]:
    """Return the values of all keys that begin with a prefix."""
    rows = db.session.scalars(
        select(Preference).where(Preference.user_id == user_id, Preference.key.startswith(prefix, autoescape=True))
    )
    return {row.key: row.value for row in rows}


def version_of(prefix: str) -> int:
    """Return a number that grows with every change of any key that begins with a prefix."""
    versions = db.session.scalars(
        select(Preference.version).where(Preference.user_id == 0, Preference.key.startswith(prefix, autoescape=True))
    )
    return sum(versions)
