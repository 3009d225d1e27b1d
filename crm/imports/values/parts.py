"""What an undo takes back: a whole batch, or chosen rows of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from crm.core.errors import DomainError

#: First and last row numbers of runs of rows.
Spans = tuple[tuple[int, int], ...]
_SPAN = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


class TakenBack(StrEnum):
    """How far a row that changed something was taken back."""

    REVERSED = "reversed"
    KEPT = "kept"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a batch; all of them where none are named."""

    batch_id: int
    rows: Spans = ()
    #: Rows of the batch that were taken back before: what they did counts no more.
    gone: Spans = ()


def part_of(batch: Any) -> Part:
    """Return what the undo of a batch that is under way takes back."""
    chosen = (batch.undo_report or {}).get("chosen", ())
    return Part(batch.id, as_spans_of(chosen), as_spans_of(batch.reading.get("taken_back", ())))


def as_spans_of(kept: Iterable[Iterable[int]]) -> Spans:
    """Give spans as they are kept with a batch."""
    return tuple((first, last) for first, last in kept)


def as_spans(numbers: Iterable[int]) -> Spans:
    """Give row numbers as runs."""
    return _merged((number, number) for number in sorted(numbers))


def spans_in_words(spans: Spans) -> str:
    """Give rows as people write them."""
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def read_spans(text: str) -> Spans:
    """Read rows as people write them: `3,7-9`."""
    spans = []
    for one in filter(None, re.split(r"[,\s]+", text)):
        match = _SPAN.fullmatch(one)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if last < first or not first:
            raise DomainError("“%(rows)s” names no rows: write 3,7-9.", "rows", rows=one)
        spans.append((first, last))
    return _merged(sorted(spans))


def _merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Give runs that follow each other as one."""
    merged: list[tuple[int, int]] = []
    for first, last in spans:
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)
