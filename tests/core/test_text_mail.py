"""E-mail addresses: one form, one key, sentences that help."""
# ruff: noqa: RUF001 - letters that look like Latin ones are the point here

import re

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm.core.text import SENTENCES, ascii_domain, email_key, is_public_mail_domain, mail_domain, normal_email
from crm.core.text.mail import _PLAIN, _plain_email


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("jane@example.org", "jane@example.org"),
        (" Jane.Doe+x@Example.ORG ", "Jane.Doe+x@example.org"),
        ("INFO@Example.org", "info@example.org"),
        ("mailto:jane@example.org?subject=Hi", "jane@example.org"),
        ("Jane Doe <jane@example.org>", "jane@example.org"),
        ("<jane@example.org>", "jane@example.org"),
        ("jane@\u200bexample.org", None),
        ("jane@xn--mnchen-3ya.de", "jane@münchen.de"),
        ("jane@MÜNCHEN.de", "jane@münchen.de"),
        ("用户@例え.jp", "用户@例え.jp"),
        ("o'neil!x@sub.example.museum", "o'neil!x@sub.example.museum"),
    ],
)
def test_an_address_has_one_form(typed: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(ValueError, match="characters after the @"):
            normal_email(typed)
    else:
        assert normal_email(typed) == kept
        assert normal_email(kept) == kept


@pytest.mark.parametrize(
    "typed, fault",
    [
        ("", "mail_empty"),
        ("jane", "mail_no_at"),
        ("jane@home@example.org", "mail_two_ats"),
        ("jane@example.org; joe@example.org", "mail_two_ats"),
        ("@example.org", "mail_no_name"),
        ("jane@", "mail_no_domain"),
        ("jane doe@example.org", "mail_space"),
        ("jane@example,org", "mail_comma"),
        ("jane@example", "mail_no_dot"),
        ("jane@example.", "mail_after_dot"),
        ("jane..doe@example.org", "mail_two_dots"),
        (".jane@example.org", "mail_two_dots"),
        ("jane@-example.org", "mail_two_dots"),
        ("jane(x)@example.org", "mail_name_letters"),
        ("jane@exam!ple.org", "mail_domain_letters"),
        ("jane@example.test", "mail_not_public"),
        ("jane@" + "a" * 70 + ".org", "mail_too_long"),
        ("j" * 250 + "@example.org", "mail_too_long"),
        ('"jane doe"@example.org', "mail_space"),
        ("jane@[127.0.0.1]", "mail_domain_letters"),
    ],
)
def test_what_is_no_address_is_refused_in_one_sentence(typed: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(SENTENCES[fault])}$"):
        normal_email(typed)


LETTERS = "abcXYZ019._+-"
LOCAL = st.one_of(
    st.text(LETTERS, min_size=1, max_size=12),
    st.sampled_from(["info", "Info", "NEWS", "post.master", "a"]),
)
DOMAIN = st.builds(
    ".".join,
    st.lists(st.text("abZ09-", min_size=1, max_size=8), min_size=1, max_size=3).map(lambda parts: [*parts, "org"])
    | st.lists(
        st.sampled_from(["example", "xn--a", "test", "local", "ORG", "a-b", "x--y", "de", "museum"]), min_size=1
    ),
)


@settings(max_examples=400)
@example("Info", "example.org")
@example("a", "ab--c.org")
@given(LOCAL, DOMAIN)
def test_the_short_way_and_the_library_agree(local: str, domain: str) -> None:
    address = f"{local}@{domain}"
    quick = _plain_email(address)
    if quick is not None:
        assert _PLAIN.fullmatch(address)
        assert quick == validate_email(address, check_deliverability=False).normalized
    try:
        slow = validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        with pytest.raises(ValueError, match=r"\.$") as refusal:
            normal_email(address)
        assert str(refusal.value) in SENTENCES.values()
    else:
        assert normal_email(address) == slow


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused_in_a_known_sentence(text: str) -> None:
    for typed in (text, f"{text}@example.org", f"jane@{text}", f"jane@{text}.org"):
        try:
            kept = normal_email(typed)
        except ValueError as refusal:
            assert str(refusal) in SENTENCES.values()  # noqa: PT017 - most texts are refused, some are not
        else:
            assert normal_email(kept) == kept
            assert email_key(kept) == email_key(kept.upper().replace(kept.upper(), kept))
            assert mail_domain(kept).isascii()


def test_the_key_of_an_address_is_the_same_however_it_is_written() -> None:
    assert email_key("Jane@example.org") == email_key("jane@example.org") == "jane@example.org"
    assert email_key(normal_email("Ｊane@MÜNCHEN.de")) == email_key(normal_email("jane@xn--mnchen-3ya.de"))
    assert email_key("jane@münchen.de") == "jane@xn--mnchen-3ya.de"
    assert email_key("j.a.n.e+tag@gmail.com") != email_key("jane@gmail.com")


def test_a_domain_tells_about_an_organisation_unless_anybody_can_have_it() -> None:
    assert mail_domain("jane@Example.ORG") == "example.org"
    assert mail_domain("jane@münchen.de") == mail_domain("jane@xn--mnchen-3ya.de") == "xn--mnchen-3ya.de"
    assert mail_domain("no address") == ""
    assert ascii_domain("not a domain..") == "not a domain.."
    for domain in ("gmail.com", "GMX.de", "yahoo.co.uk", "hotmail.fr", "qq.com", "web.de", "outlook.com.br"):
        assert is_public_mail_domain(domain)
    for domain in ("example.org", "amnesty.org", "notgmail.com", "yahoo.example.org", "live.amnesty.org"):
        assert not is_public_mail_domain(domain)
