"""Delimited text: nothing swallowed, nothing lost."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm.core.sheets import unguard
from crm.core.sheets.delimited import Dialect, read_rows, split_loosely
from crm.core.sheets.dialects import find_dialect, separator_line
from crm.core.sheets.notes import Notes


def _read(text: str, dialect: Dialect | None = None) -> tuple[list[list[str]], dict[str, dict[str, object]]]:
    notes = Notes()
    lines = io.StringIO(text, newline="")
    return list(read_rows(iter(lines), dialect or Dialect(), notes)), dict(notes.as_list())


@pytest.mark.parametrize(
    "text, rows",
    [
        ('1,"never closed\n2,b\n3,c\n', [["1", '"never closed'], ["2", "b"], ["3", "c"]]),
        ('1,"never closed\n2,"b"\n3,c\n', [["1", '"never closed'], ["2", "b"], ["3", "c"]]),
        ('1,"two\nlines"\n2,"open\n', [["1", "two\nlines"], ["2", '"open']]),
        ('1,"Smith" Foundation,x\n', [["1", '"Smith" Foundation', "x"]]),
        ('1,"John "Jack" Smith",x\n', [["1", 'John "Jack" Smith', "x"]]),
        ('"a"b,"c"\n', [['"a"b', "c"]]),
        ('1,2" pipe,x\n', [["1", '2" pipe', "x"]]),
        ('"""quoted""",x\n', [['"quoted"', "x"]]),
        ("a\rb\rc", [["a"], ["b"], ["c"]]),
        ("a,b\r\n\r\nc,d", [["a", "b"], [], ["c", "d"]]),
        ("'=1+1,'quoted'\n", [["=1+1", "'quoted'"]]),
    ],
)
def test_a_quotation_mark_at_an_odd_place_is_a_character(text: str, rows: list[list[str]]) -> None:
    assert _read(text)[0] == rows


def test_what_was_mended_is_told_with_its_place() -> None:
    _, notes = _read('1,"open\n2,b\n3,"x"y\n')
    assert notes["open_quote"]["count"] == 1
    assert notes["stray_quote"]["count"] == 1


def test_a_cell_that_looks_like_swallowed_rows_is_told() -> None:
    rows, notes = _read('a,b,c\n1,2,"open\n2,x,y\n3,x,y\n4,x,closed"\n')
    assert len(rows) == 2
    assert notes["long_cell"]["count"] == 1
    _, notes = _read('a,b,c\n1,2,"Main street, 5\nGeneva\nSwitzerland"\n')
    assert notes == {}


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@given(st.lists(st.lists(st.one_of(CELLS, st.text('",\n\r a', max_size=6)), min_size=1, max_size=4), max_size=6))
def test_what_a_program_writes_well_is_read_as_it_was(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    expected = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    found, notes = _read(out.getvalue())
    assert found == [[unguard(cell) for cell in row] for row in expected]
    assert not {"open_quote", "stray_quote"} & set(notes)


@given(st.text('",;\n\r ab', max_size=60))
@example('"\n"a"\n"')
def test_no_letter_of_a_broken_file_is_lost(text: str) -> None:
    rows, _ = _read(text)
    kept = "".join("".join(row) for row in rows)
    for letter in "ab;":
        assert kept.count(letter) == text.count(letter)
    assert len(rows) <= text.count("\n") + text.count("\r") + 1


@given(st.text('",a ', max_size=40))
def test_one_line_read_loosely_keeps_every_letter(line: str) -> None:
    cells = split_loosely(line, Dialect())
    assert "".join(cells).count("a") == line.count("a")


@pytest.mark.parametrize(
    "text, dialect",
    [
        ("a,b\n1,2\n", Dialect(",")),
        ("a;b\n1,5;2,5\n", Dialect(";")),
        ("a\tb\n1, x\t2\n", Dialect("\t")),
        ("a|b|c\n1|2|3\n", Dialect("|")),
        ("Name\nJane\n", Dialect(",")),
        ("Liste des signataires;;\n\nNom;Pays;Rôle\nÉlise;France;a, b\n", Dialect(";")),
        ('a, "b, c", d\n1, "2, 3", 4\n', Dialect(",", skips_spaces=True)),
        ('a, "b"\n1, "2"\n', Dialect(",", skips_spaces=True)),
        ("a,b\nx\\, y,1\nz,2\n", Dialect(",", escape="\\")),
        ("path,b\nC:\\dir\\,1\nC:\\x,2\n", Dialect(",")),
        ('"a;b","c"\n"d;e","f"\n', Dialect(",")),
        ('name;note\n"x; y";"1,2,3"\n"z";"4,5,6"\n', Dialect(";")),
    ],
)
def test_the_delimiter_is_the_one_whose_rows_agree(text: str, dialect: Dialect) -> None:
    assert find_dialect(text.splitlines(keepends=True))[0] == dialect


def test_a_delimiter_that_is_given_is_taken() -> None:
    assert find_dialect(["a,b;c\n"], ";") == (Dialect(";"), 1.0)
    assert separator_line("sep=;\r\n") == ";"
    assert separator_line('"sep=|"') == "|"
    assert separator_line("separate;x\n") is None
