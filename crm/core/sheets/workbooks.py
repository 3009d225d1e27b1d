"""Workbooks (XLSX, XLSB, XLS, ODS) as rows of text, after a look for what is made to hurt the reader."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from crm.core.sheets.kinds import BROKEN_PACKAGE, Kind
from crm.core.sheets.limits import MEGABYTE, Limits
from crm.core.sheets.notes import Notes
from crm.core.sheets.profiles import Span
from crm.core.sheets.sentences import SheetError
from crm.core.sheets.sources import Source, in_portions

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta

_BLOCK: Final = 1 << 20
_OVERLAP: Final = 256
_STREAMS: Final = (
    ("EncryptedPackage".encode("utf-16-le"), "password"),
    ("WordDocument".encode("utf-16-le"), "document"),
    ("PowerPoint Document".encode("utf-16-le"), "document"),
)
_MOST_PARTS: Final = 5000
_ENCRYPTED: Final = 1
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# A cell with content: one without is self-closed, however far out a program put its format.
_CELL: Final = re.compile(rb'\br="([A-Z]{1,4})([0-9]{1,8})"[^>/]*>(?!</)')
_SHEET_PART: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_LETTERS: Final = 26
# Spreadsheets keep 15 digits; what comes after them is how computers store fractions.
_DIGITS: Final = 15
_WHOLE: Final = 1e15
_NEARLY_A_SECOND: Final = 999_000
_ONE_OF_SEVERAL: Final = 0.7
_MOST_MERGED: Final = 20_000


def read_workbook(path: Path, kind: Kind, options: Mapping[str, Any], limits: Limits, notes: Notes) -> Source:
    """Open a workbook: which sheet is read and which there are, and its rows."""
    size = path.stat().st_size
    if size > limits.workbook_bytes:
        raise SheetError("workbook_too_big", size=size // MEGABYTE, limit=limits.workbook_bytes // MEGABYTE)
    if kind != "xls":
        _look_through(path, limits)
    try:
        # By a stream: calamine would believe the ending of a path.
        with path.open("rb", buffering=_BLOCK) as file:
            workbook = CalamineWorkbook.from_filelike(file)
            names = [
                metadata.name
                for metadata in workbook.sheets_metadata
                if metadata.typ == SheetTypeEnum.WorkSheet and metadata.visible == SheetVisibleEnum.Visible
            ]
            sheet = _choose(workbook, names, options.get("sheet"))
    except PasswordError as error:
        raise SheetError("password") from error
    except (CalamineError, ValueError) as error:
        raise SheetError(_reason_in(path) if kind == "xls" else "damaged") from error
    if len(names) > 1:
        notes.say("other_sheets", count=len(names), sheet=sheet.name)
    _check_extent(sheet.total_height, sheet.total_width, limits)
    return Source(
        in_portions(_rows(sheet, limits, notes)),
        {"kind": kind, "sheet": sheet.name, "sheets": names},
        spans=_spans(sheet),
        confidence={"sheet": 1.0 if len(names) == 1 or options.get("sheet") else _ONE_OF_SEVERAL},
    )


def _spans(sheet: CalamineSheet) -> list[Span]:
    """Give the merged cells of a sheet, rows counted from 1 and columns from the first that is read."""
    left = sheet.start[1] if sheet.start else 0
    ranges = (sheet.merged_cell_ranges or [])[:_MOST_MERGED]
    return [(top + 1, max(first - left, 0), bottom + 1, last - left) for (top, first), (bottom, last) in ranges]


def _choose(workbook: CalamineWorkbook, names: list[str], wanted: str | None) -> CalamineSheet:
    """Give the sheet that was asked for, or the first one with cells in it."""
    if wanted is not None:
        if wanted not in workbook.sheet_names:
            raise SheetError("no_sheet", sheet=wanted)
        return workbook.get_sheet_by_name(wanted)
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.end is not None:
            return sheet
    raise SheetError("no_cells")


def _reason_in(path: Path) -> str:
    """Tell why a compound file is no workbook: by the names of the streams in it."""
    rest = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            for name, reason in _STREAMS:
                if name in rest + block:
                    return reason
            rest = block[-_OVERLAP:]
    return "damaged"


def _look_through(path: Path, limits: Limits) -> None:
    """Unpack a package once in small blocks, and refuse what would not fit or is no honest workbook."""
    unpacked = 0
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > limits.unzipped_bytes:
                raise SheetError("unzipped_too_big", limit=limits.unzipped_bytes // MEGABYTE)
            for part in parts:
                _check_part(part)
                unpacked += _look_into(package, part, limits)
                if unpacked > limits.unzipped_bytes:
                    raise SheetError("unzipped_too_big", limit=limits.unzipped_bytes // MEGABYTE)
    except BROKEN_PACKAGE as error:
        raise SheetError("damaged") from error


def _check_part(part: zipfile.ZipInfo) -> None:
    """Refuse a part that is locked or packed as no spreadsheet program does."""
    if part.flag_bits & _ENCRYPTED:
        raise SheetError("password")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SheetError("damaged")


def _look_into(package: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> int:
    """Look through one part of a package; give the bytes it unpacks to."""
    size, rest = 0, b""
    extent = _Extent()
    is_xml = part.filename.endswith((".xml", ".rels", ".vml"))
    is_sheet = _SHEET_PART.fullmatch(part.filename) is not None
    with package.open(part) as file:
        while block := file.read(_BLOCK):
            size += len(block)
            if not is_xml:
                continue
            text = rest + block
            if _DECLARATION.search(text):
                raise SheetError("xml")
            if is_sheet:
                extent.widen(text)
                _check_extent(extent.rows, extent.columns, limits)
            rest = text[-_OVERLAP:]
    return size


class _Extent:
    """How far the cells of a sheet reach, as far as they say where they stand."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0

    def widen(self, text: bytes) -> None:
        """Reach as far as the cells in a piece of the sheet."""
        cells = _CELL.findall(text)
        if cells:
            self.rows = max(self.rows, int(cells[0][1]), int(cells[-1][1]))
            self.columns = max(self.columns, *map(_column, {letters for letters, _ in cells}))


