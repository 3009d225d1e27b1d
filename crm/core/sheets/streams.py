"""Long tables as streams of bytes: CSV and JSON lines, written from whole columns of some thousand rows at a time.

A slice is a list of columns, each a sequence of as many cells as the slice has rows. Memory does not grow with the
number of slices.
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from crm.core.sheets.guard import guard, guard_all
from crm.core.sheets.programs import Dialect

Columns = Sequence[Sequence[Any]]

_MARK: Final = "\ufeff"
_TEXT: Final = frozenset([str, type(None)])
_WHOLE: Final = frozenset([int, str, type(None)])


def stream_slices(headers: Sequence[str], slices: Iterable[Columns], dialect: Dialect | None = None) -> Iterator[bytes]:
    """Give a table as CSV, a block a slice: UTF-8, lines ended by CR LF, formulas guarded.

    Every cell stands in quotation marks, so that a semicolon in a name can never be taken for a delimiter. Cells may be
    text, numbers, dates, booleans or None; ``read_sheet`` reads the same text back.
    """
    dialect = dialect or Dialect()
    buffer = io.StringIO(_MARK if dialect.has_mark else "", newline="")
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer, delimiter=dialect.delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(guard_all(headers))
    for columns in slices:
        writer.writerows(zip(*(_texts(column, dialect.decimal) for column in columns), strict=True))
        yield buffer.getvalue().encode("utf-8")
        buffer.seek(0)
        buffer.truncate()
    if rest := buffer.getvalue():
        yield rest.encode("utf-8")


def _texts(cells: Sequence[Any], decimal: str) -> Sequence[Any]:
    """Give a column as it stands in CSV; the writer itself turns whole numbers and None into text."""
    kinds = frozenset(map(type, cells))
    if kinds <= _TEXT:
        return guard_all(cells)
    if kinds <= _WHOLE:
        return [guard(cell) if type(cell) is str else cell for cell in cells]
    return [plain_text(cell, decimal) for cell in cells]


def plain_text(cell: object, decimal: str = ".") -> str:
    """Give any cell as guarded text: moments and days as ISO 8601 has them, so that every program reads them alike."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float | Decimal):
        return str(cell).replace(".", decimal)
    return str(cell) if isinstance(cell, int) else guard(str(cell))


def stream_json_lines(keys: Sequence[str], slices: Iterable[Columns]) -> Iterator[bytes]:
    """Give a table as lines of JSON, an object a row with its values as they are: lists, numbers, null for nothing."""
    encode = json.JSONEncoder(ensure_ascii=False, default=_as_json).encode
    for columns in slices:
        lines = [encode(dict(zip(keys, row, strict=True))) for row in zip(*columns, strict=True)]
        yield ("\n".join(lines) + "\n").encode("utf-8")


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return plain_text(value) if isinstance(value, dt.date) else str(value)
