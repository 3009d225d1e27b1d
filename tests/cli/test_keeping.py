"""`crm backup`, `crm restore` and `crm doctor`, as their user runs them."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from crm.accounts.queries import list_users
from crm.accounts.values import Role
from crm.cli.backup import backup_command
from crm.core.actor import SHELL
from crm.core.audit.services import count_lines, verify_chain
from crm.core.backup.services import check_backup
from crm.core.db import db
from crm.core.scope import reading_as
from crm.core.settings import use_secret
from crm.factory import create_app
from tests.conftest import settings_for
from tests.factories import a_user
from tests.kit.disks import a_small_disk, can_mount
from tests.kit.processes import run


def test_a_backup_is_restored_into_an_empty_folder_and_works_there(app: Flask, tmp_path: Path) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a backup of PostgreSQL is restored into PostgreSQL, which tests/core does")
    user = a_user(Role.ADMIN, name="Amina")
    made = run(app, "backup", "--json")
    assert made.returncode == 0, made.stderr
    backup = json.loads(made.stdout)
    assert Path(backup["key"]).read_text() == "a secret of tests"
    lines = count_lines(db.session())

    new = tmp_path / "new"
    place = {"CRM_DATA": str(new), "DATABASE_URL": "", "SECRET_KEY": ""}
    restored = run(app, "restore", backup["file"], "--json", **place)
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["restore_mode"] is True
    assert (new / "secret.key").read_text() == "a secret of tests"

    other = create_app(settings_for(new, f"sqlite:///{new / 'crm.db'}"), TESTING=True)
    with other.app_context(), reading_as(SHELL):
        use_secret((new / "secret.key").read_text())
        assert [each.name for each in list_users()] == [user.name]
        assert verify_chain(db.session()) is None
        # The backup was taken before its own line was written; the restore wrote one.
        assert count_lines(db.session()) == lines
        db.engine.dispose()

    again = run(app, "restore", backup["file"], **place)
    assert again.returncode == 1
    assert again.stderr.splitlines()[-1].startswith("There is data here already.")
    assert run(app, "restore", backup["file"], "--force", **place).returncode == 0
    confirmed = run(app, "restore", "--confirm", "--json", **place)
    assert json.loads(confirmed.stdout) == {"confirmed": True}


def _only_sqlite() -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a backup of PostgreSQL needs its programs, for which tests/core looks")


def _back_up(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(backup_command, list(words))


def test_a_backup_is_never_written_over_another_one_unless_that_is_said(app: Flask, tmp_path: Path) -> None:
    _only_sqlite()
    folder = tmp_path / "kept"
    folder.mkdir()
    target, key = folder / "monday.tar", folder / "monday.key"
    for there in (target, key):
        there.write_text("of last week")
        refused = _back_up(app, "-o", str(target))
        assert (refused.exit_code, refused.stderr) == (1, f"{there} is there already. With --force it is replaced.\n")
        assert there.read_text() == "of last week"
        assert list(folder.iterdir()) == [there]
        there.unlink()
    target.write_text("of last week")
    assert _back_up(app, "-o", str(target), "--force").exit_code == 0
    assert check_backup(target).counts
    named = _back_up(app, "-o", str(key), "--force")
    assert (named.exit_code, "is that of the key" in named.stderr) == (1, True)
    assert check_backup(target).counts


@pytest.mark.skipif(not can_mount(), reason="only the superuser of Linux can mount a small disk")
@pytest.mark.parametrize("is_read_only, words", [(False, "The disk is full"), (True, "cannot be written")])
def test_a_disk_that_takes_no_backup_is_one_sentence_and_keeps_what_it_had(
    app: Flask, tmp_path: Path, *, is_read_only: bool, words: str
) -> None:
    _only_sqlite()
    with a_small_disk(tmp_path / "stick", 64, is_read_only=is_read_only) as stick:
        refused = _back_up(app, "-o", str(stick / "b.tar"))
        assert refused.exit_code == 1
        assert words in refused.stderr.splitlines()[-1]
        assert list(stick.iterdir()) == []


def test_a_backup_that_is_none_is_refused_in_one_sentence(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "list.tar").write_bytes(b"no backup")
    refused = run(app, "restore", str(tmp_path / "list.tar"))
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1] == "The backup list.tar is damaged or no backup; nothing was changed."
    assert run(app, "restore").returncode == 2
    (tmp_path / "file").write_text("no folder")
    for place in ("nowhere", "file"):
        lost = _back_up(app, "-o", str(tmp_path / place / "b.tar"))
        assert (lost.exit_code, lost.stderr.splitlines()[-1]) == (1, f"There is no folder {tmp_path / place}.")


def test_the_doctor_has_a_line_for_each_thing(app: Flask) -> None:
    looked = run(app, "doctor", "--json")
    assert looked.returncode == 0
    said = json.loads(looked.stdout)
    assert [check["check"] for check in said["checks"]] == ["database", "disk", "worker", "mail out", "backup"]
    assert said["fine"] is False
    words = run(app, "doctor", "--strict")
    assert words.returncode == 1
    assert [line.split()[0] for line in words.stdout.splitlines()] == ["ok", "ok", "bad", "look", "look"]
