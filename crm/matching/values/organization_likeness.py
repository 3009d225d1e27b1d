"""How alike two names of organisations are, word by word."""

from collections import Counter
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from crm.matching.values.organization_names import OrganizationName
from crm.matching.values.words import OWN, STRUCTURE, is_known, units, weight_of


class Likeness(IntEnum):
    """What two names are to each other, the surest last."""

    NONE = 0
    #: They share words that few have, and each has words of its own.
    SHARED = 1
    #: One is the other with words added.
    PART = 2
    #: One is what the first letters of the other make.
    INITIALS = 3
    #: One is the short name that the other gives itself.
    SHORT = 4
    #: The same words in another language.
    TRANSLATED = 5
    #: Letters are missing, wrong or turned.
    NEAR = 6
    #: The same words in another order.
    TURNED = 7
    SAME = 8


class Places(IntEnum):
    """What the places in two names are to each other."""

    AGREE = 0
    #: Only one names a place.
    ONE_SIDED = 1
    CONFLICT = 2


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two names beside each other."""

    likeness: Likeness
    places: Places = Places.AGREE
    #: How much the shared words tell, and how much those tell that only one has.
    shared: float = 0.0
    extra: float = 0.0
    #: Shared words that no vocabulary knows.
    own: int = 0
    #: Words that are nearly the same, the length of the shortest of them, and by how many letters they differ.
    near: int = 0
    near_length: int = 0
    near_letters: int = 0
    #: Only one has a word for a part of something larger.
    has_unit: bool = False
    short: str = ""


_NOTHING = NamePair(Likeness.NONE)
_LONG, _VERY_LONG = 8, 13
_SHORTEST_NEAR = 4
_SHORTEST_STEM = 4
_TRANSLATED: Final = 0.5
_SHORTEST_ACRONYM = 3
#: Names with more strange words than this on both sides are two names, not one mistyped.
_MOST_SLIPS = 3


def compare_names(one: OrganizationName, other: OrganizationName) -> NamePair:
    """Say how alike two names are."""
    if not one.words or not other.words:
        return NamePair(Likeness.SAME if one.key and one.key == other.key else Likeness.NONE)
    if one.key == other.key:
        return _pair(Likeness.SAME, one, other, shared=one.weight, own=_count_own(one.words))
    mended = _mend_place(one, other)
    if mended is not None:
        pair = _by_words(*mended)
        return replace(pair, likeness=min(pair.likeness, Likeness.NEAR), near=pair.near + 1, near_length=_SHORTEST_NEAR)
    by_words = _by_words(one, other)
    if by_words.likeness >= Likeness.TRANSLATED:
        return by_words
    by_short = _by_short(one, other)
    return by_short if by_short.likeness > by_words.likeness else by_words


def _mend_place(one: OrganizationName, other: OrganizationName) -> tuple[OrganizationName, OrganizationName] | None:
    """Read a word of one name as the place in the other that it could be mistyped for ("Mxico"); None where none is."""
    for name, placed in ((one, other), (other, one)):
        if name.places or not placed.places:
            continue
        for word in set(name.written) - set(placed.written):
            if not is_known(word) and any(_is_slip(word, place) for place in placed.placed):
                kept = [at for at, written in enumerate(name.written) if written != word]
                mended = replace(
                    name, words=tuple(name.words[at] for at in kept), written=tuple(name.written[at] for at in kept),
                    places=placed.places, tails=placed.tails,
                )  # fmt: skip
                return (mended, placed) if kept else None
    return None


def _is_slip(word: str, place: str) -> bool:
    return min(len(word), len(place)) > _SHORTEST_NEAR and OSA.distance(word, place) == 1


def _pair(likeness: Likeness, one: OrganizationName, other: OrganizationName, **more: object) -> NamePair:
    return NamePair(likeness, compare_places(one, other), **more)  # type: ignore[arg-type]  # the two kinds of fact have a field each


def compare_places(one: OrganizationName, other: OrganizationName) -> Places:
    """Say whether the places in two names agree."""
    if one.places == other.places:
        return Places.AGREE
    if not one.places or not other.places or one.places < other.places or other.places < one.places:
        return Places.ONE_SIDED
    return Places.CONFLICT


def _count_own(words: tuple[str, ...]) -> int:
    return sum(1 for word in words if not is_known(word))


def _by_words(one: OrganizationName, other: OrganizationName) -> NamePair:
    """Lay the words of two names beside each other: equal ones, then nearly equal ones; the rest is each name's own."""
    rest, others = _left(one, other), _left(other, one)
    equal = list((Counter(one.words) & Counter(other.words)).elements())
    near = _take_near(rest, others)
    shared = sum(map(weight_of, equal)) + sum(weight_of(word) for word, _written, _letters in near)
    shared += len(one.places & other.places)
    extra = sum(weight_of(meaning) for meaning, _written in rest + others)
    if one.numbers ^ other.numbers and not (one.numbers < other.numbers or other.numbers < one.numbers):
        return _NOTHING
    facts = {
        "shared": shared,
        "extra": extra,
        "own": sum(1 for word in equal if not is_known(word)),
        "near": len(near),
        "near_length": min((len(written) for _word, written, _letters in near), default=0),
        "near_letters": sum(letters for _word, _written, letters in near),
        "has_unit": any(meaning in units() for meaning, _written in rest + others),
    }
    return _pair(_likeness(one, other, (rest, others), near=len(near), equal=equal), one, other, **facts)


