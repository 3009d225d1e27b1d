"""Tables that are no spreadsheets: web pages, JSON, YAML, markdown, lists that people paste."""

import json
import random
from pathlib import Path

import pytest

from crm.core.sheets import Sheet, SheetError, read_sheet
from crm.core.sheets.limits import MEGABYTE

STATM = Path("/proc/self/statm")
NAMES = [["Reef Watch", "Kenya"], ["Réseau Mémoire", "Sénégal"], ["Paz", "Perú"]]


def _read(folder: Path, text: str, encoding: str = "utf-8", **options: str) -> Sheet:
    path = folder / "list"
    path.write_bytes(text.encode(encoding))
    with read_sheet(path, into=folder / "table", **options) as sheet:  # type: ignore[arg-type]
        return sheet


def _rows(rows: list[list[str]], cell: str = "td") -> str:
    return "".join("<tr>" + "".join(f"<{cell}>{one}</{cell}>" for one in row) + "</tr>" for row in rows)


@pytest.mark.parametrize(
    "page",
    [
        "<table><thead>{head}</thead><tbody>{rows}</tbody></table>",
        "<!DOCTYPE html><html><body><p>Members</p><table>{head}{rows}</table><p>Source: us</p></body></html>",
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table border=1>{head}{rows}</table></html>',
        '<meta charset="utf-8"><div><table><tr><td>menu</td></tr></table><table>{head}{rows}</table></div>',
        "<html><table>{head}{rows}<!-- never closed -->",
    ],
)
def test_a_table_of_a_web_page_is_read(tmp_path: Path, page: str) -> None:
    text = page.format(head=_rows([["Name", "Country"]], "th"), rows=_rows(NAMES))
    sheet = _read(tmp_path, text)
    assert (sheet.kind, sheet.columns, list(sheet)) == ("html", ["Name", "Country"], NAMES)


def test_cells_of_a_page_that_span_others_are_read_as_they_look(tmp_path: Path) -> None:
    text = (
        "<table><tr><th rowspan=2>Country</th><th colspan=2>Contact</th></tr><tr><th>Name</th><th>E-mail</th></tr>"
        "<tr><td rowspan=2>Kenya</td><td>Amina<br>Okoye</td><td>a@x.org</td></tr>"
        "<tr><td>José &amp; Zoë</td><td></td></tr>"
        "<tr><td>Perú</td><td>Inês</td><td>i@x.org</td></tr></table>"
    )
    sheet = _read(tmp_path, text)
    assert sheet.columns == ["Country", "Contact / Name", "Contact / E-mail"]
    assert list(sheet) == [
        ["Kenya", "Amina\nOkoye", "a@x.org"],
        ["Kenya", "José & Zoë", ""],
        ["Perú", "Inês", "i@x.org"],
    ]


def test_of_several_tables_one_is_chosen_like_a_sheet(tmp_path: Path) -> None:
    small = "<table><caption>Friends</caption>" + _rows([["Name", "Country"], ["Una", "Mali"]]) + "</table>"
    page = f"<html>{small}<table>{_rows([['Name', 'Country'], *NAMES])}</table></html>"
    sheet = _read(tmp_path, page)
    assert (sheet.sheets, sheet.sheet, sheet.row_count) == (["Friends", "Table 2"], "Table 2", 3)
    assert "other_tables" in {note.name for note in sheet.notes}
    assert list(_read(tmp_path, page, sheet="Friends")) == [["Una", "Mali"]]
    with pytest.raises(SheetError, match="no sheet named Foes"):
        _read(tmp_path, page, sheet="Foes")


RECORDS = [
    {"name": "Reef Watch", "country": "Kenya", "members": 12, "active": True},
    {"name": "Paz", "country": None, "tags": ["a", "b"], "contact": {"mail": "p@x.org"}},
]
FLAT = [["Reef Watch", "Kenya", "12", "TRUE", "", ""], ["Paz", "", "", "", "a; b", "p@x.org"]]
COLUMNS = ["name", "country", "members", "active", "tags", "contact mail"]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=2),
        json.dumps({"count": 2, "results": RECORDS}),
        "\n".join(map(json.dumps, RECORDS)) + "\n",
    ],
)
def test_records_of_json_are_rows(tmp_path: Path, text: str) -> None:
    sheet = _read(tmp_path, text)
    assert (sheet.kind, sheet.columns, list(sheet), sheet.header_rows) == ("json", COLUMNS, FLAT, [])


