"""Reading preferences."""

from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from crm.core.db import db
from crm.core.preferences.models import Preference

#: Where a session keeps what it read of the installation's preferences, until its transaction ends or writes.
_READ = "preferences"


def read_once(session: Any) -> None:
    """Let the sessions of a factory read the installation's preferences once a transaction: every page asks often."""
    event.listen(session, "after_transaction_end", _forget)
    event.listen(session, "after_flush", _forget)


def _forget(session: Session, _what: object) -> None:
    session.info.pop(_READ, None)


def _of_all() -> dict[str, Preference]:
    session = db.session()
    if _READ not in session.info:
        rows = {row.key: row for row in session.scalars(select(Preference).where(Preference.user_id == 0))}
        session.info[_READ] = rows
    kept: dict[str, Preference] = session.info[_READ]
    return kept


def find_preference(key: str, *, user_id: int = 0) -> Preference | None:
    """Return the row of one key, if it was ever set."""
    if user_id == 0:
        return _of_all().get(key)
    return db.session.scalars(
        select(Preference).where(Preference.user_id == user_id, Preference.key == key)
    ).one_or_none()


def list_preferences(prefix: str, *, user_id: int = 0) -> dict[str, Any]:
    """Return the values of all keys that begin with a prefix."""
    if user_id == 0:
        return {key: row.value for key, row in _of_all().items() if key.startswith(prefix)}
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
