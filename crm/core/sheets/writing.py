"""Writing tables for spreadsheet programs: streamed, of any length, with nothing in them that a program would run."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final

from crm.core.sheets.limits import LONGEST_CELL, MOST_SHEET_ROWS
from crm.core.sheets.programs import Dialect
from crm.core.sheets.sentences import SheetError
from crm.core.sheets.streams import plain_text, stream_slices

_ROWS_AT_ONCE: Final = 500
_SHEET_NAME_LENGTH: Final = 31
_NOT_IN_SHEET_NAMES: Final = str.maketrans("[]:*?/\\", "       ")
_NARROWEST: Final = 8
_WIDEST: Final = 60
_LOOK_AT_ROWS: Final = 100
# Beyond 15 digits spreadsheet programs round.
_LARGEST_NUMBER: Final = 10**15
# Programs count days from 1900, and count a day too many in its first months.
_FIRST_YEAR: Final = 1900

Row = Sequence[object]


def stream_csv(columns: Sequence[str], rows: Iterable[Row], *, delimiter: str = ",") -> Iterator[bytes]:
    """Give a table as CSV in blocks, as ``stream_slices`` does, from its rows."""
    return stream_slices(columns, _slices(rows), Dialect(delimiter))


def _slices(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Turn rows into columns, some at a time."""
    source = iter(rows)
    while some := list(islice(source, _ROWS_AT_ONCE)):
        yield list(zip(*some, strict=True))


def write_csv(target: Path | BinaryIO, columns: Sequence[str], rows: Iterable[Row], *, delimiter: str = ",") -> int:
    """Write a table as CSV (see ``stream_csv``) to a file or a stream of bytes; give the number of rows."""
    counted = _Counted(rows)
    if isinstance(target, Path):
        with target.open("wb") as file:
            file.writelines(stream_csv(columns, counted, delimiter=delimiter))
    else:
        target.writelines(stream_csv(columns, counted, delimiter=delimiter))
    return counted.number


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.number += 1
            yield row


def write_xlsx(target: Path | BinaryIO, columns: Sequence[str], rows: Iterable[Row], *, sheet: str = "Table") -> int:
    """Write a table as a workbook with one sheet to a file or a stream of bytes; give the number of rows.

    Text is written as text, never as formula, link or number; numbers and days are what programs calculate with. The
    header stays in sight and columns are as wide as the first rows need. Memory does not grow with the rows. More rows
    than a sheet holds, or a cell longer than a program takes, raise ``SheetError``; a file is gone then, a stream holds
    nothing of use.
    """
    import xlsxwriter  # noqa: PLC0415 - half of what this package costs to load, and reading does not need it

    options = {
        "constant_memory": True,
        "strings_to_urls": False,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "in_memory": False,
    }
    first_rows, all_rows = _peek(rows)
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    page = book.add_worksheet(_sheet_name(sheet))
    for place, width in enumerate(_widths(columns, first_rows)):
        page.set_column(place, place, width)
    page.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    write = _RowWriter(page, book).write
    try:
        for place, column in enumerate(columns):
            page.write_string(0, place, column, bold)
        count = _write_rows(write, all_rows)
    except BaseException:
        book.close()
        if isinstance(target, Path):
            target.unlink()
        raise
    book.close()
    return count


def _write_rows(write: Callable[[int, Row], None], rows: Iterator[Row]) -> int:
    count = 0
    for count, row in enumerate(rows, 1):
        if count >= MOST_SHEET_ROWS:
            raise SheetError("too_many_rows_to_write", limit=MOST_SHEET_ROWS - 1)
        write(count, row)
    return count


def _peek(rows: Iterable[Row]) -> tuple[list[Row], Iterator[Row]]:
    """Take a look at the first rows without losing them."""
    source = iter(rows)
    first = [row for _, row in zip(range(_LOOK_AT_ROWS), source, strict=False)]

    def again() -> Iterator[Row]:
        yield from first
        yield from source

    return first, again()


class _RowWriter:
    """Writes rows into a sheet, every cell in its type."""

    def __init__(self, page: Any, book: Any) -> None:
        self._page = page
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def write(self, number: int, row: Row) -> None:
        """Write one row."""
        for place, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                self._write_text(number, place, cell)
            elif isinstance(cell, int | float | Decimal) and not isinstance(cell, bool) and _is_exact(cell):
                self._page.write_number(number, place, cell)
            elif isinstance(cell, dt.date) and cell.year > _FIRST_YEAR:
                self._write_day(number, place, cell)
            else:
                self._write_text(number, place, _text(cell))

    def _write_text(self, number: int, place: int, text: str) -> None:
        if len(text) > LONGEST_CELL:
            raise SheetError("cell_to_write", row=number, limit=LONGEST_CELL)
        self._page.write_string(number, place, text)

    def _write_day(self, number: int, place: int, day: dt.date) -> None:
        if isinstance(day, dt.datetime):
            moment = day.astimezone(dt.UTC) if day.tzinfo else day
            self._page.write_datetime(number, place, moment.replace(tzinfo=None, microsecond=0), self._moment)
        else:
            self._page.write_datetime(number, place, day, self._day)


def _is_exact(number: float | Decimal) -> bool:
    return abs(float(number)) < _LARGEST_NUMBER  # not so for "not a number" either


def _text(cell: object) -> str:
    """Give a cell that is no text as text; a workbook needs no guard."""
    return plain_text(cell) if isinstance(cell, bool | dt.date) else str(cell)


def _sheet_name(name: str) -> str:
    """Give a name that spreadsheet programs take for a sheet."""
    return " ".join(name.translate(_NOT_IN_SHEET_NAMES).split()).strip("'")[:_SHEET_NAME_LENGTH] or "Table"


def _widths(columns: Sequence[str], rows: list[Row]) -> list[int]:
    """Give the widths that the header and the first rows need."""
    widths = [len(column) for column in columns]
    for row in rows:
        for place, cell in enumerate(row[: len(widths)]):
            widths[place] = max(widths[place], len(cell) if isinstance(cell, str) else _NARROWEST)
    return [min(max(width + 2, _NARROWEST), _WIDEST) for width in widths]
