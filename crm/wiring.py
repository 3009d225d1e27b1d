"""Fills the registries of core: importing this module imports every room's jobs, fields and search lines."""

from importlib import import_module
from pkgutil import iter_modules

import crm

_REGISTERING = ("jobs", "fields", "search")


def wire() -> None:
    """Import every room's registering files, once."""
    for room in iter_modules(crm.__path__):
        if room.ispkg:
            for module in iter_modules(import_module(f"crm.{room.name}").__path__):
                if module.name in _REGISTERING and room.name != "core":
                    import_module(f"crm.{room.name}.{module.name}")
