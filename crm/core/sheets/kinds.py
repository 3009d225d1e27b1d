"""What a file is by its content, whatever its name says."""

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final, Literal

from crm.core.sheets.encodings import wide_encoding
from crm.core.sheets.forms import form_of
from crm.core.sheets.sentences import SheetError

Kind = Literal["csv", "xlsx", "xlsb", "xls", "ods", "html", "json", "yaml", "markdown", "text", "vcard"]

BROKEN_PACKAGE: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)
"""What the standard library raises over packages that are spoiled, each in its own place."""
_LOOK: Final = 1 << 16
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_STRANGERS: Final = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"{\\rtf", "document"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
)
_CARD: Final = re.compile(r"\s*BEGIN:VCARD\b", re.IGNORECASE)
_XML: Final = re.compile(rb"\s*<\?xml", re.IGNORECASE)
_PAGE: Final = re.compile(rb"\s*<(?:!doctype html|html|head|body|table|thead|tbody|tr)\b", re.IGNORECASE)
_TAG: Final = re.compile(rb"\s*<(?:!--|/?[a-z][a-z0-9:-]*[\s>/])", re.IGNORECASE)
_TABLE: Final = re.compile(rb"<(?:table|html)[\s>]", re.IGNORECASE)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PARTS: Final[tuple[tuple[str, Kind], ...]] = (
    ("xl/workbook.bin", "xlsb"),
    ("xl/workbook.xml", "xlsx"),
    ("content.xml", "ods"),
)
# Text of any encoding has hardly a control character in a thousand.
_TOO_MANY_CONTROLS: Final = 0.02
_FEW_CONTROLS: Final = 4
_HALF_A_LETTER: Final = 3


def find_kind(path: Path) -> Kind:
    """Give the kind of a file, or refuse it in a sentence that says what it is."""
    with path.open("rb") as file:
        start = file.read(_LOOK)
    text = start.removeprefix(_MARKS[0])
    if not text.strip():
        raise SheetError("empty")
    if start.startswith(_ZIP):
        return _kind_of_package(path)
    if start.startswith(_OLE):
        return "xls"
    if stranger := _stranger(text):
        raise SheetError(stranger)
    if not start.startswith(_MARKS) and not _is_text(start):
        raise SheetError("not_a_table")
    return _kind_of_text(_decoded(start), is_whole=len(start) < _LOOK)


def _kind_of_text(start: str, *, is_whole: bool) -> Kind:
    """Tell what a text is by its start."""
    if _CARD.match(start):
        return "vcard"
    octets = start.encode()
    if _is_page(octets):
        return "html"
    if _XML.match(octets):
        raise SheetError("xml_file")
    return form_of(start, is_whole=is_whole)


def _is_page(start: bytes) -> bool:
    """Say whether a text is a web page, or a piece of one with a table in it."""
    if _PAGE.match(start):
        return True
    return bool(_TAG.match(start) or _XML.match(start)) and _TABLE.search(start) is not None


def _decoded(start: bytes) -> str:
    """Give the start of a text with its signs right, whatever its letters are."""
    for mark, encoding in ((_MARKS[0], "utf-8"), (_MARKS[1], "utf-16"), (_MARKS[2], "utf-16")):
        if start.startswith(mark):
            return start.decode(encoding, "replace").lstrip("\ufeff")
    wide = wide_encoding(start)
    if wide:
        return start.decode(wide, "replace")
    try:
        return start.decode()
    except UnicodeDecodeError as error:
        return start.decode("utf-8" if error.end >= len(start) - _HALF_A_LETTER else "latin-1", "replace")


def _stranger(start: bytes) -> str | None:
    """Give the reason against a file whose first bytes are those of something else."""
    for mark, reason in _STRANGERS:
        if start.startswith(mark) and (len(mark) > 2 or _CONTROL.search(start)):  # noqa: PLR2004 - "BM" begins words too
            return reason
    return None


def _is_text(start: bytes) -> bool:
    """Say whether bytes are text: with few control characters, or UTF-16."""
    controls = len(_CONTROL.findall(start))
    return controls <= max(_FEW_CONTROLS, _TOO_MANY_CONTROLS * len(start)) or wide_encoding(start) is not None


def _kind_of_package(path: Path) -> Kind:
    """Tell workbooks from other packages by their parts."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except BROKEN_PACKAGE as error:
        raise SheetError("damaged") from error
    for part, kind in _PARTS:
        if part in names:
            if kind == "ods" and not _is_spreadsheet(path):
                raise SheetError("document")
            return kind
    if names & {"word/document.xml", "ppt/presentation.xml"}:
        raise SheetError("document")
    raise SheetError("archive" if names else "damaged")


def _is_spreadsheet(path: Path) -> bool:
    """Tell an OpenDocument spreadsheet from a text."""
    with zipfile.ZipFile(path) as package:
        try:
            with package.open("mimetype") as file:
                return b"spreadsheet" in file.read(200)
        except (KeyError, RuntimeError, *BROKEN_PACKAGE) as error:
            raise SheetError("damaged") from error