def test_a_list_of_lists_of_json_may_have_a_header(tmp_path: Path) -> None:
    sheet = _read(tmp_path, json.dumps([["Name", "Country"], *NAMES]))
    assert (sheet.kind, sheet.columns, list(sheet)) == ("json", ["Name", "Country"], NAMES)
    sheet = _read(tmp_path, json.dumps(["Reef Watch", "Paz", "Mémoire"]))
    assert (sheet.columns, sheet.row_count) == (["Column 1"], 3)


def test_a_list_of_yaml_keeps_what_is_written(tmp_path: Path) -> None:
    text = "# members\n---\n- name: Reef Watch\n  country: NO\n  since: 2024-05-01\n- name: Paz\n  phone: 0041\n"
    sheet = _read(tmp_path, text)
    assert (sheet.kind, sheet.columns) == ("yaml", ["name", "country", "since", "phone"])
    assert list(sheet) == [["Reef Watch", "NO", "2024-05-01", ""], ["Paz", "", "", "0041"]]
    sheet = _read(tmp_path, "signatories:\n  - {name: Reef, country: Kenya}\n  - {name: Paz, country: Perú}\n")
    assert (sheet.kind, sheet.row_count) == ("yaml", 2)


def test_a_table_of_markdown_is_read(tmp_path: Path) -> None:
    rows = "\n".join(f"| **{name}** | {country} |" for name, country in NAMES)
    sheet = _read(tmp_path, f"# Members\n\n| Name | Country |\n|:---|---:|\n{rows}\n\nUpdated in May.\n")
    assert (sheet.kind, sheet.columns, list(sheet)) == ("markdown", ["Name", "Country"], NAMES)
    assert (sheet.header_rows, sheet.first_row, sheet.last_row) == ([3], 5, 7)
    assert [text for _, text in sheet.above] == ["# Members"]
    assert [text for _, text in sheet.below] == ["Updated in May."]


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "{}. ", "{}) ", "  {}. ", "– "])  # noqa: RUF001 - a dash
def test_a_list_in_a_letter_is_read_item_by_item(tmp_path: Path, mark: str) -> None:
    items = "\n".join(f"{mark.format(at)}{name}, {country}" for at, (name, country) in enumerate(NAMES, 1))
    sheet = _read(tmp_path, f"Dear all,\nthese have signed:\n\n{items}\n\nBest wishes,\nAmina\n")
    assert (sheet.columns, list(sheet)) == (["Column 1", "Column 2"], NAMES)
    assert (sheet.first_row, sheet.last_row) == (4, 6)
    assert len(sheet.above) == len(sheet.below) == 2


def test_a_numbered_list_of_markdown_loses_its_marks_only(tmp_path: Path) -> None:
    text = "## Members\n1. **Reef Watch** (Kenya)\n2. [Paz](https://paz.example)\n   and friends\n3. *Mémoire*\n"
    sheet = _read(tmp_path, text)
    assert sheet.kind == "markdown"
    assert [row[0] for row in sheet] == ["Reef Watch (Kenya)", "Paz https://paz.example and friends", "Mémoire"]


def test_names_with_organisation_and_country_are_parted(tmp_path: Path) -> None:
    text = "Amina Okoye - Reef Watch, Kenya\nInês Simões – Paz, Perú\nZoë Kjær — Réseau, the second, Sénégal\n"  # noqa: RUF001
    sheet = _read(tmp_path, text)
    assert sheet.kind == "text"
    assert list(sheet) == [
        ["Amina Okoye", "Reef Watch", "Kenya"],
        ["Inês Simões", "Paz", "Perú"],
        ["Zoë Kjær", "Réseau, the second", "Sénégal"],
    ]


