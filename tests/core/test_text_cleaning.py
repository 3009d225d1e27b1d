"""What is kept of a text that somebody typed."""
# ruff: noqa: RUF001 - letters that look like Latin ones are the point here

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.text import clean_line, clean_name, clean_text

TEXTS = st.text(st.characters(), max_size=40)


@pytest.mark.parametrize(
    "given_text, kept",
    [
        (None, ""),
        ("  plain \n", "plain"),
        ("e\u0301mile", "émile"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("nul\x00 bell\x07 c1\x92 end", "nul bell c1 end"),
        ("tab\tstays", "tab\tstays"),
        ("\ufeffbom", "bom"),
        ("\u200b\u3164 \u2800", ""),
        ("\u200f", ""),
        ("שלום \u200f(!)\u200f", "שלום \u200f(!)\u200f"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("half\ud800", "half"),
    ],
)
def test_a_text_keeps_what_can_be_read(given_text: str | None, kept: str) -> None:
    assert clean_text(given_text) == kept


def test_a_line_has_single_spaces() -> None:
    assert clean_line(" Chicago\u3000Commons \n\t Association ") == "Chicago Commons Association"


def test_a_name_keeps_its_inner_spaces_but_no_breaks() -> None:
    assert clean_name(" Jane  van\u00a0Dyk ") == "Jane  van\u00a0Dyk"
    assert clean_name("Chicago Commons \r\n  Association") == "Chicago Commons Association"


@given(TEXTS)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for clean in (clean_text, clean_line, clean_name):
        once = clean(text)
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert "\x00" not in once
        once.encode("utf-8")


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=30))
def test_a_name_of_visible_characters_is_the_same_to_the_byte_after_nfc(name: str) -> None:
    visible = "a" + name + "a"
    assert clean_name(visible) == unicodedata.normalize("NFC", visible)
