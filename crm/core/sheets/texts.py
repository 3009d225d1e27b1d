"""Text files as lines: decoded, streamed, without zero bytes."""

import codecs
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final

from crm.core.sheets.delimited import Dialect, read_rows
from crm.core.sheets.dialects import find_dialect, separator_line
from crm.core.sheets.encodings import Encoding, find_encoding
from crm.core.sheets.limits import LONGEST_CELL, MEGABYTE, Limits
from crm.core.sheets.notes import Notes
from crm.core.sheets.sentences import SheetError

_FIRST_LINES: Final = 1000
_FIRST_LETTERS: Final = 1 << 17
_LONGEST_LINE: Final = 4 * MEGABYTE
_UNREADABLE: Final = "\ufffd"


def encoding_of(path: Path, wanted: str | None) -> Encoding:
    """Give the encoding that the user chose, or else the one that is found."""
    if wanted is None:
        return find_encoding(path)
    try:
        return Encoding(codecs.lookup(wanted).name, "replace", is_certain=True)
    except LookupError as error:
        raise SheetError("encoding", encoding=wanted) from error


def read_lines(path: Path, encoding: Encoding, notes: Notes) -> Iterator[str]:
    """Read the lines of a file with their ends; what cannot be read is counted."""
    watches = encoding.errors == "replace"
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as file:
        while line := file.readline(_LONGEST_LINE):
            if len(line) == _LONGEST_LINE:
                raise SheetError("cell", row=max(notes.row, 1), limit=LONGEST_CELL)
            if "\0" in line:
                notes.count("zeros", line.count("\0"))
                line = line.replace("\0", "")
            if watches and _UNREADABLE in line:
                notes.count("replaced", line.count(_UNREADABLE))
            yield line


def dialect_of(path: Path, encoding: Encoding, delimiter: str | None) -> tuple[Dialect, int]:
    """Find how the file separates cells, and how many of its first lines only say so."""
    lines, letters = [], 0
    with suppress(SheetError):  # a line that is too long is told when its row is read
        for line in islice(read_lines(path, encoding, Notes()), _FIRST_LINES):
            lines.append(line)
            letters += len(line)
            if letters > _FIRST_LETTERS:
                break
    announced = separator_line(lines[0]) if lines else None
    if announced:
        return find_dialect(lines[1:], delimiter or announced), 1
    return find_dialect(lines, delimiter), 0


def read_text(
    path: Path, options: Mapping[str, str | None], limits: Limits, notes: Notes
) -> tuple[dict[str, Any], Iterator[list[str]]]:
    """Open a text file: how it is written, and its rows."""
    size = path.stat().st_size
    if size > limits.text_bytes:
        raise SheetError("text_too_big", size=size // MEGABYTE, limit=limits.text_bytes // MEGABYTE)
    encoding = encoding_of(path, options.get("encoding"))
    if not encoding.is_certain:
        notes.say("guessed_encoding")
    dialect, skipped = dialect_of(path, encoding, options.get("delimiter"))
    lines = islice(read_lines(path, encoding, notes), skipped, None)
    facts = {"encoding": encoding.name, "delimiter": dialect.delimiter}
    return facts, read_rows(lines, dialect, notes)
