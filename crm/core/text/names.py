"""Names that are no names, and the two letters that stand for a name."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from crm.core.text.cleaning import clean_line
from crm.core.text.folding import fold_in_script
from crm.core.text.unnamed_words import ANSWERS, KINDS_OF_PERSON, WORDS

_WORDS: Final = frozenset(fold_in_script(word) for word in WORDS.split())
_ANSWERS: Final = frozenset(fold_in_script(answer) for answer in ANSWERS.split("|"))
_BEHIND: Final = frozenset(KINDS_OF_PERSON.split()) | {"no", "nr", "number", "num"}
_FIRST: Final = frozenset(answer.split()[0] for answer in _ANSWERS) | _WORDS

# A given name that happens to be an answer when it is written like a name: Na (Korean, Chinese), Ka (Cantonese).
_UNLESS_A_NAME: Final = frozenset({"na", "ka"})
_SLASHED: Final = re.compile(r"\b(n|\u043d)\s*/\s*(a|d|\u0434)\b\.?", re.IGNORECASE)
_REMARK: Final = re.compile(
    r"\s*[(\[{\uff08\u3010\u300c][^()\[\]{}]*[)\]}\uff09\u3011\u300d]\s*$"  # in brackets
    r"|\s+[-\u2013\u2014]\s.*$"  # behind a dash
    r"|[,;:\u060c\uff0c/|].*$",  # behind a comma
    re.DOTALL,
)
_LEGAL_FORM: Final = re.compile(
    r"(?i)\b(inc|ltd|limited|llc|gmbh|corp|co|s\.?a|e\.?\s?v|plc|collective|foundation|trust|group)\b"
)

_TITLE_WORDS: Final = """
    mr mrs ms miss mx dr drs prof professor sir dame rev revd reverend hon he hrh herr frau monsieur madame mme mlle
    m sr sra srta dra don dona eng ing adv lic mag dipl
    """
_TITLES: Final = frozenset(_TITLE_WORDS.split())
_BRACKETS: Final = re.compile(r"[(\[\uff08].*?[)\]\uff09]")
_WHOLE_WORD_SCRIPTS: Final = re.compile(
    "[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)


def is_unnamed(name: str) -> bool:
    """Say whether a name only says that there is none: empty, a dash, "Anonymous", "n/a", in many languages.

    A number or a remark behind it changes nothing ("Anonymous 12", "Anonymous (Software Engineer)"). A name that merely
    holds such a word is a name ("Anonymous Collective e.V.").
    """
    first = name.partition(" ")[0]
    if not (first.isalnum() and first.isascii()):
        first = fold_in_script(name).partition(" ")[0]
        if not first:
            return True
    first = first.lower()
    return (first in _FIRST or first in ("n", "\u043d")) and _names_nobody(name)


@lru_cache(maxsize=4096)
def _names_nobody(name: str) -> bool:
    """Look closely at a name that begins like a missing one."""
    bare = clean_line(name)
    if _SLASHED.search(bare):
        bare = _SLASHED.sub(" anonymous ", bare)
    if _says_nothing(bare):
        return True
    head = _REMARK.sub("", bare, count=1)
    return head != bare and fold_in_script(head) in _WORDS and not _LEGAL_FORM.search(bare[len(head) :])


def _says_nothing(name: str) -> bool:
    folded = fold_in_script(name)
    if folded in _ANSWERS:
        return folded not in _UNLESS_A_NAME or not (name[:1].isupper() and name[1:].islower())
    first, *rest = folded.split()
    return first in _WORDS and all(
        word in _WORDS or word in _BEHIND or word.isdecimal() or len(word) == 1 for word in rest
    )


def initials(name: str) -> str:
    """Give the one or two letters that stand for a name on its badge; ``?`` where there is no letter.

    Titles and remarks in brackets do not count. Scripts whose letters join or that need no second letter give one.
    """
    parts = [part for part in _BRACKETS.sub(" ", clean_line(name)).split() if any(map(str.isalnum, part))]
    named = [part for part in parts if part.rstrip(".").casefold() not in _TITLES] or parts
    if not named:
        return "?"
    first = _first_letter(named[0])
    if len(named) == 1 or _WHOLE_WORD_SCRIPTS.match(first):
        return first
    return first + _first_letter(named[-1])


def _first_letter(word: str) -> str:
    """Give the first letter or digit of a word with its marks, as a capital where that is one letter."""
    start = next(place for place, character in enumerate(word) if character.isalnum())
    end = start + 1
    while end < len(word) and unicodedata.category(word[end])[0] == "M":
        end += 1
    letter = word[start:end]
    capital = unicodedata.normalize("NFC", letter.upper())
    return capital if len(capital) <= len(letter) else letter
