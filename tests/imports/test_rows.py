"""Rows brought to their form: the short ways for plain values lead where the long ones lead."""
# ruff: noqa: RUF001 - signs of other scripts are meant here

import hashlib
import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.text.cleaning import clean_text
from crm.core.text.folding import fold
from crm.imports.values import ImportAs
from crm.imports.values.cells import _NOTHING, says_nothing
from crm.imports.values.combined import part
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.remarks import BAD_COUNTRY, NEAR_COUNTRY, TWO_COUNTRIES
from crm.imports.values.rows import RowReader
from crm.imports.values.targets import COMBINED, TARGETS, Target
from crm.imports.values.terms import Terms, holds_codes

_PIECES = (
    "n",
    "na",
    "n/a",
    "N.A.",
    "none",
    "nil",
    "tbc",
    "no",
    "url",
    "provided",
    "-",
    ".",
    " ",
    "1",
    "é",
    "Ana",
    "\u0301",
    "+",
)
_TEXTS = st.one_of(st.text(max_size=12), st.lists(st.sampled_from(_PIECES), max_size=5).map("".join))


def _read(cells: Sequence[str], targets: Sequence[Target], import_as: ImportAs = ImportAs.SIGNATURES) -> ParsedRow:
    headers = [str(place) for place in range(len(targets))]
    mapping = {header: str(target) for header, target in zip(headers, targets, strict=True)}
    return RowReader(headers, mapping, import_as, Terms()).read(1, cells)


@given(_TEXTS)
def test_a_cell_says_nothing_by_the_short_way_exactly_where_it_does_by_the_long_one(text: str) -> None:
    folded = fold(text)
    assert says_nothing(text) == ((not folded and not any(map(str.isalnum, text))) or folded in _NOTHING)


@given(st.lists(st.text(max_size=20), min_size=6, max_size=6))
def test_a_row_is_known_again_by_the_same_hash_as_ever(cells: list[str]) -> None:
    """The hash is that of the sorted JSON of what the row says, as in the first version: memories hang on it."""
    targets = [Target.NOTES, Target.NAME, Target.NOTES, Target.FIRST_NAME, Target.ADDRESS, Target.LAST_NAME]
    content: dict[str, list[str]] = {}
    for target, cell in zip(targets, cells, strict=True):
        row = _read([cell], [target])
        said = row.facts.get("notes") or row.name or "".join(point.value for point in row.points)
        if said:
            content.setdefault(target.value, []).append(str(said))
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert _read(cells, targets).fingerprint == hashlib.sha256(text.encode()).hexdigest()


def test_days_and_numbers_are_hashed_in_their_one_form() -> None:
    targets = [Target.NAME, Target.SIGNED_ON, Target.EXTERNAL_ID]
    rows = [["Ana", "2026-03-04", "12"], ["Ana", "4 March 2026", "12.0"], ["Ana", "2026-03-04 00:00:00", "12"]]
    assert len({_read(row, targets).fingerprint for row in rows}) == 1
    text = '{"external_id":["12"],"name":["Ana"],"signed_on":["2026-03-04"]}'
    assert _read(rows[0], targets).fingerprint == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "target, cell, keys",
    [
        (Target.EMAIL, "a@x.example; B@y.example", ["a@x.example", "b@y.example"]),
        (Target.EMAIL, "a@x.example or b", [""]),
        (Target.PHONE, "+41 22 731 33 44 / +41 22 731 33 45", ["+41227313344", "+41227313345"]),
        (Target.PHONE, "+41 22 731 33 44, 12", [""]),
        (Target.PHONE, "+41 22 731 33 44\n+41 22 731 33 44", ["+41227313344"]),
    ],
)
def test_several_addresses_in_a_cell_come_apart_where_each_is_one(target: Target, cell: str, keys: list[str]) -> None:
    assert [point.key for point in _read(["Ana", cell], [Target.NAME, target]).points] == keys


@given(st.lists(_TEXTS, min_size=1, max_size=30))
def test_any_row_has_an_answer_and_the_same_one_again(cells: list[str]) -> None:
    """What a column remembers of its values changes nothing."""
    for import_as in ImportAs:
        targets = TARGETS[import_as]
        headers = [target.value for target in targets]
        reader = RowReader(headers, dict(zip(headers, headers, strict=True)), import_as, Terms())
        first, again = reader.read(1, cells), reader.read(1, cells)
        assert first == again
        assert first.cells == cells
        assert all(point.value for point in first.points)


