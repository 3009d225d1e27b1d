"""Words of organisations' names: what each means, whether it names a place, and how much it tells."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from crm.core.text.countries import country_codes, country_name
from crm.core.text.folding import fold
from crm.matching.values import vocabulary

#: How much a word tells: what an organisation is, what it works on, and what no other has.
STRUCTURE, TOPIC, OWN = 0.5, 1.0, 3.0
_ARABIC_ARTICLE: Final = re.compile("(?<!\\w)(?:\u0648|\u0628)?(?:\u0627\u0644|\u0644\u0644)(?=\\w{3})")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_LANGUAGES: Final = ("en", "es", "fr", "pt", "ar", "ru", "zh", "de")
#: What follows the stem of a country's name in a word that says who belongs to it.
_ENDING_WORDS: Final = """
    n an ian ean ese i ish ni nian ien ienne ane aise ais ana ano ense ois oise eno ena ene s iana iano ine
    """
_ENDINGS: Final = frozenset(_ENDING_WORDS.split())
_STEM_LENGTH = 4
_LONGEST_PLACE = 5
#: Names of countries that are, or begin, other words.
_NO_STEMS: Final = frozenset(["chad", "mali", "oman", "cuba", "peru", "guam", "iran", "iraq", "togo", "niue", "fiji"])


def fold_words(name: str) -> str:
    """Fold a name for its words: Arabic without the article, Chinese with spaces between the words that are known."""
    if name.isascii():
        return fold(name)
    name = _ARABIC_ARTICLE.sub("", name)
    if _HAN.search(name):
        name = _chinese_pattern().sub(lambda found: f" {found[0]} ", name)
    return fold(name)


@lru_cache(maxsize=1)
def _chinese_pattern() -> re.Pattern[str]:
    text = vocabulary.STRUCTURES + vocabulary.TOPICS + vocabulary.REGIONS
    words = [word for word in text.split() if _HAN.match(word)]
    names = [country_name(code, "zh") for code in country_codes()]
    return re.compile("|".join(sorted(map(re.escape, {*words, *names, "\u4eba\u6743"}), key=len, reverse=True)))


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.strip().splitlines():
        meaning, _colon, words = line.partition(":")
        yield meaning, [fold_words(word) for word in words.split()]


@lru_cache(maxsize=1)
def _meanings() -> dict[str, str]:
    """Words of the vocabulary and what they mean; the first meaning of a word holds."""
    found: dict[str, str] = {}
    for text in (vocabulary.STRUCTURES, vocabulary.TOPICS):
        for meaning, words in _lines(text):
            for word in [meaning, *words]:
                found.setdefault(word, meaning)
    for pair in vocabulary.SHORT_FORMS.split():
        short, _equals, word = pair.partition("=")
        found.setdefault(short, found.get(word, word))
    return found


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    weights = {meaning: STRUCTURE for meaning, _words in _lines(vocabulary.STRUCTURES)}
    return weights | {meaning: TOPIC for meaning, _words in _lines(vocabulary.TOPICS)}


@lru_cache(maxsize=1)
def fillers() -> frozenset[str]:
    """Return forms of law and other words that lists put in or leave out."""
    return frozenset(fold(word) for word in vocabulary.FILLERS.split())


@lru_cache(maxsize=1)
def units() -> frozenset[str]:
    """Return the meanings of words for a part of something larger."""
    return frozenset(meaning_of(fold_words(word)) for word in vocabulary.UNITS.split())


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """Folded names of countries and regions, each with its code."""
    found: dict[str, str] = {}
    for region, words in _lines(vocabulary.REGIONS):
        found |= dict.fromkeys(words, region)
    for code in country_codes():
        for name in _names_of_country(code):
            found.setdefault(name, code)
        for word in _belonging(code):
            found.setdefault(word, code)
    for code, words in _lines(vocabulary.DEMONYMS):
        found |= dict.fromkeys(words, code)
    for line in vocabulary.FURTHER_NAMES.strip().splitlines():
        code, _colon, names = line.partition(":")
        found |= dict.fromkeys((fold_words(name) for name in names.split(",")), code)
    return found


def _names_of_country(code: str) -> Iterator[str]:
    for language in _LANGUAGES:
        name = fold_words(country_name(code, language)).removeprefix("the ")
        if len(name) > 2:  # noqa: PLR2004 - two letters are a word of some language
            yield name


def _belonging(code: str) -> Iterator[str]:
    """Give the words that could say that somebody belongs to a country: its name with the endings of such words."""
    for language in ("en", "es", "fr"):
        name = fold(country_name(code, language))
        for stem in {name, name.rstrip("aeiou")}:
            if len(stem) >= _STEM_LENGTH and " " not in name and name not in _NO_STEMS:
                yield from (stem + ending for ending in _ENDINGS)


def take_places(words: list[str]) -> tuple[list[str], list[str]]:
    """Part the words of a name into those that name countries or regions (as codes), and the others."""
    known = _places()
    places, others, start = [], [], 0
    while start < len(words):
        for size in range(min(_LONGEST_PLACE, len(words) - start), 0, -1):
            text = " ".join(words[start : start + size])
            code = known.get(text) or known.get(text.removesuffix("s"))
            if code is not None:
                places.append(code)
                start += size
                break
        else:
            others.append(words[start])
            start += 1
    return places, others


def place_of(text: str) -> str | None:
    """Return the code of the place that a whole text names, if it does."""
    return _places().get(fold_words(text).removeprefix("the "))


@lru_cache(maxsize=65536)
def meaning_of(word: str) -> str:
    """Return what a folded word means, in English where it is known; another one without the ending of its plural."""
    known = _meanings().get(word)
    if known is not None:
        return known
    if len(word) > _STEM_LENGTH and word.endswith("s"):
        return _meanings().get(word[:-1], word[:-1])
    return word


def weight_of(meaning: str) -> float:
    """Return how much a word tells about which organisation it is, where nothing was measured."""
    return _weights().get(meaning, OWN)


def is_known(meaning: str) -> bool:
    """Say whether a word stands in the vocabulary."""
    return meaning in _weights()
