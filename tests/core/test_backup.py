"""Backups: made while others write, refused when a bit is wrong, and back again whole."""

import dataclasses
import io
import random
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.accounts.models import User
from crm.accounts.queries import count_users
from crm.cli.db import known_revisions
from crm.core.actor import SHELL, SYSTEM
from crm.core.audit.models import AuditLine
from crm.core.audit.services import record, verify_chain
from crm.core.backup.databases import IN_DOUBT
from crm.core.backup.jobs import back_up
from crm.core.backup.queries import backup_folder, find_last_backup, list_backups
from crm.core.backup.services import check_backup, make_backup, note_restore, restore_backup
from crm.core.backup.values import BackupKind
from crm.core.db import atomic, db
from crm.core.engines import is_sqlite
from crm.core.errors import ConflictError, DomainError
from crm.core.files.models import KeptFile
from crm.core.files.queries import path_of
from crm.core.files.services import keep_file
from crm.core.mail.models import MailState
from crm.core.mail.queries import get_mail
from crm.core.mail.restoring import is_restored
from crm.core.mail.services import send_mail
from crm.core.preferences.services import set_preference
from crm.core.secrets import seal, unseal
from crm.core.settings import settings
from tests import machine
from tests.factories import a_user


@pytest.fixture(autouse=True)
def programs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put PostgreSQL's own programs, of the server's version, first on PATH."""
    if not is_sqlite():
        place = machine.find_postgres()
        assert place is not None
        monkeypatch.setenv("PATH", str(place.parent), prepend=":")


def fill() -> tuple[User, KeptFile]:
    """Put something of every kind into the installation."""
    user = a_user(name="Before the backup")
    with atomic(SHELL):
        kept = keep_file(
            io.BytesIO(b"name,email\nAna,ana@coalition.example\n" * 100), name="list.csv", media_type="text/csv"
        )
        set_preference("mail.smtp_url", seal("smtp://u:secret@mail.coalition.example"))
        send_mail("ana@coalition.example", "Hello", "Hello", purpose="tests.hello")
        record(SHELL, "tests.filled", user)
    return user, kept


def everything() -> dict[str, int]:
    """Count the rows of the tables that a restore leaves as they were."""
    with db.engine.connect() as connection:
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608
            for name in db.metadata.tables
            if name not in {"preference", "audit_line"}
        }


def test_a_backup_brings_everything_back_and_then_sends_nothing(app: Flask, tmp_path: Path) -> None:
    _user, kept = fill()
    backup = make_backup(actor=SHELL, target=tmp_path / "elsewhere.tar")
    counts, head = everything(), backup.manifest.audit_seq
    assert backup.key_path.read_text() == settings().secret_key
    assert oct(backup.path.stat().st_mode & 0o777) == oct(backup.key_path.stat().st_mode & 0o777) == "0o600"
    last = find_last_backup()
    assert last is not None
    assert (last.name, last.is_too_old) == ("elsewhere.tar", False)

    a_user(name="After the backup")
    path_of(kept).unlink()
    with pytest.raises(ConflictError):
        restore_backup(backup.path, actor=SHELL, revisions=known_revisions())
    assert count_users() == 2
    restore_backup(backup.path, actor=SHELL, revisions=known_revisions(), force=True)
    note_restore(backup.path, actor=SHELL)

    assert everything() == counts
    assert [each.name for each in db.session.scalars(select(User))] == ["Before the backup"]
    assert path_of(kept).read_bytes().startswith(b"name,email")
    assert db.session.scalar(select(func.max(AuditLine.seq))) == head + 1
    assert verify_chain(db.session()) is None
    assert is_restored()
    mail = get_mail(1)
    assert (mail.state, mail.answer) == (MailState.UNKNOWN, IN_DOUBT)
    (safety,) = list_backups(BackupKind.BEFORE_RESTORE)
    assert check_backup(safety).counts["user"] == 2


@contextmanager
def another_installation(app: Flask, folder: Path) -> Iterator[None]:
    """Stand in a new folder, with a key of its own, over the same empty tables; PostgreSQL has one database here."""
    before = app.config["CRM"]
    folder.mkdir()
    app.config["CRM"] = dataclasses.replace(before, data_dir=folder, secret_key="another secret")
    try:
        yield
    finally:
        app.config["CRM"] = before


def test_a_backup_opens_in_another_folder_with_its_key_and_not_without(app: Flask, tmp_path: Path) -> None:
    fill()
    backup = make_backup(actor=SHELL, target=tmp_path / "moved.tar")
    sealed = seal("a password")
    with another_installation(app, tmp_path / "new"):
        key = backup.key_path.rename(tmp_path / "hidden")
        with pytest.raises(DomainError, match=r"moved\.key, is not beside it"):
            restore_backup(backup.path, actor=SHELL, revisions=known_revisions(), force=True)
        key.rename(backup.key_path)
        restore_backup(backup.path, actor=SHELL, revisions=known_revisions(), force=True)
        assert settings().secret_key == "a secret of tests"
        assert (tmp_path / "new" / "secret.key").read_text() == "a secret of tests"
        assert unseal(sealed) == "a password"
        assert verify_chain(db.session()) is None


def test_without_its_key_a_backup_comes_back_when_that_is_said(app: Flask, tmp_path: Path) -> None:
    fill()
    backup = make_backup(actor=SHELL, target=tmp_path / "moved.tar")
    backup.key_path.unlink()
    with another_installation(app, tmp_path / "new"):
        restore_backup(backup.path, actor=SHELL, revisions=known_revisions(), force=True, without_key=True)
        assert settings().secret_key == "another secret"
        assert count_users() == 1


def test_one_wrong_bit_anywhere_is_found_and_nothing_is_changed(app: Flask, tmp_path: Path) -> None:
    fill()
    backup = make_backup(actor=SHELL, target=tmp_path / "backup.tar")
    whole = backup.path.read_bytes()
    chance = random.Random(7)  # noqa: S311 - the same bits every time
    places = [0, 100, 156, 257, len(whole) - 1, len(whole) - 40, *(chance.randrange(len(whole)) for _ in range(60))]
    for place in places:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        backup.path.write_bytes(damaged)
        with pytest.raises(DomainError, match="damaged"):
            check_backup(backup.path)
    for length in (0, 10, 80, 5000, len(whole) - 1):
        backup.path.write_bytes(whole[:length])
        with pytest.raises(DomainError, match="damaged"):
            restore_backup(backup.path, actor=SHELL, revisions=known_revisions(), force=True)
    assert count_users() == 1
    assert list_backups(BackupKind.BEFORE_RESTORE) == []
    backup.path.write_bytes(whole)
    assert check_backup(backup.path).counts["user"] == 1


def test_a_backup_taken_while_others_write_holds_all_that_was_confirmed_before(app: Flask, tmp_path: Path) -> None:
    stop, confirmed = threading.Event(), 0

    def write() -> None:
        nonlocal confirmed
        with app.app_context():
            while not stop.is_set():
                with atomic(SYSTEM):
                    record(SYSTEM, "tests.written", "preference")
                confirmed += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            while confirmed < 20 * (number + 1):
                stop.wait(0.01)
            before = confirmed
            manifest = make_backup(actor=SHELL, target=tmp_path / f"{number}.tar", noted=False).manifest
            assert before <= manifest.counts["audit_line"] <= confirmed + 1
            assert manifest.audit_seq == manifest.counts["audit_line"]
    finally:
        stop.set()
        writer.join()


def test_of_daily_backups_seven_are_kept(app: Flask) -> None:
    for _ in range(9):
        make_backup(actor=SYSTEM, kind=BackupKind.DAILY)
    kept = list_backups(BackupKind.DAILY)
    assert len(kept) == 7
    assert all(path.with_suffix(".key").exists() for path in kept)
    assert len(list(backup_folder().iterdir())) == 14
    back_up(actor=SYSTEM, job_id=1)
    assert list_backups(BackupKind.DAILY) == kept


def test_a_file_that_was_lost_is_named_and_does_not_stop_the_backup(app: Flask, tmp_path: Path) -> None:
    _user, kept = fill()
    path_of(kept).unlink()
    assert make_backup(actor=SHELL, target=tmp_path / "b.tar").manifest.missing == [kept.sha256]


def test_a_backup_of_a_newer_version_is_refused(app: Flask, tmp_path: Path) -> None:
    backup = make_backup(actor=SHELL, target=tmp_path / "b.tar")
    with pytest.raises(DomainError, match="newer version"):
        restore_backup(backup.path, actor=SHELL, revisions={"0000"}, force=True)


@pytest.mark.parametrize("content", [b"", b"this is no backup", b"\0" * 20000])
def test_what_is_no_backup_is_called_so(app: Flask, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "holiday.tar"
    path.write_bytes(content)
    with pytest.raises(DomainError, match=r"holiday\.tar is damaged or no backup"):
        check_backup(path)
    with pytest.raises(DomainError, match="There is no file"):
        check_backup(tmp_path / "nothing.tar")


def test_any_tar_opens_a_backup(app: Flask, tmp_path: Path) -> None:
    fill()
    backup = make_backup(actor=SHELL, target=tmp_path / "b.tar")
    with tarfile.open(backup.path) as archive:
        names = archive.getnames()
    assert names[0] == "manifest.json"
    assert any(name.startswith("files/") for name in names)
    assert not any("secret" in name or name.endswith(".key") for name in names)
    assert settings().secret_key.encode() not in backup.path.read_bytes()


def test_without_pg_dump_one_sentence_says_what_is_missing(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_sqlite():
        pytest.skip("SQLite needs no program of its own")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DomainError, match="pg_dump was not found on this machine; the package postgresql-client"):
        make_backup(actor=SHELL, target=tmp_path / "b.tar")
    assert list(tmp_path.glob(".making*")) == []


def test_a_copy_whose_rows_do_not_fit_together_is_refused(app: Flask, tmp_path: Path) -> None:
    if not is_sqlite():
        pytest.skip("PostgreSQL checks its foreign keys itself")
    a_user()
    with sqlite3.connect(str(db.engine.url.database)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE role_grant SET user_id = 999")
    connection.close()
    with pytest.raises(DomainError, match="The database itself is damaged"):
        make_backup(actor=SHELL, target=tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()
