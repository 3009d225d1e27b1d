"""Rows of delimited text, read so that no broken quotation mark swallows what follows it.

``csv.reader`` in its strict mode reads what is well formed. Where it refuses a row, the first line of that row is read
by itself, with the mark that made the trouble taken as a character, and reading goes on with the next line.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from crm.core.sheets.guard import APOSTROPHE, unguard
from crm.core.sheets.notes import Notes
from crm.core.sheets.sentences import SheetError

_QUOTE: Final = '"'
_SUSPICIOUS_WIDTH: Final = 3
_PORTION: Final = 2000


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
    """Lines of blocks that remember those of the current row, so that they can be given again."""

    def __init__(self, blocks: Iterator[str]) -> None:
        self._blocks = blocks
        self._lines: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> str:
        if not self._lines:
            self.add(next(self._blocks))
        line = self._lines.popleft()
        self.taken.append(line)
        return line

    def __bool__(self) -> bool:
        return bool(self._lines)

    def add(self, block: str) -> None:
        """Take up the lines of a block."""
        self._lines.extend(io.StringIO(block, newline=""))

    def give_again(self, lines: list[str]) -> None:
        """Put lines back before those that were not yet taken."""
        self._lines.extendleft(reversed(lines))


class DelimitedReader:
    """Reads rows from blocks of text that end where a line ends; ``notes.row`` is the number of the row that is read.

    Guarded cells (``guard``) come without their guard. The longest cell is that of ``csv.field_size_limit``, which is
    one for the whole process.
    """

    def __init__(self, blocks: Iterator[str], dialect: Dialect, notes: Notes) -> None:
        self._blocks = blocks
        self._dialect = dialect
        self._notes = notes
        self._options = dialect.reader_options()
        self._guards = re.compile(rf"(?:\A|[\r\n\"{re.escape(dialect.delimiter)}]) *{APOSTROPHE}")
        self._width = 0

    def portions(self) -> Iterator[list[list[str]]]:
        """Read the rows in portions: a block at once where it is well formed, row by row where it is not."""
        for block in self._blocks:
            rows = self._read_plainly(block)
            if rows is None:
                yield from self._read_carefully(block)
            elif rows:
                self._width = self._width or len(rows[0])
                self._notes.row += len(rows)
                yield rows

    def _read_plainly(self, block: str) -> list[list[str]] | None:
        """Read a block at once; None where its rows want to be looked at one by one."""
        if APOSTROPHE in block and self._guards.search(block):
            return None
        try:
            rows = list(csv.reader(io.StringIO(block, newline=""), **self._options))
        except csv.Error:
            return None
        has_long_cells = _QUOTE in block and len(rows) < (block.count("\n") or block.count("\r"))
        return None if has_long_cells else rows

    def _read_carefully(self, block: str) -> Iterator[list[list[str]]]:
        """Read a block, and the further ones that a row at its end reaches into, row by row."""
        source = _Source(self._blocks)
        source.add(block)
        reader = csv.reader(source, **self._options)
        rows: list[list[str]] = []
        while source:
            source.taken.clear()
            self._notes.row += 1
            try:
                row = next(reader)
            except csv.Error as error:
                row = _mend(source, self._dialect, self._notes, error)
            rows.append(self._check(row, source.taken))
            if len(rows) >= _PORTION:
                yield rows
                rows = []
        if rows:
            yield rows

    def _check(self, row: list[str], taken: list[str]) -> list[str]:
        """Note a cell that looks like swallowed rows, and take the guards off."""
        self._width = self._width or len(row)
        if len(taken) > 2 and _holds_rows(taken[1:-1], self._width, self._dialect):  # noqa: PLR2004 - first and last are half a cell
            self._notes.count("long_cell")
        if APOSTROPHE in taken[0] or len(taken) > 1:
            return [unguard(cell) if cell.startswith(APOSTROPHE) else cell for cell in row]
        return row


def read_rows(lines: Iterator[str], dialect: Dialect, notes: Notes) -> Iterator[list[str]]:
    """Read rows from lines (with their ends)."""
    return chain.from_iterable(DelimitedReader(lines, dialect, notes).portions())


def _mend(source: _Source, dialect: Dialect, notes: Notes, error: csv.Error) -> list[str]:
    """Read the first line of a row that is not well formed by itself."""
    first, *others = source.taken
    is_open = bool(others) or "end of data" in str(error)
    if not others and "field larger" in str(error):
        raise SheetError("cell", row=notes.row, limit=csv.field_size_limit())
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
