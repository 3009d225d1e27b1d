"""vCards as address books write them, read as a table."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crm.core.sheets import read_sheet
from crm.core.sheets.limits import Limits
from crm.core.sheets.vcard_writing import Property, write_card
from crm.core.sheets.vcards import _cards, _lines


def _rows(path: Path, octets: bytes) -> list[dict[str, str]]:
    path.write_bytes(octets)
    with read_sheet(path) as sheet:
        assert sheet.kind == "vcard"
        return [{name: cell for name, cell in zip(sheet.columns, row, strict=True) if cell} for row in sheet]


def test_an_old_card_with_quoted_printable_and_a_charset_is_read(tmp_path: Path) -> None:
    card = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Garc=EDa;Jos=E9\r\n"
        b"ORG;CHARSET=UTF-8;QUOTED-PRINTABLE:Paz y =\r\nDignidad =C3=91\r\nTEL;HOME;VOICE:+254 711 222333\r\n"
        b"PHOTO;JPEG;ENCODING=BASE64:/9j/4AAQSkZJRg\r\n\r\nEND:VCARD\r\n"
    )
    assert _rows(tmp_path / "old.vcf", card) == [
        {"name": "José García", "organization": "Paz y Dignidad Ñ", "phone": "+254 711 222333"}
    ]


def test_a_card_that_is_folded_inside_a_character_grouped_and_escaped_is_read(tmp_path: Path) -> None:
    name = "مركز الأرز".encode()
    card = (
        b"BEGIN:VCARD\nVERSION:3.0\nFN:" + name[:5] + b"\n " + name[5:] + b"\nitem1.EMAIL;type=INTERNET:a@x.example\n"
        b"EMAIL:b@x.example\nADR;TYPE=work:;;1 Hill\\, back;Beirut;;1100;Lebanon\nCATEGORIES:Legal\\, and more,Asia\n"
        b"NOTE:One\\; two\\nthree\nX-SKYPE:cedar\nUID:urn:uuid:1\nEND:VCARD\n"
    )
    assert _rows(tmp_path / "three.vcf", card) == [
        {
            "name": "مركز الأرز",
            "email": "a@x.example; b@x.example",
            "postal": "1 Hill, back, 1100",
            "city": "Beirut",
            "country": "Lebanon",
            "tags": "Legal, and more; Asia",
            "notes": "One; two\nthree",
            "x_skype": "cedar",
            "external_id": "urn:uuid:1",
        }
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200), st.text('\\;,:\n"^=aأ', max_size=90))
def test_what_is_written_is_read_as_the_same_text(name: str, note: str) -> None:
    card = write_card([Property("FN", name, {"X-A": note}), Property("NOTE", note)]).encode()
    assert all(len(line) <= 75 for line in card.split(b"\r\n"))
    (row,) = _cards(_lines(iter(card.splitlines(keepends=True)), "utf-8"), Limits())
    assert (row.get("name", ""), row.get("notes", "")) == (name.strip(), note.strip())
