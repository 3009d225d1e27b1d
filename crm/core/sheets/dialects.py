"""How a text file separates its cells: tried out on its first rows, not guessed from one of them."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from crm.core.sheets.delimited import Dialect, read_rows
from crm.core.sheets.notes import Notes
from crm.core.sheets.sentences import SheetError

DELIMITERS: Final = ",;\t|"
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_MISSED_QUOTE: Final = re.compile(r' +"')
# What speaks for a reading and against it, beside the share of rows that agree.
_HEADER_AGREES: Final = 0.2
_MOST_FOR_WIDTH: Final = 20
_WIDTH_COUNTS: Final = 0.005
_FAULT_COUNTS: Final = 0.5


def separator_line(line: str) -> str | None:
    """Give the delimiter that a first line ``sep=;`` announces, as Excel reads it, or None."""
    match = _SEPARATOR_LINE.fullmatch(line)
    return match[1] if match else None


def find_dialect(lines: list[str], delimiter: str | None = None) -> Dialect:
    """Find how the first lines of a file separate cells: the reading whose rows agree most on their number of cells."""
    candidates = _candidates("".join(lines), delimiter or DELIMITERS)
    return max(candidates, key=lambda candidate: _agreement(lines, candidate))


def _candidates(text: str, delimiters: Iterable[str]) -> list[Dialect]:
    """List the readings to try; of two that agree as well the first is believed."""
    found = []
    for delimiter in delimiters:
        if delimiter in text:
            if re.search(rf'{re.escape(delimiter)} +"[^"\n]*"(?={re.escape(delimiter)}|\r?$)', text, re.MULTILINE):
                found.append(Dialect(delimiter, skips_spaces=True))
            found.append(Dialect(delimiter))
            if f"\\{delimiter}" in text or '\\"' in text:
                found.append(Dialect(delimiter, escape="\\"))
    return found or [Dialect(next(iter(delimiters)))]


def _agreement(lines: list[str], dialect: Dialect) -> float:
    """Say how well rows agree: the share of rows as wide as most; more where the header agrees and for wider tables."""
    notes = Notes()
    try:
        rows = [row for row in read_rows(iter(lines), dialect, notes) if any(row)]
    except SheetError:
        return 0.0
    widths = [len(row) for row in rows]
    usual, agreeing = Counter(widths).most_common(1)[0] if widths else (1, 0)
    if usual == 1:
        return 0.0
    faults = sum(int(str(values["count"])) for _, values in notes.as_list())
    faults += sum(any(_MISSED_QUOTE.match(cell) for cell in row) for row in rows)
    worth = (agreeing - _FAULT_COUNTS * faults) / len(widths) + _WIDTH_COUNTS * min(usual, _MOST_FOR_WIDTH)
    return worth + (_HEADER_AGREES if widths[0] == usual else 0)
