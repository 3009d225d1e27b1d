"""Making a backup and restoring one."""

import errno
import hashlib
import hmac
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.backup.archive import damaged, digest_of, open_archive, write_archive
from crm.core.backup.databases import Facts, check_copy, copy_in, copy_out, has_data
from crm.core.backup.queries import LAST, backup_folder, list_backups
from crm.core.backup.values import KEPT, Backup, BackupKind, Manifest
from crm.core.clock import now
from crm.core.db import atomic, db
from crm.core.engines import is_sqlite
from crm.core.errors import ConflictError, DomainError, FullError
from crm.core.files.queries import place_of
from crm.core.jobs.services import enqueue
from crm.core.preferences.services import set_preference
from crm.core.running import is_running
from crm.core.settings import settings, use_secret
from crm.core.words import N_

_KEY = ".key"
_DAY = 24 * 60 * 60
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
NO_ROOM = N_("The disk is full: there is no room for the backup.")


def make_backup(
    *, actor: Actor, kind: BackupKind = BackupKind.MANUAL, target: Path | None = None, noted: bool = True
) -> Backup:
    """Write a backup, check it by opening it, and return it; nothing is left when anything goes wrong.

    Database, kept files and manifest are one archive; the key is a file of its own beside it, so that the two can be
    kept in two places. ``noted=False`` writes nothing into the database: before a migration it is not ours to write to.
    """
    made_at = now()
    path = target or _free_name(made_at, kind)
    key_path = path.with_suffix(_KEY)
    with _room_on_disk(), _workplace(path.parent) as folder:
        copy, facts = copy_out(folder)
        members, missing = {copy.name: copy}, []
        for digest in facts.files:
            place = place_of(digest)
            if place.exists():
                members[f"files/{digest[:2]}/{digest}"] = place
            else:
                missing.append(digest)
        manifest = _manifest(made_at, facts, members, missing)
        draft = folder / "backup.tar"
        write_archive(draft, manifest, members)
        check_backup(draft, folder)
        # First the key, which is small: an archive that is there has its key.
        _write_key(key_path, settings().secret_key)
        _put(draft, path)
    backup = Backup(path, key_path, path.stat().st_size, made_at, manifest)
    _forget_old(kind)
    if noted:
        _note(backup, kind, actor)
    return backup


def check_target(path: Path, *, force: bool = False) -> None:
    """Raise DomainError where a backup must not be written: over another one, unless that is said, or over a key."""
    if path.suffix == _KEY:
        raise DomainError("The ending %(ending)s is that of the key; give the backup another one.", ending=_KEY)
    there = [one for one in (path, path.with_suffix(_KEY)) if one.exists()]
    if there and not force:
        raise ConflictError("%(file)s is there already. With --force it is replaced.", file=there[0])


def order_backup(*, actor: Actor) -> None:
    """Have a worker make a backup as soon as it can."""
    with atomic(actor):
        record(actor, "backup.ordered", "preference")
        enqueue("backup.now")


def check_backup(path: Path, workplace: Path | None = None) -> Manifest:
    """Open a backup as a restore would, without changing anything; raise DomainError when it is damaged."""
    with tempfile.TemporaryDirectory(dir=workplace) as folder:
        return _open(path, Path(folder))[0]


def restore_backup(
    path: Path, *, actor: Actor, revisions: Collection[str], force: bool = False, without_key: bool = False
) -> Manifest:
    """Put a backup in place of what is here: all of it or nothing. From then on no mail leaves until a human confirms.

    ``revisions`` are the migrations this program knows. Where somebody works already, ``force`` is needed, and a safety
    copy is made first.
    """
    place = backup_folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    if is_running(settings().data_dir):
        raise ConflictError("The CRM runs: stop web server and worker first, then restore.")
    with _room_on_disk(), _workplace(place) as folder:
        manifest, copy = _open(path, folder)
        _check_fit(manifest, revisions)
        secret = _find_secret(path, manifest, without_key=without_key)
        if has_data():
            if not force:
                raise ConflictError(
                    "There is data here already. With --force it is replaced, after a copy of it was kept as a backup."
                )
            make_backup(actor=actor, kind=BackupKind.BEFORE_RESTORE, noted=False)
        _bring_files(folder)
        copy_in(copy, folder, {"at": now().isoformat(), "backup": path.name})
        if secret is not None:
            _write_key(settings().data_dir / "secret.key", secret)
            use_secret(secret)
    return manifest


def note_restore(path: Path, *, actor: Actor) -> None:
    """Write into the log of the restored installation that it was restored; its tables are at this version by now."""
    with atomic(actor):
        record(actor, "backup.restored", "preference", backup=path.name)


def key_mark(secret: str) -> str:
    """Return what tells two keys apart without telling either."""
    return hmac.new(secret.encode(), b"backup", hashlib.sha256).hexdigest()[:16]


