"""A sieve of keys: it says for sure that a key was never put in, and nearly for sure that it was (Bloom 1970)."""

from collections.abc import Iterable
from typing import Final

#: With 16 MB and two places a key, five million keys let one stranger in 200 through.
_BITS: Final = 27
_MASK: Final = (1 << _BITS) - 1


class Sieve:
    """Remembers millions of keys in little memory; what falls through was never put in."""

    def __init__(self) -> None:
        self._bits = bytearray(1 << (_BITS - 3))

    def put(self, keys: Iterable[str]) -> None:
        """Remember keys."""
        bits = self._bits
        for key in keys:
            number = hash(key)
            first, second = number & _MASK, number >> 32 & _MASK
            bits[first >> 3] |= 1 << (first & 7)
            bits[second >> 3] |= 1 << (second & 7)

    def holds_one(self, keys: Iterable[str]) -> bool:
        """Say whether one of these keys may have been put in; no is certain."""
        bits = self._bits
        for key in keys:
            number = hash(key)
            first = number & _MASK
            if bits[first >> 3] >> (first & 7) & 1:
                second = number >> 32 & _MASK
                if bits[second >> 3] >> (second & 7) & 1:
                    return True
        return False
