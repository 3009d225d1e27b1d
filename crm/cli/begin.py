"""What `crm serve` asks for at every start, in one process: tables of this version, and the link that leads in."""

import click

from crm.cli.db import upgrade_command
from crm.cli.user import link_command


@click.command("begin", hidden=True)
@click.pass_context
def begin_command(context: click.Context) -> None:
    """Bring the tables to this version and print the link to open as the last line."""
    for command in (upgrade_command, link_command):
        context.invoke(command, as_json=False, acting_as=None)
