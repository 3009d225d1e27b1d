"""Setting preferences."""

from crm.core.db import current_act, db
from crm.core.preferences.models import Preference
from crm.core.preferences.queries import find_preference


def set_preference(key: str, value: object, *, user_id: int = 0) -> None:
    """Keep one value within the act at work."""
    current_act()
    row = find_preference(key, user_id=user_id)
    if row is None:
        db.session.add(Preference(user_id=user_id, key=key, value=value))
    else:
        row.value = value
