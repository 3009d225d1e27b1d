"""Files from outside, read by a process of their own."""
# ruff: noqa: RUF001 - letters that look like Latin ones are meant here

import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from crm.core.sheets import Limits, Sheet, SheetError, read_sheet
from tests.factories import spreadsheets as files


def _file(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_list_is_read_row_by_row(tmp_path: Path) -> None:
    path = _file(tmp_path, "Nom;Pays;Ville\nÉlise;Côte d’Ivoire;Abidjan\n\nNoël;NA;\n".encode("cp1252"))
    with read_sheet(path, name="members.csv") as sheet:
        assert (sheet.name, sheet.kind, sheet.encoding, sheet.delimiter) == ("members.csv", "csv", "cp1252", ";")
        assert sheet.columns == ["Nom", "Pays", "Ville"]
        assert sheet.row_count == 2
        assert list(enumerate(sheet, 1)) == [(1, ["Élise", "Côte d’Ivoire", "Abidjan"]), (2, ["Noël", "NA", ""])]
        assert list(sheet) == list(sheet)
        assert {note.name for note in sheet.notes} == {"guessed_encoding", "blank_rows"}
        frame = next(iter(sheet.frames()))
        assert frame.columns.tolist() == sheet.columns
        assert frame.index.tolist() == [1, 2]
        assert frame.to_numpy().tolist() == list(sheet)
        table = sheet.table
        assert table.exists()
    assert not table.exists()


def test_rows_of_any_length_keep_all_their_cells(tmp_path: Path) -> None:
    path = _file(tmp_path, 'a,,a,a 2,\n1,2\n1,2,3,4,5,6,,\n,,,,,\n  ,"x\ny"\n')
    with read_sheet(path) as sheet:
        assert sheet.columns == ["a", "Column 2", "a 2", "a 2 2", "Column 5", "Column 6"]
        assert list(sheet) == [
            ["1", "2", "", "", "", ""],
            ["1", "2", "3", "4", "5", "6"],
            ["  ", "x\ny", "", "", "", ""],
        ]
        assert {note.name: dict(note.values) for note in sheet.notes} == {
            "long_rows": {"count": 1, "row": 2},
            "blank_rows": {"count": 1},
        }
        assert sum(len(frame) for frame in sheet.frames(2)) == 3


def test_corrections_of_the_user_win(tmp_path: Path) -> None:
    path = _file(tmp_path, "имя;a,b\nИван;1\n".encode("cp1251"))
    with read_sheet(path, encoding="cp1251", delimiter=",") as sheet:
        assert sheet.columns == ["имя;a", "b"]
        assert sheet.notes == []
    with pytest.raises(SheetError, match="The encoding klingon is not known"):
        read_sheet(path, encoding="klingon")


def test_the_line_that_announces_the_delimiter_is_no_row(tmp_path: Path) -> None:
    with read_sheet(_file(tmp_path, "sep=;\r\na;b\r\n1,5;2\r\n")) as sheet:
        assert (sheet.columns, list(sheet)) == (["a", "b"], [["1,5", "2"]])


def test_a_table_can_be_kept_and_opened_again(tmp_path: Path) -> None:
    place = tmp_path / "kept.csv"
    with read_sheet(_file(tmp_path, "a,b\n1,2\n"), into=place) as sheet:
        first = list(sheet)
    again = Sheet.load(place, name="list.csv")
    assert (again.columns, list(again), again.row_count) == (["a", "b"], first, 1)


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx", "list.pdf", "no ending"])
def test_the_content_tells_what_a_file_is(tmp_path: Path, name: str) -> None:
    rows: list[list[str]] = [["Имя", "n"], ["Иван", "5"]]
    text = _file(tmp_path, "Имя,n\nИван,5\n", name)
    with read_sheet(text) as sheet:
        assert (sheet.kind, [sheet.columns, *sheet]) == ("csv", rows)
    with read_sheet(files.an_ods(tmp_path / name, rows)) as sheet:
        assert (sheet.kind, [sheet.columns, *sheet]) == ("ods", rows)
    with read_sheet(files.an_xls(tmp_path / name, [["Имя", "n"], ["Иван", 5.0]])) as sheet:
        assert (sheet.kind, [sheet.columns, *sheet]) == ("xls", rows)


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf \r\n", "The file is empty"),
        (b"%PDF-1.7\n", "This is a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is a picture"),
        (b"\xff\xd8\xff\xe0", "This is a picture"),
        (b"{\\rtf1}", "This is a text document"),
        (b"\x1f\x8b\x08\0", "This is an archive"),
        (b"<!DOCTYPE html><html><table>", "The web page has no table"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook>', "This is an XML file"),
        (bytes(range(256)) * 20, "This is no spreadsheet"),
        (b"PK\x03\x04 and nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
    ],
)
def test_what_is_no_spreadsheet_is_told_in_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(SheetError, match=words) as refusal:
        read_sheet(_file(tmp_path, content))
    assert str(refusal.value).count("\n") == 0
    assert str(refusal.value).endswith(".")


def test_a_word_at_the_beginning_is_no_picture(tmp_path: Path) -> None:
    with read_sheet(_file(tmp_path, "BMW,Org\n1,2\n")) as sheet:
        assert sheet.columns == ["BMW", "Org"]


def test_zero_bytes_in_a_text_are_left_out_and_counted(tmp_path: Path) -> None:
    with read_sheet(_file(tmp_path, b"name,x\nJ\0ane,1\n\0Joe,2\n")) as sheet:
        assert list(sheet) == [["Jane", "1"], ["Joe", "2"]]
        assert [str(note) for note in sheet.notes] == ["Zero bytes left out: 2."]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_wide_text_is_read_with_and_without_a_mark(tmp_path: Path, encoding: str) -> None:
    with read_sheet(_file(tmp_path, "имя,страна\nИван,Россия\n".encode(encoding))) as sheet:
        assert (sheet.columns, list(sheet)) == (["имя", "страна"], [["Иван", "Россия"]])


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="no longer there"):
        read_sheet(tmp_path / "nothing.csv")


def test_nothing_is_left_behind_by_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with pytest.raises(SheetError):
        read_sheet(_file(tmp_path, b"%PDF"))
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    full = tmp_path / "full"
    full.symlink_to("/dev/full")
    with pytest.raises(SheetError, match="no room on the disk"):
        read_sheet(_file(tmp_path, "a,b\n1,2\n"), into=full)


def test_several_threads_read_at_once(tmp_path: Path) -> None:
    found: list[int] = []

    def read(number: int) -> None:
        path = _file(tmp_path, "a,b\n" + "1,2\n" * number, f"{number}.csv")
        with read_sheet(path) as sheet:
            found.append(len(list(sheet)))

    threads = [threading.Thread(target=read, args=(number,)) for number in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [1, 2, 3, 4]


def test_the_reader_knows_nothing_of_the_secrets_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "very secret")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    started: list[dict[str, str]] = []
    run = subprocess.run

    def watch(*arguments: Any, **options: Any) -> Any:
        started.append(options["env"])
        return run(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", watch)
    with read_sheet(_file(tmp_path, "a,b\n1,2\n")) as sheet:
        assert sheet.row_count == 1
    assert "SECRET_KEY" not in started[0]


def test_a_limit_that_is_set_lower_is_kept(tmp_path: Path) -> None:
    text = _file(tmp_path, "a,b,c\n1,2,3\n")
    with pytest.raises(SheetError, match="more than 2 columns"):
        read_sheet(text, limits=Limits(columns=2))
    with pytest.raises(SheetError, match="a text file may have 0 MB"):
        read_sheet(text, limits=Limits(text_bytes=5))
