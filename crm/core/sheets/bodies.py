"""The data rows of a table on their way into its file: plain ones many at once, the last ones held back for a look."""

import csv
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TextIO

from crm.core.sheets.areas import Area
from crm.core.sheets.cells import as_number
from crm.core.sheets.endings import Ending, find_end
from crm.core.sheets.limits import Limits
from crm.core.sheets.notes import Notes
from crm.core.sheets.profiles import Row, Span, filled, is_blank
from crm.core.sheets.sentences import SheetError
from crm.core.sheets.sources import Rows

#: The last rows, among which notes and sums are looked for.
_HELD_BACK: Final = 200
_MOST_TEXTS: Final = 100
_LONGEST_TEXT: Final = 500
_FEWEST_NAMES: Final = 2


class Body:
    """Takes the rows from the first data row on and writes those that are data."""

    def __init__(self, file: TextIO, area: Area, headers: Rows, limits: Limits, notes: Notes) -> None:
        self._file = file
        self._writer = csv.writer(file)
        self._area = area
        self._limits = limits
        self._notes = notes
        self._headers = [row for row in headers if filled(row) >= _FEWEST_NAMES]
        self._named = _width_of(area)
        self._held: Rows = []
        self._taken = 0
        #: The number of the row that is written next.
        self._number = area.first_row
        self._left_out: list[int] = []
        self._blank = 0
        self._empty = {place for place in range(limits.columns) if place >= len(area.names) or not area.names[place]}
        self._merged: dict[int, tuple[int, str]] = {}
        self.spans: Sequence[Span] = ()
        self.most: int | None = None
        self.width = self._named
        self.count = 0
        self.last_row = area.first_row - 1
        self.below: list[tuple[int, str]] = []
        self.below_count = 0
        _check_width(self.width, limits)

    def take(self, rows: Rows) -> None:
        """Take the rows that follow."""
        if self.most is not None and self._taken + len(rows) > self.most:
            fitting = max(self.most - self._taken, 0)
            self._put_below(rows[fitting:], self._area.first_row + self._taken + fitting)
            self._taken += len(rows) - fitting
            rows = rows[:fitting]
        if self.spans:
            rows = [self._fill_down(row, self._area.first_row + self._taken + place) for place, row in enumerate(rows)]
        self._taken += len(rows)
        self._held += rows
        if len(self._held) > 2 * _HELD_BACK:
            self._write(self._held[:-_HELD_BACK])
            self._held = self._held[-_HELD_BACK:]

    def finish(self, *, finds_end: bool) -> float:
        """Write the last rows up to where the data end; say how sure that end is."""
        rows = self._held
        ending = Ending(len(rows), 1.0)
        if finds_end:
            ending = find_end(rows, self._area.profile, self._sums)
            if not ending.rows and not self.count:
                ending = Ending(len(rows), ending.confidence / 2)
        number = self._number + ending.rows
        self._write(rows[: ending.rows])
        self._put_below(rows[ending.rows :], number)
        if self._blank:
            self._notes.say("blank_rows", count=self._blank)
        return ending.confidence

    def data_number(self, number: int) -> int:
        """Give the number among the data rows of a row of the file."""
        return max(number - self._area.first_row + 1 - bisect_left(self._left_out, number), 1)

    def is_empty(self, place: int) -> bool:
        """Say whether a column without a name holds nothing."""
        return place in self._empty

    def _put_below(self, rows: Rows, number: int) -> None:
        for place, row in enumerate(rows, number):
            if not is_blank(row):
                self.below_count += 1
                if len(self.below) < _MOST_TEXTS:
                    text = " | ".join(" ".join(cell.split()) for cell in row if cell.strip())
                    self.below.append((place, text[:_LONGEST_TEXT]))

    def _write(self, rows: Rows) -> None:
        """Write rows: at once where they are all plain."""
        if not rows:
            return
        plain = (
            max(map(len, rows)) <= self.width
            and not any(header in rows for header in self._headers)
            and not [row for row in rows if not row or not row[0] or row[0].isspace()]
        )
        if plain:
            self._number += len(rows)
        else:
            rows = [row for row in rows if self._is_data(row)]
        if rows:
            self._writer.writerows(rows)
            self.count += len(rows)
            self.last_row = self._number - 1 if plain else self.last_row
            self._look_for_cells(rows)

    def _is_data(self, row: list[str]) -> bool:
        """Say whether a row is data; note what is odd about it."""
        number = self._number
        self._number += 1
        if is_blank(row):
            self._blank += 1
            self._left_out.append(number)
            return False
        if row in self._headers:
            self._notes.row = number
            self._notes.count("repeated_header")
            self._left_out.append(number)
            return False
        self.last_row = number
        if len(row) > self.width or len(row) > self._named:
            self._check_length(row, number)
        return True

    def _check_length(self, row: list[str], number: int) -> None:
        """Cut what is empty off the end of a long row, and note what the header has no name for."""
        while row and not row[-1].strip() and len(row) > self._named:
            row.pop()
        _check_width(len(row), self._limits)
        if len(row) > self._named:
            self._notes.row = number
            self._notes.count("long_rows")
        self.width = max(self.width, len(row))

    def _look_for_cells(self, rows: Rows) -> None:
        """See which columns without a name hold something."""
        for place in [place for place in self._empty if place < self.width]:
            if any(len(row) > place and row[place] and not row[place].isspace() for row in rows):
                self._empty.discard(place)

    def _fill_down(self, row: list[str], number: int) -> list[str]:
        """Give every row of a merged cell what the cell says."""
        row = list(row)
        for top, left, bottom, _right in self.spans:
            if top == number and left < len(row):
                self._merged[left] = bottom, row[left]
        for place, (bottom, cell) in self._merged.items():
            if number <= bottom and place < len(row) and not row[place] and cell:
                row[place] = cell
                self._notes.row = number
                self._notes.count("filled_down")
        return row

    def _sums(self, places: Sequence[int]) -> list[float]:
        """Add up columns over the rows that are written."""
        self._file.flush()
        sums = [0.0] * len(places)
        with Path(self._file.name).open(encoding="utf-8", newline="") as written:
            for row in csv.reader(written):
                for at, place in enumerate(places):
                    sums[at] += (as_number(row[place]) or 0) if place < len(row) else 0
        return sums


def _width_of(area: Area) -> int:
    """Give how many columns there are names for; without a header, how many cells the first rows have."""
    names = list(area.names)
    while names and not names[-1]:
        names.pop()
    if area.header_rows or names:
        return len(names)
    return max((_length(row) for row in area.profile.rows), default=0)


def _length(row: Row) -> int:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return end


def _check_width(width: int, limits: Limits) -> None:
    if width > limits.columns:
        raise SheetError("columns", limit=limits.columns)
