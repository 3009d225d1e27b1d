"""A table that was read: a file of plain CSV beside a few facts, walked over lazily, so that it costs no memory."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from crm.core.sheets.notes import Note

if TYPE_CHECKING:
    import pandas as pd

FRAME_ROWS: Final = 20_000
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
    header_rows: list[int] = field(default_factory=list)
    first_row: int = 1
    last_row: int = 0
    above: list[tuple[int, str]] = field(default_factory=list)
    below: list[tuple[int, str]] = field(default_factory=list)
    confidence: dict[str, float] = field(default_factory=dict)
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


class Sheet:
    """A table that was read: its columns, and its data rows as lists of text, in the order of the file.

    Data rows count from 1 (``enumerate(sheet, 1)``); wholly blank rows are none. Every row has a cell for every column.
    ``header_rows``, ``first_row`` and ``last_row`` are numbers of the file: rows of a sheet, records of a text, blank
    ones counted. What stands above and below the table is kept with its numbers in ``above`` and ``below``;
    ``confidence`` says from 0 to 1 how sure each guess is (encoding, delimiter, sheet, header, start, end).
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
        self.header_rows = facts.header_rows
        self.first_row = facts.first_row
        self.last_row = facts.last_row
        self.above = [(number, text) for number, text in facts.above]
        self.below = [(number, text) for number, text in facts.below]
        self.confidence = facts.confidence
        self.notes = [Note(name, values) for name, values in facts.notes]
        self._is_kept = is_kept

    @property
    def sureness(self) -> float:
        """Say how sure the whole reading is: as sure as its least sure guess."""
        return min(self.confidence.values(), default=1.0)

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


def keep_facts(table: Path, facts: Facts) -> None:
    """Write what is known of a table beside it."""
    table.with_name(table.name + _FACTS).write_text(json.dumps(asdict(facts)), "utf-8")
