"""Files that are made to hurt: each ends in one sentence, and the program that asked does not grow."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.core.sheets import Limits, SheetError, read_sheet
from crm.core.sheets.limits import MEGABYTE
from tests.factories import spreadsheets as files

STATM = Path("/proc/self/statm")
CELL = '<c r="{}"><v>1</v></c>'


def _resident() -> int:
    return int(STATM.read_text().split()[1]) * 4096 if STATM.exists() else 0


@pytest.fixture(autouse=True)
def _does_not_grow() -> Iterator[None]:
    before = _resident()
    yield
    assert _resident() - before < 20 * MEGABYTE


def _refused(path: Path, words: str, *, limits: Limits | None = None) -> None:
    with pytest.raises(SheetError, match=words) as refusal:
        read_sheet(path, limits=limits)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "rows, words",
    [
        (f'<row r="1">{CELL.format("A1")}</row><row r="1048576">{CELL.format("XFD1048576")}</row>', "500 columns"),
        (f'<row r="1">{CELL.format("A1")}{CELL.format("SG1")}</row>', "500 columns"),
        (f'<row r="1">{CELL.format("A1")}</row><row r="9">{CELL.format("GR1048576")}</row>', "20000000 cells"),
        (f'<row r="9999999">{CELL.format("A9999999")}</row>', "1048576 rows"),
        ('<row r="1">' + "<c><v>1</v></c>" * 16_385 + "</row>", "500 columns"),
        ('<row r="1"><c><v>1</v></c></row><row r="1048576">' + "<c><v>1</v></c>" * 400 + "</row>", "memory|cells"),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 40_000 + "</t></is></c></row>", "32767 characters"),
        ("<row", "damaged"),
    ],
)
def test_a_sheet_that_claims_too_much_is_refused(tmp_path: Path, rows: str, words: str) -> None:
    _refused(files.an_xlsx(tmp_path / "bad.xlsx", rows), words)


def test_formats_far_out_in_a_sheet_are_no_cells(tmp_path: Path) -> None:
    rows = f'<row r="1">{CELL.format("A1")}<c r="XFD1" s="1"/></row><row r="2">{CELL.format("A2")}</row>'
    with read_sheet(files.an_xlsx(tmp_path / "good.xlsx", rows)) as sheet:
        assert (sheet.columns, list(sheet)) == (["Column 1"], [["1"], ["1"]])


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    cell = "1" * MEGABYTE
    path = files.an_xlsx(tmp_path / "bomb.xlsx", (f'<row><c r="A{n}"><v>{cell}</v></c></row>' for n in range(220)))
    assert path.stat().st_size < MEGABYTE
    _refused(path, "more than 200 MB when it is unpacked")


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = files.an_xlsx(tmp_path / "liar.xlsx", f"<row>{CELL.format('A1')}</row>" * 50_000)
    package = path.read_bytes()
    place = package.rfind(b"PK\x01\x02")
    path.write_bytes(package[: place + 24] + (1000).to_bytes(4, "little") + package[place + 28 :])
    _refused(path, "damaged|unpacked")


def test_a_billion_laughs_are_refused(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>&lol9;</t></is></c></row>'
    _refused(files.an_xlsx(tmp_path / "laughs.xlsx", rows, head=files.LAUGHS), "XML that no spreadsheet program")


def test_a_workbook_with_a_password_is_told(tmp_path: Path) -> None:
    _refused(files.a_locked_workbook(tmp_path / "locked.xlsx"), "protected by a password")


def test_a_zip_with_a_password_is_told(tmp_path: Path) -> None:
    path = files.an_xlsx(tmp_path / "locked.xlsx", f"<row>{CELL.format('A1')}</row>")
    package = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = package.find(mark)
        while place >= 0:
            package[place + offset] |= 1
            place = package.find(mark, place + 4)
    path.write_bytes(package)
    _refused(path, "protected by a password")


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_workbook_that_is_cut_off_is_damaged(tmp_path: Path, part: float) -> None:
    path = files.an_xlsx(tmp_path / "cut.xlsx", f"<row>{CELL.format('A1')}</row>")
    package = path.read_bytes()
    path.write_bytes(package[: int(len(package) * part)])
    _refused(path, "damaged")


def test_a_workbook_with_bytes_overwritten_is_damaged(tmp_path: Path) -> None:
    path = files.an_xlsx(tmp_path / "spoiled.xlsx", f"<row>{CELL.format('A1')}</row>" * 100)
    package = bytearray(path.read_bytes())
    package[60:120] = b"\0" * 60
    path.write_bytes(package)
    _refused(path, "damaged")


def test_a_package_is_told_to_be_damaged_wherever_it_is_spoiled(tmp_path: Path) -> None:
    path = files.an_ods(tmp_path / "spoiled.ods", [["a", "b"]] * 10)
    package = path.read_bytes()
    for place in (40, len(package) // 2, len(package) - 40, len(package) - 12):
        path.write_bytes(package[:place] + b"\xff\xfe\xfd\xfc" + package[place + 4 :])
        _refused(path, "damaged|archive")


def test_an_old_text_document_is_told(tmp_path: Path) -> None:
    _refused(files.an_old_document(tmp_path / "letter.doc"), "This is a text document")


def test_other_packages_are_told_apart(tmp_path: Path) -> None:
    for part, words in (
        ("word/document.xml", "text document"),
        ("ppt/presentation.xml", "text document"),
        ("list.csv", "archive"),
        ("content.xml", "damaged"),
    ):
        with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as package:
            package.writestr(part, "x")
        _refused(tmp_path / "x.xlsx", words)


def test_a_file_of_a_gigabyte_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n" + b"1,2\n" * 20_000)
        file.truncate(1 << 30)
    _refused(path, "has 1024 MB; a text file may have 500 MB")
    path.write_bytes(b"")
    with path.open("wb") as file:
        file.truncate(1 << 30)
    _refused(path, "no spreadsheet")


def test_sixteen_thousand_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(16_000)) + "\n")
    _refused(path, "more than 500 columns")
    path.write_text("a,b" + "," * 16_000 + "\n1,2" + "," * 16_000 + "\n")
    with read_sheet(path) as sheet:
        assert (sheet.columns, list(sheet)) == (["a", "b"], [["1", "2"]])


def test_a_cell_that_is_too_long_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n1,2\n3," + "x" * 40_000 + "\n")
    _refused(path, "A cell in row 3 has more than 32767 characters")
    path.write_text("a,b\n1,2\n" + "x" * 9 * MEGABYTE)
    _refused(path, "A cell in row 3 has more than 32767 characters")


def test_an_open_quotation_mark_swallows_no_row(tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    path.write_text('a,b\n1,"x\n' + "".join(f"{n},y\n" for n in range(50_000)))
    with read_sheet(path) as sheet:
        assert sheet.row_count == 50_001
        assert next(iter(sheet)) == ["1", '"x']
        assert str(sheet.notes[0]).endswith("1; the first is in row 1.")


def test_a_reading_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "slow.csv"
    path.write_text("a,b,c\n" + '"x","y","z"\n' * 3_000_000)
    _refused(path, "takes too long", limits=Limits(cpu_seconds=1, cpu_seconds_a_megabyte=0, patience=120))
    _refused(path, "takes too long", limits=Limits(cpu_seconds=20, cpu_seconds_a_megabyte=0, patience=0))


def test_a_reading_that_takes_too_much_memory_is_ended(tmp_path: Path) -> None:
    rows = (
        f'<row r="{n}">' + "".join(CELL.format(f"{c}{n}") for c in "ABCDEFGHIJ") + "</row>" for n in range(1, 30_000)
    )
    path = files.an_xlsx(tmp_path / "big.xlsx", rows)
    _refused(path, "too much memory", limits=Limits(memory_bytes=8 * MEGABYTE))
