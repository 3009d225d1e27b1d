"""Names in the forms in which they are compared: folded, without brackets, as words, as a short name."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from crm.contacts.values import match_key
from crm.core.text.folding import fold

_SMALL = """
    the of for and a an in on at to by with de la le les des du et e y do da dos das der die das und fur van het
    el los las del en al au aux a o os as em no na para por pour pelo pela i v u na dlya po wa fi fy w och og fra
    von zur zum im am s dell della delle degli di do d l
    """
SMALL_WORDS = frozenset(_SMALL.split())
_SHORT = re.compile(r"\(([^()]{2,20})\)\s*$")
#: How much of two names has to be the same for one to be the other corrected.
_CORRECTED = 0.8


def name_keys(name: str) -> list[str]:
    """Return the folded name, and the same without a short name in brackets at its end."""
    keys = [match_key(name)]
    short = _SHORT.search(name) if "(" in name else None
    if short and is_short_name(short[1]) and (bare := match_key(name[: short.start()])):
        keys.append(bare)
    return [key for key in dict.fromkeys(keys) if key]


def is_short_name(text: str) -> bool:
    """Say whether a text is written like an acronym: one word, mostly capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return " " not in text.strip() and len(letters) > 1 and sum(map(str.isupper, letters)) * 2 > len(letters)


def short_names(name: str, acronym: str | None = None) -> set[str]:
    """Return the folded short names of an organisation: its acronym, what stands in brackets, its initials."""
    shorts = {fold(acronym)} if acronym else set()
    if bracket := _SHORT.search(name):
        shorts.add(fold(bracket[1]))
    words = [word for word in fold(_SHORT.sub("", name)).split() if word not in SMALL_WORDS]
    if len(words) > 2:  # noqa: PLR2004 - two letters are no name
        shorts.add("".join(word[0] for word in words))
    return {short for short in shorts if short}


@lru_cache(maxsize=8192)
def word_key(key: str) -> str:
    """Return a folded name as its words in one order: "mukamana esperance" is "esperance mukamana"."""
    return " ".join(sorted(word for word in key.split() if word not in SMALL_WORDS)) or key


def is_like(some: Iterable[str], others: Iterable[str]) -> bool:
    """Say whether a folded name could be another one corrected: words added or left out, a letter or two changed."""
    return any(_is_corrected(one, other) for one in some for other in others)


def _is_corrected(one: str, other: str) -> bool:
    words, others = set(one.split()), set(other.split())
    return words <= others or words >= others or SequenceMatcher(None, one, other).ratio() >= _CORRECTED
