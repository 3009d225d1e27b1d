"""Figures of measurements: ours beside a floor, taken in turn in the same run."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from crm.cli.shared import Answer

TURNS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: seconds of ours and of the floor, and how far the runs of ours lie apart."""

    name: str
    ours: float
    floor: float
    ratio: float
    spread: float
    note: str = ""


def measure(name: str, ours: Callable[[], object], floor: Callable[[], object], *, note: str = "") -> Figure:
    """Measure ours and its floor in turn; each runs once before, so that neither pays for a cold start."""
    ours()
    floor()
    taken = [(_seconds(ours), _seconds(floor)) for _ in range(TURNS)]
    mine, other = median(one for one, _ in taken), median(one for _, one in taken)
    spread = (max(one for one, _ in taken) - min(one for one, _ in taken)) / mine
    return Figure(name, mine, other, mine / other, spread, note)


def answer(figures: Sequence[Figure], **more: object) -> Answer:
    """Return figures as an object and as a table."""
    lines = [f"{'':38}{'ours':>10}{'floor':>10}{'ratio':>8}{'spread':>8}"]
    lines += [
        f"{one.name:38}{one.ours * 1000:>7.1f} ms{one.floor * 1000:>7.1f} ms{one.ratio:>8.2f}{one.spread:>8.0%}"
        f"  {one.note}"
        for one in figures
    ]
    return {**more, "figures": [asdict(one) for one in figures]}, "\n".join(lines)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
