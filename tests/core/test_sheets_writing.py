"""Tables written for spreadsheet programs and read again."""

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from crm.core.sheets import Limits, Sheet, SheetError, read_sheet, stream_csv, write_csv, write_xlsx
from crm.core.sheets.child import read
from crm.core.sheets.tables import keep_facts

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0\ufffe\uffff"), max_size=12)
CELLS = st.one_of(
    TEXT, st.text("'=+-@\t\r\n \",;|0123456789()ab", max_size=10), st.sampled_from(["", "NA", "nan", "001", "1e5"])
)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5))


def _read_here(path: Path, table: Path) -> Sheet:
    """Read a file in this process, for the many examples of a property."""
    keep_facts(table, read(path, table, {}, Limits()))
    return Sheet.load(table)


@settings(max_examples=150)
@given(TABLES)
def test_what_is_written_is_read_as_the_same_cells(rows: list[list[str]]) -> None:
    marked = [["x", *row] for row in rows]
    columns = [f"c{place}" for place in range(len(marked[0]) if marked else 2)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert write_csv(folder / "t.csv", columns, marked) == len(rows)
        assert write_xlsx(folder / "t.xlsx", columns, marked) == len(rows)
        for file in ("t.csv", "t.xlsx"):
            sheet = _read_here(folder / file, folder / "table")
            assert list(sheet) == marked
            assert sheet.columns == columns
            framed = [row for frame in sheet.frames(2) for row in frame.to_numpy().tolist()]
            assert framed == marked


def test_a_csv_begins_with_a_mark_and_is_guarded_in_header_and_cells() -> None:
    stream = io.BytesIO()
    moment = dt.datetime(2024, 5, 1, 10, 30, tzinfo=dt.UTC)
    row = ["=1+1", -5, 2.5, True, None, dt.date(2024, 5, 1), moment, "+41 22 731 33 44", 'say "hi"']
    assert write_csv(stream, ["=x", *"bcdefghi"], [row]) == 1
    text = stream.getvalue().decode("utf-8")
    assert text.startswith('\ufeff"\'=x",')
    assert text.endswith("\r\n")
    cells = list(csv.reader(io.StringIO(text[1:])))[1]
    assert cells == [
        "'=1+1", "-5", "2.5", "TRUE", "", "2024-05-01", "2024-05-01 10:30:00+00:00", "+41 22 731 33 44", 'say "hi"',
    ]  # fmt: skip


def test_a_csv_comes_in_blocks_as_its_rows_come() -> None:
    given_rows = 0

    def rows() -> Iterator[list[str]]:
        nonlocal given_rows
        for given_rows in range(1, 100_001):  # noqa: B007 - counted from outside
            yield ["name of somebody", "x"]

    blocks = stream_csv(["a", "b"], rows())
    assert len(next(blocks)) > 1000
    assert given_rows < 10_000
    assert sum(len(block) for block in blocks) > 2_000_000


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    row = ["=1+1", "https://example.org", "007", 5, 2.5, True, dt.date(2024, 5, 1), 10**18, None, float("nan")]
    write_xlsx(path, list("abcdefghij"), [row], sheet="Members: [all] / 'now'")
    workbook = CalamineWorkbook.from_path(path)
    assert workbook.sheet_names == ["Members all 'now"]
    assert workbook.get_sheet_by_index(0).to_python()[1] == [
        "=1+1", "https://example.org", "007", 5.0, 2.5, "TRUE", dt.date(2024, 5, 1), "1000000000000000000", "", "nan",
    ]  # fmt: skip


def test_a_workbook_can_be_written_to_a_stream() -> None:
    stream = io.BytesIO()
    assert write_xlsx(stream, ["a"], [["x"], ["y"]]) == 2
    stream.seek(0)
    assert CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0).to_python() == [["a"], ["x"], ["y"]]


def test_a_cell_longer_than_programs_take_is_refused_in_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="A cell in row 2 has more than 32767 characters"):
        write_xlsx(tmp_path / "t.xlsx", ["a"], [["x"], ["y" * 32_768]])
    assert not (tmp_path / "t.xlsx").exists()


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.core.sheets.writing.MOST_SHEET_ROWS", 4)
    assert write_xlsx(tmp_path / "t.xlsx", ["a"], [["x"]] * 3) == 3
    with pytest.raises(SheetError, match="A sheet holds 3 rows"):
        write_xlsx(tmp_path / "t.xlsx", ["a"], [["x"]] * 4)


def test_what_the_program_exports_comes_back_unchanged(tmp_path: Path) -> None:
    rows = [["=cmd|' /C calc'!A0", "+41 22 731 33 44"], ["'=already", "-5"], ["Müller; Söhne", "a\nb"]]
    for path in (tmp_path / "t.csv", tmp_path / "t.xlsx"):
        (write_csv if path.suffix == ".csv" else write_xlsx)(path, ["Name", "Phone"], rows)
        with read_sheet(path) as sheet:
            assert list(sheet) == rows


def test_values_of_a_workbook_are_read_as_people_see_them(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Empty")
    page = book.add_worksheet("List")
    book.add_worksheet("Other").write(0, 0, "x")
    day, clock, hours = (book.add_format({"num_format": kind}) for kind in ("yyyy-mm-dd", "hh:mm:ss", "[h]:mm:ss"))
    page.write_row(1, 1, ["whole", "fraction", "big", "truth", "day", "moment", "clock", "hours", "sum"])
    page.write_number(2, 1, 5)
    page.write_number(2, 2, 0.1 + 0.2)
    page.write_number(2, 3, 41227313344)
    page.write_boolean(2, 4, True)  # noqa: FBT003 - the library's way
    page.write_datetime(2, 5, dt.datetime(2024, 5, 1), day)  # noqa: DTZ001 - spreadsheets know no zone
    page.write_datetime(2, 6, dt.datetime(2024, 5, 1, 10, 30), day)  # noqa: DTZ001
    page.write_number(2, 7, 0.5, clock)
    page.write_number(2, 8, 1.5, hours)
    page.write_formula(2, 9, "=1+1", None, 2)
    book.close()
    with read_sheet(path) as sheet:
        assert (sheet.kind, sheet.sheet, sheet.sheets) == ("xlsx", "List", ["Empty", "List", "Other"])
        assert sheet.columns[0] == "whole"
        assert list(sheet) == [
            ["5", "0.3", "41227313344", "TRUE", "2024-05-01", "2024-05-01 10:30:00", "12:00:00", "36:00:00", "2"]
        ]
        assert [str(note) for note in sheet.notes] == ["The workbook has 3 sheets; List was read."]
    with read_sheet(path, sheet="Other") as sheet:
        assert (sheet.columns, sheet.row_count) == (["x"], 0)
        assert list(sheet) == list(sheet.frames()) == []
    with pytest.raises(SheetError, match="no sheet named Nowhere"):
        read_sheet(path, sheet="Nowhere")
