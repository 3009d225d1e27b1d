"""Passwords: which are refused, how they are kept, how long an account waits."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from crm.accounts.queries import get_user
from crm.accounts.services import check_password, set_password
from crm.accounts.services.passwords import hash_new_password
from crm.accounts.values import FREE_TRIES, LONGEST_LOCK_SECONDS, check_new_password, is_easy, lock_seconds
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.errors import DomainError
from tests.factories import PASSWORD, a_user

EASY = [
    "passwordpassword", "Password123!", "p4ssw0rd2024", "P@ssw0rd!P@ssw0rd!", "123456789012", "abcdefghijkl",
    "qwertyuiop12", "1qaz2wsx3edc", "aaaaaaaaaaaa", "abababababab", "iloveyou1234", "contraseña123", "welcome2024!!",
    "zxcvbnmasdfghjkl", "letmeinletmein", "098765432109", "Admin-Admin-2025", "footballfootball", "mypassword123",
]  # fmt: skip
GOOD = [
    PASSWORD, "correct horse battery staple", "käsekuchen mit sahne", "пять зелёных лодок",
    "水が静かに流れている川の夜",
    "gjK2-vv9w-Qm4x", "a sentence of a few words", "tr0mb0ne in the attic",
]  # fmt: skip


@pytest.mark.parametrize("password", EASY)
def test_what_many_people_use_is_refused(password: str) -> None:
    with pytest.raises(DomainError, match="Many people"):
        check_new_password(password, "Wren", "wren@coalition.example")


@pytest.mark.parametrize("password", GOOD)
def test_a_sentence_or_anything_unlikely_is_taken(password: str) -> None:
    assert check_new_password(password, "Wren", "wren@coalition.example")


@pytest.mark.parametrize(
    "password",
    ["wren@coalition.example", "WrenHouse12345", "Wren.House!2024", "coalition.example", "wrenhousewrenhouse"],
)
def test_ones_own_name_or_address_is_refused(password: str) -> None:
    with pytest.raises(DomainError, match=r"Your name or address|Many people"):
        check_new_password(password, "Wren House", "wren@coalition.example")


@pytest.mark.parametrize("password, fault", [("x" * 3 + "yz%3kQ7!", "at least 12"), ("ab c" * 65, "at most 256")])
def test_only_length_counts_beside_that(password: str, fault: str) -> None:
    with pytest.raises(DomainError, match=fault):
        check_new_password(password)


@given(st.text(max_size=300))
def test_no_text_breaks_the_rule(password: str) -> None:
    assert is_easy(password) in {True, False}


def test_any_keyboard_composes_the_same_password(app: Flask) -> None:
    user = a_user()
    set_password(user.id, "cafe\u0301 au bord de l\u2019eau", actor=SHELL)
    assert check_password(user.email, "caf\u00e9 au bord de l\u2019eau").id == user.id


def test_a_password_is_kept_as_an_argon2id_hash_of_its_own(app: Flask) -> None:
    hashes = {hash_new_password(PASSWORD, "", "") for _ in range(2)}
    assert len(hashes) == 2
    assert all(one.startswith("$argon2id$") for one in hashes)
    assert not any(PASSWORD in one for one in hashes)


def test_waiting_begins_after_five_tries_doubles_and_ends() -> None:
    waits = [lock_seconds(failures) for failures in range(1, 40)]
    assert waits[: FREE_TRIES - 1] == [0] * (FREE_TRIES - 1)
    assert waits[FREE_TRIES - 1 : FREE_TRIES + 2] == [60, 120, 240]
    assert max(waits) == waits[-1] == LONGEST_LOCK_SECONDS


def test_wrong_tries_are_counted_and_a_locked_account_counts_no_further(app: Flask) -> None:
    user = a_user()
    for _ in range(9):
        with pytest.raises(DomainError):
            check_password(user.email, "not the password")
    db.session.expire_all()
    assert get_user(user.id).failed_logins == FREE_TRIES
    assert get_user(user.id).version == 1
    with pytest.raises(DomainError):
        check_password(user.email, PASSWORD)
