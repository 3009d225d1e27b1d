"""The guard against formulas in exports: what a spreadsheet program would run when it opens a file stays text.

A cell that begins like a formula gets an apostrophe in front (OWASP ASVS 5.0, 1.2.10). Numbers and telephone numbers
that no program takes for a formula stay as they are. The guard is reversible: ``unguard(guard(cell)) == cell`` for
every cell, also for one that looks guarded already.
"""

import re
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


def _is_dangerous(cell: str) -> bool:
    """Say whether a cell (without apostrophes in front) begins like a formula and is none of the harmless kinds."""
    if not _DANGEROUS.match(cell):
        return False
    if _NUMBER.fullmatch(cell):
        return False
    is_phone = _PHONE.fullmatch(cell) and (_GAP.search(cell) or not _OPERATOR.search(cell))
    return not is_phone


def guard(cell: str) -> str:
    """Give a cell as it may stand in a CSV file."""
    if cell[:1] not in _FIRST:
        return cell
    return APOSTROPHE + cell if _is_dangerous(cell.lstrip(APOSTROPHE)) else cell


def unguard(cell: str) -> str:
    """Give a cell of a CSV file as it was before ``guard``."""
    if cell[:1] == APOSTROPHE and _is_dangerous(cell.lstrip(APOSTROPHE)):
        return cell[1:]
    return cell
