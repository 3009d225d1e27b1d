"""Files as they come from outside, good and bad, made from their bytes up."""

import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET_HEAD = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10)).replace("&lol0;", "&lol;")
    + ']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)


def an_xlsx(path: Path, rows: str | Iterable[str], *, head: str = SHEET_HEAD) -> Path:
    """Write a workbook whose only sheet holds the given XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"))
        package.writestr("xl/workbook.xml", _BOOK)
        package.writestr(
            "xl/_rels/workbook.xml.rels", _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml")
        )
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(head.encode())
            for piece in [rows] if isinstance(rows, str) else rows:
                sheet.write(piece.encode())
            sheet.write(b"</sheetData></worksheet>")
    return path


def an_ods(path: Path, rows: list[list[str]]) -> Path:
    """Write an OpenDocument spreadsheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in rows
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr(
            "content.xml",
            '<?xml version="1.0"?><office:document-content'
            ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="Liste">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def an_xls(path: Path, rows: list[list[str | float]]) -> Path:
    """Write an old Excel workbook (BIFF8) with one sheet."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet += _record(0x0204, struct.pack("<HHH", number, place, 0) + text)
            else:
                sheet += _record(0x0203, struct.pack("<HHHd", number, place, 0, cell))
    sheet += _record(0x000A, b"")
    name = b"Alt"
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    bound_length = 4 + 8 + len(name)
    begin = len(start) + bound_length + 4
    bound = _record(0x0085, struct.pack("<IHBB", begin, 0, len(name), 0) + name)
    return _compound(path, {"Workbook": start + bound + _record(0x000A, b"") + sheet})


def a_locked_workbook(path: Path) -> Path:
    """Write what Excel writes for a workbook with a password: encrypted bytes in a compound file."""
    return _compound(path, {"EncryptionInfo": b"\x04\x00\x04\x00" * 64, "EncryptedPackage": b"\x5a" * 5000})


def an_old_document(path: Path) -> Path:
    """Write what old Word writes: a compound file that is no workbook."""
    return _compound(path, {"WordDocument": b"\x5a" * 5000})


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(path: Path, streams: dict[str, bytes]) -> Path:
    """Write a compound file (CFB, version 3) with streams in its root."""
    size, least = 512, 4096
    sectors: list[bytes] = []
    chains: list[int] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(max(least, -(-len(content) // size) * size), b"\0")
        first = len(sectors) + 2
        count = len(padded) // size
        sectors += [padded[place : place + size] for place in range(0, len(padded), size)]
        chains += [first + step + 1 for step in range(count - 1)] + [0xFFFFFFFE]
        following = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, len(padded), right=following))
    directory = b"".join(entries).ljust(size, b"\0")
    table = [0xFFFFFFFD, 0xFFFFFFFE, *chains]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(size, b"\xff")
    assert len(fat) == size
    assert len(directory) == size
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, least, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<I", 0) + b"\xff" * (108 * 4)
    )  # fmt: skip
    path.write_bytes(header + fat + directory + b"".join(sectors))
    return path


def _entry(name: str, kind: int, first: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    return (
        letters.ljust(64, b"\0") + struct.pack("<HBBIII", len(letters), kind, 1, 0xFFFFFFFF, right, child)
        + b"\0" * 36 + struct.pack("<IQ", first, size)
    )  # fmt: skip
