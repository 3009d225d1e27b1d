"""How alike the names of two people are: order, initials, pet names, transliteration and slips of the pen."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

_TITLE_WORDS: Final = """
    mr mrs ms miss mx dr drs prof professor sir dame rev revd reverend hon herr frau monsieur madame mme mlle sr sra
    dra don dona eng ing adv lic fr phd md msc ma ba esq jr
    """
_TITLES: Final = frozenset(_TITLE_WORDS.split())
_PET_NAMES: Final = """
    robert rob bob bobby robbie bert
    william will bill billy willy guillermo guillaume
    richard rich rick dick ricky ricardo
    elizabeth liz lizzie beth betty eliza elisabeth isabel
    katherine catherine kate katie kathy cathy kathryn katharine ekaterina katya
    margaret maggie meg peggy marge
    james jim jimmy jamie
    john jon johnny jack johan juan jean joao ivan johannes
    michael mike mick mikey mikhail miguel michel
    thomas tom tommy
    joseph joe joey jose giuseppe yusuf youssef yousef josef
    edward ed eddie ted teddy eduardo
    charles charlie chuck carlos
    anthony tony antonio anton
    andrew andy drew andres andre andrea
    daniel dan danny
    david dave davey
    christopher chris kit
    stephen steven steve stefan esteban etienne
    matthew matt mateo matthieu
    nicholas nick nicolas nikolai nico
    samuel sam sammy
    benjamin ben benny
    alexander alex alec sandy sasha alejandro aleksandr alexandre alexandra
    patrick pat paddy
    peter pete pedro pierre pyotr petr
    gregory greg
    joshua josh
    jennifer jen jenny
    jessica jess
    patricia patty trish tricia
    susan sue susie suzanne
    deborah debbie deb debra
    barbara barb
    rebecca becky becca
    victoria vicky vicki
    abigail abby
    mohammed mohamed muhammad mohammad mohamad muhammed mohamud mahomed mamadou
    ahmed ahmad akhmad
    hussein husain hussain hossein husayn
    abdul abdel abd abdoul abdal
    ali aly
    said saeed sayed syed
    fatima fatma fatimah fatou
    aisha aysha aicha ayesha aishah
    yelena elena helena helen
    yuri yury iurii
    sergei sergey serge
    dmitri dmitry dmitriy dimitri
    francisco paco francis frank
    guadalupe lupe
    maria marie mary
    """
_KNOWN: Final = {name: line.split()[0] for line in reversed(_PET_NAMES.strip().splitlines()) for name in line.split()}
_SHORTEST_NEAR = 4
_LONG = 7
_LIKE = 0.9


class Word(IntEnum):
    """What two words of names are to each other."""

    OTHER = 0
    INITIAL = 1
    NEAR = 2
    PET = 3
    EQUAL = 4


@dataclass(frozen=True, slots=True)
class Naming:
    """Two names of people beside each other: how many words are what to each other, and how many are one's own."""

    equal: int = 0
    pet: int = 0
    near: int = 0
    initial: int = 0
    #: Words to which the other name has something else in place.
    other: int = 0
    #: Words that only one name has, where the other has none left.
    spare: int = 0
    is_in_order: bool = True

    @property
    def is_same(self) -> bool:
        """Say whether the names have the same words, whatever their order."""
        return self.equal > 0 and not (self.pet or self.near or self.initial or self.other or self.spare)

    @property
    def is_close(self) -> bool:
        """Say whether one name could be the other written in another way: nothing in it says somebody else."""
        return not self.other and self.equal + self.pet + self.near > (1 if self.spare or self.initial else 0)

    @property
    def is_alike(self) -> bool:
        """Say whether nothing in the names speaks against one person, as far as they go."""
        return not self.other and self.equal + self.pet + self.near > 0


@lru_cache(maxsize=65536)
def words_of(key: str) -> tuple[str, ...]:
    """Return the words of a folded name, without titles."""
    words = key.split()
    return tuple(word for word in words if word not in _TITLES) or tuple(words)


def best_naming(some: Iterable[str], others: Iterable[str]) -> Naming:
    """Return the best of what the folded names of two people are to each other."""
    theirs = list(others)
    pairs = (compare_words(words_of(one), words_of(other)) for one in some for other in theirs)
    return max(pairs, key=lambda naming: (naming.is_same, _worth(naming)), default=Naming(other=1))


def _worth(naming: Naming) -> float:
    found = naming.equal * 4 + naming.pet * 3.5 + naming.near * 3 + naming.initial
    return found - naming.other * 4 - naming.spare


@lru_cache(maxsize=65536)
def compare_words(one: tuple[str, ...], other: tuple[str, ...]) -> Naming:
    """Lay the words of two names beside each other, the best fitting first."""
    if one == other:
        return Naming(equal=len(one))
    rest, others = list(one), list(other)
    counts = dict.fromkeys(Word, 0)
    for wanted in (Word.EQUAL, Word.PET, Word.NEAR, Word.INITIAL):
        for word in rest[:]:
            for theirs in others:
                if compare_word(word, theirs) is wanted:
                    rest.remove(word)
                    others.remove(theirs)
                    counts[wanted] += 1
                    break
    joined = _take_joined(rest, others) or _take_joined(others, rest)
    differ = min(len(rest), len(others))
    return Naming(
        equal=counts[Word.EQUAL] + joined, pet=counts[Word.PET], near=counts[Word.NEAR], initial=counts[Word.INITIAL],
        other=differ, spare=max(len(rest), len(others)) - differ,
        is_in_order=one[0] == other[0] or one[-1] == other[-1],
    )  # fmt: skip


def _take_joined(rest: list[str], others: list[str]) -> int:
    """Take two words that the other name writes as one ("abd al rahman", "abdalrahman")."""
    for first, second in pairwise(rest):
        if first + second in others:
            others.remove(first + second)
            rest.remove(first)
            rest.remove(second)
            return 1
    return 0


@lru_cache(maxsize=131072)
def compare_word(one: str, other: str) -> Word:
    """Say what two words of names are to each other."""
    if one == other:
        return Word.EQUAL
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1:
        return Word.INITIAL if longer.startswith(shorter) else Word.OTHER
    if one in _KNOWN and _KNOWN[one] == _KNOWN.get(other):
        return Word.PET
    if len(shorter) < _SHORTEST_NEAR:
        is_slip = len(longer) == _SHORTEST_NEAR and OSA.distance(one, other) == 1
        return Word.NEAR if is_slip else Word.OTHER
    most = 2 if len(shorter) >= _LONG else 1
    if OSA.distance(one, other, score_cutoff=most) <= most:
        return Word.NEAR
    return Word.NEAR if JaroWinkler.similarity(one, other) >= _LIKE else Word.OTHER


def skeleton(word: str) -> str:
    """Return the first letter and the consonants of a word, each once in a row: what a slip seldom changes."""
    found = word[:1]
    for letter in word[1:].replace("ph", "f").replace("ck", "k").replace("y", "i"):
        if letter not in "aeiouh" and letter != found[-1]:
            found += letter
    return found
