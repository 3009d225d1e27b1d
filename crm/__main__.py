"""The console script ``crm``: what the screens do, from a shell."""

import os
import sys
from typing import Any

import click
from flask import Flask

from config import SettingsError, read_settings
from crm.cli.commands import PLACES, Place
from crm.cli.group import LazyGroup


def _create(place: Place) -> Flask:
    from crm.factory import create_app  # noqa: PLC0415 - half a second that `crm serve` need not pay

    return create_app(read_settings(), has_pages=place.has_pages)


group = LazyGroup(
    PLACES,
    _create,
    name="crm",
    help="Coalition CRM from a shell. Every command has --help; most have --json.",
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
)


def main() -> Any:
    """Run one command; a setting that cannot be used ends in one sentence."""
    # What this program writes holds personal data, also in a folder that others may read.
    os.umask(0o077)
    try:
        return group.main(prog_name="crm")
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
