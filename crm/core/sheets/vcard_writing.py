"""Writing vCards, version 4.0 (RFC 6350): UTF-8, lines folded by octets, one card after the other."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_OCTETS: Final = 75
_NOT_PLAIN: Final = re.compile(r'[:;,"\n^]')
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: What a text value must not hold as it is.
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})
#: What a parameter's value must not hold as it is (RFC 6868).
_CARETS: Final = str.maketrans({"^": "^^", "\n": "^n", '"': "^'"})


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a card: a text, or several parts that stand between semicolons (or commas, for a list)."""

    name: str
    value: str | Sequence[str]
    parameters: Mapping[str, str] = field(default_factory=dict)
    between: str = ";"

    def line(self) -> str:
        """Return the property as one content line, unfolded and without its end."""
        head = "".join([self.name, *(f";{name}={_parameter(value)}" for name, value in self.parameters.items())])
        parts = [self.value] if isinstance(self.value, str) else self.value
        return f"{head}:{self.between.join(_escaped(part) for part in parts)}"


def stream_cards(slices: Iterable[Iterable[Sequence[Property]]]) -> Iterator[bytes]:
    """Give cards as bytes, a block for each slice of them."""
    for cards in slices:
        yield "".join(map(write_card, cards)).encode("utf-8")


def write_card(properties: Sequence[Property]) -> str:
    """Return one card; its version is put first, as the standard wants it."""
    lines = ["BEGIN:VCARD", "VERSION:4.0", *(one.line() for one in properties), "END:VCARD"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_ESCAPES)


def _parameter(value: str) -> str:
    text = _CONTROL.sub("", value)
    return f'"{text.translate(_CARETS)}"' if _NOT_PLAIN.search(text) else text


def _folded(line: str) -> str:
    """Fold a line so that no part has more octets than the standard wants, and none cuts a character."""
    octets = line.encode("utf-8")
    if len(octets) <= _OCTETS:
        return line
    parts, start, room = [], 0, _OCTETS
    while start < len(octets):
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:  # noqa: PLR2004 - inside a character of UTF-8
            end -= 1
        parts.append(octets[start:end].decode("utf-8"))
        start, room = end, _OCTETS - 1
    return "\r\n ".join(parts)
