"""The backup of the day."""

from crm.core.actor import Actor
from crm.core.backup.queries import list_backups
from crm.core.backup.services import make_backup
from crm.core.backup.values import BackupKind
from crm.core.clock import now
from crm.core.jobs.registry import daily, job

DAILY = "backup.daily"
NOW = "backup.now"


@job(DAILY, as_system=True, is_long=True)
def back_up(*, actor: Actor, job_id: int) -> None:
    """Make the backup of the day, unless a worker that died right after it made it already."""
    del job_id
    today = f"crm-{now():%Y%m%d}T"
    if not any(path.name.startswith(today) for path in list_backups(BackupKind.DAILY)):
        make_backup(actor=actor, kind=BackupKind.DAILY)


@job(NOW, as_system=True, is_long=True)
def back_up_now(*, actor: Actor, job_id: int) -> None:
    """Make a backup because somebody asked for one."""
    del job_id
    make_backup(actor=actor, kind=BackupKind.MANUAL)


daily(DAILY)
