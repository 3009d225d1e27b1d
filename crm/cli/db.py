"""`crm db`: the tables of this installation."""

from typing import Any

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import Migrate, upgrade

from config import ROOT
from crm.cli.shared import Answer, say, verb
from crm.core.actor import Actor
from crm.core.backup.services import make_backup
from crm.core.backup.values import BackupKind
from crm.core.db import db


@click.group("db", help="The tables of this installation.")
def db_group() -> None:
    """Group the commands about tables."""


@verb("upgrade", help="Bring the tables to this version; safe to run again.")
def upgrade_command(*, actor: Actor) -> Answer:
    """Create or migrate the tables; before a migration a backup is made."""
    before, head = revisions()
    if before != head:
        if before is not None:
            say("Keeping a backup before the tables change …")
            make_backup(actor=actor, kind=BackupKind.BEFORE_MIGRATION, noted=False)
        say("Preparing the database …" if before is None else "Bringing the database to this version …")
        upgrade_tables()
    return {"before": before, "revision": head}, f"The database is at {head}."


db_group.add_command(upgrade_command)


def migrations() -> Migrate:
    """Return the migrations of the application at work; only who asks for them waits for Alembic."""
    if "migrate" not in current_app.extensions:
        Migrate(current_app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    known: Migrate = current_app.extensions["migrate"].migrate
    return known


def upgrade_tables() -> None:
    """Bring the tables of the application at work to this version."""
    migrations()
    upgrade()


def revisions() -> tuple[str | None, str | None]:
    """Return the revision that the database has and the one that this version needs."""
    with db.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    return here, _scripts().get_current_head()


def known_revisions() -> set[str]:
    """Return the revisions that this version of the program can start from."""
    return {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    config: Any = migrations().get_config()
    return ScriptDirectory.from_config(config)
