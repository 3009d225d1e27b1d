"""Where the table stands in its sheet: below titles, between gaps, above sums, notes and signatures."""

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from crm.core.sheets import Sheet, read_sheet
from crm.core.sheets.child import read
from crm.core.sheets.limits import Limits
from crm.core.sheets.tables import keep_facts
from tests.factories.messy import Messy, messy_lists, write_messy_csv, write_messy_xlsx

#: How many of the made up lists may be read otherwise than by a person: those that people would argue about, too.
FEW = 0.02


def _read(path: Path, **options: Any) -> Sheet:
    """Read in this process, as the child does in its own."""
    table = path.with_name("table")
    keep_facts(table, read(path, table, options, Limits()))
    return Sheet.load(table)


def _text(folder: Path, text: str, **options: Any) -> Sheet:
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    return _read(path, **options)


def _place(sheet: Sheet) -> tuple[list[int], int, int]:
    return sheet.header_rows, sheet.first_row, sheet.last_row


def _is_read_well(messy: Messy, sheet: Sheet) -> bool:
    width = len(sheet.columns)
    rows = [[*row, *[""] * (width - len(row))] for row in messy.data]
    place = (messy.header_rows, messy.first_row, messy.last_row)
    return (sheet.columns, list(sheet)) == (messy.columns, rows) and _place(sheet) == place


@pytest.mark.parametrize("count", [300, pytest.param(3000, marks=pytest.mark.big)])
def test_messy_lists_are_read_as_people_read_them(tmp_path: Path, count: int) -> None:
    wrong = []
    for messy in messy_lists(count):
        write_messy_csv(messy, tmp_path / "messy.csv")
        sheet = _read(tmp_path / "messy.csv")
        if not _is_read_well(messy, sheet):
            wrong.append((messy.seed, messy.shape, sheet.columns, _place(sheet)))
    assert len(wrong) <= FEW * count, wrong


def test_messy_workbooks_are_read_as_people_read_them(tmp_path: Path) -> None:
    wrong = []
    for messy in messy_lists(150):
        write_messy_xlsx(messy, tmp_path / "messy.xlsx")
        sheet = _read(tmp_path / "messy.xlsx")
        if not _is_read_well(messy, sheet):
            wrong.append((messy.seed, messy.shape, sheet.columns, _place(sheet)))
    assert len(wrong) <= FEW * 150, wrong


def test_no_row_of_a_messy_list_vanishes(tmp_path: Path) -> None:
    """Every row with something in it is data, or a header, or kept with its number above or below."""
    for messy in messy_lists(100, begin=9000):
        write_messy_csv(messy, tmp_path / "messy.csv")
        sheet = _read(tmp_path / "messy.csv")
        rows = sum(any(row) for row in messy.sheet)
        assert rows == len(sheet.header_rows) + len(sheet.above) + sheet.row_count + len(sheet.below), messy
        for number, text in [*sheet.above, *sheet.below]:
            assert text == " | ".join(" ".join(cell.split()) for cell in messy.sheet[number - 1] if cell)


@pytest.mark.parametrize(
    "text, columns, header, rows",
    [
        ("name\nAmina\nJosé\n", ["name"], [1], 2),
        ("Reef Watch\nWater for All\nPeace Boat\n", ["Column 1"], [], 3),
        ("Name,Country\n", ["Name", "Country"], [1], 0),
        ("x,y\na,b\n", ["x", "y"], [1], 1),
        ("1,2,3\n4,5,6\n7,8,9\n", ["Column 1", "Column 2", "Column 3"], [], 3),
        ("Country,2019,2020\nKenya,5,7\nMali,3,9\n", ["Country", "2019", "2020"], [1], 2),
        ("2019,2020,2021\n5,7,9\n3,9,1\n", ["2019", "2020", "2021"], [1], 2),
        ("Amina,a@x.org\nJosé,j@x.org\nZoë,\n", ["Column 1", "Column 2"], [], 3),
        ("Reef Watch,Kenya\nPaz,España\nMémoire,Sénégal\n", ["Column 1", "Column 2"], [], 3),
        ("foo,bar\nReef Watch,Kenya\nPaz,España\n", ["foo", "bar"], [1], 2),
        ("Name,,Country\nAmina,Okoye,Kenya\nJosé,Núñez,Perú\n", ["Name", "Column 2", "Country"], [1], 2),
        (",Country\nReef,Kenya\nPaz,Perú\n", ["Column 1", "Country"], [1], 2),
    ],
)
def test_small_tables_have_the_header_that_they_have(
    tmp_path: Path, text: str, columns: list[str], header: list[int], rows: int
) -> None:
    sheet = _text(tmp_path, text)
    assert (sheet.columns, sheet.header_rows, sheet.row_count) == (columns, header, rows)


