"""Which backups there are, and how old the last good one is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from crm.core.backup.values import BackupKind
from crm.core.clock import now
from crm.core.preferences.queries import find_preference
from crm.core.settings import settings

#: The preference that remembers the last good backup.
LAST = "backup.last"
#: From this age on the last good backup is too old.
TOO_OLD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last backup that was made and checked."""

    at: datetime
    name: str
    size: int

    @property
    def is_too_old(self) -> bool:
        """Say whether it is older than two days."""
        return now() - self.at > TOO_OLD


def find_last_backup() -> LastBackup | None:
    """Return the last good backup, wherever it was written to; None when there never was one."""
    row = find_preference(LAST)
    if row is None or not row.value:
        return None
    return LastBackup(datetime.fromisoformat(row.value["at"]), row.value["name"], row.value["size"])


def backup_folder() -> Path:
    """Return the folder of the backups that the program makes by itself."""
    return settings().data_dir / "backups"


def list_backups(kind: BackupKind) -> list[Path]:
    """Return the archives of a kind in the folder, the oldest first."""
    return sorted(backup_folder().glob(f"crm-*-{kind.value}.tar"))
