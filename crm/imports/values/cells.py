"""Cells brought to the form in which they are read: cleaned, and empty where they only say that there is nothing."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from crm.core.text.cleaning import clean_name, clean_text
from crm.core.text.folding import fold
from crm.imports.values.targets import Target
from crm.imports.values.terms import Terms

#: What people write where there is nothing to write, folded.
_NOTHING = frozenset(
    [
        "na",
        "n a",
        "none",
        "not applicable",
        "no url provided",
        "nil",
        "null",
        "unknown",
        "not provided",
        "not available",
        "no website",
        "tbc",
        "tbd",
        "ninguno",
        "ninguna",
        "no aplica",
        "aucun",
        "aucune",
        "neant",
        "nenhum",
        "keine",
        "keiner",
        "unbekannt",
    ]
)
#: No text that begins otherwise says nothing, when its first two signs are plain letters; nor does one with a digit.
_BEGINNINGS = frozenset(word[:2].strip() for word in _NOTHING)
_OF_SEVERAL_LINES = frozenset((
    Target.NOTES, Target.ADDRESS, Target.EMAIL, Target.PHONE, Target.TAGS, Target.LANGUAGES,
))  # fmt: skip
NAMES = frozenset({Target.NAME, Target.FIRST_NAME, Target.LAST_NAME})
_MAY_SAY_NOTHING = NAMES | {Target.NOTES, Target.EXTERNAL_ID}
#: Columns whose values differ from row to row: remembering them helps nobody.
_EVER_NEW = NAMES | {Target.EMAIL, Target.PHONE, Target.ADDRESS, Target.NOTES, Target.EXTERNAL_ID, Target.WEBSITE}
_KEPT = 4096
LIST_BREAK = re.compile(r"[;,|\n]+")

Cleaner = Callable[[str], str]


def says_nothing(text: str) -> bool:
    """Say whether a cell only says that there is nothing."""
    head = text[:2]
    if head.isascii() and (head[-1:].isdecimal() or (head.isalnum() and head.lower() not in _BEGINNINGS)):
        return False
    folded = fold(text)
    return (not folded and not any(map(str.isalnum, text))) or folded in _NOTHING


def _telling(cell: str) -> str:
    text = clean_name(cell)
    return "" if says_nothing(text) else text


def _telling_lines(cell: str) -> str:
    text = clean_text(cell)
    return "" if says_nothing(text) else text


def _country(cell: str) -> str:
    """Namibia's code is a country."""
    text = clean_name(cell)
    return "" if text != "NA" and says_nothing(text) else text


def cleaner_of(target: Target, terms: Terms) -> Cleaner:
    """Give what brings the cells of a column to their form; it remembers some, where values come again."""
    is_long = target in _OF_SEVERAL_LINES
    if target in _MAY_SAY_NOTHING:
        clean: Cleaner = clean_text if is_long else clean_name
    elif target is Target.COUNTRY and terms.has_codes:
        clean = _country
    else:
        clean = _telling_lines if is_long else _telling
    if said := terms.said.get(target):
        clean = partial(_as_said, clean, said)
    return clean if target in _EVER_NEW else lru_cache(_KEPT)(clean)


def _as_said(clean: Cleaner, said: Mapping[str, str], cell: str) -> str:
    """Give a cell as somebody said that it is to be read; of a list, each part."""
    text = clean(cell)
    if text in said:
        return said[text]
    parts = [part.strip() for part in LIST_BREAK.split(text)]
    if said.keys().isdisjoint(parts):
        return text
    return "; ".join(filter(None, (said.get(part, part) for part in parts)))
