"""Reading a file from outside: in a process of its own, so that the worst it can do is to end with a sentence."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from crm.core.sheets.limits import MEGABYTE, Limits
from crm.core.sheets.sentences import SheetError
from crm.core.sheets.tables import Sheet, remove

_ROOT: Final = Path(__file__).resolve().parents[3]
_CHILD: Final = "crm.core.sheets.child"
_LOG: Final = logging.getLogger(__name__)
_ENDINGS: Final = {
    -signal.SIGXCPU: "seconds",
    -signal.SIGKILL: "memory",  # of a system that is short of it, or the hard limit of the processor's seconds
    -signal.SIGABRT: "memory",
    -signal.SIGXFSZ: "disk",
}


def read_sheet(  # noqa: PLR0913 - what a user can correct of a reading, all of it optional
    path: Path,
    *,
    name: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_rows: Sequence[int] | None = None,
    first_row: int | None = None,
    last_row: int | None = None,
    into: Path | None = None,
    limits: Limits | None = None,
) -> Sheet:
    """Read a CSV file or workbook that came from outside; ``SheetError`` with one sentence where it cannot be read.

    Its content tells what it is, not its name. ``sheet`` chooses a sheet of a workbook (the first with cells if not
    given); ``encoding`` and ``delimiter`` correct what is found for a text file; ``header_rows`` (their numbers, none
    for a table without a header), ``first_row`` and ``last_row`` of the data correct where the table was found. Rows
    count from 1 as the file counts them: rows of a sheet, records of a text, blank ones too. The table is written
    ``into`` a file of the caller's or to a temporary one that ``Sheet.close`` removes; this process does not hold it in
    memory.
    """
    table = into or _temporary_table()
    limits = limits or Limits()
    options = {
        "sheet": sheet,
        "encoding": encoding,
        "delimiter": delimiter,
        "header_rows": None if header_rows is None else list(header_rows),
        "first_row": first_row,
        "last_row": last_row,
    }
    request = {"path": str(path.absolute()), "table": str(table.absolute()), "options": options}
    try:
        _ask_child(request | {"limits": asdict(limits)}, _patience(path, limits))
        read = Sheet.load(table, name=path.name if name is None else name, is_kept=into is not None)
    except BaseException:
        remove(table)
        raise
    return read


def _temporary_table() -> Path:
    handle, table = tempfile.mkstemp(prefix="crm-table-", suffix=".csv")
    os.close(handle)
    return Path(table)


def _patience(path: Path, limits: Limits) -> float:
    """Give the seconds on the clock that a reading may take."""
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise SheetError("missing") from error
    return limits.patience * (limits.cpu_seconds + limits.cpu_seconds_a_megabyte * (size / MEGABYTE))


def _ask_child(request: dict[str, Any], seconds: float) -> None:
    """Start the child and give it the request; raise what it answers, or the reason of its end, if it did not read."""
    environment = {
        name: os.environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "HOME") if name in os.environ
    } | {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
    try:
        child = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", _CHILD],
            input=json.dumps(request),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env=environment,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SheetError("seconds") from error
    if child.returncode != 0:
        _LOG.warning("Reading a file ended with %s: %s", child.returncode, child.stderr[-2000:])
        raise SheetError(_ENDINGS.get(child.returncode, "unreadable"))
    answer = json.loads(child.stdout)
    if answer["reason"]:
        raise SheetError(answer["reason"], **answer["values"])
