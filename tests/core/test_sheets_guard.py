"""The guard against formulas: nothing runs, nothing is lost, telephone numbers stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.sheets import guard, unguard

CELLS = st.one_of(
    st.text(max_size=20),
    st.text("'=+-@\t\r\n\0 0123456789().,/abc＝＋－＠", max_size=12),  # noqa: RUF001 - full width signs run too
)
DANGEROUS = tuple("=@\t\r\n\0＝＋－＠")  # noqa: RUF001


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "@SUM(1+9)*cmd|' /C calc'!A0",
        "+1+1",
        "-1+1",
        "+cmd|x",
        "-2-3",
        "+41-22-7313344",
        "+41/22/7313344",
        "+1 - 2",
        "-41 22 731",
        "- a list item",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        "＝1+1",  # noqa: RUF001
    ],
)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert guard(cell) == "'" + cell


@pytest.mark.parametrize(
    "cell",
    [
        "+41 22 731 33 44",
        "+41227313344",
        "+41 (0)22 731-33-44",
        "+1 202-555-0143",
        "+(41) 22 731 33 44",
        "+41.22.731",
        "-5",
        "-1.5",
        "-1,234.56",
        "+5",
        "plain",
        "'quoted'",
        "'Caroline Danon'",
        "a=b",
        "",
        " =1",
    ],
)
def test_numbers_telephone_numbers_and_plain_text_stay_as_they_are(cell: str) -> None:
    assert guard(cell) == cell
    assert unguard(cell) == cell


@given(CELLS)
def test_taking_the_guard_off_gives_the_cell_back(cell: str) -> None:
    assert unguard(guard(cell)) == cell


@given(CELLS)
def test_no_guarded_cell_begins_like_a_formula(cell: str) -> None:
    guarded = guard(cell)
    assert not guarded.startswith(DANGEROUS)
    if guarded.startswith(("+", "-")):
        assert not set(guarded) & set("=@abc'\t\r\n\0")


@given(CELLS)
def test_a_cell_that_looks_guarded_is_guarded_once_more(cell: str) -> None:
    twice = guard(guard(cell))
    assert unguard(unguard(twice)) == cell
