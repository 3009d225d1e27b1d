"""Countries by their ISO 3166-1 codes: recognised as people write them, named in the reader's language.

Kosovo is ``XK``, as CLDR and the European Union write it. Nothing is guessed from likeness: a name is known or it is
not.
"""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Final

import countryguess

from crm.core.text.cleaning import clean_line
from crm.core.text.country_names import (
    ALIASES,
    FORMS_OF_STATE,
    FORMS_OF_STATE_ZH,
    OWN_NAMES,
    SMALL_WORDS,
    SPELLINGS,
    TWO_COUNTRIES,
)
from crm.core.text.folding import fold, fold_in_script
from crm.core.text.locales import FIRST_LANGUAGES, OTHER_LANGUAGES, in_order, locale_of, names_in, same_in_all_parts

_CODE_LENGTHS: Final = (2, 3)
_NO_COUNTRIES: Final = frozenset({"", "AN", "SU"})
_LONGEST: Final = 120

_WRITTEN_CODES: Final = {"UK": "GB", "EL": "GR"}

_SMALL_WORDS: Final = frozenset(SMALL_WORDS.split())
_FORMS_OF_STATE: Final = frozenset(map(fold_in_script, FORMS_OF_STATE.split()))
_CHINESE_FORMS: Final = re.compile(f"(?:{FORMS_OF_STATE_ZH})+$")
_ARTICLE: Final = re.compile(r"(?i)\s*\((?:the|l[ae]s?|l'|l\u2019|el|los|las)\)\s*$")


def _table() -> list[dict[str, str]]:
    """Read the table of countries of countryguess; its own reader leaves the file open and guesses by likeness."""
    table: list[dict[str, str]] = json.loads(files(countryguess).joinpath("_countrydata.json").read_text("utf-8"))
    return table


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Two- and three-letter codes, each with the two-letter code it means."""
    found = dict(_WRITTEN_CODES)
    for country in _table():
        if country["iso2"] not in _NO_COUNTRIES:
            found[country["iso2"]] = found[country["iso3"]] = country["iso2"]
    return found


def country_codes() -> list[str]:
    """Give the two-letter codes of all countries and territories, in order."""
    return sorted(set(_codes().values()))


def _words_of(name: str) -> list[str]:
    """Give the words of a name in one order: "Korea, Republic of" is "Republic of Korea"."""
    return sorted(word for word in (SPELLINGS.get(word, word) for word in fold_in_script(name).split()) if word)


def _key(name: str) -> str:
    """Give a name without the small words that lists put in or leave out; all of them when it has no others."""
    words = _words_of(name)
    return " ".join(word for word in words if word not in _SMALL_WORDS) or " ".join(words)


def _bare_key(name: str) -> str:
    """Give a name without the form of state."""
    words = [word for word in _key(name).split() if word not in _FORMS_OF_STATE]
    return _CHINESE_FORMS.sub("", words[0]) if len(words) == 1 else " ".join(words)


class _Names(dict[str, str | None]):
    """Countries by what they are called; None where a name means two."""

    def agree(self, name: str, code: str) -> None:
        """Enter a name; where it already means another country it means none."""
        if name and self.setdefault(name, code) != code:
            self[name] = None

    def enter(self, name: str, code: str | None) -> None:
        """Enter a name, whole and without small words, unless it is there."""
        self.setdefault(" ".join(_words_of(name)), code)
        self.setdefault(_key(name), code)


def _named_in(languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Walk over the codes and names of countries in some languages."""
    codes = set(country_codes())
    for language in languages:
        for code, name in names_in(language, "territories"):
            if code in codes:
                yield code, name


def _official_names() -> Iterator[tuple[str, str]]:
    """Walk over the codes and English names of the table of countries, then over the names in the first languages."""
    for country in _table():
        if country["iso2"] not in _NO_COUNTRIES:
            yield country["iso2"], country["name_short"]
            yield country["iso2"], country["name_official"]
    yield from _named_in(FIRST_LANGUAGES)


@lru_cache(maxsize=1)
def _index() -> tuple[_Names, _Names]:
    """Gather the known names, and the same without their form of state."""
    known, bare, whole, loose = _Names(), _Names(), _Names(), _Names()
    for name in TWO_COUNTRIES.split("|"):
        known.enter(name, None)
    for code, names in ALIASES.items():
        for name in names.split("|"):
            known.enter(name, code)
    for code, name in _official_names():
        known.enter(name, code)
        bare.agree(_bare_key(name), code)
    for code, name in _named_in(OTHER_LANGUAGES):
        whole.agree(" ".join(_words_of(name)), code)
        loose.agree(_key(name), code)
    return _Names({**loose, **whole, **known}), bare


@lru_cache(maxsize=8192)
def country_code(value: str) -> str | None:
    """Give the two-letter code of what somebody wrote for a country, or None when it is not certainly one country.

    Known are ISO 3166 codes (``NA`` is Namibia, "n/a" is nothing), the names in the languages of ``locales``, the
    formal names of the United Nations and common short forms. The same country said twice ("تونس/Tunisie") is that
    country; two are none.
    """
    text = _ARTICLE.sub("", clean_line(value))
    return same_in_all_parts(text, _one_country) if len(text) <= _LONGEST else None


def _one_country(text: str) -> str | None:
    if len(text) in _CODE_LENGTHS and text.isascii() and (found := _codes().get(text.upper())):
        return found
    written = fold_in_script(text)
    if written == "na":  # N.A.
        return None
    if "." in text and (found := _codes().get(written.upper())):
        return found
    known, bare = _index()
    for key in (" ".join(_words_of(text)), _key(text)):
        if key in known:
            return known[key]
    short = _bare_key(text)
    return bare[short] if short in bare else known.get(short)


@lru_cache(maxsize=1)
def country_spellings() -> dict[str, str]:
    """Give the folded names of all countries in the first languages, each with its code: to find what is near a text.

    Names that mean two countries, and codes, are left out.
    """
    found: dict[str, str | None] = {}
    for code, name in _official_names():
        key = fold(name)
        if found.setdefault(key, code) != code:
            found[key] = None
    for code, names in ALIASES.items():
        found.update((fold(name), code) for name in names.split("|"))
    return {name: code for name, code in found.items() if code and len(name) > _CODE_LENGTHS[-1]}


@lru_cache(maxsize=16384)
def country_name(code: str, language: str = "en") -> str:
    """Give the name of a country in a language; what has no name there has its English one, and else its code."""
    locale = locale_of(language)
    if own := OWN_NAMES.get((code, locale.language)):
        return own
    name = locale.territories.get(code) or locale_of("en").territories.get(code) or code
    return name.replace(" & ", " and ").replace("St. ", "Saint ") if locale.language == "en" else name


@lru_cache(maxsize=16)
def country_choices(language: str = "en") -> tuple[tuple[str, str], ...]:
    """Give all countries as ``(code, name)``, in the order of their names in a language: for a form."""
    return in_order([(code, country_name(code, language)) for code in country_codes()])
