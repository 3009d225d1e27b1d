"""How long a count is shown before it is counted anew."""

from collections.abc import Collection

#: What is small and quickly counted is never kept: after an import nobody should read the number of before.
_SMALL = 1_000
_QUICK_SECONDS = 0.05
_LIFE_SECONDS = 20.0
#: A count is kept at least this many times as long as it took.
_PATIENCE = 200.0


def kept_for(values: Collection[int], seconds: float) -> float:
    """Return for how many seconds counts are kept that took so many seconds to make."""
    if seconds < _QUICK_SECONDS and all(value < _SMALL for value in values):
        return 0.0
    return max(_LIFE_SECONDS, _PATIENCE * seconds)
