"""The rules of the house that no linter knows."""

import ast
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from crm.cli.commands import PLACES
from crm.core.db import Model, db
from crm.core.jobs.registry import job_names
from crm.core.scope import Unscoped
from crm.web.change_log.texts import ACTION_WORDS
from crm.wiring import wire
from tests.architecture.test_roles import APP

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "crm").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))

#: Where SQL may be spoken past the guard: the durability rules, mass changes within a scope, whole backups.
RAW_SQL = {"core/engines.py", "core/bulk.py", "core/backup/databases.py"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT / "crm").as_posix()


def _calls() -> Iterator[tuple[str, ast.Module, ast.Call, str]]:
    """Give every call of the program: file, its tree, the call, and the last part of what is called."""
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield _name(path), tree, node, getattr(node.func, "attr", getattr(node.func, "id", ""))


CALLS = list(_calls())


def _constant(tree: ast.Module, node: ast.expr) -> str | None:
    """Return the text of a literal, or of a name that its module sets to one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            if isinstance(node, ast.Name) and node.id in names:
                return str(statement.value.value)
    return None


def test_every_template_compiles() -> None:
    loader = APP.jinja_env.loader
    assert loader is not None
    for path in TEMPLATES:
        APP.jinja_env.get_template(path.relative_to(ROOT / "templates").as_posix())


def test_every_form_that_acts_carries_the_token() -> None:
    for path in TEMPLATES:
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(encoding="utf-8"), re.DOTALL):
            assert re.search(r"csrf_token|hidden\(|token\(\)|caller\(\)", form), f"{path.name}: {form[:120]}"


def test_only_parts_put_in_markup_as_it_is() -> None:
    for path in TEMPLATES:
        if path.parent.name != "_parts":
            assert not re.search(r"\|\s*safe\b", path.read_text(encoding="utf-8")), path.name


def test_there_is_one_line_of_migrations() -> None:
    heads = ScriptDirectory(str(ROOT / "migrations")).get_heads()
    assert len(heads) == 1


def test_migrations_make_what_the_models_say(app: Flask) -> None:
    with db.engine.connect().execution_options(unscoped=Unscoped.UPKEEP) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == []


def test_every_job_that_is_put_aside_has_somebody_who_does_it() -> None:
    wire()
    put_aside = {
        found: name
        for name, tree, call, called in CALLS
        if called == "enqueue" and call.args and (found := _constant(tree, call.args[0]))
    }
    assert len(put_aside) > 5
    assert not {job: name for job, name in put_aside.items() if job not in job_names()}


def test_every_act_of_the_log_has_words() -> None:
    acts = {
        found: name
        for name, tree, call, called in CALLS
        if called == "record" and len(call.args) > 2 and (found := _constant(tree, call.args[1]))
    }
    assert len(acts) > 50
    missing = {act: name for act, name in acts.items() if act not in ACTION_WORDS}
    assert not missing, "say in crm/web/change_log/texts.py what these are"


def test_who_reads_past_the_row_rule_says_why() -> None:
    """Reasons are those of the enumeration; raw SQL stands in few files; one place commits."""
    for name, _tree, call, called in CALLS:
        for keyword in call.keywords:
            if keyword.arg == "unscoped":
                assert ast.unparse(keyword.value).startswith("Unscoped."), name
        if called == "exec_driver_sql":
            assert name in RAW_SQL, f"{name} speaks SQL past the guard"
        if ast.unparse(call.func).endswith("session.commit"):
            assert name == "core/db.py", f"{name} commits outside of atomic()"
    for path in FILES:
        for value in re.findall(r"[\"']unscoped[\"']:\s*([\w.]+)", path.read_text(encoding="utf-8")):
            assert value.startswith("Unscoped."), path.name


def _command(name: str) -> click.Command:
    module, attribute = PLACES[name].attribute.split(":")
    command: click.Command = getattr(import_module(module), attribute)
    return command


def test_the_help_page_says_of_each_command_what_the_command_says_of_itself() -> None:
    for name, place in PLACES.items():
        command = _command(name)
        assert place.help == command.get_short_help_str(limit=200), name
        assert place.is_hidden is command.hidden, name


def test_only_who_shows_pages_waits_for_them() -> None:
    """The start of a command is mostly imports: most commands and the worker need neither pages nor Alembic."""
    program = "import sys, config, crm.factory as f; f.create_app(config.read_settings(), has_pages=False); "
    with tempfile.TemporaryDirectory() as folder:
        said = subprocess.run(
            [sys.executable, "-c", program + "print(*sys.modules)"],
            env={**os.environ, "CRM_DATA": folder, "DATABASE_URL": ""},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
    assert {"alembic", "huey", "pandas", "wtforms", "crm.web.pages"} & set(said.stdout.split()) == set()


def _commands() -> Iterator[str]:
    for name in PLACES:
        command = _command(name)
        if isinstance(command, click.Group):
            yield from (f"crm {name} {verb}" for verb in command.commands)
        else:
            yield f"crm {name}"


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [command for command in _commands() if f"`{command}" not in page] == []


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    source = (ROOT / "config.py").read_text(encoding="utf-8")
    names = set(re.findall(r"(?:values|env)\.get\(\"([A-Z_]+)\"", source))
    assert {"CRM_DATA", "DATABASE_URL", "PUBLIC_URL"} <= names
    assert sorted(name for name in names if f"`{name}`" not in page) == []


def test_no_room_has_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}
    assert [_name(path) for path in FILES if path.stem in drawers] == []