def test_columns_held_apart_by_spaces_are_read(tmp_path: Path) -> None:
    rows = [["Name", "Country", "City"], ["Reef Watch", "Kenya", ""], ["Paz", "", "Lima"], ["Réseau", "Mali", "Ségou"]]
    text = "\n".join("".join(cell.ljust(14) for cell in row).rstrip() for row in rows)
    sheet = _read(tmp_path, text)
    assert (sheet.kind, [sheet.columns, *sheet]) == ("text", rows)
    ragged = "Name   Country\nReef Watch  Kenya\nPaz    Perú\n"
    assert list(_read(tmp_path, ragged)) == [["Reef Watch", "Kenya"], ["Paz", "Perú"]]


@pytest.mark.parametrize(
    "text",
    [
        'name,note\nReef - Watch,"a, b"\nPaz,x - y\n',
        "[id],name\n1,Reef\n2,Paz\n",
        "1. Reef;Kenya\n2. Paz;Perú\n3. Una;Mali\n",
        "key: value,x\na: b,c\nd: e,f\n",
        "{name},country\nReef,Kenya\n",
        "name|country\n---|x\nReef|Kenya\n",
        "Place - Region,Count\nLima - Perú,5\nSégou - Mali,6\nKigoma - Kenya,8\n",
        "Comment\n- none\nall fine\nnothing\n",
        "<b>name</b>,x\nReef,1\n",
    ],
)
def test_plain_csv_stays_plain_csv(tmp_path: Path, text: str) -> None:
    assert _read(tmp_path, text).kind == "csv"


def _laughs() -> str:
    levels = ["a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    levels += [f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]" for one, two in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join([*levels, "list:", "  - name: *i", "  - name: *i", ""])


BOMBS = {
    "laughs": _laughs(),
    "deep json": "[" * 200_000,
    "deep objects": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "deep yaml": "- name: " + "[" * 20_000 + "\n- name: x\n",
    "tall": "<table><tr><td rowspan=1000000000>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
    "wide": "<table><tr><td colspan=1000000000>a</td></tr></table>",
    "many": "<table>" + "<tr>" + "<td rowspan=65000 colspan=400>x" * 40 + "</table>",
    "nested": "<table><tr><td>" * 5000,
    "spaces": "a" + " " * 2 * MEGABYTE + "b\n" + "c  d\n" * 3,
    "items": "- x\n" * 3 + "- " + "y" * 50_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_is_made_to_hurt_ends_in_a_sentence_or_in_a_small_table(tmp_path: Path, bomb: str) -> None:
    before = int(STATM.read_text().split()[1]) if STATM.exists() else 0
    try:
        sheet = _read(tmp_path, BOMBS[bomb])
        assert sheet.row_count <= 10
    except SheetError as refusal:
        assert "\n" not in str(refusal)  # noqa: PT017 - either is right
    after = int(STATM.read_text().split()[1]) if STATM.exists() else 0
    assert (after - before) * 4096 < 20 * MEGABYTE


@pytest.mark.parametrize(
    "text, words",
    [
        ("<html><body>No table here</body></html>", "no table"),
        ('{"a": 1, "b": []}\n{"a": 2,\n', "Line 2 cannot be read"),
        ("[]", "no list of records"),
    ],
)
def test_a_file_without_a_list_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SheetError, match=words):
        _read(tmp_path, text)


def test_any_piece_of_any_kind_is_read_or_refused(tmp_path: Path) -> None:
    """Cut anywhere, a file still ends in a table or in a sentence."""
    chance = random.Random(5)  # noqa: S311 - cuts, the same every time
    texts = [*BOMBS.values(), json.dumps(RECORDS), "<table>" + _rows(NAMES), "- name: x\n- name: y\n"]
    for text in texts:
        short = text[:3000]
        try:
            _read(tmp_path, short[: chance.randrange(1, len(short))])
        except SheetError as refusal:
            assert str(refusal).endswith(".")  # noqa: PT017 - either is right
