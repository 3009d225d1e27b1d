"""Restore mode: an installation that came back from a backup sends nothing until a human has looked at it.

What was sent after the backup was taken is not in it; sending "again" would be the second time for somebody.
"""

from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic
from crm.core.preferences.queries import find_preference
from crm.core.preferences.services import set_preference

#: The preference that holds the mode: when it was restored and from which backup; None when it is over.
KEY = "restore.mode"


def find_restored() -> dict[str, str] | None:
    """Return when (`at`) and from what (`backup`) the installation was restored, while nobody has confirmed it."""
    row = find_preference(KEY)
    value: dict[str, str] | None = row.value if row else None
    return value


def is_restored() -> bool:
    """Say whether the installation is in restore mode."""
    return find_restored() is not None


def confirm_restore(*, actor: Actor) -> bool:
    """End restore mode: mail leaves again from now on. Say whether there was anything to end."""
    with atomic(actor):
        found = find_restored()
        if found is None:
            return False
        set_preference(KEY, None)
        record(actor, "backup.restore_confirmed", "preference", backup=found.get("backup", ""), at=now())
    return True