TOGETHER = [
    ("name country", "Ana Ruiz, Kenya", "Ana Ruiz|Kenya"),
    ("name country", "Peace, Inc., Kenya", "Peace, Inc.|Kenya"),
    ("name country", "Ana Ruiz (Côte d'Ivoire)", "Ana Ruiz|Côte d'Ivoire"),
    ("name country", "Ana, Atlantis", "Ana, Atlantis"),
    ("name country", "Kenya", "Kenya|Kenya"),
    ("name country", "李明，中国", "李明|中国"),
    ("city country", "Seoul, Korea, Rep.", "Seoul|Korea, Rep."),
    ("city country", "Washington, D.C., USA", "Washington, D.C.|USA"),
    ("country city", "Kenya, Nairobi", "Kenya|Nairobi"),
    ("name email", "Ana Ruiz <ana@x.example>", "Ana Ruiz|ana@x.example"),
    ("name organization", "Ana Ruiz – Reef Watch, Intl", "Ana Ruiz|Reef Watch, Intl"),
    ("name role organization", "Ana Ruiz - Director, Reef Watch", "Ana Ruiz|Director|Reef Watch"),
    ("name acronym", "Reef Watch International (RWI)", "Reef Watch International|RWI"),
    ("last_name first_name", "García, Ana", "García|Ana"),
    ("name phone email", "Ana; +41 22 731 33 44; a@b.org, c@d.org", "Ana|+41 22 731 33 44|a@b.org; c@d.org"),
]


@pytest.mark.parametrize("fields, cell, parts", TOGETHER)
def test_what_a_cell_holds_together_comes_apart(fields: str, cell: str, parts: str) -> None:
    assert "|".join(text for _field, text in part(cell, [Target(field) for field in fields.split()])) == parts


@given(_TEXTS, st.lists(st.sampled_from(sorted(COMBINED)), min_size=2, max_size=4, unique=True))
def test_no_word_of_a_parted_cell_is_lost(cell: str, fields: list[Target]) -> None:
    text = clean_text(cell)
    told = fold(" ".join(some for _field, some in part(text, fields)))
    assert set(fold(text).split()) == set(told.split())


def test_a_parted_column_reads_as_its_fields_would() -> None:
    headers = ["Who", "Where"]
    reader = RowReader(headers, {"Who": "last_name+first_name", "Where": "city+country"}, ImportAs.PEOPLE, Terms())
    row = reader.read(1, ["García, Ana", "Lima, Perú"])
    assert (row.name, row.facts) == ("Ana García", {"city": "Lima", "country": "PE"})


@pytest.mark.parametrize(
    "cell, code, remark",
    [
        ("Colmbia", "CO", NEAR_COUNTRY),
        ("South Afrika", "ZA", NEAR_COUNTRY),
        ("Austrlia", None, BAD_COUNTRY),
        ("Atlantis", None, BAD_COUNTRY),
        ("Kenya / Uganda", "KE", TWO_COUNTRIES),
        ("تونس/Tunisie", "TN", None),
        ("U.S.", "US", None),
        ("DRC Congo", "CD", None),
        ("Korea, Rep.", "KR", None),
        ("Republic of Kenya", "KE", None),
    ],
)
def test_a_country_is_guessed_only_where_it_is_sure_enough(cell: str, code: str | None, remark: str | None) -> None:
    """What is not sure stays in the notes under the name of its column."""
    row = _read(["Ana", cell], [Target.NAME, Target.COUNTRY])
    assert row.country == code
    assert [one.text for one in row.remarks] == ([remark] if remark else [])
    assert row.facts.get("notes") == (f"1: {cell}" if remark in {BAD_COUNTRY, TWO_COUNTRIES} else None)


def test_na_is_namibia_unless_the_column_holds_names_and_no_code() -> None:
    names = ["Kenya", "Peru", "Mali", "Chad", "Togo", "USA", "UK", "NA"]
    assert not holds_codes(names)
    assert holds_codes([*names, "ke"])
    assert holds_codes(["NA", "Kenya"])
    for has_codes, country in ((True, "NA"), (False, None)):
        reader = RowReader(["C"], {"C": "country"}, ImportAs.PEOPLE, Terms(has_codes=has_codes))
        assert reader.read(1, ["NA"]).country == country


def test_what_somebody_said_of_a_value_is_read_and_changes_the_hash_of_its_row() -> None:
    said = {"country": {"Holand": "NL", "Somewhere": ""}, "tags": {"peace": "Peace"}}
    headers = {"Name": "name", "Country": "country", "Tags": "tags"}
    reader = RowReader([*headers], headers, ImportAs.PEOPLE, Terms(said=said))
    row = reader.read(1, ["Ana", "Holand", "sea; peace"])
    assert (row.country, row.tags, row.remarks) == ("NL", ["sea", "Peace"], [])
    assert row.fingerprint == reader.read(2, ["Ana", "NL", "sea; Peace"]).fingerprint
    assert reader.read(3, ["Ana", "Somewhere", ""]).facts == {}


def test_wishes_and_partners_are_kept_in_the_notes_under_their_columns() -> None:
    headers = {"Name": "name", "Show as": "display", "Via": "partner"}
    row = RowReader([*headers], headers, ImportAs.SIGNATURES, Terms()).read(1, ["Ana", "initials", "Reef Watch"])
    assert row.facts["notes"] == "Show as: initials\nVia: Reef Watch"
    assert row.remarks == []