def test_an_organisation_called_total_is_no_sum(tmp_path: Path) -> None:
    sheet = _text(tmp_path, "Name,Country,Members\nReef,Kenya,5\nTotal Energies,France,7\nTotal,France,\n")
    assert [row[0] for row in sheet] == ["Reef", "Total Energies", "Total"]
    sheet = _text(tmp_path, "Name,Country,Members\nReef,Kenya,5\nPaz,Perú,7\nTotal,,12\n")
    assert [row[0] for row in sheet] == ["Reef", "Paz"]
    assert sheet.below == [(4, "Total | 12")]


def test_a_sum_without_a_word_is_told_by_adding_up(tmp_path: Path) -> None:
    sheet = _text(tmp_path, "Name,Country,Members\nReef,Kenya,5\nPaz,Perú,7\n,,12\n")
    assert sheet.below == [(4, "12")]
    sheet = _text(tmp_path, "Name,Country,Members\nReef,Kenya,5\nPaz,Perú,7\n,,13\n")
    assert sheet.row_count == 3


def test_rows_that_hold_only_a_name_stay(tmp_path: Path) -> None:
    text = "Name,Country,Mail\n" + "Reef,Kenya,a@x.org\nPaz,,\n" * 10 + "\nMémoire,,\n"
    assert _text(tmp_path, text).row_count == 21


def test_a_header_that_comes_again_is_no_row(tmp_path: Path) -> None:
    sheet = _text(tmp_path, "Name,Country\nReef,Kenya\nName,Country\nPaz,Perú\n")
    assert [row[0] for row in sheet] == ["Reef", "Paz"]
    assert "repeated_header" in {note.name for note in sheet.notes}


def test_each_guess_can_be_corrected(tmp_path: Path) -> None:
    text = "Signed,by\nName,Country\nReef,Kenya\nPaz,Perú\nMémoire,Mali\nTotal,3\n"
    chosen = _text(tmp_path, text, header_rows=[2], first_row=4, last_row=6)
    assert (chosen.columns, _place(chosen)) == (["Name", "Country"], ([2], 4, 6))
    assert [row[0] for row in chosen] == ["Paz", "Mémoire", "Total"]
    assert [number for number, _ in chosen.above] == [1, 3]
    assert chosen.confidence["header"] == chosen.confidence["start"] == chosen.confidence["end"] == 1.0
    chosen = _text(tmp_path, text, header_rows=[])
    assert (chosen.columns[0], chosen.first_row, next(iter(chosen))) == ("Column 1", 1, ["Signed", "by"])
    chosen = _text(tmp_path, text, header_rows=[1, 2], last_row=3)
    assert (chosen.columns, list(chosen)) == (["Signed / Name", "by / Country"], [["Reef", "Kenya"]])
    assert len(chosen.below) == 3


def test_a_last_row_far_above_the_end_leaves_the_rest_out_but_counts_it(tmp_path: Path) -> None:
    sheet = _text(tmp_path, "Name,Country\n" + "Reef,Kenya\n" * 5000, last_row=11)
    assert (sheet.row_count, sheet.last_row) == (10, 11)
    assert next(note.values["count"] for note in sheet.notes if note.name == "below") == 4990


def test_cells_merged_over_rows_say_the_same_in_each(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "merged.xlsx"))
    page = book.add_worksheet()
    page.write_row(2, 2, ["Country", "Organisation", "Mail"])
    page.merge_range(3, 2, 4, 2, "Kenya")
    page.write_column(3, 3, ["Reef", "Water", "Paz"])
    page.write_row(3, 4, ["a@x.org"])
    page.write(5, 2, "Perú")
    book.close()
    sheet = _read(tmp_path / "merged.xlsx")
    assert (sheet.columns, _place(sheet)) == (["Country", "Organisation", "Mail"], ([3], 4, 6))
    assert list(sheet) == [["Kenya", "Reef", "a@x.org"], ["Kenya", "Water", ""], ["Perú", "Paz", ""]]


def test_columns_without_name_and_cells_are_left_out(tmp_path: Path) -> None:
    sheet = _text(tmp_path, ",,Name,,Country\n,,Reef,,Kenya\n,,Paz,,Perú\n")
    assert (sheet.columns, list(sheet)) == (["Name", "Country"], [["Reef", "Kenya"], ["Paz", "Perú"]])


def test_confidence_falls_with_the_evidence(tmp_path: Path) -> None:
    sure = _text(tmp_path, "Name;Country;Mail\n" + "Reef;Kenya;a@x.org\n" * 9)
    unsure = _text(tmp_path, "foo;bar\nlorem;ipsum\ndolor;sit\n")
    assert 0.5 <= unsure.sureness < sure.sureness <= 1
    guessed = tmp_path / "guessed.csv"
    guessed.write_bytes("Nom;Pays\nZoë;Perú\n".encode("cp1252"))
    with read_sheet(guessed) as sheet:
        assert sheet.confidence["encoding"] < 1
    with read_sheet(guessed, encoding="cp1252") as sheet:
        assert sheet.confidence["encoding"] == 1
