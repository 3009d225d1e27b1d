"""Reading vCards as a table, one card a row: versions 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350), as programs write them.

Lines may be folded inside a character, values quoted-printable in a charset of their own, properties grouped. What has
a usual column becomes it; every other property becomes a column of its name, but for pictures and the like.
"""

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from crm.core.sheets.limits import Limits
from crm.core.sheets.notes import Notes
from crm.core.sheets.sentences import SheetError
from crm.core.sheets.sources import Source, in_portions
from crm.core.sheets.texts import open_text, read_lines

_HEAD: Final = re.compile(r'((?:[^":]|"[^"]*")*):')
_PARAMETER: Final = re.compile(r';((?:[^";]|"[^"]*")*)')
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_OWN_ID: Final = re.compile(r"[a-z0-9]{10}\.[a-z_]+\.\d+")
_OURS: Final = "X-CRM-"
_BETWEEN: Final = "; "
#: What is no text of anybody's, or only says how the card was made.
_LEFT_OUT: Final = frozenset(
    [
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "REV",
        "KIND",
        "N",
        "SORT-STRING",
        "PHOTO",
        "LOGO",
        "SOUND",
        "KEY",
        "LABEL",
        "CLIENTPIDMAP",
        "XML",
    ]
)
#: Columns of usual properties whose value is one text.
_PLAIN: Final = {
    "FN": "name", "TITLE": "role", "ROLE": "role", "EMAIL": "email", "TEL": "phone", "URL": "website",
    "LANG": "languages", "NOTE": "notes",
}  # fmt: skip
_FIRST: Final = (
    "crm_id", "name", "organization", "role", "email", "phone", "postal", "city", "country", "languages", "website",
    "other_names", "tags", "notes", "external_id",
)  # fmt: skip
#: Columns of which a card's first value counts.
_SINGLE: Final = frozenset({"name", "organization", "role", "city", "country", "website", "crm_id"})
_ADDRESS_PARTS: Final = 7


@dataclass(frozen=True, slots=True)
class _Line:
    """One property as it stands: its name, its parameters in capitals, and its value, not yet unescaped."""

    name: str
    parameters: Mapping[str, str]
    value: str


def read_vcards(path: Path, options: Mapping[str, Any], limits: Limits, notes: Notes) -> Source:
    """Read a file of vCards."""
    encoding = open_text(path, options, limits, notes)
    is_wide = encoding.name.startswith(("utf-16", "utf_16", "utf-32", "utf_32"))
    letters = "utf-8" if is_wide else encoding.name

    def cards() -> Iterator[dict[str, str]]:
        octets = (line.encode() for line in read_lines(path, encoding, Notes())) if is_wide else _octets(path)
        return _cards(_lines(octets, letters), limits)

    seen: dict[str, None] = {}
    for card in cards():
        seen |= dict.fromkeys(card)
    columns = [*(name for name in _FIRST if name in seen), *(name for name in seen if name not in _FIRST)]
    if not columns:
        raise SheetError("no_list")
    if len(columns) > limits.columns:
        raise SheetError("columns", limit=limits.columns)
    rows = ([card.get(name, "") for name in columns] for card in cards())
    return Source(in_portions(rows), {"kind": "vcard", "encoding": encoding.name}, columns=columns)


