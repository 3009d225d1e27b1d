"""The disk is full, or is another machine's: what is said, what still works, and that nothing is half written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import SettingsError
from crm.accounts.values import Role
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.audit.services import record, verify_chain
from crm.core.backup.services import make_backup
from crm.core.db import atomic, db
from crm.core.disk import network_kind, read_mac_mounts, refuse_network_disk
from crm.core.engines import durability, is_sqlite
from crm.core.errors import FullError
from crm.core.health import Level, check_disk
from crm.core.jobs.models import JobState
from crm.core.jobs.queries import count_jobs
from crm.core.jobs.services import enqueue
from crm.core.jobs.values import LaterError
from crm.core.mail.delivery import deliver_mail
from crm.core.mail.services import send_mail
from tests.kit.disks import a_small_disk, can_mount
from tests.kit.jobs import counters
from tests.kit.processes import a_worker, wait_until
from tests.web.kit import client_for


@pytest.fixture
def data_dir(tmp_path: Path, database: str) -> Iterator[Path]:
    """Put the installation on a disk of three megabytes; PostgreSQL keeps its own disk."""
    if database != "sqlite":
        pytest.skip("the disk of a PostgreSQL server is not ours to fill")
    if not can_mount():
        pytest.skip("only root may mount the small disk of this test")
    with a_small_disk(tmp_path / "disk", 3 * 1024) as place:
        yield place


def is_counted() -> bool:
    """Look anew whether the job of the test had its effect."""
    db.session.rollback()
    return bool(counters("count."))


def is_done() -> bool:
    """Look anew whether the job of the test is done."""
    db.session.rollback()
    return count_jobs(JobState.DONE) == 1


def write_until_full() -> int:
    """Write acts until the disk is full; return how many were confirmed."""
    confirmed = 0
    while True:
        try:
            with atomic(SHELL):
                record(SHELL, "tests.written", "preference", words="x" * 2000)
        except FullError:
            return confirmed
        confirmed += 1


def test_on_a_full_disk_reading_works_writing_says_so_and_it_mends_itself(app: Flask, data_dir: Path) -> None:
    ballast = data_dir / "ballast"
    ballast.write_bytes(b"x" * 600 * 1024)
    admin = client_for(app, Role.ADMIN)
    with atomic(SHELL):
        mail = send_mail("ana@coalition.example", "Hello", "Hello " * 20000, purpose="tests.hello")
        enqueue("tests.count", number=1)
    before = db.session.scalar(select(func.max(AuditLine.seq))) or 0
    confirmed = write_until_full()
    assert confirmed > 10

    assert db.session.scalar(select(func.max(AuditLine.seq))) == before + confirmed
    assert verify_chain(db.session()) is None
    assert db.session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    db.session.rollback()
    assert admin.get("/settings/status").status_code == 200
    refused = admin.post("/settings/status/backup")
    assert refused.status_code == 507
    assert "The disk is full. Nothing was saved; reading still works." in refused.text
    assert check_disk().level is Level.DANGER
    with pytest.raises(FullError):
        make_backup(actor=SHELL)
    assert not list((data_dir / "backups").glob("*"))
    with pytest.raises((LaterError, FullError)):
        deliver_mail(mail.id)

    with a_worker(app) as worker:
        ballast.unlink()
        wait_until(is_counted, sentence="It did not mend.")
        assert worker.poll() is None
    assert admin.post("/settings/status/backup").status_code == 302


def test_a_worker_lives_through_a_full_disk(app: Flask, data_dir: Path) -> None:
    ballast = data_dir / "ballast"
    ballast.write_bytes(b"x" * 600 * 1024)
    with a_worker(app) as worker:
        wait_until((data_dir / "huey.db").exists, sentence="The worker did not begin.")
        with atomic(SHELL):
            enqueue("tests.chunks", number=1, total=3)
        write_until_full()
        assert worker.poll() is None
        ballast.unlink()
        wait_until(is_done, sentence="The job was not done after it.")
    assert counters("chunk.") == {f"chunk.1.{step}": 1 for step in range(3)}


def test_sqlite_keeps_what_its_promises_rest_on(app: Flask) -> None:
    assert is_sqlite()
    assert {name: is_right for name, _value, is_right in durability()} == dict.fromkeys(
        ("journal_mode", "synchronous", "foreign_keys", "secure_delete"), True
    )


@pytest.mark.parametrize(
    "folder, kind",
    [
        ("/srv/share/crm", "nfs4"),
        ("/srv/shared", None),
        ("/home/ana/crm", None),
        ("/mnt/win/x", "cifs"),
        ("/f", "fuse.sshfs"),
    ],
)
def test_a_disk_of_another_machine_is_known(folder: str, kind: str | None) -> None:
    mounts = {"/": "ext4", "/srv/share": "nfs4", "/home": "btrfs", "/mnt/win": "cifs", "/f": "fuse.sshfs"}
    assert network_kind(Path(folder), {Path(place): name for place, name in mounts.items()}) == kind


def test_mounts_are_read_on_a_mac_too() -> None:
    said = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//ana@nas/team share on /Volumes/team share (smbfs, nodev, nosuid, mounted by ana)\n"
    )
    assert read_mac_mounts(said) == {Path("/"): "apfs", Path("/Volumes/team share"): "smbfs"}


def test_the_program_refuses_a_network_disk_in_one_sentence(tmp_path: Path) -> None:
    refuse_network_disk(tmp_path, {Path("/"): "ext4"})
    with pytest.raises(SettingsError, match=r"lies on a network disk \(nfs4\)"):
        refuse_network_disk(tmp_path, {Path("/"): "nfs4"})
