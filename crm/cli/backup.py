"""`crm backup` and `crm restore`."""

from pathlib import Path

import click

from crm.cli.db import known_revisions, upgrade_tables
from crm.cli.shared import Answer, say, verb
from crm.core.actor import Actor
from crm.core.backup.services import check_target, make_backup, note_restore, restore_backup
from crm.core.mail.restoring import confirm_restore


@verb("backup", help="Write a backup of everything, check it by opening it, and say where it is.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it here, and its key beside it; a file that is there is left as it is, and nothing is done.",
)
@click.option("--force", is_flag=True, help="Replace the file that is there, and the key beside it.")
def backup_command(*, actor: Actor, output: Path | None, force: bool) -> Answer:
    """Make a backup; its key lies beside it and belongs in another safe place."""
    target = output.resolve() if output else None
    if target is not None:
        check_target(target, force=force)
    say("Making the backup …")
    backup = make_backup(actor=actor, target=target)
    data = {
        "file": str(backup.path),
        "key": str(backup.key_path),
        "bytes": backup.size,
        "made_at": backup.made_at,
        "rows": sum(backup.manifest.counts.values()),
        "missing_files": len(backup.manifest.missing),
    }
    words = f"Kept and checked: {backup.path}\nIts key, to be kept somewhere else: {backup.key_path}"
    if backup.manifest.missing:
        words += f"\nKept files that were not there any more: {len(backup.manifest.missing)}"
    return data, words


@verb("restore", help="Put a backup in place of what is here; stop the CRM first.")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--force", is_flag=True, help="Replace the data that is here, after a backup of it was kept.")
@click.option("--without-key", is_flag=True, help="Restore although the key file is lost.")
@click.option("--confirm", is_flag=True, help="End restore mode: from now on mail leaves again.")
def restore_command(*, actor: Actor, file: Path | None, force: bool, without_key: bool, confirm: bool) -> Answer:
    """Restore, or end the restore mode that follows."""
    if (file is None) is not confirm:
        raise click.UsageError("Name the file of a backup, or say --confirm.")
    if file is None:
        ended = confirm_restore(actor=actor)
        return {"confirmed": ended}, "Mail leaves again." if ended else "This installation is not in restore mode."
    say("Checking and restoring the backup …")
    manifest = restore_backup(
        file.resolve(), actor=actor, revisions=known_revisions(), force=force, without_key=without_key
    )
    upgrade_tables()
    note_restore(file, actor=actor)
    data = {"file": str(file), "made_at": manifest.made_at, "rows": sum(manifest.counts.values()), "restore_mode": True}
    return data, (
        f"Restored the backup of {manifest.made_at}.\n"
        "No mail leaves until you have looked at it and said: crm restore --confirm"
    )
