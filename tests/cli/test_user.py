"""`crm user` from a shell."""

import pytest
from flask import Flask

from crm.accounts.queries import find_user_by_email
from crm.accounts.values import Role
from crm.cli.user import link_command, user_group
from tests.factories import a_user
from tests.kit.processes import run
from tests.kit.shell import json_of, run_group
from tests.web.kit import client_for


def test_a_user_is_added_with_a_link_that_works(app: Flask) -> None:
    added = json_of(app, user_group, "add", "ibis@coalition.example", "--name", "Ibis", "--role", "coordinator")
    assert added["role"] == "coordinator"
    path = added["link"].removeprefix("http://127.0.0.1:8000")
    words = {"password": "three lemons on a shelf", "repeated": "three lemons on a shelf"}
    assert client_for(app).submit(path, words).status_code == 302


def test_users_are_listed_with_roles_and_state(app: Flask) -> None:
    a_user(Role.ADMIN, name="Wren")
    a_user(name="Ibis", password_hash=None)
    rows = json_of(app, user_group, "list")["users"]
    assert [(row["name"], row["roles"], row["active"], row["invited"]) for row in rows] == [
        ("Ibis", ["staff"], True, True),
        ("Wren", ["admin"], True, False),
    ]
    assert "(invited)" in run_group(app, user_group, "list").stdout


def test_a_user_is_disabled_and_let_in_again(app: Flask) -> None:
    user = a_user()
    assert json_of(app, user_group, "disable", user.email)["active"] is False
    assert client_for(app).post("/sign-in", data={"email": user.email, "password": "x"}).status_code == 422
    assert json_of(app, user_group, "enable", user.email.upper())["active"] is True


@pytest.mark.parametrize(
    "words, sentence",
    [
        (("disable", "nobody@nowhere.example"), "There is no user with the address nobody@nowhere.example."),
        (("add", "no address", "--name", "x"), "has an @ in it"),
        (("list", "--user", "nobody@nowhere.example"), "no active user"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_code_1(app: Flask, words: tuple[str, ...], sentence: str) -> None:
    answer = run_group(app, user_group, *words)
    assert answer.exit_code == 1
    assert sentence in answer.stderr
    assert answer.stdout == ""


def test_the_last_administrator_is_not_disabled(app: Flask) -> None:
    admin = a_user(Role.ADMIN)
    answer = run_group(app, user_group, "disable", admin.email)
    assert (answer.exit_code, "last administrator" in answer.stderr) == (1, True)


def test_a_named_user_does_only_what_they_may(app: Flask) -> None:
    staff, admin = a_user(Role.STAFF), a_user(Role.ADMIN)
    new = ("add", "ibis@coalition.example", "--name", "Ibis")
    assert run_group(app, user_group, *new, "--user", staff.email).exit_code == 1
    assert find_user_by_email("ibis@coalition.example") is None
    assert run_group(app, user_group, *new, "--user", admin.email).exit_code == 0


def test_the_link_leads_to_the_set_up_page_until_there_are_users(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert "/setup/" in runner.invoke(link_command, []).stdout
    a_user()
    assert runner.invoke(link_command, []).stdout == "http://127.0.0.1:8000/\n"


def test_an_address_of_no_database_is_one_sentence_and_no_secret_is_shown(app: Flask) -> None:
    for address in ("evil", "mysql://crm:secret@host/crm"):
        done = run(app, "user", "list", "--json", DATABASE_URL=address)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("DATABASE_URL is not understood")
        assert "secret" not in done.stderr
