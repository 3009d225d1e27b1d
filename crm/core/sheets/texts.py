"""Text files as lines: decoded, streamed, without zero bytes."""

import codecs
import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from crm.core.sheets.delimited import DelimitedReader, Dialect
from crm.core.sheets.dialects import find_dialect, separator_line
from crm.core.sheets.encodings import Encoding, find_encoding
from crm.core.sheets.limits import LONGEST_CELL, MEGABYTE, Limits
from crm.core.sheets.notes import Notes
from crm.core.sheets.sentences import SheetError
from crm.core.sheets.sources import Source

_FIRST_LINES: Final = 1000
_FIRST_LETTERS: Final = 1 << 17
_LONGEST_LINE: Final = 4 * MEGABYTE
_BLOCK: Final = 1 << 19
_UNREADABLE: Final = "\ufffd"


def encoding_of(path: Path, wanted: str | None) -> Encoding:
    """Give the encoding that the user chose, or else the one that is found."""
    if wanted is None:
        return find_encoding(path)
    try:
        return Encoding(codecs.lookup(wanted).name, "replace", is_certain=True)
    except LookupError as error:
        raise SheetError("encoding", encoding=wanted) from error


def read_blocks(path: Path, encoding: Encoding, notes: Notes) -> Iterator[str]:
    """Read a file in blocks that end where a line ends; what cannot be read is counted."""
    watches = encoding.errors == "replace"
    with path.open(encoding=encoding.name, errors=encoding.errors, newline="") as file:
        while block := file.read(_BLOCK):
            rest = file.readline(_LONGEST_LINE)
            if len(rest) == _LONGEST_LINE:
                raise SheetError("cell", row=notes.row + block.count("\n") + 1, limit=LONGEST_CELL)
            block += rest
            if "\0" in block:
                notes.count("zeros", block.count("\0"))
                block = block.replace("\0", "")
            if watches and _UNREADABLE in block:
                notes.count("replaced", block.count(_UNREADABLE))
            yield block


def read_lines(path: Path, encoding: Encoding, notes: Notes) -> Iterator[str]:
    """Read the lines of a file with their ends."""
    for block in read_blocks(path, encoding, notes):
        yield from io.StringIO(block, newline="")


@dataclass(frozen=True, slots=True)
class FoundDialect:
    """How a file separates cells, how sure that is, and how many of its first lines only say so."""

    dialect: Dialect
    confidence: float
    skipped: int = 0


def first_lines(path: Path, encoding: Encoding) -> list[str]:
    """Give the first lines of a file, with their ends."""
    lines, letters = [], 0
    with suppress(SheetError):  # a line that is too long is told when its row is read
        for line in islice(read_lines(path, encoding, Notes()), _FIRST_LINES):
            lines.append(line)
            letters += len(line)
            if letters > _FIRST_LETTERS:
                break
    return lines


def dialect_of(path: Path, encoding: Encoding, delimiter: str | None) -> FoundDialect:
    """Find how the file separates cells, and how many of its first lines only say so."""
    lines = first_lines(path, encoding)
    announced = separator_line(lines[0]) if lines else None
    if announced:
        return FoundDialect(find_dialect(lines[1:], delimiter or announced)[0], 1.0, 1)
    dialect, sure = find_dialect(lines, delimiter)
    return FoundDialect(dialect, sure)


def open_text(path: Path, options: Mapping[str, Any], limits: Limits, notes: Notes) -> Encoding:
    """Find how a text file is written that is not too big; a guess is noted."""
    size = path.stat().st_size
    if size > limits.text_bytes:
        raise SheetError("text_too_big", size=size // MEGABYTE, limit=limits.text_bytes // MEGABYTE)
    encoding = encoding_of(path, options.get("encoding"))
    if not encoding.is_certain:
        notes.say("guessed_encoding")
    return encoding


def read_text(path: Path, options: Mapping[str, Any], limits: Limits, notes: Notes) -> Source:
    """Open a text file: how it is written, and its rows."""
    encoding = open_text(path, options, limits, notes)
    found = dialect_of(path, encoding, options.get("delimiter"))
    blocks = _but_first(read_blocks(path, encoding, notes), found.skipped)
    notes.row = found.skipped
    return Source(
        DelimitedReader(blocks, found.dialect, notes).portions(),
        {"kind": "csv", "encoding": encoding.name, "delimiter": found.dialect.delimiter},
        number=found.skipped + 1,
        confidence={"encoding": encoding.confidence, "delimiter": found.confidence},
    )


def _but_first(blocks: Iterator[str], skipped: int) -> Iterator[str]:
    """Leave the first lines out."""
    for block in blocks:
        lines = io.StringIO(block, newline="")
        for _ in range(skipped):
            lines.readline()
        skipped = 0
        yield lines.read()
