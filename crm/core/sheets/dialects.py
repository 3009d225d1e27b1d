"""How a text file separates its cells: tried out on its first rows, not guessed from one of them."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from crm.core.sheets.delimited import Dialect, read_rows
from crm.core.sheets.notes import Notes
from crm.core.sheets.sentences import SheetError

DELIMITERS: Final = ",;\t|"
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_MISSED_QUOTE: Final = re.compile(r' +"')
# What speaks for a reading and against it, beside the share of rows that agree.
_HEADER_AGREES: Final = 0.2
_MOST_FOR_WIDTH: Final = 20
_WIDTH_COUNTS: Final = 0.005
_FAULT_COUNTS: Final = 0.5
_SPACED_COUNTS: Final = 0.2
_MOST_TITLES: Final = 20
_A_COMMA_IN_TWO: Final = 2
_FULL_WORTH: Final = 1.0
_NOTHING_TO_SEPARATE: Final = 0.9


def separator_line(line: str) -> str | None:
    """Give the delimiter that a first line ``sep=;`` announces, as Excel reads it, or None."""
    match = _SEPARATOR_LINE.fullmatch(line)
    return match[1] if match else None


def find_dialect(lines: list[str], delimiter: str | None = None) -> tuple[Dialect, float]:
    """Find how the first lines of a file separate cells, and how sure that is.

    The reading is taken whose rows agree most on their number of cells.
    """
    candidates = _candidates("".join(lines), delimiter or DELIMITERS)
    worths = [_agreement(lines, candidate) for candidate in candidates]
    best = max(range(len(candidates)), key=worths.__getitem__)
    chosen = candidates[best]
    if delimiter:
        return chosen, 1.0
    others = [worth for other, worth in zip(candidates, worths, strict=True) if other.delimiter != chosen.delimiter]
    return chosen, _sureness(worths[best], max(others, default=0.0))


def _sureness(worth: float, other: float) -> float:
    """Give a confidence: nothing to separate is sure, a reading far better than the next one nearly so."""
    if not worth:
        return _NOTHING_TO_SEPARATE
    return min(0.5 + 0.5 * max(worth - other, 0.0) / max(worth, _FULL_WORTH), 0.99) if other else min(worth, 0.99)


def _candidates(text: str, delimiters: Iterable[str]) -> list[Dialect]:
    """List the readings to try; of two that agree as well the first is believed."""
    found = []
    for delimiter in delimiters:
        if delimiter in text:
            if re.search(rf'{re.escape(delimiter)} +"[^"\n]*"(?={re.escape(delimiter)}|\r?$)', text, re.MULTILINE):
                found.append(Dialect(delimiter, skips_spaces=True))
            found.append(Dialect(delimiter))
            if f"\\{delimiter}" in text or '\\"' in text:
                found.append(Dialect(delimiter, escape="\\"))
    return found or [Dialect(next(iter(delimiters)))]


def _agreement(lines: list[str], dialect: Dialect) -> float:
    """Say how well rows agree: the share of rows as wide as most; more where the header agrees and for wider tables.

    Narrower rows before the first full one and after the last one may be titles and notes: they do not count.
    """
    notes = Notes()
    try:
        rows = [row for row in read_rows(iter(["".join(lines)]), dialect, notes) if any(row)]
    except SheetError:
        return 0.0
    widths = [len(row) for row in rows]
    usual, agreeing = Counter(widths).most_common(1)[0] if widths else (1, 0)
    if usual == 1:
        usual, agreeing = _wide_among_titles(widths)
    if usual == 1:
        return 0.0
    first, last = widths.index(usual), len(widths) - widths[::-1].index(usual)
    counted = len(widths) - _narrow(widths[:first], usual) - _narrow(widths[last:], usual)
    faults = sum(int(str(values["count"])) for _, values in notes.as_list())
    faults += sum(any(_MISSED_QUOTE.match(cell) for cell in row) for row in rows)
    worth = (agreeing - _FAULT_COUNTS * faults) / counted + _WIDTH_COUNTS * min(usual, _MOST_FOR_WIDTH)
    worth -= _SPACED_COUNTS * _spaced(rows[first:last])
    return worth + (_HEADER_AGREES if first <= _MOST_TITLES else 0)


def _wide_among_titles(widths: list[int]) -> tuple[int, int]:
    """Give the width of the rows of a small table between many titles and notes, and how many have it."""
    wide = [width for width in widths if width > 1]
    if not wide:
        return 1, 0
    first, last = widths.index(wide[0]), len(widths) - widths[::-1].index(wide[-1])
    usual, agreeing = Counter(widths[first:last]).most_common(1)[0]
    return (usual, agreeing) if agreeing > 1 and usual > _A_COMMA_IN_TWO else (1, 0)


def _narrow(widths: list[int], usual: int) -> int:
    """Count the rows at an end that may be titles or notes."""
    return min(sum(width < usual for width in widths), _MOST_TITLES)


def _spaced(rows: list[list[str]]) -> float:
    """Say in how many rows a cell begins with a space, as after the commas of a sentence."""
    return sum(any(cell[:1] == " " and cell.strip() for cell in row[1:]) for row in rows) / max(len(rows), 1)
