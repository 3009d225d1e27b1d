"""Names in the forms that search, sorting and matching compare: folded letters, words, sort keys."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

MOST_WORDS: Final = 24
"""Words of one name that are indexed."""
WORD_LENGTH: Final = 40
"""Letters of one word that are indexed and searched."""
MOST_TERMS: Final = 8
"""Words of one search that count."""
SORT_LENGTH: Final = 80
"""Letters of a name that count for its place in a list."""

_TABLE_LIMIT: Final = 60_000
_LAST_BASIC: Final = 0xFFFF

_TRADE_MARKS: Final = re.compile("[\u00a9\u00ae\u2117\u2120\u2122]")
_ZERO_WIDTH_SPACE: Final = "\u200b"
# Letters that stand for an apostrophe in transliterations; people type them as any kind of apostrophe.
_APOSTROPHES: Final = frozenset("\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ee\ua78b\ua78c")
# Marks that writers of a script leave out or put in as they like; all others (vowels of Hindi, Thai ...) are letters.
_LOOSE_MARKS: Final = frozenset(
    chr(code)
    for first, last in ((0x300, 0x36F), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670), (0x6D6, 0x6ED))
    for code in range(first, last + 1)
)
# Letters that keyboards of neighbouring languages give for the same letter.
_SAME_LETTER: Final = {"\u0649": "\u064a", "\u06cc": "\u064a", "\u06a9": "\u0643", "\u0629": "\u0647", "\u0640": ""}
_LATIN: Final = (
    (0x0000, 0x024F), (0x1D00, 0x1DBF), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xAB30, 0xAB6F),
)  # fmt: skip

_PUNCTUATION: Final = {code: " " for code in range(128) if not chr(code).isalnum()}
# The dot of U.S. or e.V.: between two letters that stand alone.
_DOTTED: Final = re.compile(r"(?<!\w)([^\W\d_])\.(?=[^\W\d_](?!\w))")
_ABBREVIATION: Final = re.compile(r"(?<!\w)(?:[^\W\d_]\.){2,}")
_JOINED: Final = re.compile(r"[^\W_]+(?:['\u2019\u02bc\u2010\u2011-][^\W_]+)+")
_CONNECTOR: Final = re.compile("['\u2019\u02bc\u2010\u2011-]")

# Scripts that write words without spaces between them, and Hangul, where compounds hide the word looked for.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\u3005-\u3007\u3040-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUNS: Final = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED} ]+")
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
# No word begins after these: vowels written before their consonant, and signs that stack the next consonant.
_HOLDS_NEXT: Final = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4\u1039\u17d2")


class _LetterTable(dict[int, str]):
    """A table for ``str.translate`` that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        """Work out what a character becomes; a hostile text cannot make the table grow without end."""
        letter = self.turn(chr(code))
        if len(self) < _TABLE_LIMIT:
            self[code] = letter
        return letter

    def turn(self, character: str) -> str:
        """Say what one character becomes."""
        raise NotImplementedError


class _AsciiTable(_LetterTable):
    """Every character in small ASCII letters and digits, or a space."""

    def turn(self, character: str) -> str:
        """Transliterate letters and marks, drop what only shapes the text, put a space for the rest."""
        kind = unicodedata.category(character)
        if character in _APOSTROPHES or character == _ZERO_WIDTH_SPACE or kind[0] not in "LMNC" or kind == "Cc":
            return " "
        if kind[0] == "C":
            return "" if kind == "Cf" else " "
        letters = "".join(letter for letter in anyascii(character).casefold() if letter.isalnum())
        if not letters and kind in ("Lo", "Lu", "Ll") and ord(character) > _LAST_BASIC:
            return f"u{ord(character):x}"  # rare ideographs that have no transliteration must not vanish from names
        return letters


class _ScriptTable(_LetterTable):
    """Latin letters as ``_AsciiTable``; letters of other scripts stay, without the marks that writers leave out."""

    def turn(self, character: str) -> str:
        """Keep a letter of another script in its plain form."""
        kind = unicodedata.category(character)
        if kind[0] not in "LM" or character in _APOSTROPHES or _is_latin(character):
            return _ASCII[ord(character)]
        bare = "".join(part for part in unicodedata.normalize("NFD", character) if part not in _LOOSE_MARKS)
        return "".join(_SAME_LETTER.get(part, part) for part in unicodedata.normalize("NFC", bare))


def _is_latin(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in _LATIN)


_ASCII: Final = _AsciiTable()
_SCRIPT: Final = _ScriptTable()


