"""The process that opens foreign files: with little memory and time of its own, and nothing of the program's in it.

It takes one request as JSON on standard input, writes the table and answers with one line of JSON on standard output.
"""

import csv
import errno
import json
import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from crm.core.sheets.kinds import Kind, find_kind
from crm.core.sheets.limits import MEGABYTE, Limits
from crm.core.sheets.lists import read_list, read_markdown
from crm.core.sheets.notes import Notes
from crm.core.sheets.placing import write_table
from crm.core.sheets.records import read_json, read_yaml
from crm.core.sheets.sentences import SheetError
from crm.core.sheets.sources import Source
from crm.core.sheets.tables import Facts, keep_facts
from crm.core.sheets.texts import read_text
from crm.core.sheets.vcards import read_vcards
from crm.core.sheets.webpages import read_web_page
from crm.core.sheets.workbooks import read_workbook

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_MEMORY: Final = Path("/proc/self/statm")
#: A table has quotation marks and commas that its file may not have.
_TABLE_GROWS: Final = 4


Reader = Callable[[Path, Mapping[str, Any], Limits, Notes], Source]
#: What reads each kind of file; all others are workbooks. A further kind is told in ``kinds`` and has its reader here.
READERS: Final[Mapping[Kind, Reader]] = {
    "csv": read_text,
    "html": read_web_page,
    "json": read_json,
    "yaml": read_yaml,
    "markdown": read_markdown,
    "text": read_list,
    "vcard": read_vcards,
}


def main() -> None:
    """Read the file of the request."""
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    path, table = Path(request["path"]), Path(request["table"])
    answer: dict[str, Any] = {"reason": None, "values": {}}
    try:
        confine(path.stat().st_size, limits)
        keep_facts(table, read(path, table, request["options"], limits))
    except SheetError as error:
        answer = {"reason": error.reason, "values": error.values}
    except MemoryError:
        answer["reason"] = "memory"
    except OSError as error:
        if path.exists() and error.errno not in _NO_ROOM:
            raise
        answer["reason"] = "disk" if path.exists() else "missing"
    sys.stdout.write(json.dumps(answer, default=str))


def read(path: Path, table: Path, options: Mapping[str, Any], limits: Limits) -> Facts:
    """Read a file into a table."""
    notes = Notes()
    kind = find_kind(path)
    reader = READERS.get(kind)
    source = reader(path, options, limits, notes) if reader else read_workbook(path, kind, options, limits, notes)
    found = write_table(source, table, options, limits, notes)
    return Facts(**source.facts, **found, notes=notes.as_list())


def confine(size: int, limits: Limits) -> None:
    """Set what this process may use for a file of that many bytes; there is no way back."""
    csv.field_size_limit(limits.cell_letters)
    seconds = limits.cpu_seconds + limits.cpu_seconds_a_megabyte * (size // MEGABYTE)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_TABLE_GROWS * limits.text_bytes, _TABLE_GROWS * limits.text_bytes))
    # Only where the system tells the size of a process does it keep this limit (Linux).
    if _MEMORY.exists():
        taken = int(_MEMORY.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + limits.memory_bytes, taken + limits.memory_bytes))


if __name__ == "__main__":
    main()
