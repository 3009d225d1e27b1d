"""Is a row the header of those below it? Weighed by what sets names of columns apart from what stands under them."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from crm.core.sheets.cells import Value, as_year, value_of
from crm.core.sheets.profiles import Profile, Row, cell_at, filled
from crm.core.sheets.vocabulary import name_likeness

# What speaks for a header and against it. A table without any sign is taken to have one, a single column is not.
PRIOR: Final = 0.55
_PRIOR_OF_A_COLUMN: Final = -0.1
_READS_LIKE_NAMES: Final = 1.5
_DIFFERS_IN_KIND: Final = 1.4
_IS_A_VALUE: Final = 1.2
_IS_AN_ANSWER: Final = 0.5
_COMES_AGAIN: Final = 1.5
_IS_LONG: Final = 0.8
_COUNTRY_AMONG_COUNTRIES: Final = 1.0
_NAME_OVER_COUNTRIES: Final = 0.6
_SHORT_OVER_LONG: Final = 0.5
_FULL: Final = 0.8
_LONG: Final = 60
_UNDECIDED: Final = 1.2
_SURE: Final = 1.2
_VALUES: Final = frozenset({"mail", "web", "phone", "date"})
_MOST_ARE: Final = 0.6


def weigh_header(row: Row, body: Profile, prior: float = PRIOR) -> float:
    """Weigh whether a row names the columns of a body: above 0 it does."""
    cells = [(place, cell_at(row, place)) for place in range(len(row)) if cell_at(row, place)]
    if not cells:
        return -1.0
    is_column = body.width <= 1 and len(cells) == 1
    kinds = _kinds(cells)
    worth = min(prior, _PRIOR_OF_A_COLUMN) if is_column else prior
    worth += _READS_LIKE_NAMES * _likeness(cells, body)
    worth += _DIFFERS_IN_KIND * _contrast(kinds, body)
    worth -= _IS_A_VALUE * min(sum(_speaks_against(place, kind, body) for place, kind in kinds), 2)
    worth -= _IS_AN_ANSWER * sum(kind == "answer" for _, kind in kinds) / len(cells)
    worth -= _COMES_AGAIN * _repeats(cells, kinds, body)
    worth -= _IS_LONG * sum(len(cell) > _LONG for _, cell in cells) / len(cells)
    if is_column:
        worth += _shape(cells[0][1], body)
    if abs(worth) < _UNDECIDED:
        worth += _among_countries(cells, body)
    return worth


def sureness(worth: float) -> float:
    """Give a weight as a confidence from 0.5 to 1."""
    return 1 - 0.5 * math.exp(-_SURE * abs(worth))


def likeness(row: Row) -> float:
    """Say how much the cells of a row read like names of columns, from 0 to 1."""
    told = [name_likeness(cell) for cell in row if cell.strip()]
    return sum(told) / len(told) if told else 0.0


def has_values(row: Row) -> bool:
    """Say whether a row holds what no header holds: an address, a phone number, a date."""
    return any(value_of(cell) in _VALUES for cell in row)


def counts_columns(row: Row) -> bool:
    """Say whether a row numbers its columns, as forms do: 1, 2, 3 ..."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return len(cells) > 2 and cells == [str(number) for number in range(1, len(cells) + 1)]  # noqa: PLR2004 - 1, 2 may be data


def _kinds(cells: Sequence[tuple[int, str]]) -> list[tuple[int, Value]]:
    """Give the kinds of the cells; years one after the other, or beside words, are names."""
    kinds: list[tuple[int, Value]] = [(place, value_of(cell)) for place, cell in cells]
    numbers = [cell for (_, cell), (_, kind) in zip(cells, kinds, strict=True) if kind == "number"]
    years = [year for year in map(as_year, numbers) if year is not None]
    if years and len(years) == len(numbers) and (len(years) < len(cells) or len(years) > 1) and _in_order(years):
        return [(place, "text" if kind == "number" else kind) for place, kind in kinds]
    return kinds


def _in_order(numbers: Sequence[int]) -> bool:
    steps = {after - before for before, after in pairwise(numbers)}
    return len(steps) <= 1 and 0 not in steps


def _likeness(cells: Sequence[tuple[int, str]], body: Profile) -> float:
    told = sum(name_likeness(cell) ** 2 for _, cell in cells) / len(cells)
    return max(told - body.likeness, 0.0)


