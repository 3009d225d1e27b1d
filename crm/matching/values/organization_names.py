"""An organisation's name taken apart: its words by meaning, places in it, short names, numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from crm.core.text.folding import fold
from crm.matching.values import vocabulary
from crm.matching.values.naming import SMALL_WORDS, is_short_name
from crm.matching.values.words import fillers, fold_words, meaning_of, place_of, take_places, weight_of

_BRACKET: Final = re.compile(r"[(\[\uff08]([^()\[\]\uff08\uff09]{1,120})[)\]\uff09]")
_BREAK: Final = re.compile(r"\s+[-\u2013\u2014|/:]+\s+|\s*[:|;]\s+|\s*,\s*")
_TWO_LANGUAGES: Final = re.compile(r"\s*[/|]\s*")
_ROMAN: Final = frozenset(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"])
#: Words cut short over an apostrophe, as they are written out.
_CUT_SHORT: Final = {"int'l": "international", "nat'l": "national", "ass'n": "association", "gov't": "government",
                     "dep't": "department", "dev't": "development", "univ'y": "university"}  # fmt: skip
_CUT: Final = re.compile("|".join(_CUT_SHORT), re.IGNORECASE)
_SHORTEST = 3
#: Parts of a name after which what follows is no tail any more.
_MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """One name, as it is compared."""

    #: Folded, as it stands.
    key: str
    #: The words that count, by meaning, in their order.
    words: tuple[str, ...]
    #: The same as they are written.
    written: tuple[str, ...]
    #: Codes of countries and names of regions in it.
    places: frozenset[str]
    #: Those of them that stand behind a comma, a dash or in brackets at its end.
    tails: frozenset[str]
    #: Short names that it gives itself, folded.
    shorts: frozenset[str]
    #: Short names that its first letters make.
    initials: frozenset[str]
    numbers: frozenset[str]
    #: Its places as they are written.
    placed: tuple[str, ...]

    @property
    def weight(self) -> float:
        """Say how much all its words tell."""
        return sum(map(weight_of, self.words))


@lru_cache(maxsize=1)
def _doubles() -> dict[str, list[str]]:
    pairs = (pair.partition("=") for pair in vocabulary.DOUBLE.strip().splitlines())
    return {fold_words(short): words.split() for short, _equals, words in pairs}


@lru_cache(maxsize=65536)
def take_apart(name: str) -> tuple[OrganizationName, ...]:
    """Return a name taken apart; one that says itself in two languages beside each other, also each of them alone."""
    whole = _take_apart(name)
    parts = _TWO_LANGUAGES.split(name)
    if len(parts) != 2:  # noqa: PLR2004 - one language and the other
        return (whole,)
    one, other = map(_take_apart, parts)
    shared, fewest = set(one.words) & set(other.words), min(len(one.words), len(other.words))
    written = set(one.written) & set(other.written)
    is_translation = fewest > 1 and len(shared - written) * 2 >= fewest
    return (whole, one, other) if is_translation else (whole,)


def _take_apart(name: str) -> OrganizationName:
    shorts: set[str] = set()
    tails: set[str] = set()
    bare = _CUT.sub(lambda found: _CUT_SHORT[found[0].lower()], name.replace("\u2019", "'"))
    bare = _BRACKET.sub(lambda found: _read_bracket(found[1], shorts, tails), bare)
    parts = [part for part in _BREAK.split(bare) if part.strip()] or [bare]
    parts = list(_without_tails(_without_shorts(parts, shorts), tails, is_listed="," in bare))
    text = fold_words(" ".join(parts))
    told = [word for word in text.split() if word not in SMALL_WORDS]
    places, words = take_places(told)
    words = [twin for word in words for twin in _doubles().get(word, [word])]
    counting = [word for word in words if word not in fillers()] or words
    return OrganizationName(
        key=fold(name),
        words=tuple(_meanings(counting)),
        written=tuple(counting),
        places=frozenset([*places, *tails]),
        tails=frozenset(tails),
        shorts=frozenset(shorts),
        initials=frozenset(_initials(" ".join(parts))),
        numbers=frozenset(word for word in words if any(map(str.isdigit, word)) or word in _ROMAN),
        placed=tuple(word for word in told if word not in words),
    )


def _meanings(words: list[str]) -> Iterator[str]:
    found = [meaning_of(word) for word in words]
    # Red is a net in Spanish, and a colour before a cross.
    is_colour = "cross" in found or "crescent" in found
    return ("red" if is_colour and word == "red" else meaning for word, meaning in zip(words, found, strict=True))


def _read_bracket(inside: str, shorts: set[str], tails: set[str]) -> str:
    """Take a short name or a place out of brackets; anything else stays."""
    if is_short_name(inside) and place_of(inside) is None and fold(inside) not in _ROMAN:
        shorts.add(fold(inside).replace(" ", ""))
        return " "
    place = place_of(inside)
    if place is not None:
        tails.add(place)
        return " "
    return f" {inside} "


def _without_shorts(parts: list[str], shorts: set[str]) -> list[str]:
    """Take the part that is a short name out of a name that gives both ("ICAN - International Campaign …")."""
    given = [part for part in parts if is_short_name(part) and fold(part) not in _ROMAN and place_of(part) is None]
    rest = [part for part in parts if part not in given]
    is_first = parts[0] in given and len(parts) == 2 and len(rest[0].split()) > 2 if rest else False  # noqa: PLR2004 - the name and the short one
    if len(given) != 1 or not rest or not (is_first or _could_stand_for(given[0], " ".join(rest))):
        return parts
    shorts.add(fold(given[0]).replace(" ", ""))
    return rest


def _could_stand_for(short: str, whole: str) -> bool:
    """Say whether a short name is made of a name's letters, beginning with the first letter of one of its words."""
    words = fold(whole).split()
    letters = iter("".join(words))
    is_within = all(letter in letters for letter in fold(short).replace(" ", ""))
    first = [letter for letter in fold(short) if any(word.startswith(letter) for word in words)]
    return len(words) > 1 and is_within and len(first) * 2 > len(short)


def _without_tails(parts: list[str], tails: set[str], *, is_listed: bool) -> Iterator[str]:
    """Take places behind a comma at the end of a name out of it; what stands behind a dash is a part of the name."""
    end = len(parts)
    while is_listed and 1 < end <= _MOST_PARTS and (place := place_of(parts[end - 1])) is not None:
        tails.add(place)
        end -= 1
    return iter(parts[:end])


def _initials(text: str) -> Iterator[str]:
    """Give the short names that first letters make: with and without small words."""
    words = [word for word in fold(text).split() if word not in fillers() and not word.isdigit()]
    telling = [word for word in words if word not in SMALL_WORDS]
    for some in (telling, words):
        letters = "".join(word[0] for word in some)
        if len(letters) >= _SHORTEST:
            yield letters
        if len(letters) > _SHORTEST + 1:
            yield letters[:-1]
