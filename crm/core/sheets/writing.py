"""Writing tables for spreadsheet programs: streamed, of any length, with nothing in them that a program would run."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from crm.core.sheets.guard import guard
from crm.core.sheets.limits import LONGEST_CELL, MOST_SHEET_ROWS
from crm.core.sheets.sentences import SheetError

_MARK: Final = "\ufeff"
_BLOCK: Final = 1 << 16
_SHEET_NAME_LENGTH: Final = 31
_NOT_IN_SHEET_NAMES: Final = str.maketrans("[]:*?/\\", "       ")
_NARROWEST: Final = 8
_WIDEST: Final = 60
_LOOK_AT_ROWS: Final = 100
# Beyond 15 digits spreadsheet programs round.
_LARGEST_NUMBER: Final = 10**15

Row = Sequence[object]


def stream_csv(columns: Sequence[str], rows: Iterable[Row], *, delimiter: str = ",") -> Iterator[bytes]:
    """Give a table as CSV in blocks: UTF-8 with a byte order mark, lines ended by CR LF, formulas guarded.

    Every cell stands in quotation marks, so that a semicolon in a name can never be taken for a delimiter. Cells may be
    text, numbers, dates, booleans or None; ``read_sheet`` reads the same text back.
    """
    buffer = io.StringIO(newline="")
    buffer.write(_MARK)
    write = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerow
    write([guard(column) for column in columns])
    for row in rows:
        write([guard(cell) if type(cell) is str else _plain(cell) for cell in row])
        if buffer.tell() > _BLOCK:
            yield buffer.getvalue().encode("utf-8")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8")


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


def _plain(cell: object) -> str:
    """Give a cell that is no plain text as text; what is no number, date or truth is text of somebody's and guarded."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | float) else guard(str(cell))


def write_xlsx(target: Path | BinaryIO, columns: Sequence[str], rows: Iterable[Row], *, sheet: str = "Table") -> int:
    """Write a table as a workbook with one sheet to a file or a stream of bytes; give the number of rows.

    Text is written as text, never as formula, link or number; the header stays in sight and columns are as wide as the
    first rows need. Memory does not grow with the rows. More rows than a sheet holds, or a cell longer than a program
    takes, raise ``SheetError``; a file is gone then, a stream holds nothing of use.
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
    try:
        for place, column in enumerate(columns):
            page.write_string(0, place, column, bold)
        count = _write_rows(page, all_rows)
    except BaseException:
        book.close()
        if isinstance(target, Path):
            target.unlink()
        raise
    book.close()
    return count


def _write_rows(page: Any, rows: Iterator[Row]) -> int:
    count = 0
    for count, row in enumerate(rows, 1):
        if count >= MOST_SHEET_ROWS:
            raise SheetError("too_many_rows_to_write", limit=MOST_SHEET_ROWS - 1)
        _write_row(page, count, row)
    return count


def _peek(rows: Iterable[Row]) -> tuple[list[Row], Iterator[Row]]:
    """Take a look at the first rows without losing them."""
    source = iter(rows)
    first = [row for _, row in zip(range(_LOOK_AT_ROWS), source, strict=False)]

    def again() -> Iterator[Row]:
        yield from first
        yield from source

    return first, again()


def _write_row(page: Any, number: int, row: Row) -> None:
    for place, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        if isinstance(cell, int | float) and not isinstance(cell, bool) and _is_exact(cell):
            page.write_number(number, place, cell)
            continue
        text = cell if isinstance(cell, str) else _text(cell)
        if len(text) > LONGEST_CELL:
            raise SheetError("cell_to_write", row=number, limit=LONGEST_CELL)
        page.write_string(number, place, text)


def _is_exact(number: float) -> bool:
    return abs(number) < _LARGEST_NUMBER  # not so for "not a number" either


def _text(cell: object) -> str:
    """Give a cell that is no text as text; a workbook needs no guard."""
    return str(cell) if not isinstance(cell, bool | dt.date) else _plain(cell)


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
