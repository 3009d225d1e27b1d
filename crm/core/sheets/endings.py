"""Where the data of a table end: above sums, footnotes, sources and signatures, which stand below but are no data.

A row is left out only for a reason: it is a sum, it reads like a note, it is a lone sentence, or it stands apart below
a gap and fills fewer cells than data do here. What could be data stays.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from crm.core.sheets.cells import as_number, value_of
from crm.core.sheets.profiles import Profile, Row, cell_at, filled, is_blank
from crm.core.sheets.vocabulary import begins_a_note, begins_a_sum, is_only_a_sum

Sums = Callable[[Sequence[int]], list[float]]
"""Gives the sums of columns over all rows above those that are looked at."""

_USUAL: Final = 0.8
_FEW: Final = 0.05
_ENOUGH: Final = 2
_MOST_BELOW: Final = 20
_LONG: Final = 60
_CLEAR: Final = 0.92
_LIKELY: Final = 0.75
_NOTHING: Final = 0.97
_NEARLY: Final = 0.01


@dataclass(frozen=True, slots=True)
class Ending:
    """How many of the last rows are data, and how sure that is."""

    rows: int
    confidence: float


def find_end(rows: Sequence[Row], profile: Profile, sums: Sums) -> Ending:
    """Say how many of the last rows of a sheet are data."""
    last = _Last(rows, profile, sums)
    end, sure = last.above_notes(_above_blank(rows, len(rows))), _NOTHING
    if end < _above_blank(rows, len(rows)):
        sure = _CLEAR
    while end:
        begin = next((place + 1 for place in range(end - 1, -1, -1) if is_blank(rows[place])), 0)
        if begin and all(last.stands_apart(place, begin) for place in range(begin, end)):
            sure = min(sure, _CLEAR if all(last.is_clear(place) for place in range(begin, end)) else _LIKELY)
            end = _above_blank(rows, begin)
            continue
        while end > begin and last.is_clear(end - 1):
            sure, end = min(sure, _CLEAR), end - 1
        break
    return Ending(end, sure)


def _above_blank(rows: Sequence[Row], end: int) -> int:
    while end and is_blank(rows[end - 1]):
        end -= 1
    return end


class _Last:
    """The last rows of a sheet beside what its rows are usually like."""

    def __init__(self, rows: Sequence[Row], profile: Profile, sums: Sums) -> None:
        self.rows = rows
        self.profile = profile
        self.sums = sums
        self.width = profile.width
        self.texts = [
            place
            for place, (kind, fill) in enumerate(zip(profile.values, profile.fills, strict=True))
            if kind != "number" and fill >= _USUAL
        ]

    def cells(self, place: int) -> list[tuple[int, str]]:
        """Give the cells of a row that hold anything, with their places."""
        row = self.rows[place]
        return [(column, cell_at(row, column)) for column in range(len(row)) if cell_at(row, column)]

    def above_notes(self, end: int) -> int:
        """Give the end above a sum or note that has nothing but gaps, notes and lone cells below it."""
        found, gaps = end, False
        for place in range(end - 1, max(end - _MOST_BELOW, 0), -1):
            cells = self.cells(place)
            gaps = gaps or not cells
            if cells and not self.is_clear(place) and (len(cells) > 1 or self._is_next_number(cells)):
                break
            if cells and gaps and self.width > 1 and self.is_clear(place):
                found = place
        return _above_blank(self.rows, found)

    def is_clear(self, place: int) -> bool:
        """Say whether a row is a sum, a note or a lone sentence, wherever it stands."""
        cells = self.cells(place)
        if not cells:
            return False
        return self._is_sum(place, cells) or (self._is_narrow(cells) and self._is_note(cells))

    def stands_apart(self, place: int, begin: int) -> bool:
        """Say whether a row of a block below a gap is not like data."""
        cells = self.cells(place)
        if self.is_clear(place):
            return True
        if self.width <= 1:
            return self._is_note_of_a_column(cells[0][1])
        if self._is_next_number(cells) or len(cells) >= self.width:
            return False
        narrow = len(cells) == 1 or (self._is_narrow(cells) and self._is_pair(cells))
        return narrow and self._is_unusual(len(cells), begin)

    def _is_narrow(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Say whether a row fills far fewer cells than data do."""
        return len(cells) == 1 if self.width <= 3 else len(cells) <= 2  # noqa: PLR2004 - a footnote may have a mark beside its text

    def _is_pair(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Say whether two cells are a label and what it is."""
        label, value = cells[0][1], cells[1][1]
        return label.endswith((":", "\uff1a")) or value_of(value) in ("date", "number") or set(value) <= set("_.… ")

    def _is_unusual(self, count: int, begin: int) -> bool:
        """Say whether hardly any row above fills so few cells."""
        counts = [filled(self.rows[place]) for place in range(begin) if self.cells(place) and not self.is_clear(place)]
        enough = _ENOUGH if self.width > 2 else _ENOUGH + 1  # noqa: PLR2004 - half of a pair is no rare sight
        return len(counts) >= enough and sum(one <= count for one in counts) <= _FEW * len(counts)

    def _is_note(self, cells: Sequence[tuple[int, str]]) -> bool:
        column, text = cells[0]
        if self.width <= 1:
            return False
        if begins_a_note(text):
            return True
        usual = self.profile.longest[column] if column < len(self.profile.longest) else 0
        return len(cells) == 1 and len(text) > max(_LONG, 2 * self._longest_but(column, text, usual))

    def _longest_but(self, column: int, text: str, usual: int) -> int:
        """Give the length of the longest cell of a column, this one not counted."""
        if len(text) != usual:
            return usual
        return max((len(cell) for cell in self.profile.columns[column] if cell != text), default=0)

    def _is_note_of_a_column(self, text: str) -> bool:
        """Say whether a text below a list of a single column is a note."""
        return begins_a_note(text) or is_only_a_sum(text) or (len(text) > _LONG and text.endswith("."))

    def _is_next_number(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Say whether a row holds nothing but its number: a row that waits to be filled."""
        column, text = cells[0]
        is_numbered = column < len(self.profile.values) and self.profile.values[column] == "number"
        return len(cells) == 1 and is_numbered and value_of(text) == "number"

    def _is_sum(self, place: int, cells: Sequence[tuple[int, str]]) -> bool:
        """Say whether a row sums up those above it."""
        label = cells[0][1] if value_of(cells[0][1]) not in ("number", "phone") else ""
        numbers = [(column, text) for column, text in cells if value_of(text) == "number"]
        if len(numbers) + bool(label) < len(cells):
            return False
        if label and begins_a_sum(label):
            is_plain = is_only_a_sum(label)
            if is_plain and self.width > 1:
                return True
            return bool(numbers) and self.width > 1 and self._adds_up(place, numbers)
        lacks = [column for column in self.texts if not any(column == other for other, _ in cells)]
        return not label and bool(lacks) and len(lacks) == len(self.texts) and self._adds_up(place, numbers)

    def _adds_up(self, place: int, numbers: Sequence[tuple[int, str]]) -> bool:
        """Say whether every number is the sum of its column, or the count of the rows."""
        columns = [column for column, _ in numbers]
        rows = [row for row in self.rows[:place] if not is_blank(row)]
        above = self.sums(columns)
        for (column, text), before in zip(numbers, above, strict=True):
            total = before + sum(as_number(cell_at(row, column)) or 0 for row in rows)
            if not math.isclose(as_number(text) or 0, total, abs_tol=_NEARLY):
                return False
        return bool(numbers)