def _prepare(value: str) -> str:
    """Give one Unicode form and case, without the dots of abbreviations."""
    if not value.isascii():
        value = unicodedata.normalize("NFKC", _TRADE_MARKS.sub(" ", value)).casefold()
        value = unicodedata.normalize("NFKC", value)
    else:
        value = value.lower()
    return _DOTTED.sub(r"\1", value) if "." in value else value


@lru_cache(maxsize=4096)
def fold(value: str) -> str:
    """Give a text in the form that is compared: small ASCII letters, digits and single spaces, nothing else.

    Compatibility forms and case are folded, other scripts transliterated (anyascii), accents dropped, punctuation is
    a space; the dots of ``U.S.`` and ``e.V.`` vanish, so that abbreviations agree with and without them.
    """
    if value.isascii():
        parts = value.lower().split()
        if "".join(parts).isalnum():
            return " ".join(parts)
    return _fold_fully(value)


def _fold_fully(value: str) -> str:
    """Fold a text that is more than plain words."""
    prepared = _prepare(value)
    return " ".join(prepared.translate(_PUNCTUATION if prepared.isascii() else _ASCII).split())


def fold_in_script(value: str) -> str:
    """Fold like ``fold``, but keep letters of other scripts than Latin: for comparing names without transliteration."""
    return fold(value) if value.isascii() else _fold_other_scripts(value)


@lru_cache(maxsize=4096)
def _fold_other_scripts(value: str) -> str:
    return " ".join(_prepare(value).translate(_SCRIPT).split())


def _runs(text: str) -> list[str]:
    """Split a text folded in script into words; where a script without spaces begins, a word begins."""
    return text.split() if text.isascii() else _RUNS.findall(text)


def _inner_starts(run: str) -> list[str]:
    """Give the ends of a run in a script without spaces, from each letter that can begin a word."""
    starts = []
    for place in range(1, len(run)):
        if run[place - 1] not in _HOLDS_NEXT and unicodedata.category(run[place]) in ("Lo", "Nd"):
            starts.append(run[place : place + WORD_LENGTH])
            if len(starts) == MOST_WORDS:
                break
    return starts


def _joined_words(value: str) -> list[str]:
    """Give ``O'Sullivan`` as osullivan, ``Al-Haq`` as alhaq; what a fraction falls into are words of their own."""
    return fold(" ".join(_CONNECTOR.sub("", word) for word in _JOINED.findall(value))).split()


def words(value: str) -> list[str]:
    """Give the distinct words by whose beginnings a name is found, at most ``MOST_WORDS`` of ``WORD_LENGTH`` letters.

    In this order, so that a very long name loses the least: the words in their own script, the same transliterated,
    words joined over an apostrophe or hyphen, every later start inside a run of a script without spaces (Chinese,
    Japanese, Thai, Khmer ...), and the letters of an abbreviation.
    """
    if value.isascii():
        found = dict.fromkeys(fold(value).split())
        if "'" in value or "-" in value:
            found |= dict.fromkeys(_joined_words(value))
    else:
        found = _words_of_scripts(value)
    if "." in value:
        found |= dict.fromkeys(letter for run in _ABBREVIATION.findall(value) for letter in fold(run))
    if (len(value) > WORD_LENGTH or not value.isascii()) and any(len(word) > WORD_LENGTH for word in found):
        found = dict.fromkeys(word[:WORD_LENGTH] for word in found)
    return list(found)[:MOST_WORDS]


def _words_of_scripts(value: str) -> dict[str, None]:
    """Give the words of a name with letters beyond ASCII, in order."""
    in_script = fold_in_script(value)
    runs = _runs(in_script)
    found = dict.fromkeys(runs)
    if not in_script.isascii():
        found |= dict.fromkeys(fold(" ".join(runs)).split())
    if _CONNECTOR.search(value):
        found |= dict.fromkeys(_joined_words(value))
    for run in runs:
        if _IS_UNSPACED.match(run):
            found |= dict.fromkeys(_inner_starts(run))
    return found


def search_terms(query: str) -> list[str]:
    """Give the beginnings of words to look for, from what was typed; each must begin one of a name's ``words``.

    What is typed in another script is looked for in that script, so that homophones stay apart.
    """
    runs = _runs(fold_in_script(query[: MOST_TERMS * WORD_LENGTH * 4]))
    return list(dict.fromkeys(run[:WORD_LENGTH] for run in runs))[:MOST_TERMS]


def sort_key(name: str) -> str:
    """Give the key by which names of all scripts stand in one order: plain ASCII, never empty.

    Compare it by bytes (PostgreSQL: ``COLLATE "C"``), and the order is the same on every database. Names without a
    letter or digit come last.
    """
    folded = fold(name)
    if folded:
        return folded[:SORT_LENGTH].rstrip()
    return ("~" + "".join(f"{ord(character):05x}" for character in name.strip()))[:SORT_LENGTH]
