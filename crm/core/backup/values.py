"""What a backup is and what its manifest says."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from crm.core.errors import DomainError

#: The form of archive that this version writes and reads.
FORMAT = 1


class BackupKind(StrEnum):
    """Why a backup was made; the number says how many of a kind are kept, 0 all."""

    DAILY = "daily"
    MANUAL = "manual"
    BEFORE_MIGRATION = "before-migration"
    BEFORE_RESTORE = "before-restore"


KEPT = {BackupKind.DAILY: 7, BackupKind.MANUAL: 0, BackupKind.BEFORE_MIGRATION: 3, BackupKind.BEFORE_RESTORE: 3}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive holds, so that it can be checked without the installation it came from."""

    made_at: str
    #: `sqlite` or `postgresql`: a backup goes back into the kind of database it came from.
    database: str
    #: The migration that its tables are at.
    revision: str | None
    #: Rows by table.
    counts: dict[str, int]
    #: Number and chain value of the last line of the audit log.
    audit_seq: int
    audit_chain: str
    #: Tells whether a key file is the right one, without telling the key.
    key_mark: str
    #: Size and SHA-256 of each member.
    members: dict[str, list[Any]]
    #: Kept files whose bytes were not there any more when the backup was made.
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    def as_json(self) -> dict[str, Any]:
        """Return the manifest as it is written into the archive."""
        return asdict(self)

    @classmethod
    def read(cls, values: Any) -> Self:
        """Return the manifest that was written; raise DomainError for one of another version."""
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise DomainError("This backup was written by another version of the program, which this one cannot read.")
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and checked."""

    path: Path
    key_path: Path
    size: int
    made_at: datetime
    manifest: Manifest
