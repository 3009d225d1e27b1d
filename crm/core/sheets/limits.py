"""How much a file may hold and a reading may use."""

from dataclasses import dataclass
from typing import Final

MEGABYTE: Final = 1 << 20
LONGEST_CELL: Final = 32_767
"""Characters of a cell, as spreadsheet programs have them."""
MOST_SHEET_ROWS: Final = 1_048_576
"""Rows of a sheet with its header, as spreadsheet programs have them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of one reading; beyond one the file is refused in a sentence that names it."""

    text_bytes: int = 500 * MEGABYTE
    workbook_bytes: int = 200 * MEGABYTE
    unzipped_bytes: int = 200 * MEGABYTE
    sheet_rows: int = MOST_SHEET_ROWS
    sheet_cells: int = 20_000_000
    columns: int = 500
    cell_letters: int = LONGEST_CELL
    #: Beyond what the reading program takes before it opens the file.
    memory_bytes: int = 512 * MEGABYTE
    cpu_seconds: int = 20
    cpu_seconds_a_megabyte: int = 1
    #: The clock on the wall may show this many times the seconds of the processor.
    patience: int = 3
