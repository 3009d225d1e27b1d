"""Names of countries and languages as the Common Locale Data Repository spells them, at little cost."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal

from babel import Locale, UnknownLocaleError, localedata

from crm.core.text.folding import fold_in_script, sort_key

FIRST_LANGUAGES: Final = ("en", "fr", "es", "ar", "ru", "zh")
"""The languages of the United Nations: what they call something wins over other languages."""
_OTHERS: Final = """
    af am az be bg bn bs ca cs da de el es_MX et eu fa fi fil ga gl he hi hr hu hy id is it ja ka kk km ko lo lt lv mk
    mn ms my nb ne nl pl pt pt_PT ro si sk sl so sq sr sv sw ta th tr uk ur uz vi zh_Hant
    """
OTHER_LANGUAGES: Final = tuple(_OTHERS.split())
"""More languages in which names are recognised."""


def names_in(language: str, kind: Literal["territories", "languages"]) -> Iterator[tuple[str, str]]:
    """Walk over the codes and names of one kind in one language.

    The whole data of a language is a megabyte of which this needs a hundredth, so what Babel did not hold before is let
    go again.
    """
    held = localedata._cache  # noqa: SLF001 - there is no public way to let go of a language
    was_held = language in held
    names: dict[str, str] = localedata.load(language)[kind]
    yield from names.items()
    if not was_held:
        held.pop(language, None)


_FIRST_IDEOGRAPH: Final = "\u3400"
_PARTS: Final = re.compile(r"\s*[/|;\n(),\uff08\uff09\u060c\u3001]\s*|\s+[-\u2013\u2014]\s+")


def same_in_all_parts(text: str, find: Callable[[str], str | None]) -> str | None:
    """Find what a text means; or, where it says things side by side, what all of them mean ("French / français")."""
    if not text:
        return None
    if found := find(text):
        return found
    parts = [part for part in _PARTS.split(text) if part]
    found_parts = {find(part) for part in parts}
    return found_parts.pop() if len(parts) > 1 and len(found_parts) == 1 else None


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Give the locale of a language tag (``pt-BR``, ``ar``), or of its first part, or English when there is none."""
    for tag in (language.replace("-", "_"), language.replace("_", "-").partition("-")[0], "en"):
        try:
            return Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError  # English is there


def in_order(choices: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Put choices of ``(code, name)`` in the order of their names.

    Alphabets stand in Unicode in their own order, but for accents and case; ideographs do not and go by their sound.
    """
    return tuple(sorted(choices, key=_place))


def _place(choice: tuple[str, str]) -> tuple[str, str]:
    code, name = choice
    folded = fold_in_script(name)
    return (sort_key(name) if folded[:1] >= _FIRST_IDEOGRAPH else folded), code