def _column(letters: bytes) -> int:
    """Give the number of a column by its letters: ``A`` is 1, ``XFD`` is 16384."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a sheet that is too wide, too long, or too big in all."""
    if columns > limits.columns:
        raise SheetError("columns", limit=limits.columns)
    if rows > limits.sheet_rows:
        raise SheetError("rows", limit=limits.sheet_rows)
    if rows * columns > limits.sheet_cells:
        raise SheetError("cells", limit=limits.sheet_cells)


def _rows(sheet: CalamineSheet, limits: Limits, notes: Notes) -> Iterator[list[str]]:
    """Walk over the rows of a sheet as text."""
    for notes.row, row in enumerate(sheet.iter_rows(), 1):
        cells = [value if type(value) is str else as_text(value) for value in row]
        if max(map(len, cells), default=0) > limits.cell_letters:
            raise SheetError("cell", row=notes.row, limit=limits.cell_letters)
        yield cells


def as_text(value: Value) -> str:
    """Give a value of a cell as text: whole numbers without a fraction, dates and times in ISO 8601, TRUE and FALSE."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.datetime):
        moment = _whole_seconds(value)
        return moment.date().isoformat() if moment.time() == dt.time.min else moment.isoformat(" ")
    return _hours(value) if isinstance(value, dt.timedelta) else value.isoformat()


def _hours(span: dt.timedelta) -> str:
    """Give a span of time as spreadsheets show it: hours, which may be more than a day has, minutes, seconds."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _number(value: float) -> str:
    if isinstance(value, int) or (value.is_integer() and abs(value) < _WHOLE):
        return str(int(value))
    return format(value, f".{_DIGITS}g")


def _whole_seconds(moment: dt.datetime) -> dt.datetime:
    """Round away the microsecond that a fraction of a day leaves."""
    if moment.microsecond >= _NEARLY_A_SECOND:
        moment += dt.timedelta(seconds=1)
        return moment.replace(microsecond=0)
    return moment
