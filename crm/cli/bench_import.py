"""`crm bench import`: a signatory list brought in, again, and taken back, beside SQLite's own program that loads it.

Each turn has a base and a floor of its own in a folder that goes afterwards; the configured base stays as it is. The
floor is one table, as many indexes as the tables have into which an import writes, and a full-text index over the
names. What an import uses is measured over all its processes.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice
from pathlib import Path
from statistics import median
from typing import Any, Final

import click

from crm.cli.figures import TURNS, Figure, answer
from crm.cli.shared import Answer, say, verb
from crm.core.actor import Actor
from crm.core.bulk import count_indexes
from crm.core.errors import DomainError
from crm.invented.services import write_list
from crm.invented.services.lists import COLUMNS

_WRITTEN: Final = (
    "contact", "contact_point", "affiliation", "external_key", "signature", "stage_move", "import_row", "known_row",
    "journal_line",
)  # fmt: skip
_PROCESSES: Final = Path("/proc")
_OFTEN: Final = 0.1
_KILOBYTE: Final = 1024


@dataclass(frozen=True, slots=True)
class _Turn:
    """Seconds of one turn, and the most bytes that the first import held."""

    floor: float
    first: float
    again: float
    undone: float
    most: int


@verb("import", help="A signatory list in, again, and taken back; floor: sqlite3 .import with as many indexes.")
@click.option("--rows", type=int, default=1_000_000, show_default=True, metavar="N", help="How many signatures.")
@click.option("--turns", type=int, default=TURNS, show_default=True, metavar="N", help="How often, in turn.")
def import_bench_command(*, rows: int, turns: int, actor: Actor) -> Answer:
    """Measure imports against the loading of the same file; the medians of all turns count."""
    program = shutil.which("sqlite3")
    if program is None:
        raise DomainError("The program sqlite3 is not installed here, so there is no floor to measure beside.")
    with tempfile.TemporaryDirectory(prefix="crm-bench-") as folder:
        path = Path(folder) / "signatures.csv"
        write_list(path, rows)
        taken = []
        for number in range(1, turns + 1):
            say(f"Turn {number} of {turns} …")
            taken.append(_turn(program, path))
    figures = [
        _figure("import, beside sqlite3 .import", [(one.first, one.floor) for one in taken]),
        _figure("import again, beside the first", [(one.again, one.first) for one in taken]),
        _figure("undo, beside the import", [(one.undone, one.first) for one in taken]),
    ]
    most = max(one.most for one in taken)
    told, words = answer(figures, rows=rows, turns=turns, indexes=_count_indexes(), most_bytes=most)
    return told, f"{words}\nAt most {most / 1e6:,.0f} MB of all processes together; {_count_indexes()} indexes."


def _figure(name: str, pairs: Sequence[tuple[float, float]]) -> Figure:
    ours, floor = median(one for one, _ in pairs), median(one for _, one in pairs)
    spread = (max(one for one, _ in pairs) - min(one for one, _ in pairs)) / ours
    return Figure(name, ours, floor, ours / floor, spread)


def _turn(program: str, path: Path) -> _Turn:
    with tempfile.TemporaryDirectory(prefix="crm-bench-", dir=path.parent) as folder:
        floor = _load(program, path, Path(folder) / "floor.db")
        data = Path(folder) / "data"
        _crm(data, "db", "upgrade")
        bring = ("import", str(path), "--as", "signatures", "--statement", "bench", "--json")
        first, batch, most = _crm(data, *bring)
        again, _second, _most = _crm(data, *bring)
        undone, _third, _most = _crm(data, "batch", "undo", str(batch), "--json")
        return _Turn(floor, first, again, undone, most)


def _load(program: str, path: Path, base: Path) -> float:
    """Load the file with SQLite's own program; return the seconds."""
    names = islice(chain(((one,) for one in COLUMNS), combinations(COLUMNS, 2)), _count_indexes())
    indexes = [f"CREATE INDEX i{number} ON list({', '.join(map(_quoted, some))});" for number, some in enumerate(names)]
    script = [
        ".mode csv",
        f".import '{path}' list",
        *indexes,
        "CREATE VIRTUAL TABLE names USING fts5(name);",
        f"INSERT INTO names(rowid, name) SELECT rowid, {_quoted(COLUMNS[0])} FROM list;",  # noqa: S608 - the name of a column of ours
    ]
    begun = time.perf_counter()
    subprocess.run([program, str(base)], input="\n".join(script), encoding="utf-8", check=True)
    return time.perf_counter() - begun


def _quoted(name: str) -> str:
    return f'"{name}"'


def _count_indexes() -> int:
    """Count the indexes of the tables into which an import writes."""
    return count_indexes(_WRITTEN)


def _crm(data: Path, *words: str) -> tuple[float, int | None, int]:
    """Run a command on a base of its own; return its seconds, the batch that it names, and the most bytes it held."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "crm", *words],
        env={**kept, "CRM_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        watch = _Watch(process.pid)
        out, err = process.communicate()
        most = watch.end()
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise DomainError("The measured command failed: %(why)s", why=err.strip()[-500:])
    told: dict[str, Any] = json.loads(out) if out.startswith("{") else {}
    return seconds, told.get("batch"), most


class _Watch:
    """Looks again and again how much memory a process and those it started hold together."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._most = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._is_over.wait(_OFTEN):
            self._most = max(self._most, _held(self._pid))

    def end(self) -> int:
        """Stop looking; return the most bytes that were held."""
        self._is_over.set()
        self._thread.join()
        return self._most


def _held(pid: int) -> int:
    """Return the resident bytes of a process and all below it; 0 where the system does not tell."""
    folder = _PROCESSES / str(pid)
    try:
        status = (folder / "status").read_text("ascii", errors="replace")
        children = (folder / "task" / str(pid) / "children").read_text("ascii").split()
    except OSError:
        return 0
    resident = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0")
    return int(resident.split()[1]) * _KILOBYTE + sum(_held(int(child)) for child in children)
