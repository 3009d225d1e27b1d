"""Fills the registries of core: importing this module imports every room's jobs, fields and search lines."""

from importlib import import_module
from pkgutil import iter_modules

import crm
import crm.core

_REGISTERING = ("jobs", "fields", "search")


def wire() -> None:
    """Import every room's registering files, once; the machines of core that have jobs are rooms like the others."""
    for floor in (crm, crm.core):
        for room in iter_modules(floor.__path__, f"{floor.__name__}."):
            if room.ispkg and room.name != "crm.core":
                for module in iter_modules(import_module(room.name).__path__):
                    if module.name in _REGISTERING:
                        import_module(f"{room.name}.{module.name}")