def _octets(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _lines(octets: Iterator[bytes], letters: str) -> Iterator[_Line]:
    """Unfold lines before they are decoded, since some programs fold inside a character."""
    whole = b""
    for raw in octets:
        line = raw.rstrip(b"\r\n")
        if line[:1] in {b" ", b"\t"} and whole:
            whole += line[1:]
        elif whole.endswith(b"=") and b"QUOTED-PRINTABLE" in whole.upper():
            whole = whole[:-1] + line
        else:
            yield from _line(whole, letters)
            whole = line
    yield from _line(whole, letters)


def _line(octets: bytes, letters: str) -> Iterator[_Line]:
    text = octets.decode(letters, "replace").replace("\0", "").lstrip("\ufeff")
    head = _HEAD.match(text)
    if head is None:
        return
    name = head[1].partition(";")[0].strip().upper().rpartition(".")[2]
    parameters = {}
    for part in _PARAMETER.findall(head[1]):
        key, has_value, value = part.partition("=")
        parameters[key.strip().upper()] = value.strip('"') if has_value else ""
    value = text[head.end() :]
    if "QUOTED-PRINTABLE" in {*parameters, parameters.get("ENCODING", "").upper()}:
        value = _decoded(value, parameters.get("CHARSET") or "utf-8")
    yield _Line(name, parameters, value)


def _decoded(value: str, charset: str) -> str:
    octets = quopri.decodestring(value.encode())
    try:
        return octets.decode(charset, "replace")
    except LookupError:
        return octets.decode("utf-8", "replace")


def _cards(lines: Iterator[_Line], limits: Limits) -> Iterator[dict[str, str]]:
    card: dict[str, list[str]] = {}
    names = ""
    number = 0
    for line in lines:
        if line.name == "BEGIN":
            card, names = {}, ""
        elif line.name == "END":
            number += 1
            row = _row(card, names)
            if any(len(cell) > limits.cell_letters for cell in row.values()):
                raise SheetError("cell", row=number, limit=limits.cell_letters)
            yield row
        elif line.name == "N":
            family, given, further, *_rest = [*_split(line.value, ";"), "", "", ""]
            names = " ".join(filter(None, (given, further, family)))
        else:
            for column, value in _columns(line):
                if value:
                    card.setdefault(column, []).append(value)


def _row(card: Mapping[str, list[str]], names: str) -> dict[str, str]:
    row = {name: values[0] if name in _SINGLE else _BETWEEN.join(values) for name, values in card.items()}
    if names and not row.get("name"):
        row["name"] = names
    return row


def _columns(line: _Line) -> Iterator[tuple[str, str]]:
    """Give what a property says, by columns."""
    if line.name in _LEFT_OUT or line.parameters.get("ENCODING", "").upper() in {"B", "BASE64"}:
        return
    if line.name == "ADR":
        yield from _address(line)
    elif line.name in {"CATEGORIES", "NICKNAME"}:
        column = "tags" if line.name == "CATEGORIES" else "other_names"
        yield from ((column, one) for one in _split(line.value, ","))
    elif line.name == "ORG":
        yield "organization", ", ".join(filter(None, _split(line.value, ";")))
    elif line.name == "UID":
        text = _plain(line.value)
        yield ("crm_id" if _OWN_ID.fullmatch(text) else "external_id"), text
    elif line.name.startswith(_OURS):
        yield line.name.removeprefix(_OURS).lower().replace("-", "_"), _plain(line.value)
    else:
        text = _plain(line.value)
        column = _PLAIN.get(line.name) or line.name.lower().replace("-", "_")
        yield column, re.sub(r"^(?:tel|mailto):", "", text, flags=re.IGNORECASE)


def _address(line: _Line) -> Iterator[tuple[str, str]]:
    """Give a postal address: street and what belongs to it in one text, city and country of their own."""
    parts = [*_split(line.value, ";"), *[""] * _ADDRESS_PARTS][:_ADDRESS_PARTS]
    box, further, street, city, region, code, country = parts
    yield "postal", ", ".join(filter(None, (street, further, box, " ".join(filter(None, (code, region))))))
    yield "city", city
    yield "country", line.parameters.get("CC") or country


def _split(value: str, mark: str) -> list[str]:
    """Split a value at marks that no backslash stands before."""
    parts, part, place = [], "", 0
    while place < len(value):
        if value[place] == "\\" and place + 1 < len(value):
            part += value[place : place + 2]
            place += 2
            continue
        if value[place] == mark:
            parts.append(part)
            part = ""
        else:
            part += value[place]
        place += 1
    return [_plain(one) for one in (*parts, part)]


def _plain(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()
