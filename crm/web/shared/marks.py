"""What stands for a contact where there is no picture: a colour, a shape and initials, all from the name.

Pure functions, the same for every reader and every run, so that a mark becomes familiar. The templates
know them as filters (see FILTERS).
"""

import unicodedata
from collections.abc import Callable, Iterator
from hashlib import blake2s

TONES = ("red", "rose", "green", "violet", "blue", "amber", "teal", "grey")
"""The grounds of marks and avatars; each is a class `c-tone-<name>` in the stylesheet."""

SHAPES = ("dots", "star", "waves", "leaf", "bow", "squares", "bank", "triangle", "ring")
"""The drawings of square marks; `templates/_parts/marks.html` draws each."""

VIRAMA = 9
"""Unicode's combining class of the sign that joins two consonants of an Indic script."""


def mark_tone(name: str) -> str:
    """Choose the colour of a mark or avatar: the same name always gets the same one of TONES."""
    return TONES[_digest(name)[0] % len(TONES)]


def mark_shape(name: str) -> str:
    """Choose the drawing of an organisation's mark, one of SHAPES, apart from its colour."""
    return SHAPES[_digest(name)[1] % len(SHAPES)]


def initials(name: str) -> str:
    """Shorten a person's name to the one or two letters of an avatar; empty when it holds no letter.

    Scripts with capitals, and Ethiopic, give the first and the last word's first letter. Others have no
    custom of initials and give one letter, with the signs that belong to it.
    """
    words = [letter for word in _clean(name).split() if (letter := _first_letter(word))]
    if not words:
        return ""
    if len(words) > 1 and _has_initials(words[0]) and _has_initials(words[-1]):
        return words[0] + words[-1]
    return words[0]


def _clean(name: str) -> str:
    """Compose the name, so that the same name written in two ways is one."""
    return unicodedata.normalize("NFC", name).strip()


def _digest(name: str) -> bytes:
    """Turn a name into bytes that are spread evenly, whatever its case."""
    return blake2s(_clean(name).casefold().encode(), digest_size=2).digest()


def _first_letter(word: str) -> str:
    """Take the first letter of a word with all signs written on it, in upper case where there is one."""
    start = next((at for at, sign in enumerate(word) if sign.isalpha()), None)
    if start is None:
        return ""
    letter = "".join(_cluster(word[start:]))
    capital = letter.upper()
    return capital if len(capital) == len(letter) and not _is_georgian(letter) else letter


def _cluster(word: str) -> Iterator[str]:
    """Give the signs of a word's first letter: itself, its marks, and a consonant joined to it."""
    joined = True
    for sign in word:
        if not joined and not unicodedata.category(sign).startswith("M"):
            return
        yield sign
        joined = unicodedata.combining(sign) == VIRAMA


def _has_initials(letter: str) -> bool:
    """Say whether the letter's script has the custom of initials."""
    return letter[0].lower() != letter[0].upper() or unicodedata.name(letter[0], "").startswith("ETHIOPIC")


def _is_georgian(letter: str) -> bool:
    """Say whether a letter is Georgian, whose capitals few fonts hold and nobody uses for names."""
    return unicodedata.name(letter[0], "").startswith("GEORGIAN")


FILTERS: dict[str, Callable[[str], str]] = {
    "mark_tone": mark_tone,
    "mark_shape": mark_shape,
    "initials": initials,
}
"""The filters that the app gives to its templates."""
