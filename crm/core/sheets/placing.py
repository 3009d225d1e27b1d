"""Writing the table of a sheet: what stands above and below it is told and kept, everything between is data."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from crm.core.sheets.areas import Area, Head, find_area
from crm.core.sheets.bodies import Body
from crm.core.sheets.limits import Limits
from crm.core.sheets.notes import Notes
from crm.core.sheets.profiles import Profile, Row, is_blank
from crm.core.sheets.sources import Rows, Source

_FIRST_ROWS: Final = 500
_ROWS_BEYOND: Final = 200
_LONGEST_NAME: Final = 200
_LONGEST_TEXT: Final = 500
_MOST_TOLD: Final = 3


def write_table(source: Source, table: Path, wishes: Mapping[str, Any], limits: Limits, notes: Notes) -> dict[str, Any]:
    """Write the data rows of a source into a table; give the facts about it."""
    is_placed = bool(source.area) and not any(wishes.get(name) is not None for name in source.area)
    if is_placed:
        wishes = {**wishes, **source.area}
    rows = _first_rows(source, wishes)
    area = _area_of(source, rows, wishes)
    first = min(area.first_row - source.number, len(rows))
    headers = [list(rows[number - source.number]) for number in area.header_rows]
    last = wishes.get("last_row")
    with table.open("w", encoding="utf-8", newline="") as file:
        body = Body(file, area, headers, limits, notes)
        body.spans = [span for span in source.spans if span[2] > span[0] >= area.first_row]
        body.most = None if last is None else max(int(last) - area.first_row + 1, 0)
        body.take(rows[first:])
        for portion in source.portions:
            body.take(portion)
        end = body.finish(finds_end=source.columns is None and last is None)
    columns = name_columns(area.names, body.width)
    columns = _without_empty(table, columns, area.names, body, notes)
    above = _texts(rows[:first], source.number, area.header_rows)
    _tell(area, above, body, source, notes)
    return {
        "columns": columns,
        "row_count": body.count,
        "header_rows": area.header_rows,
        "first_row": area.first_row,
        "last_row": body.last_row,
        "above": above,
        "below": body.below,
        "confidence": _rounded(_confidence(source, {**area.confidence, "end": end}, is_placed=is_placed)),
    }


def _first_rows(source: Source, wishes: Mapping[str, Any]) -> Rows:
    """Take as many rows as are needed to see how the table begins."""
    wished = [wishes.get("first_row") or 0, *(wishes.get("header_rows") or ())]
    needed = max(_FIRST_ROWS, max(wished) - source.number + _ROWS_BEYOND)
    rows: Rows = []
    for portion in source.portions:
        rows += portion
        if len(rows) >= needed:
            break
    return rows


def _area_of(source: Source, rows: Rows, wishes: Mapping[str, Any]) -> Area:
    """Find where the data begin, unless the kind of file says it."""
    if source.columns is not None and not wishes.get("header_rows"):
        first = wishes.get("first_row") or source.number
        return Area(
            [],
            max(int(first), source.number),
            source.columns,
            Profile(rows[:_FIRST_ROWS]),
            {"header": 1.0, "start": 1.0},
        )
    return find_area(Head(rows, source.number, source.spans, source.prior), wishes)


def _texts(rows: Sequence[Row], number: int, but: Sequence[int] = ()) -> list[tuple[int, str]]:
    """Give rows that are no data as texts with their numbers."""
    return [
        (place, in_one_line(row)) for place, row in enumerate(rows, number) if place not in but and not is_blank(row)
    ]


def in_one_line(row: Row) -> str:
    """Give the cells of a row in one line."""
    return " | ".join(" ".join(cell.split()) for cell in row if cell.strip())[:_LONGEST_TEXT]


def _tell(area: Area, above: list[tuple[int, str]], body: Body, source: Source, notes: Notes) -> None:
    """Note what was taken for no data."""
    notes.number_rows(body.data_number)
    if above:
        notes.say("above", count=len(above), text=_shown(above))
    if body.below_count:
        notes.say("below", count=body.below_count, text=_shown(body.below))
    if source.columns is None and not area.header_rows and body.count:
        notes.say("no_header")
    if len(area.header_rows) > 1:
        notes.say("joined_header", count=len(area.header_rows))


def _shown(texts: list[tuple[int, str]]) -> str:
    more = " …" if len(texts) > _MOST_TOLD else ""
    return " · ".join(text[:120] for _, text in texts[:_MOST_TOLD]) + more


def _confidence(source: Source, found: Mapping[str, float], *, is_placed: bool) -> dict[str, float]:
    """Say how sure each guess is: of a table that its kind of file places, as its reader says."""
    return {**found, **source.confidence} if is_placed else {**source.confidence, **found}


def _rounded(confidence: Mapping[str, float]) -> dict[str, float]:
    return {guess: round(min(max(sure, 0.0), 1.0), 3) for guess, sure in confidence.items()}


def name_columns(header: Sequence[str], width: int) -> list[str]:
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


def _without_empty(table: Path, columns: list[str], header: Sequence[str], body: Body, notes: Notes) -> list[str]:
    """Leave columns out that have neither a name nor a cell."""
    empty = [
        place for place in range(len(columns)) if body.is_empty(place) and not (place < len(header) and header[place])
    ]
    if not empty or not body.count:
        return columns
    kept = [place for place in range(len(columns)) if place not in empty]
    part = table.with_name(table.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file, table.open(encoding="utf-8", newline="") as rows:
            csv.writer(file).writerows(_only(csv.reader(rows), kept))
        part.replace(table)
    finally:
        part.unlink(missing_ok=True)
    notes.say("empty_columns", count=len(empty))
    names = [header[place] if place < len(header) else "" for place in kept]
    return name_columns(names, len(names)) if any(names) else name_columns([], len(kept))


def _only(rows: Iterator[list[str]], places: Sequence[int]) -> Iterator[list[str]]:
    for row in rows:
        yield [row[place] if place < len(row) else "" for place in places]
