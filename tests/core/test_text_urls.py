"""Web addresses: one form, sentences that help."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.text import SENTENCES, normal_url, url_domain


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("example.org", "https://example.org"),
        ("www.Example.org/Path?q=A#b", "https://www.example.org/Path?q=A#b"),
        ("HTTP://EXAMPLE.org/", "http://example.org"),
        ("https://example.org:443/x", "https://example.org/x"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("//example.org/x", "https://example.org/x"),
        ("https://xn--mnchen-3ya.de/ü", "https://münchen.de/ü"),
        ("münchen.de", "https://münchen.de"),
    ],
)
def test_a_web_address_has_one_form(typed: str, kept: str) -> None:
    assert normal_url(typed) == kept
    assert normal_url(kept) == kept


@pytest.mark.parametrize(
    "typed, fault",
    [
        ("", "url_empty"),
        ("javascript:alert(1)", "url_scheme"),
        ("java\tscript:alert(1)", "url_space"),
        ("ftp://example.org", "url_scheme"),
        ("mailto:jane@example.org", "url_scheme"),
        ("example org", "url_space"),
        ("No URL Provided", "url_space"),
        ("https://jane:secret@example.org", "url_login"),
        ("https://", "url_host"),
        ("localhost:8000", "url_host"),
        ("https://127.0.0.1/", "url_host"),
        ("https://[::1", "url_host"),
        ("https://example.org:99999", "url_host"),
        ("n/a", "url_host"),
        ("https://example.org/" + "a" * 2000, "url_too_long"),
    ],
)
def test_what_is_no_web_address_is_refused_in_one_sentence(typed: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(SENTENCES[fault])}$"):
        normal_url(typed)


@given(st.text(max_size=60))
def test_any_text_is_a_web_address_or_refused_in_a_known_sentence(text: str) -> None:
    for typed in (text, f"https://example.org/{text}", f"http://{text}.org"):
        try:
            kept = normal_url(typed)
        except ValueError as refusal:
            assert str(refusal) in SENTENCES.values()  # noqa: PT017 - most texts are refused, some are not
        else:
            assert kept.startswith(("https://", "http://"))
            assert normal_url(kept) == kept
            assert url_domain(kept).isascii()


def test_the_domain_of_a_web_address_is_compared_with_the_domain_of_a_mail() -> None:
    assert url_domain("https://www.example.org/x") == "example.org"
    assert url_domain("https://münchen.de") == "xn--mnchen-3ya.de"
    assert url_domain("") == ""
