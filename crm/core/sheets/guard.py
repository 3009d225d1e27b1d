"""The guard against formulas in exports: what a spreadsheet program would run when it opens a file stays text.

A cell that begins like a formula gets an apostrophe in front (OWASP ASVS 5.0, 1.2.10). Numbers and telephone numbers
that no program takes for a formula stay as they are. The guard is reversible: ``unguard(guard(cell)) == cell`` for
every cell, also for one that looks guarded already.
"""

import re
from collections.abc import Sequence
from typing import Final

APOSTROPHE: Final = "'"
# Equals, plus, minus, at, tab, carriage return, newline, zero; the first four also in their full width.
_SIGNS: Final = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"
_FIRST: Final = frozenset(APOSTROPHE + _SIGNS)
_DANGEROUS: Final = re.compile(f"[{re.escape(_SIGNS)}]")

_NUMBER: Final = re.compile(r"[+-]\d+(?:[.,]\d+)*", re.ASCII)
# A plus and digits, in groups or brackets as people write telephone numbers. With an operator between digits and no
# gap between two groups a program would calculate with it ("+41-22-731" is 41 minus 22 minus 731): that is guarded.
_PHONE: Final = re.compile(r"\+\(?\d[\d().\-/ ]*", re.ASCII)
_GAP: Final = re.compile(r"[\d)] +[\d(]", re.ASCII)
_OPERATOR: Final = re.compile(r"[-/]")
# Several numbers in one cell.
_BETWEEN: Final = re.compile(r"; ?")
# Between cells that are looked at together: what none of them has to hold back.
_SEAM: Final = "\x1f"
# A cell that begins with one of the signs, but for a plus and nothing but digits, spaces and brackets.
_SUSPECT: Final = re.compile(f"{_SEAM}(?!\\+\\(?[0-9][0-9() ]*(?:{_SEAM}|\\Z))[{re.escape(APOSTROPHE + _SIGNS)}]")


def _is_dangerous(cell: str) -> bool:
    """Say whether a cell (without apostrophes in front) begins like a formula and is none of the harmless kinds."""
    if not _DANGEROUS.match(cell):
        return False
    return not all(_is_harmless(part) for part in (_BETWEEN.split(cell) if ";" in cell else (cell,)))


def _is_harmless(part: str) -> bool:
    """Say whether this is a number, or a telephone number that no program calculates with."""
    if _NUMBER.fullmatch(part):
        return True
    return bool(_PHONE.fullmatch(part) and (_GAP.search(part) or not _OPERATOR.search(part)))


def guard(cell: str) -> str:
    """Give a cell as it may stand in a CSV file."""
    if cell[:1] not in _FIRST:
        return cell
    return APOSTROPHE + cell if _is_dangerous(cell.lstrip(APOSTROPHE)) else cell


def guard_all(cells: Sequence[str | None]) -> Sequence[str | None]:
    """Give many cells as they may stand in a CSV file; where none begins like a formula, one look tells it."""
    if _SUSPECT.search(_SEAM + _SEAM.join(filter(None, cells))):
        return [guard(cell) if cell else cell for cell in cells]
    return cells


def unguard(cell: str) -> str:
    """Give a cell of a CSV file as it was before ``guard``."""
    if cell[:1] == APOSTROPHE and _is_dangerous(cell.lstrip(APOSTROPHE)):
        return cell[1:]
    return cell
