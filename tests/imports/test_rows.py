"""Rows brought to their form: the short ways for plain values lead where the long ones lead."""

import hashlib
import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.text.folding import fold
from crm.imports.values import ImportAs
from crm.imports.values.cells import _NOTHING, says_nothing
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.rows import RowReader
from crm.imports.values.targets import TARGETS, Target
from crm.imports.values.terms import Terms

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
