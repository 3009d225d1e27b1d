"""Rows of a file whose mail address must never be written to: a file never changes that, it is only said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from crm.consents.queries import find_suppressed, has_suppressed
from crm.consents.values import addresses_in
from crm.imports.models import ImportBatch
from crm.imports.queries import walk_cells
from crm.imports.values.targets import Target

_AT_ONCE = 5000


class SilentRows:
    """Finds the rows of one file that name a suppressed address."""

    def __init__(self, columns: Sequence[str], mapping: Mapping[str, str | None]) -> None:
        places = [place for place, header in enumerate(columns) if mapping.get(header) == Target.EMAIL]
        self.places = places if places and has_suppressed() else []

    def find(self, rows: Iterable[tuple[int, Sequence[str]]]) -> set[int]:
        """Return the numbers of the rows, given as number and cells, that name one."""
        if not self.places:
            return set()
        told = [(number, address) for number, cells in rows for address in self._addresses(cells)]
        found = find_suppressed({address for _number, address in told})
        return {number for number, address in told if address in found}

    def _addresses(self, cells: Sequence[str]) -> Iterator[str]:
        for place in self.places:
            if place < len(cells):
                yield from addresses_in(cells[place])


def silent_rows(batch: ImportBatch) -> SilentRows:
    """Return what finds the suppressed rows of a batch."""
    return SilentRows(batch.reading["columns"], batch.mapping)


def count_silent(batch: ImportBatch) -> int:
    """Count the rows of a stored batch that name a suppressed address."""
    silent = silent_rows(batch)
    walk, count = walk_cells(batch.id), 0
    while silent.places and (some := list(islice(walk, _AT_ONCE))):
        count += len(silent.find(some))
    return count
