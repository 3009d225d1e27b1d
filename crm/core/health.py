"""Is the installation well: one finding for each thing that keeps it alive, for `crm doctor`, pages and banners."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from crm.core.backup.queries import find_last_backup
from crm.core.clock import now
from crm.core.db import answers
from crm.core.disk import free_bytes, network_kind, read_mounts
from crm.core.engines import durability, is_sqlite
from crm.core.jobs.models import JobState
from crm.core.jobs.queries import count_jobs, last_seen
from crm.core.mail.queries import mail_settings, oldest_waiting
from crm.core.mail.restoring import is_restored
from crm.core.settings import settings
from crm.core.words import N_

#: A worker that was not seen for so long is missed.
MISSED_AFTER = timedelta(minutes=2)
#: A mail that waits longer than this is news.
MAIL_WAITS = timedelta(minutes=30)
#: Below this the disk is nearly full; below the second number nothing can be relied on.
LITTLE_ROOM = 1024**3
NO_ROOM = 100 * 1024**2


class Level(StrEnum):
    """How bad it is."""

    FINE = "fine"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing: an English source text and its values, for a door to translate."""

    check: str
    level: Level
    message: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Return the sentence in English."""
        return self.message % self.values if self.values else self.message


def examine() -> list[Finding]:
    """Check everything that can be checked without sending anything."""
    return [check() for check in CHECKS.values()]


def check_database() -> Finding:
    """Check that the database answers and keeps what it confirms."""
    answers()
    if not is_sqlite():
        return Finding("database", Level.FINE, N_("PostgreSQL answers."))
    folder = settings().data_dir
    kind = network_kind(folder, read_mounts())
    if kind is not None:
        return Finding(
            "database",
            Level.DANGER,
            N_("The database lies on a network disk (%(kind)s); it can be damaged."),
            {"kind": kind},
        )
    wrong = ", ".join(f"{name} = {value}" for name, value, is_right in durability() if not is_right)
    if wrong:
        return Finding("database", Level.DANGER, N_("SQLite does not keep its settings: %(wrong)s."), {"wrong": wrong})
    return Finding(
        "database", Level.FINE, N_("SQLite answers and writes every act to the disk before it is confirmed.")
    )


def check_disk() -> Finding:
    """Check that there is room."""
    free = free_bytes(settings().data_dir)
    values: dict[str, object] = {"free": round(free / 1024**3, 1)}
    if free < NO_ROOM:
        return Finding("disk", Level.DANGER, N_("The disk is full: %(free)s GB are free. Make room now."), values)
    if free < LITTLE_ROOM:
        return Finding("disk", Level.WARNING, N_("The disk is nearly full: %(free)s GB are free."), values)
    return Finding("disk", Level.FINE, N_("%(free)s GB are free."), values)


def check_worker() -> Finding:
    """Check that a worker lives; its jobs wait otherwise."""
    seen = last_seen()
    if seen is None:
        return Finding("worker", Level.DANGER, N_("No worker has ever run: mails, imports and backups wait for one."))
    silence = now() - seen
    if silence > MISSED_AFTER:
        return Finding(
            "worker",
            Level.DANGER,
            N_("No worker was seen for %(minutes)s minutes: mails, imports and backups wait for one."),
            {"minutes": int(silence.total_seconds() // 60)},
        )
    failed = count_jobs(JobState.FAILED)
    if failed:
        return Finding("worker", Level.WARNING, N_("A worker runs; jobs that failed: %(failed)s."), {"failed": failed})
    return Finding("worker", Level.FINE, N_("A worker runs."))


def check_mail() -> Finding:
    """Check that mail can leave, without sending any."""
    if is_restored():
        return Finding(
            "mail out",
            Level.DANGER,
            N_("This installation was restored from a backup; no mail leaves until you confirm it."),
        )
    servers = mail_settings()
    if servers.smtp is None:
        return Finding(
            "mail out",
            Level.WARNING,
            N_("No mail server is set: mails become files in the outbox folder, nobody gets them."),
        )
    if not servers.sender:
        return Finding("mail out", Level.DANGER, N_("A mail server is set, but no sender; mails wait."))
    waits = oldest_waiting()
    if waits is not None and now() - waits > MAIL_WAITS:
        return Finding(
            "mail out",
            Level.DANGER,
            N_("Mail has been waiting for %(minutes)s minutes."),
            {"minutes": int((now() - waits).total_seconds() // 60)},
        )
    return Finding("mail out", Level.FINE, N_("Mail leaves by %(host)s."), {"host": servers.smtp.host})


def check_backup() -> Finding:
    """Check that the last good backup is young enough."""
    last = find_last_backup()
    if last is None:
        return Finding("backup", Level.WARNING, N_("There is no backup yet; a worker makes one every day."))
    values: dict[str, object] = {"days": (now() - last.at).days, "name": last.name}
    if last.is_too_old:
        return Finding("backup", Level.DANGER, N_("The last good backup is %(days)s days old."), values)
    return Finding("backup", Level.FINE, N_("The last good backup is %(name)s."), values)


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": check_database,
    "disk": check_disk,
    "worker": check_worker,
    "mail out": check_mail,
    "backup": check_backup,
}


def troubles() -> Iterator[Finding]:
    """Yield what people of the installation should know now."""
    yield from (
        finding
        for finding in (CHECKS[name]() for name in ("disk", "worker", "mail out", "backup"))
        if finding.level is not Level.FINE
    )
