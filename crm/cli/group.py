"""The group of all commands: each is imported when it is called, so that it waits for no other."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup, ScriptInfo

from crm.cli.commands import Place


class LazyGroup(FlaskGroup):
    """Flask's command group over commands that are named by their places.

    ``create`` makes the application of the command at a place.
    """

    def __init__(self, places: Mapping[str, Place], create: Callable[[Place], Flask], **options: Any) -> None:
        super().__init__(**options)
        # Flask's own options choose an application and its debugger; there is one application here.
        self.params = []
        self._places = places
        self._create = create

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Name the commands in the order of the help page."""
        return list(self._places)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import a command."""
        place = self._places.get(name)
        if place is None:
            return None
        ctx.ensure_object(ScriptInfo).create_app = lambda: self._create(place)
        module, _, attribute = place.attribute.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.help) for name, one in self._places.items() if not one.is_hidden])