def _manifest(made_at: datetime, facts: Facts, members: dict[str, Path], missing: list[str]) -> Manifest:
    return Manifest(
        made_at=made_at.isoformat(),
        database="sqlite" if is_sqlite() else "postgresql",
        revision=facts.revision,
        counts=facts.counts,
        audit_seq=facts.audit_seq,
        audit_chain=facts.audit_chain,
        key_mark=key_mark(settings().secret_key),
        members={name: [place.stat().st_size, digest_of(place)] for name, place in members.items()},
        missing=missing,
    )


def _open(path: Path, folder: Path) -> tuple[Manifest, Path]:
    """Unpack an archive, open the copy of the database and compare; return the manifest and the copy."""
    manifest = open_archive(path, folder)
    copies = [name for name in manifest.members if name.startswith("database.")]
    if len(copies) != 1:
        raise damaged(path)
    copy = folder / copies[0]
    try:
        facts = check_copy(copy, folder)
    except (ValueError, OSError, EOFError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise
        raise damaged(path) from error
    if facts is not None and (facts.counts, facts.audit_seq, facts.audit_chain) != (
        manifest.counts,
        manifest.audit_seq,
        manifest.audit_chain,
    ):
        raise damaged(path)
    return manifest, copy


def _check_fit(manifest: Manifest, revisions: Collection[str]) -> None:
    here = "sqlite" if is_sqlite() else "postgresql"
    if manifest.database != here:
        raise DomainError(
            "This backup is of a %(theirs)s database and this installation uses %(ours)s; set DATABASE_URL to match.",
            theirs=manifest.database,
            ours=here,
        )
    if manifest.revision is not None and manifest.revision not in revisions:
        raise DomainError("This backup was made by a newer version of the program: install that one, then restore.")


def _find_secret(path: Path, manifest: Manifest, *, without_key: bool) -> str | None:
    """Return the key that belongs to the backup; None when the present one does, or when it is done without."""
    if key_mark(settings().secret_key) == manifest.key_mark or without_key:
        return None
    key_path = path.with_suffix(_KEY)
    try:
        secret = key_path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        secret = ""
    if key_mark(secret) != manifest.key_mark:
        raise DomainError(
            "The key of this backup, %(name)s, is not beside it. Put it there; with --without-key the data comes back "
            "without it, but stored passwords must be entered again and the change log can no longer be verified.",
            name=key_path.name,
        )
    if "SECRET_KEY" in settings().fixed:
        raise DomainError("SECRET_KEY is set in the environment; set it to what %(name)s holds.", name=key_path.name)
    return secret


def _bring_files(folder: Path) -> None:
    """Put the kept files in place; they lie under their digests, so what is there already is the same."""
    for source in sorted((folder / "files").glob("*/*")):
        place = place_of(source.name)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _put(source, place)


def _free_name(made_at: datetime, kind: BackupKind) -> Path:
    folder = backup_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"crm-{made_at:%Y%m%dT%H%M%S}{made_at.microsecond:06d}Z-{kind.value}.tar"


@contextmanager
def _workplace(parent: Path) -> Iterator[Path]:
    """Give a folder on the disk of the backup that is gone afterwards, and clear away what a power cut left of one."""
    for left in parent.glob(".making-*"):
        if now().timestamp() - left.stat().st_mtime > _DAY:
            shutil.rmtree(left, ignore_errors=True)
    try:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=".making-"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DomainError("There is no folder %(path)s.", path=parent) from error
    except OSError as error:
        if error.errno in _FULL:
            raise
        raise DomainError("The folder %(path)s cannot be written.", path=parent) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _room_on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise FullError(NO_ROOM) from error
        raise
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise FullError(NO_ROOM) from error
        raise DomainError("The database cannot be copied: %(said)s.", said=error) from error


def _put(draft: Path, place: Path) -> None:
    """Move a whole file to its place, durably; it replaces what was there."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.chmod(0o600)
    draft.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_key(path: Path, secret: str) -> None:
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
    _put(Path(draft), path)


def _forget_old(kind: BackupKind) -> None:
    """Delete the oldest backups of a kind beyond the number that is kept."""
    kept = KEPT[kind]
    for path in list_backups(kind)[:-kept] if kept else []:
        path.unlink(missing_ok=True)
        path.with_suffix(_KEY).unlink(missing_ok=True)


def _note(backup: Backup, kind: BackupKind, actor: Actor) -> None:
    value = {"at": backup.made_at.isoformat(), "name": backup.path.name, "size": backup.size}
    with atomic(actor):
        set_preference(LAST, value)
        record(actor, "backup.made", "preference", kind=kind.value, name=backup.path.name, size=backup.size)
    db.session.expire_all()
