"""The contracts of import-linter hold every room and every door that exists."""

import tomllib
from pathlib import Path
from typing import Any

CRM = Path(__file__).parents[2] / "crm"
DOORS = {"web", "public", "api", "cli", "worker"}


def _contract(name: str) -> dict[str, Any]:
    settings = tomllib.loads((CRM.parent / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return next(contract for contract in contracts if contract["id"] == name)


def _packages() -> set[str]:
    return {init.parent.name for init in CRM.glob("*/__init__.py")}


def _rooms() -> set[str]:
    return {f"crm.{name}" for name in _packages() - DOORS - {"core"}}


def test_every_room_keeps_the_order_of_its_files() -> None:
    assert set(_contract("shelves")["containers"]) == _rooms()


def test_no_room_knows_of_http_and_neither_does_the_ground_floor() -> None:
    assert set(_contract("no-http-in-rooms")["source_modules"]) == _rooms() | {"crm.core"}


def test_no_door_speaks_sql() -> None:
    assert set(_contract("no-sql-in-doors")["source_modules"]) == {f"crm.{name}" for name in _packages() & DOORS}
