"""Reading what was done before."""

from sqlalchemy import select

from crm.core.db import db
from crm.core.once.models import TakenKey


def find_taken(user_id: int, key: str) -> TakenKey | None:
    """Return what was done under a key, read anew."""
    query = select(TakenKey).where(TakenKey.user_id == user_id, TakenKey.key == key)
    return db.session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
