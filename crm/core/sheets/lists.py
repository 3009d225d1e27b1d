"""Text that people paste: bulleted and numbered lists, "Name - Organisation, Country", spaced columns, markdown tables.

Every line is one row of the file. What is no item of the list (a greeting, a signature) stands above or below it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from crm.core.sheets.encodings import Encoding
from crm.core.sheets.forms import DASH, GAP, MARK, rule_of
from crm.core.sheets.limits import MEGABYTE, Limits
from crm.core.sheets.notes import Notes
from crm.core.sheets.sentences import SheetError
from crm.core.sheets.sources import Source, in_portions
from crm.core.sheets.texts import encoding_of, read_lines

_LINK: Final = re.compile(r"!?\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_STRESS: Final = re.compile(r"(\*\*\*|\*\*|__|`)(.+?)\1")
_SLANT: Final = re.compile(
    r"(?<![\w*])\*(?![\s*])(.+?)(?<![\s*])\*(?![\w*])|(?<![\w_])_(?![\s_])(.+?)(?<![\s_])_(?![\w_])"
)
_HEADING: Final = re.compile(r"\s*#{1,6}\s|.*[:\uff1a]\s*$")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_MOST: Final = 0.8
_ALL: Final = 0.9
_MOST_COMMAS: Final = 6
_LARGEST: Final = 50 * MEGABYTE
_SURE, _LIKELY = 0.95, 0.8
_NO_HEADER: Final = -0.1

Split = Callable[[str], list[str]]


def read_markdown(path: Path, options: Mapping[str, Any], limits: Limits, notes: Notes) -> Source:
    """Read the first table of a markdown text."""
    lines, encoding = _lines_of(path, options, notes)
    rule = rule_of(lines) or 0
    end = next((place for place in range(rule + 1, len(lines)) if "|" not in lines[place]), len(lines))
    rows = [_cells(line) if rule - 1 <= place < end else [line.strip()] for place, line in enumerate(lines)]
    rows[rule] = []
    source = _source(rows, "markdown", encoding, limits)
    source.area = {"header_rows": [rule], "first_row": min(rule + 2, end), "last_row": end}
    source.confidence |= {"header": _SURE, "start": _SURE, "end": _SURE}
    return source


def _cells(line: str) -> list[str]:
    """Cut a row of a markdown table."""
    text = line.strip().removeprefix("|")
    text = text[:-1] if text.endswith("|") and not text.endswith("\\|") else text
    return [_plainly(cell.replace("\\|", "|")) for cell in _PIPE.split(text)]


def _plainly(text: str) -> str:
    """Take the marks of markdown off a text."""
    text = _LINK.sub(lambda link: f"{link[1]} {link[2]}" if link[1] and link[1] != link[2] else link[2], text)
    text = _STRESS.sub(r"\2", text)
    text = _SLANT.sub(lambda match: match[1] or match[2], text)
    return re.sub(r"<br\s*/?>", "\n", text).strip()


def read_list(path: Path, options: Mapping[str, Any], limits: Limits, notes: Notes) -> Source:
    """Read a list that was pasted, or columns that are held apart by spaces."""
    lines, encoding = _lines_of(path, options, notes)
    marked = [place for place, line in enumerate(lines) if MARK.match(line)]
    told = sum(bool(line.strip()) for line in lines)
    if len(marked) >= 2 and len(marked) >= 0.4 * told:  # noqa: PLR2004 - as the form of the text was told
        return _marked(lines, marked, encoding, limits, notes)
    dashed = [place for place, line in enumerate(lines) if DASH.search(line)]
    if len(dashed) >= _MOST * 0.8 * told:
        return _dashed(lines, dashed, encoding, limits)
    split = _by_gaps([line for line in lines if GAP.search(line.strip())])
    return _source([split(line) if line.strip() else [] for line in lines], "text", encoding, limits)


def _marked(lines: Sequence[str], marked: Sequence[int], encoding: Encoding, limits: Limits, notes: Notes) -> Source:
    """Read the items of a list; indented lines go on with their item, headings between them are left out."""
    first, last = marked[0], marked[-1]
    items: list[str] = ["" for _ in lines]
    at = first
    for place, line in enumerate(lines):
        if MARK.match(line):
            at, items[place] = place, _plainly(MARK.sub("", line, count=1))
        elif first < place and line[:1].isspace() and line.strip() and all(one.strip() for one in lines[at:place]):
            items[at] += " " + _plainly(line)
        elif first < place < last and _HEADING.match(line):
            notes.count("headings")
        else:
            items[place] = line.strip()
    split = _split_of([items[place] for place in marked])
    rows = [split(item) if first <= place <= last and item else [item] for place, item in enumerate(items)]
    kind = "markdown" if _is_markdown(lines, marked) else "text"
    source = _source(rows, kind, encoding, limits)
    source.area = {"header_rows": [], "first_row": first + 1, "last_row": last + 1}
    source.confidence |= {"header": _LIKELY, "start": _SURE, "end": _SURE}
    return source


def _is_markdown(lines: Sequence[str], marked: Sequence[int]) -> bool:
    """Say whether a list is written as markdown has it."""
    usual = all(re.match(r"\s*(?:[-*+]|\d+\.) ", lines[place]) for place in marked)
    return usual and (
        re.match(r"\s*\d", lines[marked[0]]) is not None or any("**" in line or "](" in line for line in lines)
    )


def _dashed(lines: Sequence[str], dashed: Sequence[int], encoding: Encoding, limits: Limits) -> Source:
    """Read lines like "Name - Organisation, Country"."""
    split = _split_of([lines[place].strip() for place in dashed])
    first, last = dashed[0], dashed[-1]
    rows = [split(line.strip()) if first <= place <= last else [line.strip()] for place, line in enumerate(lines)]
    source = _source(rows, "text", encoding, limits)
    source.area = {"header_rows": [], "first_row": first + 1, "last_row": last + 1}
    source.confidence |= {"header": _LIKELY, "start": _LIKELY, "end": _LIKELY}
    return source


def _split_of(items: Sequence[str]) -> Split:
    """Find how the items of a list are cut into cells: by what nearly all of them have."""
    if _share(items, "\t") >= _ALL:
        return lambda item: [cell.strip() for cell in item.split("\t")]
    if sum(DASH.search(item) is not None for item in items) >= _MOST * len(items):
        rests = [DASH.split(item, maxsplit=1)[-1] for item in items]
        by_comma = sum(", " in rest for rest in rests) >= _MOST * len(items)
        return lambda item: _cut_dashes(item, by_comma=by_comma)
    counts = Counter(item.count(", ") for item in items)
    commas, times = counts.most_common(1)[0] if counts else (0, 0)
    if 0 < commas <= _MOST_COMMAS and times >= _ALL * len(items):
        return lambda item: [cell.strip() for cell in item.rsplit(", ", commas)]
    return lambda item: [item]


def _cut_dashes(item: str, *, by_comma: bool) -> list[str]:
    name, *others = DASH.split(item, maxsplit=1)
    if not others or not by_comma:
        return [name.strip(), *(other.strip() for other in others)]
    before, comma, after = others[0].rpartition(", ")
    return [name.strip(), before.strip(), after.strip()] if comma else [name.strip(), after.strip()]


def _share(items: Sequence[str], sign: str) -> float:
    return sum(sign in item for item in items) / max(len(items), 1)


def _by_gaps(lines: Sequence[str]) -> Split:
    """Cut lines where all of them have spaces; where they do not stand in line, at every wider gap."""
    places = _common_gaps(lines)
    usual = Counter(len(GAP.findall(line.strip())) for line in lines).most_common(1)[0][0] if lines else 0
    if len(places) >= usual > 0:
        return lambda line: _cut_at(line, places)
    return lambda line: [cell.strip() for cell in re.split(r" {2,}", line.strip())]


def _common_gaps(lines: Sequence[str]) -> list[int]:
    """Give the places at which a cell begins in line after spaces that all lines have."""
    some = [line.rstrip() for line in lines[:1000]]
    width = max(map(len, some), default=0)
    empty = [all(place >= len(line) or line[place] == " " for line in some) for place in range(width)]
    begins = [place for place in range(2, width) if not empty[place] and empty[place - 1] and empty[place - 2]]
    return [place for place in begins if any(line[: place - 1].strip() for line in some)]


def _cut_at(line: str, places: Sequence[int]) -> list[str]:
    """Cut a line at places; one whose words stand across a place is no row of the table."""
    text = line.rstrip()
    if any(place < len(text) and text[place - 1] != " " for place in places):
        return [cell.strip() for cell in re.split(r" {2,}", text.strip())]
    bounds = [0, *places, len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(bounds)]


def _lines_of(path: Path, options: Mapping[str, Any], notes: Notes) -> tuple[list[str], Encoding]:
    size = path.stat().st_size
    if size > _LARGEST:
        raise SheetError("text_too_big", size=size // MEGABYTE, limit=_LARGEST // MEGABYTE)
    encoding = encoding_of(path, options.get("encoding"))
    if not encoding.is_certain:
        notes.say("guessed_encoding")
    return [line.rstrip("\r\n").replace("\u00a0", " ") for line in read_lines(path, encoding, notes)], encoding


def _source(rows: Sequence[list[str]], kind: str, encoding: Encoding, limits: Limits) -> Source:
    return Source(
        in_portions(_checked(rows, limits)),
        {"kind": kind, "encoding": encoding.name},
        prior=_NO_HEADER,
        confidence={"encoding": encoding.confidence},
    )


def _checked(rows: Sequence[list[str]], limits: Limits) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        if max(map(len, row), default=0) > limits.cell_letters:
            raise SheetError("cell", row=number, limit=limits.cell_letters)
        yield row
