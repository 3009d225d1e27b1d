"""A project folder of its own for the scripts: their real text, and an environment of stand-ins."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: What the environment's programs do here: tell how they were called, and end as the test wants it.
STAND_IN = """#!/bin/sh
case "$*" in
  "-m tests.machine") printf '%s' "$MISSING" ;;
  "-m pytest"*) echo "called: $*"; echo "3 passed in 0.01s"; exit ${TESTS_END:-0} ;;
  "-m crm serve"*) echo "called: $*"; echo "in: $PWD"; echo "data: $CRM_DATA" ;;
  *) echo "${0##*/} says so"; [ "${0##*/}" != "$SICK" ] ;;
esac
"""
TOOLS = ("python", "ruff", "mypy", "lint-imports", "djlint", "vulture", "deptry", "codespell")
#: What of the surroundings would change what the scripts do.
OWN = (
    "CRM_DATA",
    "CRM_REQUIRE_ALL",
    "CRM_CORPORA",
    "PIP_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
    "PIP_FIND_LINKS",
)


@dataclass
class Project:
    """A folder with the project's scripts and locks."""

    root: Path

    def run(
        self, script: str, *arguments: str, environ: Mapping[str, str] | None = None, prefix: tuple[str, ...] = ()
    ) -> "subprocess.CompletedProcess[str]":
        """Run one of its scripts to the end, with nothing on PATH."""
        kept = {name: value for name, value in os.environ.items() if name not in OWN}
        return subprocess.run(
            [*prefix, sys.executable, str(self.root / "scripts" / script), *arguments],
            cwd=self.root.parent,
            env={**kept, "PATH": str(self.root / "nothing"), **(environ or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def make_ready(self) -> None:
        """Give it an environment that counts as whole."""
        folder = self.root / ".venv" / "bin"
        folder.mkdir(parents=True, exist_ok=True)
        for name in TOOLS:
            program = folder / name
            program.write_text(STAND_IN)
            program.chmod(0o755)
        code = "import json, run; print(json.dumps({kit: run.fingerprint(kit) for kit in run.KITS}))"
        state = subprocess.run(
            [sys.executable, "-c", code], cwd=self.root / "scripts", capture_output=True, text=True, check=True
        ).stdout
        assert json.loads(state)
        (self.root / ".venv" / "coalition-crm.json").write_text(state)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Copy what the scripts need of the project; the environment is not made yet."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.txt", "requirements-test.txt"):
        shutil.copy(ROOT / name, root / name)
    (root / "templates").mkdir()
    return Project(root)


@pytest.fixture
def ready(project: Project) -> Project:
    """Return a project whose environment is ready."""
    project.make_ready()
    return project
