"""Every check of the project with one command: ``python3 scripts/test.py``.

The environment of ``scripts/run.py`` with the test kit, then linters, types and the contracts between the rooms, then
the tests: on SQLite, on a real PostgreSQL, in a real Chromium. What this machine lacks is said with the way to get it
and left out; ``CRM_REQUIRE_ALL=1`` in the environment makes it a failure.
"""

import argparse
import keyword
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from run import PYTHON, ROOT, StopError, prepare, say

#: Each check with the program of the environment that makes it, in the order in which they are told.
CHECKS = {
    "ruff check": ("ruff", "check"),
    "ruff format": ("ruff", "format", "--check"),
    "mypy": ("mypy",),
    "import-linter": ("lint-imports", "--no-logo"),
    "djlint": ("djlint", "--lint", "--quiet", "--allow-empty-input", "templates"),
    "vulture": ("vulture", "config.py", "wsgi.py", "crm", "scripts", "tests", "migrations"),
    "deptry": ("deptry", "."),
    "codespell": ("codespell",),
}
#: The long one first, so that all end soonest.
BEGIN_WITH = ("mypy", "import-linter")
#: The checks that run side by side.
AT_ONCE = 2
#: The processes of pytest: one more than the two cores that we count on, since many tests wait for others' processes.
PROCESSES = 3
#: pytest exits so when it found no test to run.
NOTHING_FOUND = 5
INTERRUPTED = 130
#: Bytes of memory that the files of a whole run fit into.
ROOM = 4 * 1024**3
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory, where Linux has one


class Result(NamedTuple):
    """How a check went."""

    passed: bool
    output: str
    seconds: float


def check_all() -> list[str]:
    """Run the checks, tell how each went, and return the names of those that failed."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        names = Path(folder) / "names_in_templates.py"
        names.write_text("\n".join(sorted(names_in_templates())), encoding="utf-8")
        commands = {**CHECKS, "vulture": (*CHECKS["vulture"], str(names))}
        order = sorted(CHECKS, key=lambda name: name not in BEGIN_WITH)
        running = {name: pool.submit(check, commands[name]) for name in order}
        return [name for name in CHECKS if not tell(name, running[name].result())]


def check(command: Sequence[str]) -> Result:
    """Run one check over the project."""
    begun = time.monotonic()
    done = subprocess.run(
        [str(PYTHON.with_name(command[0])), *command[1:]],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Result(done.returncode == 0, done.stdout, time.monotonic() - begun)


def tell(name: str, result: Result) -> bool:
    """Show how a check went, with what it said when it failed; return whether it passed."""
    say(f"{name}: {'passed' if result.passed else 'FAILED'} ({result.seconds:.1f} s)")
    if not result.passed:
        say(result.output.rstrip())
    return result.passed


def names_in_templates() -> set[str]:
    """Collect the names that templates use: to vulture, which reads Python only, they are not dead."""
    code = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
    texts = [template.read_text(encoding="utf-8") for template in (ROOT / "templates").rglob("*.*")]
    words = re.findall(r"[^\W\d]\w*", " ".join(piece for text in texts for piece in code.findall(text)))
    return {word for word in words if not keyword.iskeyword(word)}


def look_around() -> bool:
    """Say what the tests will lack on this machine; return whether that is acceptable."""
    command = [str(PYTHON), "-m", "tests.machine"]
    lacking = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    for sentence in lacking:
        say(sentence)
    if not os.environ.get("CRM_CORPORA"):
        say("CRM_CORPORA names no folder: the tests on collections of real files are left out.")
    if not lacking:
        return True
    if os.environ.get("CRM_REQUIRE_ALL"):
        say("CRM_REQUIRE_ALL is set, so nothing may be missing.")
        return False
    say("The tests that need it are left out.")
    return True


def in_memory() -> dict[str, str]:
    """Return the environment of the tests: their files lie in memory where it has room, since commits are fsynced."""
    is_usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return {**({"TMPDIR": str(MEMORY)} if is_usable else {}), **os.environ}


def run_tests(arguments: Sequence[str]) -> int:
    """Run pytest with its words shown as they come; return its exit code."""
    own = ("-n", "--numprocesses", "--pdb", "--trace")
    spread = [] if any(word.startswith(own) for word in arguments) else ["-n", str(PROCESSES), "--dist", "worksteal"]
    command = [str(PYTHON), "-m", "pytest", *spread, *arguments]
    code = subprocess.run(command, cwd=ROOT, env=in_memory(), check=False).returncode
    if code == NOTHING_FOUND:
        say("No test was found, so nothing was proved.")
    return code


def main() -> int:
    """Check everything; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Run every check and test of the project.",
        epilog="All other arguments go to pytest: scripts/test.py -k words tests/contacts; --big takes the full sizes.",
        allow_abbrev=False,
    )
    parser.add_argument("--only-tests", action="store_true", help="leave out linters, types and contracts")
    options, arguments = parser.parse_known_args()
    prepare("tests")
    failed = [] if options.only_tests else check_all()
    if not look_around():
        return 1
    code = run_tests(arguments)
    if failed:
        say(f"Failed before the tests: {', '.join(failed)}.")
    return code or int(bool(failed))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StopError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
