"""The group of all commands: each is imported when it is called, so that `crm serve` waits for nobody else."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click
from flask.cli import FlaskGroup


class LazyGroup(FlaskGroup):
    """Flask's command group over commands that are named by their place, `package.module:attribute`."""

    def __init__(self, places: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        # Flask's own options choose an application and its debugger; there is one application here.
        self.params = []
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click hands it over
        """Name the commands in the order of the help page."""
        return list(self._places)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - click hands it over
        """Import a command."""
        place = self._places.get(name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command
