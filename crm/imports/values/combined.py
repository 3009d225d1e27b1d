"""Columns that hold several fields: their cells are parted by what can be known, and the rest by what stands between.

Addresses, links, numbers, short names and countries are known by their looks, wherever they stand. What is left is
parted in the order of the fields; what does not come apart goes to the first of them, whole.
"""

import re
from collections.abc import Sequence

from crm.core.text.countries import country_code
from crm.imports.values.targets import Target

_LOOKS = {
    Target.EMAIL: re.compile(r"[<(\[]?\s*(?:mailto:)?([^\s<>()\[\],;|/\"]+@[^\s<>()\[\],;|/\"]+)\s*[>)\]]?"),
    Target.WEBSITE: re.compile(r"[<(\[]?\s*((?:https?://|www\.)[^\s<>()\[\],;|\"]+)\s*[>)\]]?", re.IGNORECASE),
    Target.PHONE: re.compile(r"(\+?\(?\d[\d ().-]{5,}\d)"),
    Target.ACRONYM: re.compile(r"[(\[]([A-Z][\w&.-]{1,11})[)\]]|(?<=\s[-\u2013\u2014]\s)([A-Z][A-Z0-9&.-]{1,11})$"),
}
#: Which signs part texts, the strongest first; what stands in brackets at the end is apart as well.
_BREAKS = (
    re.compile(r"\s*\n\s*"),
    re.compile(r"\s*[|\u2022]\s*"),
    re.compile(r"\s*[;\uff1b]\s*"),
    re.compile(r"\s+[-\u2013\u2014]\s+|\s*\u2014\s*"),
    re.compile(r"\s+/\s+"),
    re.compile(r"\s*[,\u060c\uff0c\u3001]\s*"),
    re.compile(r"\s*/\s*"),
)
_IN_BRACKETS = re.compile(r"^(.+?)\s*[(\[\uff08]([^()\[\]\uff08\uff09]+)[)\]\uff09]$", re.DOTALL)
_ENDS = " \t\n,;|/\u2013\u2014\u060c\uff0c-<>"
_TAIL = re.compile(r"[,;|/\n\u060c\uff0c\u3001]|\s[-\u2013\u2014]\s")
#: "Seoul, Korea, Rep.": so many breaks can stand inside the name of a country.
_MOST_BREAKS = 3


def part(text: str, fields: Sequence[Target]) -> list[tuple[Target, str]]:
    """Part what a cell holds together; every word of it comes back under one of the fields."""
    found: dict[Target, str] = {}
    for field, look in _LOOKS.items():
        if field in fields and (matches := list(look.finditer(text))):
            found[field] = "; ".join(next(filter(None, match.groups())) for match in matches)
            text = _tidy(look.sub(" ", text))
    if Target.COUNTRY in fields:
        rest, country = _take_country(text, is_first=fields[0] is Target.COUNTRY)
        if country:
            found[Target.COUNTRY] = country
            text = rest or (text if Target.NAME in fields else "")
    left = [field for field in fields if field not in found and field is not Target.COUNTRY and field not in _LOOKS]
    found.update(zip(left, _in_order(text, len(left)), strict=False))
    if not left and text:
        found[fields[0]] = f"{text} {found[fields[0]]}" if fields[0] in found else text
    return [(field, found[field]) for field in fields if found.get(field)]


def _tidy(text: str) -> str:
    return re.sub(r"[(\[]\s*[)\]]", " ", re.sub(r"[ \t]+", " ", text)).strip(_ENDS)


def _take_country(text: str, *, is_first: bool) -> tuple[str, str]:
    """Take a country off the end of a text, or off its beginning where it is said to stand there.

    A state that signs is its own country: its name stays a name.
    """
    if country_code(text):
        return "", text
    if match := _IN_BRACKETS.match(text):
        if country_code(match[2]):
            return match[1].strip(_ENDS), match[2]
        return text, ""
    breaks = list(_TAIL.finditer(text))
    at_end = [(text[: one.start()], text[one.end() :]) for one in breaks[-_MOST_BREAKS:]]
    at_start = [(text[one.end() :], text[: one.start()]) for one in reversed(breaks[:_MOST_BREAKS])]
    for rest, country in [*at_start, *at_end] if is_first else at_end:
        if country_code(country.strip()):
            return rest.strip(_ENDS), country.strip()
    return text, ""


def _in_order(text: str, count: int) -> list[str]:
    """Part a text into so many parts by the strongest sign that stands in it; the last part takes what is over."""
    if not text or not count:
        return []
    if count > 1:
        for sign in _BREAKS:
            if sign.search(text):
                return _fill(sign.split(text, maxsplit=count - 1), count)
        if match := _IN_BRACKETS.match(text):
            return _fill([match[1], match[2]], count)
    return [text]


def _fill(parts: list[str], count: int) -> list[str]:
    """Part the last of too few parts further."""
    missing = count - len(parts)
    return [*parts[:-1], *_in_order(parts[-1], missing + 1)] if missing else parts
