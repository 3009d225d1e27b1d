"""What a form or a file gives becomes text that can be kept: one Unicode form, no control characters, no empty look."""

import re
import unicodedata
from typing import Final

_SPACE: Final = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
# Characters that show nothing: at the ends of a text they are dirt from other programs, in the middle they may matter.
_INVISIBLE: Final = "\u00ad\u115f\u1160\u180e\u200b\u2060\u2800\u3164\ufeff\uffa0"
_MARKS: Final = "\u061c\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_ENDS: Final = _SPACE + _INVISIBLE

# Kept: newline and tab. Vertical tab, form feed, next line and the two separators are line breaks of other programs.
_CONTROL: Final[dict[int, str | None]] = (
    {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"}
    | dict.fromkeys((0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), "\n")
    # Overrides turn the letters of what follows around and are never right in what people type; the other marks of
    # bidirectional text stay. Lone halves of pairs and non-characters cannot be stored.
    | dict.fromkeys((0x202D, 0x202E, 0xFEFF, 0xFFFE, 0xFFFF))
    | dict.fromkeys(range(0xD800, 0xE000))
)
_BREAK: Final = re.compile(r" *[\n\t][\n\t ]*")


def clean_text(value: str | None) -> str:
    """Give a text of several lines as it is kept: NFC, trimmed, without control characters but newline and tab.

    Line breaks of all kinds become newlines. Right-to-left text keeps its marks. What shows nothing at all becomes
    the empty text.
    """
    if not value:
        return ""
    if value.isprintable():
        if value.isascii():
            return value.strip(" ")
        text = unicodedata.normalize("NFC", value)
    else:
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").translate(_CONTROL))
    text = text.strip(_ENDS)
    return text if text.strip(_ENDS + _MARKS) else ""


def clean_line(value: str | None) -> str:
    """Give a text of one line: as ``clean_text``, with every run of white space folded to one space."""
    return " ".join(clean_text(value).split())


def clean_name(value: str | None) -> str:
    """Give a name as its owner wrote it: NFC and trimmed, on one line; spaces inside stay as they are.

    A name must stay the same to the byte, so that it can be compared with the list it came from; only breaks inside
    a cell, which no list shows, become one space.
    """
    if value and value.isascii() and value.isprintable():
        return value.strip(" ")
    text = clean_text(value)
    return text if text.isprintable() else _BREAK.sub(" ", text)