def _contrast(kinds: Sequence[tuple[int, Value]], body: Profile) -> float:
    """Say over what share of the columns with values of a kind a row has a word, less those where it has a value."""
    worth, count = 0.0, 0
    for place, kind in kinds:
        below = body.values[place] if place < len(body.values) else "empty"
        if below in ("text", "empty"):
            continue
        count += 1
        if kind == below or {kind, below} <= {"number", "phone", "date"}:
            worth -= 1
        elif kind == "text":
            worth += 1
    return worth / count if count else 0.0


def _speaks_against(place: int, kind: Value, body: Profile) -> float:
    """Say how much a value speaks against a row being a header."""
    if kind in ("mail", "web"):
        return 1
    below = body.values[place] if place < len(body.values) else "empty"
    if kind in _VALUES:
        return 1 if below == kind else 0.3
    return 0.3 if kind == "number" and below == "text" else 0


def _repeats(cells: Sequence[tuple[int, str]], kinds: Sequence[tuple[int, Value]], body: Profile) -> float:
    words = [cell for cell, (_, kind) in zip(cells, kinds, strict=True) if kind == "text"]
    return sum(body.repeats(place, cell) for place, cell in words) / len(words) if words else 0.0


def _shape(cell: str, body: Profile) -> float:
    """Weigh the form of the only cell: one short word over many longer texts is a name."""
    below = [text for column in body.columns for text in column if text]
    spaced = sum(" " in text for text in below)
    is_word = " " not in cell and (cell == cell.lower() or "_" in cell)
    return _SHORT_OVER_LONG if below and is_word and spaced >= _FULL * len(below) else 0.0


def _among_countries(cells: Sequence[tuple[int, str]], body: Profile) -> float:
    """Weigh columns of countries: a row with a country there is one of the rows."""
    from crm.core.text.countries import country_code  # noqa: PLC0415 - its tables cost time, and few files need them

    worth = 0.0
    for place, cell in cells:
        below = [text for text in dict.fromkeys(body.columns[place]) if text][:20] if place < len(body.columns) else []
        countries = sum(country_code(text) is not None for text in below)
        if below and countries >= _MOST_ARE * len(below) and max(map(len, below)) > 1:
            worth += -_COUNTRY_AMONG_COUNTRIES if country_code(cell) is not None else _NAME_OVER_COUNTRIES
    return worth


def heads_groups(upper: Row, lower: Row, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether a row heads groups of the columns that the row below it names: "Contact" over "Phone", "Mail".

    ``spans`` are the first and last places of merged cells of the upper row.
    """
    places = [place for place in range(len(upper)) if cell_at(upper, place)]
    named = [place for place in range(len(lower)) if cell_at(lower, place)]
    if not places or not named or has_values(upper):
        return False
    if len(places) == 1:
        wide = next((end - first for first, end in spans if first == places[0]), 0)
        ends = named[-1] - named[0]
        return places[0] > named[0] if not wide else wide < ends
    if max(len(cell_at(upper, place)) for place in places) > _LONG:
        return False
    gaps = [place for place in named if not cell_at(upper, place)]
    return (
        bool(gaps) and gaps[-1] > places[0] and filled(upper) < len(named) + len(places) - len(set(places) & set(named))
    )


def join_names(rows: Sequence[Row], spans: Sequence[Sequence[tuple[int, int]]]) -> list[str]:
    """Join the rows of a header into one name a column: "Contact / Phone"."""
    width = max(map(len, rows), default=0)
    parts: list[list[str]] = [[] for _ in range(width)]
    for number, row in enumerate(rows):
        below = rows[number + 1 :]
        for place, name in enumerate(_spread(row, width, below, spans[number])):
            if name and name not in parts[place]:
                parts[place].append(name)
    return [" / ".join(names) for names in parts]


def _spread(row: Row, width: int, below: Sequence[Row], spans: Sequence[tuple[int, int]]) -> list[str]:
    """Carry the head of a group over the columns of its group: as cells are merged, else up to the next head."""
    names = [cell_at(row, place) for place in range(width)]
    if not below:
        return names
    if spans:
        for first, last in spans:
            for place in range(first + 1, min(last + 1, width)):
                names[place] = names[place] or names[first]
        return names
    for place in range(1, width):
        if not names[place] and any(cell_at(lower, place) for lower in below):
            names[place] = names[place - 1]
    return names
