"""What a reader of one kind of file hands over: its rows as they stand, and what is known of them beforehand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from crm.core.sheets.headers import PRIOR
from crm.core.sheets.profiles import Span

_PORTION: Final = 2000

Rows = list[list[str]]


@dataclass(slots=True)
class Source:
    """The rows of a file in portions, and how they are written."""

    portions: Iterator[Rows]
    facts: dict[str, Any] = field(default_factory=dict)
    #: The number of the first row in its file or sheet.
    number: int = 1
    spans: Sequence[Span] = ()
    #: How much speaks for a header before a row is looked at.
    prior: float = PRIOR
    #: The names of the columns, where the kind of file tells them beside the rows.
    columns: list[str] | None = None
    #: Where the rows are, where the kind of file tells it: ``header_rows``, ``first_row``, ``last_row``.
    area: dict[str, Any] = field(default_factory=dict)
    #: How sure the guesses are on the way to the rows, from 0 to 1.
    confidence: dict[str, float] = field(default_factory=dict)


def in_portions(rows: Iterator[list[str]], size: int = _PORTION) -> Iterator[Rows]:
    """Cut a walk over rows into portions."""
    while some := list(islice(rows, size)):
        yield some
