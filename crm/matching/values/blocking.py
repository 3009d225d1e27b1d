"""Bringing those together who share a key, among very many, in little memory and without comparing all with all."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from crm.matching.values.keys import MOST_HOLDERS, BlockKeys

#: Keys are sorted a part at a time, so that only a small part is ever held as Python objects.
_PARTS = 256
_HELD, _SOUGHT = 1, 2
#: With how many neighbours in the order of names each is compared where too many share a key.
_NEIGHBOURS = 6
_NAME_BYTES = 7
#: Pairs of which it is remembered that they were given; beyond them, one may come again.
_REMEMBERED = 1_000_000


class Blocks:
    """Contacts by their keys; ``pairs`` gives each two that share one.

    Where more than `MOST_HOLDERS` share a key, each is compared with its neighbours in the order of names only, and
    ``left_out`` counts the pairs that were passed over.
    """

    def __init__(self) -> None:
        self.left_out = 0
        self._ids = array("q")
        #: The first letters of each name as a number, for their order.
        self._names = array("q")
        self._parts = [(array("q"), array("q")) for _ in range(_PARTS)]

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, contact_id: int, name: str, keys: BlockKeys) -> None:
        """Add a contact with its folded name and its keys; give them in the order of their numbers."""
        place = len(self._ids)
        self._ids.append(contact_id)
        self._names.append(int.from_bytes(name.encode()[:_NAME_BYTES].ljust(_NAME_BYTES), "big"))
        sides = dict.fromkeys(keys.held, _HELD)
        for key in keys.sought:
            sides[key] = sides.get(key, 0) | _SOUGHT
        for key, side in sides.items():
            number = hash(key)
            hashes, places = self._parts[number % _PARTS]
            hashes.append(number)
            places.append(place << 2 | side)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Give the pairs of those who share a key, the one added first in front; one may come more than once."""
        given: set[int] = set()
        for hashes, places in self._parts:
            seen: set[int] = set()
            for _key, block in groupby(sorted(zip(hashes, places, strict=True)), key=itemgetter(0)):
                members = [place for _hash, place in block]
                if len(members) > 1:
                    seen.update(first << 32 | second for first, second in self._meet(members))
            seen -= given
            if len(given) < _REMEMBERED:
                given |= seen
            yield from ((self._ids[pair >> 32], self._ids[pair & 0xFFFFFFFF]) for pair in sorted(seen))

    def _meet(self, members: list[int]) -> Iterable[tuple[int, int]]:
        holders = [member >> 2 for member in members if member & _HELD]
        seekers = [member >> 2 for member in members if member & _SOUGHT]
        # Whoever is sought seeks too (under another key where names are turned), so half of the pairs are enough.
        if max(len(holders), len(seekers)) <= MOST_HOLDERS:
            return ((one, other) for one in seekers for other in holders if one < other)
        return self._neighbours(holders, seekers)

    def _neighbours(self, holders: list[int], seekers: list[int]) -> Iterator[tuple[int, int]]:
        """Give each and its neighbours by name; count what that leaves out."""
        ordered = sorted({*holders, *seekers}, key=lambda place: (self._names[place], place))
        given = 0
        for number, place in enumerate(ordered):
            for other in ordered[number + 1 : number + 1 + _NEIGHBOURS]:
                given += 1
                yield min(place, other), max(place, other)
        self.left_out += max(0, len(ordered) * (len(ordered) - 1) // 2 - given)
