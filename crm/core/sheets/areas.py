"""Where a table begins in its sheet: below titles, with no, one or several header rows."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Final

from crm.core.sheets.cells import value_of
from crm.core.sheets.headers import (
    PRIOR,
    counts_columns,
    has_values,
    heads_groups,
    join_names,
    likeness,
    sureness,
    weigh_header,
)
from crm.core.sheets.profiles import Profile, Row, Span, cell_at, filled, is_blank, usual_width

_MOST_ABOVE: Final = 25
_MOST_HEADERS: Final = 4
_TITLE_SIGNS: Final = (":", "\uff1a")
_HALF: Final = 0.5
_MANY: Final = 0.2
_READS_WELL: Final = 0.6
_SECOND_ROW: Final = 0.9
_PLAIN_START: Final = 0.98
_BELOW_TITLES: Final = 0.9
_CHOSEN: Final = 1.0
_FEW_ROWS: Final = 3
_MOST_PAIRS: Final = 5


@dataclass(frozen=True, slots=True)
class Head:
    """The first rows of a sheet, and what is known of it beforehand."""

    rows: Sequence[Row]
    #: The number of the first of them in the sheet, from 1.
    number: int = 1
    spans: Sequence[Span] = ()
    #: How much speaks for a header before a row is looked at.
    prior: float = PRIOR

    def spans_of(self, place: int) -> list[tuple[int, int]]:
        """Give the first and last columns of the merged cells in a row."""
        number = self.number + place
        return [(left, right) for top, left, bottom, right in self.spans if top <= number <= bottom and right > left]


@dataclass(frozen=True, slots=True)
class Area:
    """Where the data of a sheet begin, what their columns are called, and how sure that is."""

    header_rows: list[int]
    first_row: int
    names: list[str]
    profile: Profile
    confidence: dict[str, float] = field(default_factory=dict)


def find_area(head: Head, wishes: Mapping[str, Any]) -> Area:
    """Find the header and the first data row, as wished where something is wished."""
    places, sure = _header_places(head, wishes)
    first = _first_place(head, places, wishes)
    names = join_names([head.rows[place] for place in places], [head.spans_of(place) for place in places])
    if len(places) > 1 and counts_columns(head.rows[places[-1]]):
        names = join_names([head.rows[place] for place in places[:-1]], [head.spans_of(p) for p in places[:-1]])
    titled = any(not is_blank(row) for row in head.rows[: places[0] if places else first])
    start = _CHOSEN if wishes.get("first_row") else _BELOW_TITLES if titled else _PLAIN_START
    profile = Profile(head.rows[first:])
    profile.width = max(profile.width, min(sum(map(bool, names)), 2))
    return Area(
        header_rows=[head.number + place for place in places],
        first_row=head.number + first,
        names=names,
        profile=profile,
        confidence={"header": sure, "start": start},
    )


def _header_places(head: Head, wishes: Mapping[str, Any]) -> tuple[list[int], float]:
    """Give the places of the header rows, and how sure that is."""
    wished = wishes.get("header_rows")
    if wished is not None:
        places = [number - head.number for number in sorted(set(wished))]
        return [place for place in places if 0 <= place < len(head.rows)], _CHOSEN
    first = wishes.get("first_row")
    if first is None:
        return _find_header(head, _find_start(head))
    found, sure = _find_header(head, _find_start(head))
    above = [place for place in range(min(first - head.number, len(head.rows))) if not is_blank(head.rows[place])]
    if not found or not above:
        return [], sure
    return [place for place in found if place in above] or above[-1:], sure


def _first_place(head: Head, places: Sequence[int], wishes: Mapping[str, Any]) -> int:
    """Give the place of the first data row."""
    if wishes.get("first_row") is not None:
        return min(max(int(wishes["first_row"]) - head.number, 0), len(head.rows))
    if places:
        first = places[-1] + 1
    elif wishes.get("header_rows") is not None:
        first = 0
    else:
        first = _find_start(head)
    return next((place for place in range(first, len(head.rows)) if not is_blank(head.rows[place])), len(head.rows))


def _find_start(head: Head) -> int:
    """Find the first row that belongs to the table: a header, or data where there is none."""
    rows = head.rows
    counts = [filled(row) for row in rows]
    width = usual_width(counts)
    candidates = [place for place, count in enumerate(counts) if count][:_MOST_ABOVE]
    if not candidates:
        return 0
    named = _named_row(rows, counts, candidates, width)
    if named is not None:
        return _climb(head, named)
    if width <= 1:
        return candidates[0]
    enough = max(2, math.ceil(width * _HALF))
    start = next((p for p in candidates if counts[p] >= enough and not _is_title(rows[p], width)), candidates[0])
    start = _below_gap(counts, start, width)
    first = candidates[0]
    if start > first and min(counts[first:start]) and _are_sparse(counts[start:], max(counts[first:start])):
        return first
    return _climb(head, start)


def _named_row(rows: Sequence[Row], counts: Sequence[int], candidates: Sequence[int], width: int) -> int | None:
    """Find the first row that clearly reads like names of columns, with nothing but titles above it."""
    for place in candidates:
        if counts[place] < max(width / 2, min(width, 2)) or has_values(rows[place]):
            continue
        reads = likeness(rows[place])
        if reads < _READS_WELL:
            continue
        above = [other for other in candidates if other < place]
        if all(counts[other] < max(counts[place], 2) or not all(counts[other:place]) for other in above):
            return place
        pairs = len(above) <= _MOST_PAIRS and all(counts[other] <= 2 for other in above)  # noqa: PLR2004 - a word and its value are two
        return place if pairs and has_values(rows[above[-1]]) else None
    return _lone_name(rows, candidates, width)


def _lone_name(rows: Sequence[Row], candidates: Sequence[int], width: int) -> int | None:
    """Find a header of which only one column is named, right above the data; at the first place it may be a title."""
    first, *others = candidates
    if width > 2 and not is_blank(rows[first][:1]):  # noqa: PLR2004 - of two columns either may be the first
        return None
    reads = likeness(rows[first]) >= _READS_WELL and not has_values(rows[first])
    is_above = bool(others) and others[0] == first + 1 and likeness(rows[first + 1]) < _HALF
    return first if reads and is_above else None


def _is_title(row: Row, width: int) -> bool:
    """Say whether a row is one of those above a table: a word with a colon, or a word and a date."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if width <= 2 or len(cells) > max(2, width // 3):  # noqa: PLR2004 - one or two cells are a title
        return False
    return cells[0].endswith(_TITLE_SIGNS) or (value_of(cells[0]) == "text" and value_of(cells[-1]) == "date")


