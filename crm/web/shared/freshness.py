"""Counts that are near enough: all that a page lacks in one query, each kept for as long as it was worth."""

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from crm.core.paging import count_many

#: What is small and quickly counted is never kept: after an import nobody should read the number of before.
_SMALL = 1_000
_QUICK_SECONDS = 0.05
_LIFE_SECONDS = 20.0
#: A count is kept at least this many times as long as it took.
_PATIENCE = 200.0
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class _Counted:
    value: int
    until: float


_known: dict[Hashable, _Counted] = {}


def count_fresh(queries: Mapping[Hashable, tuple[Callable[[], Any], int]]) -> dict[Hashable, int]:
    """Return how many rows each query has, up to one above the limit beside it; what is kept is not counted again."""
    moment = time.monotonic()
    kept = {key: _known[key] for key in queries if key in _known}
    counts = {key: one.value for key, one in kept.items() if moment < one.until}
    missing = {key: one for key, one in queries.items() if key not in counts}
    if missing:
        values = count_many([make() for make, _limit in missing.values()], [limit for _make, limit in missing.values()])
        anew = dict(zip(missing, values, strict=True))
        _keep(anew, time.monotonic() - moment)
        counts |= anew
    return counts


def forget_counts() -> None:
    """Count anew at the next page: something was written."""
    _known.clear()


def _keep(counts: Mapping[Hashable, int], seconds: float) -> None:
    """Keep the large ones, and small ones that took long by themselves: beside a large one the time may be its own."""
    took_long = seconds >= _QUICK_SECONDS and all(value < _SMALL for value in counts.values())
    until = time.monotonic() + max(_LIFE_SECONDS, _PATIENCE * seconds)
    if len(_known) > _MOST_KEPT:
        _known.clear()
    _known.update({key: _Counted(value, until) for key, value in counts.items() if took_long or value >= _SMALL})
