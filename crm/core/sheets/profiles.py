"""What the rows of a table have in common: how many cells are filled, what kind of values each column holds."""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from crm.core.sheets.cells import Value, value_of
from crm.core.sheets.vocabulary import name_likeness

_LOOKED_AT: Final = 200
_CELLS_LOOKED_AT: Final = 12_000
#: Of so many rows at least one in this number fills as many cells as the table is taken to have.
_ONE_IN: Final = 10
_MOST: Final = 0.6

Row = Sequence[str]
Span = tuple[int, int, int, int]
"""A merged cell: first row and column, last row and column; rows are numbers of the sheet, columns places from 0."""


def filled(row: Row) -> int:
    """Count the cells of a row that hold anything."""
    return sum(1 for cell in row if cell and not cell.isspace())


def is_blank(row: Row) -> bool:
    """Say whether no cell of a row holds anything."""
    return not any(cell and not cell.isspace() for cell in row)


def cell_at(row: Row, place: int) -> str:
    """Give a cell of a row, trimmed; nothing where the row is shorter."""
    return row[place].strip() if place < len(row) else ""


def usual_width(counts: Sequence[int]) -> int:
    """Say how many filled cells make a full row: as many as one row in ten has, and more than one of them."""
    most = sorted(filter(None, counts), reverse=True)
    return most[min(max(1, len(most) // _ONE_IN), len(most) - 1)] if most else 0


class Profile:
    """The columns of some rows that are taken for data."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.counts = [filled(row) for row in rows]
        self.width = usual_width(self.counts)
        wide = max(map(len, rows), default=0)
        most = max(min(_LOOKED_AT, _CELLS_LOOKED_AT // max(wide, 1)), 1)
        full = [row for row, count in zip(rows, self.counts, strict=True) if count * 2 >= self.width]
        self.rows = full[:most]
        self.columns = [[cell_at(row, place) for row in self.rows] for place in range(wide)]

    @cached_property
    def values(self) -> list[Value]:
        """Give the kind of value that most cells of each column are; text where there is none."""
        return [_most_common(cells) for cells in self.columns]

    @cached_property
    def fills(self) -> list[float]:
        """Give the share of rows that fill each column."""
        return [sum(map(bool, cells)) / len(cells) for cells in self.columns]

    @cached_property
    def longest(self) -> list[int]:
        """Give the length of the longest cell of each column."""
        return [max(map(len, cells), default=0) for cells in self.columns]

    @cached_property
    def likeness(self) -> float:
        """Say how much the cells read like names of columns."""
        told = [name_likeness(cell) for row in self.rows[:50] for cell in row if cell.strip()]
        return sum(told) / len(told) if told else 0.0

    def repeats(self, place: int, cell: str) -> bool:
        """Say whether a cell stands in a column again."""
        return place < len(self.columns) and cell in self.columns[place]


def _most_common(cells: Sequence[str]) -> Value:
    """Give the kind of value that most of the cells are."""
    kinds = Counter(value_of(cell) for cell in cells)
    del kinds["empty"]
    if not kinds:
        return "empty"
    kind, count = kinds.most_common(1)[0]
    return kind if count >= _MOST * kinds.total() else "text"
