"""Every command of the shell, in the order of the help page."""

import click

from crm.cli.db import db_group
from crm.cli.user import link_command, user_group

COMMANDS: tuple[click.Command, ...] = (user_group, link_command, db_group)
