"""Rows of delimited text, read so that no broken quotation mark swallows what follows it.

``csv.reader`` in its strict mode reads what is well formed. Where it refuses a row, the first line of that row is read
by itself, with the mark that made the trouble taken as a character, and reading goes on with the next line.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from crm.core.sheets.guard import APOSTROPHE, unguard
from crm.core.sheets.notes import Notes
from crm.core.sheets.sentences import SheetError

_QUOTE: Final = '"'
_SUSPICIOUS_WIDTH: Final = 3


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart: by a delimiter; spaces may stand before a quotation mark, a backslash may escape."""

    delimiter: str = ","
    skips_spaces: bool = False
    escape: str | None = None

    def reader_options(self) -> dict[str, Any]:
        """Give the options of ``csv.reader`` for it."""
        return {
            "delimiter": self.delimiter,
            "skipinitialspace": self.skips_spaces,
            "escapechar": self.escape,
            "strict": True,
        }


class _Source:
    """Lines that remember those of the current row, so that they can be given again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        return line

    def give_again(self, lines: list[str]) -> None:
        """Put lines back before those that were not yet taken."""
        self._again.extendleft(reversed(lines))


def read_rows(lines: Iterator[str], dialect: Dialect, notes: Notes) -> Iterator[list[str]]:
    """Read rows from lines (with their ends); guarded cells (``guard``) come without their guard.

    The longest cell is that of ``csv.field_size_limit``, which is one for the whole process.
    """
    source = _Source(lines)
    reader = csv.reader(source, **dialect.reader_options())
    taken = source.taken
    width = 0
    while True:
        taken.clear()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row = _mend(source, dialect, notes, error)
        width = width or len(row)
        if len(taken) > 2 and _holds_rows(taken[1:-1], width, dialect):  # noqa: PLR2004 - first and last are half a cell
            notes.count("long_cell")
        if APOSTROPHE in taken[0] or len(taken) > 1:
            row = [unguard(cell) if cell.startswith(APOSTROPHE) else cell for cell in row]
        yield row


def _mend(source: _Source, dialect: Dialect, notes: Notes, error: csv.Error) -> list[str]:
    """Read the first line of a row that is not well formed by itself."""
    first, *others = source.taken
    is_open = bool(others) or "end of data" in str(error)
    if not others and "field larger" in str(error):
        raise SheetError("cell", row=max(notes.row, 1), limit=csv.field_size_limit())
    source.give_again(others)
    del source.taken[1:]
    notes.count("open_quote" if is_open else "stray_quote")
    return split_loosely(first, dialect)


def _holds_rows(inner: list[str], width: int, dialect: Dialect) -> bool:
    """Say whether the inner lines of a cell all look like rows: its closing mark may be that of a later cell."""
    return width >= _SUSPICIOUS_WIDTH and all(line.count(dialect.delimiter) == width - 1 for line in inner)


@lru_cache(maxsize=64)
def _cell_pattern(delimiter: str) -> re.Pattern[str]:
    """Match one cell: closed properly, or with marks inside that cannot be its end, or anything up to the delimiter."""
    mark = re.escape(delimiter)
    quoted = rf'"((?:[^"{mark}]|""|"(?!{mark}|$)|{mark}(?!"))*+)"(?={mark}|$)'
    return re.compile(rf"(?:{quoted}|([^{mark}]*+))({mark}|$)", re.DOTALL)


def split_loosely(line: str, dialect: Dialect) -> list[str]:
    """Split one line into cells, taking a quotation mark that makes no sense as a character."""
    pattern = _cell_pattern(dialect.delimiter)
    line = line.rstrip("\r\n")
    cells, place = [], 0
    while True:
        if dialect.skips_spaces:
            while line.startswith(" ", place):
                place += 1
        match = pattern.match(line, place)
        if match is None:  # pragma: no cover - the pattern matches everything, the empty rest too
            raise AssertionError
        cells.append(match[2] if match[1] is None else match[1].replace('""', _QUOTE))
        place = match.end()
        if not match[3]:
            return cells
