"""A table that was read: a file of plain CSV beside a few facts, walked over lazily, so that it costs no memory."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from crm.core.sheets.limits import Limits
from crm.core.sheets.notes import Note, Notes
from crm.core.sheets.sentences import SheetError

if TYPE_CHECKING:
    import pandas as pd

FRAME_ROWS: Final = 20_000
_LONGEST_NAME: Final = 200
_FACTS: Final = ".json"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a table that was read, as it is kept beside it."""

    columns: list[str]
    row_count: int
    kind: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: list[str] = field(default_factory=list)
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


class Sheet:
    """A table that was read: its columns, and its data rows as lists of text, in the order of the file.

    Data rows count from 1 (``enumerate(sheet, 1)``); wholly blank rows are none. Every row has a cell for every column.
    The table may be walked over as often as wanted, by several readers at once. ``close`` (or ``with``) removes its
    file, unless it was read ``into`` a place of the caller's: that stays and ``Sheet.load`` opens it again.
    """

    def __init__(self, table: Path, facts: Facts, *, name: str, is_kept: bool) -> None:
        self.table = table
        self.name = name
        self.columns = facts.columns
        self.row_count = facts.row_count
        self.kind = facts.kind
        self.encoding = facts.encoding
        self.delimiter = facts.delimiter
        self.sheet = facts.sheet
        self.sheets = facts.sheets
        self.notes = [Note(name, values) for name, values in facts.notes]
        self._is_kept = is_kept

    @classmethod
    def load(cls, table: Path, *, name: str = "", is_kept: bool = True) -> Self:
        """Open a table that was read ``into`` a place, also in another process, also after a restart."""
        facts = json.loads(table.with_name(table.name + _FACTS).read_text("utf-8"))
        return cls(table, Facts(**facts), name=name, is_kept=is_kept)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the files of the table, unless they are the caller's."""
        if not self._is_kept:
            remove(self.table)

    def __iter__(self) -> Iterator[list[str]]:
        width = len(self.columns)
        with self.table.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                if len(row) < width:
                    row.extend([""] * (width - len(row)))
                yield row

    def frames(self, rows: int = FRAME_ROWS) -> Iterator["pd.DataFrame"]:
        """Walk over the table in frames of text (pandas), for work on whole columns; the index is the row's number.

        pandas reads this table, which is well formed, and not the uploaded file: its reader cuts rows that are longer
        than the header, and cells at zero bytes.
        """
        import pandas as pd  # noqa: PLC0415 - costs half a second, and few need it

        if not self.row_count:
            return
        with pd.read_csv(
            self.table,
            header=None,
            names=list(range(len(self.columns))),
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            encoding="utf-8",
            chunksize=rows,
        ) as chunks:
            for frame in chunks:
                frame.index += 1
                frame.columns = pd.Index(self.columns)
                yield frame


def remove(table: Path) -> None:
    """Remove a table and its facts, as far as they are there."""
    table.unlink(missing_ok=True)
    table.with_name(table.name + _FACTS).unlink(missing_ok=True)


def write_table(rows: Iterator[list[str]], table: Path, limits: Limits, notes: Notes) -> tuple[list[str], int]:
    """Write rows as they were read into a table; the first one that is not blank is the header.

    Gives the names of the columns and the number of data rows.
    """
    header = next((row for row in rows if not _is_blank(row)), [])
    header = _without_blank_end(header)
    width, count, blank = len(header), 0, 0
    _check_width(width, limits)
    with table.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        notes.row = 1
        for row in rows:
            if (not row or not row[0] or row[0].isspace()) and _is_blank(row):
                blank += 1
                continue
            if len(row) > width:
                row = _without_blank_end(row)  # noqa: PLW2901 - what is cut off holds nothing
                _check_width(len(row), limits)
                if len(row) > len(header):
                    notes.count("long_rows")
                width = max(width, len(row))
            write(row)
            count += 1
            notes.row = count + 1
    if blank:
        notes.say("blank_rows", count=blank)
    return name_columns(header, width), count


def _is_blank(row: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in row)


def _without_blank_end(row: list[str]) -> list[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _check_width(width: int, limits: Limits) -> None:
    if width > limits.columns:
        raise SheetError("columns", limit=limits.columns)


def name_columns(header: list[str], width: int) -> list[str]:
    """Name all columns: as the header does, "Column 3" where it does not, "Name 2" where a name comes again."""
    names: list[str] = []
    taken: set[str] = set()
    for place in range(1, width + 1):
        given = " ".join(header[place - 1].split())[:_LONGEST_NAME] if place <= len(header) else ""
        name = base = given or f"Column {place}"
        number = 1
        while name in taken:
            number += 1
            name = f"{base} {number}"
        taken.add(name)
        names.append(name)
    return names


def keep_facts(table: Path, facts: Facts) -> None:
    """Write what is known of a table beside it."""
    table.with_name(table.name + _FACTS).write_text(json.dumps(asdict(facts)), "utf-8")
