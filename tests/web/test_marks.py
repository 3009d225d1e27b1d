"""Marks and avatars: the same name looks the same everywhere, whatever its script."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.web.shared.marks import SHAPES, TONES, initials, mark_shape, mark_tone


@pytest.mark.parametrize(
    "name, letters",
    [
        ("Leila Karimova", "LK"),
        ("josé ángel quispe", "JQ"),
        ("Ілля Гончар", "ІГ"),
        ("ትዕግስት አለሙ", "ትአ"),
        ("فاطمة الزهراء", "ف"),
        ("서유진", "서"),
        ("林美玲", "林"),
        ("अनुराधा मिश्रा", "अ"),
        ("नंदिता राव", "नं"),
        ("क्षमा राव", "क्ष"),
        ("ნინო აბაშიძე", "ნა"),
        ("“Ana” (María) de la Cruz", "AC"),
        ("Madonna", "M"),
        ("12 345", ""),
        ("", ""),
    ],
)
def test_an_avatar_shows_the_letters_that_a_script_uses(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_same_name_looks_the_same_however_it_was_typed() -> None:
    typed = "Réseau Mémoire et Droit"
    for other in (unicodedata.normalize("NFD", typed), typed.upper(), f"  {typed} "):
        assert (mark_tone(other), mark_shape(other)) == (mark_tone(typed), mark_shape(typed))


def test_many_names_use_all_colours_and_shapes_about_equally() -> None:
    names = [f"Organisation {number}" for number in range(2000)]
    tones, shapes = Counter(map(mark_tone, names)), Counter(map(mark_shape, names))
    assert set(tones) == set(TONES)
    assert set(shapes) == set(SHAPES)
    assert max(tones.values()) < 2 * min(tones.values())
    assert max(shapes.values()) < 2 * min(shapes.values())


@given(st.text())
def test_no_name_breaks_its_mark(name: str) -> None:
    assert mark_tone(name) in TONES
    assert mark_shape(name) in SHAPES
    assert len(initials(name).split()) <= 1