def _below_gap(counts: Sequence[int], start: int, width: int) -> int:
    """Pass over a few narrow rows above a gap when a full table follows below it."""
    gap = next((place for place in range(start, min(start + 3, len(counts))) if not counts[place]), None)
    if gap is None or max(counts[start:gap]) >= width:
        return start
    below = next((place for place in range(gap, len(counts)) if counts[place]), None)
    if below is not None and max(counts[below : below + 2]) >= width:
        return below
    return start


def _are_sparse(counts: Sequence[int], most: int) -> bool:
    """Say whether rows with so few cells are usual."""
    rows = list(takewhile(bool, counts))
    return sum(count <= most for count in rows) >= max(_MANY * len(rows), _FEW_ROWS)


def _climb(head: Head, start: int) -> int:
    """Go up to the rows that head groups of columns."""
    while start and not is_blank(head.rows[start - 1]):
        upper, lower = head.rows[start - 1], head.rows[start]
        if likeness(lower) < _HALF or not heads_groups(upper, lower, head.spans_of(start - 1)):
            break
        start -= 1
    return start


def _find_header(head: Head, start: int) -> tuple[list[int], float]:
    """Find how many rows from the start on are headers."""
    rows = head.rows
    full = [place for place in range(start, len(rows)) if not is_blank(rows[place])]
    if not full:
        return [], _HALF
    places = _several(head, full)
    if len(places) > 1:
        return places, sureness(weigh_header(rows[places[-1]], _body(rows, full, len(places)), head.prior))
    worth = weigh_header(rows[full[0]], _body(rows, full, 1), head.prior)
    if len(full) == 1 and worth > -_CHOSEN:
        worth = max(worth, head.prior)
    return (full[:1] if worth > 0 else []), sureness(worth)


def _body(rows: Sequence[Row], full: Sequence[int], skipped: int) -> Profile:
    return Profile([rows[place] for place in full[skipped:]])


def _several(head: Head, full: Sequence[int]) -> list[int]:
    """Give the places of several header rows, or of the first row alone."""
    rows = head.rows
    found = 1
    for count in range(2, min(_MOST_HEADERS, len(full) - 1) + 1):
        upper, lower = full[count - 2], full[count - 1]
        if lower - upper > 1:
            break
        body = _body(rows, full, count)
        if _continues(head, upper, lower, body):
            found = count
        elif not heads_groups(rows[upper], rows[lower], head.spans_of(upper)):
            break
    return list(full[:found])


def _continues(head: Head, upper: int, lower: int, body: Profile) -> bool:
    """Say whether a row goes on with the header that the row above it begins."""
    rows = head.rows
    if body.width <= 1 or has_values(rows[lower]) or has_values(rows[upper]):
        return False
    if counts_columns(rows[lower]) and filled(rows[lower]) >= body.width:
        return likeness(rows[upper]) >= _HALF and "text" in body.values and len(body.rows) >= _FEW_ROWS
    # Weighing may look countries up, whose tables cost time: it comes last.
    if heads_groups(rows[upper], rows[lower], head.spans_of(upper)):
        covers = all(
            cell_at(rows[upper], p) or cell_at(rows[lower], p) for p in range(min(body.width, len(body.fills)))
        )
        needed = _HALF if head.spans_of(upper) else _READS_WELL
        return (covers or likeness(rows[lower]) >= _HALF) and weigh_header(rows[lower], body, 0.0) > needed
    is_double = likeness(rows[upper]) >= _READS_WELL and likeness(rows[lower]) >= _READS_WELL
    return is_double and filled(rows[lower]) * 2 >= body.width and weigh_header(rows[lower], body, 0.0) > _SECOND_ROW
