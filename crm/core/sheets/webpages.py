"""Tables of web pages, also those that programs save under the name of a workbook: read with no regard to style.

A page is read as a stream of tags; only the tables are kept, and of them no more cells than a sheet may have.
"""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

from crm.core.sheets.headers import PRIOR
from crm.core.sheets.limits import MEGABYTE, Limits
from crm.core.sheets.notes import Notes
from crm.core.sheets.profiles import Span, filled
from crm.core.sheets.sentences import SheetError
from crm.core.sheets.sources import Source, in_portions
from crm.core.sheets.texts import encoding_of, read_blocks

_CELLS: Final = frozenset({"td", "th"})
_PARTS: Final = frozenset({"thead", "tbody", "tfoot"})
_UNSEEN: Final = frozenset({"script", "style", "template"})
_BREAKS: Final = frozenset({"br", "p", "div", "li"})
_MOST_TABLES: Final = 200
_MOST_NESTED: Final = 20
_LONGEST_CAPTION: Final = 100
_ONE_OF_SEVERAL: Final = 0.7
_NAMED_AS_SUCH: Final = 1.5


class PageTable:
    """One table of a page: its rows as they are written, and the cells that span several places."""

    def __init__(self) -> None:
        self.caption = ""
        self.rows: list[list[str]] = []
        self.spans: list[Span] = []
        #: Whether each row holds nothing but heads.
        self.heads: list[bool] = []
        #: How many rows further a cell above fills a place.
        self._open: dict[int, int] = {}

    @property
    def cells(self) -> int:
        """Count the cells that hold anything."""
        return sum(map(filled, self.rows))

    def begin_row(self) -> None:
        """Begin a row."""
        self._open = {place: rows - 1 for place, rows in self._open.items() if rows > 1} if self.rows else {}
        self.rows.append([])
        self.heads.append(True)

    def add(self, text: str, *, down: int, across: int, is_head: bool, limits: Limits) -> int:
        """Add a cell at the next place that is free; give how many places it takes."""
        if not self.rows:
            self.begin_row()
        row = self.rows[-1]
        while self._open.get(len(row), 0) and len(row) <= limits.columns:
            row.append("")
        place, number = len(row), len(self.rows)
        across = min(across, limits.columns - place + 1)
        row += [text, *[""] * (across - 1)]
        if len(row) > limits.columns:
            raise SheetError("columns", limit=limits.columns)
        if down > 1:
            self._open.update(dict.fromkeys(range(place, place + across), down))
        if down > 1 or across > 1:
            self.spans.append((number, place, number + min(down, limits.sheet_rows) - 1, place + across - 1))
        self.heads[-1] = self.heads[-1] and is_head
        return across


class _Page(HTMLParser):
    """Collects the tables of a page."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[PageTable] = []
        self._limits = limits
        self._count = 0
        self._nested: list[PageTable] = []
        self._cell: list[str] | None = None
        self._shape = {"down": 1, "across": 1}
        self._is_head = False
        self._unseen = 0
        self._caption: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the beginning of an element."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "table":
            self._begin_table()
        elif self._nested:
            self._begin_part(tag, dict(attrs))

    def _begin_table(self) -> None:
        self._end_cell()
        if len(self._nested) >= _MOST_NESTED or len(self.tables) >= _MOST_TABLES:
            raise SheetError("too_many_tables")
        self._nested.append(PageTable())
        self.tables.append(self._nested[-1])

    def _begin_part(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == "tr":
            self._end_cell()
            self._nested[-1].begin_row()
        elif tag in _CELLS:
            self._end_cell()
            self._cell = []
            self._is_head = tag == "th"
            down, across = (_number(attributes.get(name)) for name in ("rowspan", "colspan"))
            self._shape = {"down": down, "across": across}
        elif tag == "caption":
            self._caption = []
        elif tag in _BREAKS and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in _CELLS or tag == "tr" or tag in _PARTS:
            self._end_cell()
        elif tag == "caption" and self._nested and self._caption is not None:
            self._nested[-1].caption = " ".join("".join(self._caption).split())[:_LONGEST_CAPTION]
            self._caption = None
        elif tag == "table" and self._nested:
            self._end_cell()
            self._nested.pop()

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._unseen:
            return
        if self._cell is not None:
            self._cell.append(data)
        elif self._caption is not None:
            self._caption.append(data)

    def _end_cell(self) -> None:
        if self._cell is None or not self._nested:
            return
        lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
        text = "\n".join(line for line in lines if line)
        table = self._nested[-1]
        if len(text) > self._limits.cell_letters:
            raise SheetError("cell", row=len(table.rows), limit=self._limits.cell_letters)
        self._count += table.add(text, **self._shape, is_head=self._is_head, limits=self._limits)
        if self._count > self._limits.sheet_cells or len(table.rows) > self._limits.sheet_rows:
            raise SheetError("cells", limit=self._limits.sheet_cells)
        self._cell = None


def _number(text: str | None) -> int:
    """Give the number of a span, as browsers do: 1 where it is none."""
    digits = "".join(takewhile(str.isdigit, (text or "").strip()))[:9]
    return max(int(digits), 1) if digits.isascii() and digits else 1


def read_web_page(path: Path, options: Mapping[str, Any], limits: Limits, notes: Notes) -> Source:
    """Read the table of a web page that was asked for, or the one with the most cells."""
    size = path.stat().st_size
    if size > limits.workbook_bytes:
        raise SheetError("text_too_big", size=size // MEGABYTE, limit=limits.workbook_bytes // MEGABYTE)
    encoding = encoding_of(path, options.get("encoding"))
    page = _Page(limits)
    for block in read_blocks(path, encoding, notes):
        page.feed(block)
    page.close()
    tables = {name: table for name, table in _named(page.tables) if table.cells}
    if not tables:
        raise SheetError("no_tables")
    name = _choose(tables, options.get("sheet"))
    table = tables[name]
    if len(tables) > 1:
        notes.say("other_tables", count=len(tables), sheet=name)
    heads = sum(1 for _ in takewhile(bool, table.heads))
    return Source(
        in_portions(iter(table.rows)),
        {"kind": "html", "encoding": encoding.name, "sheet": name, "sheets": list(tables)},
        spans=table.spans,
        prior=_NAMED_AS_SUCH if 0 < heads < len(table.rows) else PRIOR,
        confidence={
            "encoding": encoding.confidence,
            "sheet": 1.0 if len(tables) == 1 or options.get("sheet") else _ONE_OF_SEVERAL,
        },
    )


def _named(tables: list[PageTable]) -> Iterator[tuple[str, PageTable]]:
    """Name tables by their captions, else by their number."""
    taken: set[str] = set()
    for number, table in enumerate(tables, 1):
        name = table.caption or f"Table {number}"
        if name in taken:
            name = f"{name} {number}"
        taken.add(name)
        yield name, table


def _choose(tables: Mapping[str, PageTable], wanted: str | None) -> str:
    if wanted is None:
        return max(tables, key=lambda name: tables[name].cells)
    if wanted not in tables:
        raise SheetError("no_sheet", sheet=wanted)
    return wanted
