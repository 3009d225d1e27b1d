"""Setting preferences."""

from collections.abc import Mapping

from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic, current_act, db
from crm.core.errors import StaleError
from crm.core.preferences.models import Preference
from crm.core.preferences.queries import find_preference, version_of


def set_preference(key: str, value: object, *, user_id: int = 0) -> None:
    """Keep one value within the act at work."""
    current_act()
    row = find_preference(key, user_id=user_id)
    if row is None:
        db.session.add(Preference(user_id=user_id, key=key, value=value))
    else:
        row.value = value
    db.session.flush()


def change_settings(group: str, values: Mapping[str, object], *, version: int | None, actor: Actor) -> None:
    """Change settings of a group (`coalition.`, `mail.`) for everybody; the log names them, not their values.

    ``version`` is the group's version that the actor saw; raises StaleError when it is another one by now.
    """
    with atomic(actor):
        if version is not None and version != version_of(group):
            raise StaleError
        known = {key: find_preference(key) for key in values}
        changed = [key for key, row in known.items() if (row.value if row else None) != values[key]]
        for key in changed:
            set_preference(key, values[key])
        if changed:
            record(actor, "settings.changed", "preference", keys=", ".join(sorted(changed)))