def _likeness(
    one: OrganizationName,
    other: OrganizationName,
    rests: tuple[list[tuple[str, str]], list[tuple[str, str]]],
    *,
    near: int,
    equal: list[str],
) -> Likeness:
    rest, others = rests
    if rest and others:
        return Likeness.SHARED if equal or near else Likeness.NONE
    if rest or others:
        return Likeness.PART
    if one.numbers != other.numbers:
        return Likeness.PART
    if near:
        return Likeness.NEAR
    if _is_translated(one, other):
        return Likeness.TRANSLATED
    return Likeness.SAME if one.words == other.words else Likeness.TURNED


def _left(one: OrganizationName, other: OrganizationName) -> list[tuple[str, str]]:
    """Return the words of a name that the other has not, by meaning and as written."""
    there = Counter(other.words)
    left = []
    for meaning, written in zip(one.words, one.written, strict=True):
        if there[meaning] > 0:
            there[meaning] -= 1
        else:
            left.append((meaning, written))
    return left


def _take_near(rest: list[tuple[str, str]], others: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Take pairs of words out of two rests that are nearly the same; return each with the letters that differ."""
    found: list[tuple[str, str, int]] = []
    if min(len(rest), len(others)) > _MOST_SLIPS:
        return found
    for word in rest[:]:
        for other in others:
            letters = _near(word, other)
            if letters is not None:
                known = word[0] if is_known(word[0]) else other[0]
                found.append((known, min(word[1], other[1], key=len), letters))
                rest.remove(word)
                others.remove(other)
                break
    found += _take_joined(rest, others) + _take_joined(others, rest)
    return found


def _take_joined(rest: list[tuple[str, str]], others: list[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Take words that one name writes together and the other apart."""
    found = []
    for first, second in list(pairwise(rest)):
        joined = first[1] + second[1]
        for other in others:
            if other[1] == joined and first in rest and second in rest:
                found.append((other[0], joined, 0))
                rest.remove(first)
                rest.remove(second)
                others.remove(other)
                break
    return found


def _near(one: tuple[str, str], other: tuple[str, str]) -> int | None:
    """Return by how many letters two words differ that could be one mistyped or cut short, else None."""
    (meaning, word), (other_meaning, other_word) = one, other
    shorter, longer = sorted((word, other_word), key=len)
    if (is_known(meaning) and is_known(other_meaning)) or len(shorter) < _SHORTEST_NEAR:
        return None
    if any(map(str.isdigit, word + other_word)):
        return None
    if longer.startswith(shorter) and len(longer) - len(shorter) >= _SHORTEST_STEM - 1:
        # A known word cut short, as in "assoc": never a word that begins with another one.
        return 0 if is_known(meaning if word == longer else other_meaning) else None
    most = 3 if len(shorter) >= _VERY_LONG else 2 if len(shorter) >= _LONG else 1
    letters = int(OSA.distance(word, other_word, score_cutoff=most))
    if letters > most:
        return None
    # Another letter in a short word makes another word (Karam, Karim); one too many, too few or turned is a slip.
    is_other_letter = len(word) == len(other_word) and sorted(word) != sorted(other_word) and len(word) < _LONG
    return letters + is_other_letter


def _is_translated(one: OrganizationName, other: OrganizationName) -> bool:
    """Say whether two names of the same meanings are written with other words."""
    mine, theirs = dict(zip(one.words, one.written, strict=True)), dict(zip(other.words, other.written, strict=True))
    return any(_is_other_word(mine[word], theirs[word]) for word in mine if word in theirs)


def _is_other_word(one: str, other: str) -> bool:
    is_cut_short = one.startswith(other) or other.startswith(one)
    return not is_cut_short and OSA.normalized_similarity(one, other) < _TRANSLATED


def _by_short(one: OrganizationName, other: OrganizationName) -> NamePair:
    """Say whether one name is the short name of the other, or both give the same one."""
    for name, whole in ((one, other), (other, one)):
        if len(name.words) != 1 or len(name.written[0]) < _SHORTEST_ACRONYM:
            continue
        if name.written[0] in whole.shorts:
            return _pair(Likeness.SHORT, one, other, short=name.written[0])
        if len(whole.words) > 1 and name.written[0] in whole.initials:
            # The first letters of the whole name stand for its places too.
            places = compare_places(one, other) if name.places else Places.AGREE
            return NamePair(Likeness.INITIALS, places, short=name.written[0])
    both = {short for short in one.shorts & other.shorts if len(short) >= _SHORTEST_ACRONYM}
    if both and not (_has_own(one, other) and _has_own(other, one) and len(max(both, key=len)) == _SHORTEST_ACRONYM):
        return _pair(Likeness.SHORT, one, other, short=max(both, key=len))
    return _NOTHING


def _has_own(one: OrganizationName, other: OrganizationName) -> bool:
    """Say whether a name has a word that no vocabulary knows and that the other has not."""
    return any(not is_known(word) for word in set(one.words) - set(other.words))


def has_only_structure(pair: NamePair) -> bool:
    """Say whether what only one name has says no more than what sort of organisation it is."""
    return pair.extra <= STRUCTURE * 2 and not pair.has_unit


def is_telling(pair: NamePair) -> bool:
    """Say whether the shared words tell which organisation it is."""
    return pair.own > 0 or pair.shared >= OWN
