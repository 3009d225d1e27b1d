"""Telephone numbers: read with certainty or not at all."""

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE

from crm.core.text import normal_phone
from crm.core.text.phone_plans import read_international, read_national
from crm.core.text.phones import _by_library

REGIONS = sorted({region for regions in COUNTRY_CODE_TO_REGION_CODE.values() for region in regions} - {"001"})


@pytest.mark.parametrize(
    "typed, country, normal",
    [
        ("+41 22 731 33 44", None, "+41227313344"),
        ("022 731 33 44", "CH", "+41227313344"),
        ("022 731 33 44", "ch", "+41227313344"),
        ("+41 (0)22 731-33-44", "US", "+41227313344"),
        ("0041 22 731 33 44", None, "+41227313344"),
        ("0041 22 731 33 44", "US", "+41227313344"),
        ("011 41 22 731 33 44", "US", "+41227313344"),
        ("41227313344", "CH", "+41227313344"),
        ("Tel.: 022 731 33 44", "CH", "+41227313344"),
        ("+1 (202) 555-0143 x12", None, "+12025550143"),
        ("030/1234567", "DE", "+49301234567"),
        ("\u202a+41\u00a022\u00a0731\u00a033\u00a044\u202c", None, "+41227313344"),
        ("+٤١ ٢٢ ٧٣١ ٣٣ ٤٤", None, "+41227313344"),
        ("+39 06 1234 5678", None, "+390612345678"),
        ("+383 44 123 456", "XK", "+38344123456"),
        ("7012", "NU", "+6837012"),
    ],
)
def test_a_number_is_given_in_the_international_form(typed: str, country: str | None, normal: str) -> None:
    assert normal_phone(typed, country) == normal


@pytest.mark.parametrize(
    "typed, country",
    [
        ("", "CH"),
        ("022 731 33 44", None),
        ("41227313344", None),
        ("3865286", "US"),
        ("022 731 33 44 / 022 732 11 11", "CH"),
        ("022 731 33 44\n022 732 11 11", "CH"),
        ("022 731 33 44/45", "CH"),
        ("030 123456, 123457", "DE"),
        ("4.1227E+10", "CH"),
        ("1-800-FLOWERS", "US"),
        ("call me", "CH"),
        ("room 12, 022 731 33 44", "CH"),
        ("+999 123 456 789", None),
        ("+0863100000000", None),
        ("022 731 33 44", "AQ"),
        ("0" * 200, "CH"),
    ],
)
def test_a_number_that_is_not_certain_is_none(typed: str, country: str | None) -> None:
    assert normal_phone(typed, country) is None


@settings(max_examples=500)
@given(st.sampled_from(REGIONS), st.text("0123456789", min_size=3, max_size=13), st.booleans())
def test_the_short_way_and_the_library_agree(region: str, digits: str, fits: bool) -> None:  # noqa: FBT001 - hypothesis
    if fits:
        number = phonenumbers.example_number(region)
        digits = phonenumbers.national_significant_number(number)[:-1] + digits[-1] if number else digits
    code = str(phonenumbers.country_code_for_region(region))
    for plain in (f"{code}{digits}", digits):
        quick = read_international(plain)
        if quick is not None:
            assert (quick or None) == _by_library(f"+{plain}", None) == _by_library(f"+{plain}", region)
    for plain in (digits, f"0{digits}", f"{code}{digits}"):
        if national := read_national(plain, region):
            assert national == _by_library(plain, region)


@given(st.text(max_size=70), st.sampled_from([*REGIONS, None]))
def test_any_text_has_an_answer(text: str, country: str | None) -> None:
    found = normal_phone(text, country)
    assert found is None or (found[0] == "+" and found[1:].isdecimal())
