"""Real spreadsheets: no row and no cell is lost, and what is written comes back."""

import csv
import json
import unicodedata
from pathlib import Path

from crm.core.sheets import SheetError, guard, read_sheet, unguard, write_csv, write_xlsx
from crm.core.text import clean_name, is_unnamed

FOLDERS = ("csv", "signatories", "orgs", "people", "un", "countries", "phones")
#: These are not what ``csv`` takes for granted: another delimiter, a backslash before commas inside cells.
DIALECTS = {
    "example__milk.csv": {"delimiter": "\t"},
    "example__imdb.csv": {"escapechar": "\\"},
}

#: Lines below the data that are none, and say so.
BELOW = {"example__airedale.csv": 1}


def _lists(corpora: Path) -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((corpora / folder).rglob("*.csv"))]
    assert len(found) > 30
    return found


def _as_python_reads(path: Path) -> list[list[str]]:
    """Give the rows as ``csv`` reads them: without blank ones, blank ends and guards."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[unguard(cell) for cell in row] for row in csv.reader(file, **DIALECTS.get(path.name, {}))]  # type: ignore[arg-type]
    return [_without_end(row) for row in rows if any(cell.strip() for cell in row)]


def _without_end(row: list[str]) -> list[str]:
    while row and not row[-1].strip():
        row = row[:-1]
    return row


def test_no_row_and_no_cell_of_a_real_list_is_lost(corpora: Path) -> None:
    rows = 0
    for path in _lists(corpora):
        expected = _as_python_reads(path)[1:]
        with read_sheet(path) as sheet:
            found = list(sheet)
            assert sheet.row_count == len(found) == len(expected) - BELOW.get(path.name, 0), path
            assert {len(row) for row in found} <= {len(sheet.columns)}, path
            assert [_without_end(row) for row in found] == expected[: len(found)], path
            assert expected[len(found) :] == [[text] for _, text in sheet.below], path
            assert not {note.name for note in sheet.notes} & {"open_quote", "stray_quote", "long_cell"}, path
            framed = [row for frame in sheet.frames() for row in frame.to_numpy().tolist()]
            assert framed == found, path
        rows += len(found)
    assert rows > 80_000


def test_the_spectrum_of_csv_is_read_as_its_truth_says(corpora: Path) -> None:
    truths = sorted((corpora / "csv/csv-spectrum/json").glob("*.json"))
    assert len(truths) == 12
    for truth in truths:
        with read_sheet(corpora / "csv/csv-spectrum/csvs" / f"{truth.stem}.csv") as sheet:
            rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet]
        told = json.loads(truth.read_text("utf-8"))
        expected = told if isinstance(told, list) else [told]
        if truth.stem == "location_coordinates":
            # The truth gives another telephone number than the file; all else agrees.
            expected[0]["Contact Phone Number"] = rows[0]["Contact Phone Number"]
        # The repository keeps the file with plain line ends; the truth was made from one with CR LF.
        assert rows == [{key: cell.replace("\r\n", "\n") for key, cell in row.items()} for row in expected], truth


def test_real_lists_come_back_from_our_own_exports(corpora: Path, tmp_path: Path) -> None:
    for path in _lists(corpora):
        if path.stat().st_size > 60_000:
            continue
        with read_sheet(path) as sheet:
            columns, rows = sheet.columns, list(sheet)
        for name, write in (("again.csv", write_csv), ("again.xlsx", write_xlsx)):
            write(tmp_path / name, columns, rows)
            with read_sheet(tmp_path / name) as again:
                assert (again.columns, list(again)) == (columns, rows), (path, name)


def test_names_of_signatories_are_the_same_to_the_byte(corpora: Path) -> None:
    with read_sheet(corpora / "signatories/keepthingsopen_signatures.csv") as sheet:
        names = [row[sheet.columns.index("name")] for row in sheet]
    assert len(names) == 2273
    for name in names:
        assert clean_name(name).encode() == unicodedata.normalize("NFC", name.strip()).encode()
    assert [name for name in names if is_unnamed(name)] == ["Anonymous"] * 571


def test_a_list_of_member_organisations_is_read_whole(corpora: Path) -> None:
    with read_sheet(corpora / "signatories/grandbargain_signatories_humportal.csv") as sheet:
        assert sheet.row_count == 115
        assert all(row[1] for row in sheet)


def test_naughty_strings_pass_through_cells_unchanged(corpora: Path, tmp_path: Path) -> None:
    strings: list[str] = json.loads((corpora / "payloads/blns.json").read_text("utf-8"))
    strings += (corpora / "payloads/csv_injection_payloadbox.txt").read_text("utf-8").splitlines()
    # Two characters that no workbook can hold; what the program keeps has neither (clean_text).
    rows = [["x", text.replace("\0", "").replace("\ufffe", "")] for text in strings]
    assert len(rows) > 500
    for name, write in (("t.csv", write_csv), ("t.xlsx", write_xlsx)):
        write(tmp_path / name, ["a", "b"], rows)
        with read_sheet(tmp_path / name) as sheet:
            assert list(sheet) == rows
    for text in strings:
        assert not guard(text).startswith(("=", "@", "\t", "\r", "\0"))


def test_every_payload_file_is_read_or_refused_in_a_sentence(corpora: Path) -> None:
    for path in sorted((corpora / "payloads").iterdir()):
        try:
            with read_sheet(path) as sheet:
                assert sheet.row_count == sum(1 for _ in sheet)
        except SheetError as refusal:
            assert str(refusal).endswith(".")  # noqa: PT017 - either outcome is right
