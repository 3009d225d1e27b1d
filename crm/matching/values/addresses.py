"""Postal addresses as they are compared: without the words that people leave out or cut short."""

from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from crm.core.text.folding import fold

_KINDS: Final = """
    street st str avenue ave av road rd drive dr lane ln boulevard blvd place pl court ct crescent cres circuit
    cct close cl terrace tce parade pde way highway hwy square sq building bldg floor fl suite ste room rm unit
    apt apartment flat box po site the rue calle rua via strasse strase street ul ulitsa no num number north south
    east west n s e w
    """
_LEFT_OUT: Final = frozenset(_KINDS.split())
_SAME, _NEAR = 85, 65


class Nearness(IntEnum):
    """What two addresses are to each other."""

    UNKNOWN = 0
    OTHER = 1
    NEAR = 2
    SAME = 3


@lru_cache(maxsize=16384)
def address_key(address: str) -> tuple[str, str]:
    """Return the first number of an address and its telling words."""
    tokens = fold(address).split()
    numbers = [token for token in tokens if token[0].isdigit() and not token.endswith(("st", "nd", "rd", "th"))]
    words = [token for token in tokens if token not in _LEFT_OUT and token not in numbers]
    return (numbers[0] if numbers else ""), " ".join(words[:4])


def nearness(some: Iterable[str], others: Iterable[str]) -> Nearness:
    """Say how near the nearest addresses of two contacts are; unknown where one has none."""
    return max((_nearness(one, other) for one in some for other in others), default=Nearness.UNKNOWN)


@lru_cache(maxsize=65536)
def _nearness(one: str, other: str) -> Nearness:
    if one == other:
        return Nearness.SAME
    (number, words), (other_number, other_words) = address_key(one), address_key(other)
    if not words or not other_words:
        return Nearness.SAME if number and number == other_number else Nearness.UNKNOWN
    likeness = max(fuzz.ratio(words, other_words), _beginning(words, other_words))
    if likeness < _NEAR:
        return Nearness.OTHER
    return Nearness.SAME if number == other_number and likeness >= _SAME else Nearness.NEAR


def _beginning(words: str, others: str) -> float:
    """Compare as many words as both have: one may go on with a floor or a town."""
    mine, theirs = words.split(), others.split()
    least = min(len(mine), len(theirs))
    return fuzz.ratio(" ".join(mine[:least]), " ".join(theirs[:least]))
