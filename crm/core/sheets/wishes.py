"""What somebody says of how a file is to be read, checked: the options of ``read_sheet``."""

import re
from collections.abc import Mapping
from typing import Any, Final

from crm.core.errors import DomainError

OPTIONS: Final = ("sheet", "encoding", "delimiter", "header_rows", "first_row", "last_row")
_ROWS: Final = re.compile(r"\s*(\d{1,7})(?:\s*-\s*(\d{1,7}))?\s*", re.ASCII)
#: A header has a few rows; a range of a million is a slip.
_MOST_HEADER_ROWS: Final = 20
_TABS: Final = frozenset({"tab", "\\t"})


def read_row_numbers(text: str) -> list[int]:
    """Read the numbers of header rows: "3", "3-4", "3,5"; "0" is none."""
    rows: set[int] = set()
    for part in text.split(","):
        match = _ROWS.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
        if not 0 <= last - first < _MOST_HEADER_ROWS:
            raise DomainError("Write the rows of the header as 3, 3-4, or 0 for none.", "header_rows")
        rows.update(range(first, last + 1))
    return sorted(rows - {0})


def checked_options(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was said of the reading of a file; what was left open is left out."""
    given = {name: said[name] for name in OPTIONS if said.get(name) not in (None, "")}
    if given.get("delimiter") in _TABS:
        given["delimiter"] = "\t"
    if len(given.get("delimiter", ",")) != 1 or given.get("delimiter") in {"\r", "\n", '"'}:
        raise DomainError("Cells are parted by one sign.", "delimiter")
    first, last = given.get("first_row"), given.get("last_row")
    if first is not None and last is not None and last < first:
        raise DomainError("The last row of data stands above the first.", "last_row")
    if first is not None and given.get("header_rows") and max(given["header_rows"]) >= first:
        raise DomainError("The header stands above the first row of data.", "first_row")
    return given
