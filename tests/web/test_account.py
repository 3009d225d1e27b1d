"""Signing in and out, links, my profile: what users of a browser get."""

import re
from collections.abc import Callable
from datetime import UTC, timedelta

import pytest
import time_machine
from flask import Flask

from crm.accounts.models import User
from crm.accounts.queries import get_user, list_sessions
from crm.accounts.services import disable_user, give_role, make_link, make_setup_link, set_password
from crm.accounts.values import Role, TokenPurpose
from crm.core.actor import SHELL
from crm.core.clock import now
from crm.core.db import atomic, db
from tests.factories import PASSWORD, a_user
from tests.web.kit import Browser, client_for

NEW = "nine quiet rivers run west"


def _sign_in(client: Browser, email: str, password: str = PASSWORD, **query: str) -> int:
    return client.post("/sign-in", data={"email": email, "password": password}, query_string=query).status_code


def test_who_signs_in_gets_in_and_signing_out_ends_it(app: Flask) -> None:
    user = a_user()
    client = client_for(app)
    answer = client.get("/profile")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/profile")
    answer = client.submit(answer.location, {"email": user.email.upper(), "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/profile")
    assert user.name in client.get("/profile").text
    assert client.get("/sign-in").status_code == 302
    assert client.post("/sign-out").location == "/sign-in"
    assert client.get("/profile").status_code == 302
    assert list_sessions(user.id) == []


@pytest.mark.parametrize("case", ["unknown", "wrong", "disabled", "invited", "locked"])
def test_all_that_does_not_get_in_is_told_the_same(app: Flask, case: str) -> None:
    user = a_user()
    password = PASSWORD
    if case == "wrong":
        password = "another one altogether"
    with atomic(SHELL):
        user.is_active = case != "disabled"
        user.password_hash = None if case == "invited" else user.password_hash
        user.locked_until = now() + timedelta(minutes=1) if case == "locked" else None
    email = "x" * (len(user.email) - 18) + "@coalition.example" if case == "unknown" else user.email
    client = client_for(app)
    answer = client.post("/sign-in", data={"email": email, "password": password})
    reference = client.post("/sign-in", data={"email": "nobody@nowhere.example", "password": PASSWORD})
    assert answer.status_code == reference.status_code == 422
    assert _neutral(answer.text, email) == _neutral(reference.text, "nobody@nowhere.example")
    assert client.get("/profile").status_code == 302


def _neutral(page: str, email: str) -> str:
    return re.sub(r'name="csrf_token"[^>]*', "", page).replace(email, "ADDRESS")


def test_an_account_waits_after_wrong_tries_and_opens_again(app: Flask) -> None:
    user = a_user()
    client = client_for(app)
    for _ in range(5):
        assert _sign_in(client, user.email, "wrong wrong wrong") == 422
    assert _sign_in(client, user.email) == 422
    with atomic(SHELL):
        get_user(user.id).locked_until = now() - timedelta(seconds=1)
    assert _sign_in(client, user.email) == 302


def test_the_session_is_new_after_signing_in(app: Flask) -> None:
    user = a_user()
    client = client_for(app)
    with client.session_transaction() as session:
        session.update({"_user_id": "chosen by somebody else", "planted": "x"})
    assert _sign_in(client, user.email) == 302
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] != "chosen by somebody else"


ENDINGS: dict[str, Callable[[User], object]] = {
    "password": lambda user: set_password(user.id, NEW, actor=SHELL),
    "disabled": lambda user: disable_user(user.id, actor=SHELL),
    "role": lambda user: give_role(user.id, Role.VIEWER, actor=SHELL),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_sessions_end_when_the_door_changes(app: Flask, ending: str) -> None:
    a_user(Role.ADMIN)
    client = client_for(app, Role.STAFF)
    assert client.user is not None
    assert client.get("/profile").status_code == 200
    ENDINGS[ending](client.user)
    assert client.get("/profile").status_code == 302


@pytest.mark.parametrize("idle, age, status", [(29, 60, 200), (31, 60, 302), (5, 12 * 60 + 1, 302)])
def test_a_session_ends_after_half_an_hour_idle_or_half_a_day(app: Flask, idle: int, age: int, status: int) -> None:
    client = client_for(app, Role.STAFF)
    assert client.user is not None
    with atomic(SHELL):
        session = list_sessions(client.user.id)[0]
        session.seen_at, session.created_at = now() - timedelta(minutes=idle), now() - timedelta(minutes=age)
    assert client.get("/profile").status_code == status


def test_a_session_in_use_is_noted_once_a_minute(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    assert client.user is not None
    for seconds, noted in ((50, False), (70, True)):
        before = now() - timedelta(seconds=seconds)
        with atomic(SHELL):
            list_sessions(client.user.id)[0].seen_at = before
        client.get("/profile")
        assert (list_sessions(client.user.id)[0].seen_at > before) is noted


@pytest.mark.parametrize(
    "place, goes",
    [
        ("/profile?x=1", "/profile?x=1"),
        ("//evil.example/", None),
        ("/\\evil.example", None),
        ("https:evil.example", None),
        ("https://evil.example/", None),
        ("\\\\evil.example", None),
        ("/%0d%0aSet-Cookie:x=1", None),
        ("/profile\r\nSet-Cookie: x=1", None),
        ("javascript:alert(1)", None),
        ("/no-such-page", None),
        ("profile", None),
        ("", None),
    ],
)
def test_signing_in_leads_only_to_own_pages(app: Flask, place: str, goes: str | None) -> None:
    user = a_user()
    plain = client_for(app)
    plain.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    home = plain.get("/sign-in").location
    client = client_for(app)
    data = {"email": user.email, "password": PASSWORD}
    answer = client.post("/sign-in", data=data, query_string={"next": place})
    assert answer.status_code == 302
    assert answer.location == (goes or home)


def test_the_first_administrator_is_made_once(app: Flask) -> None:
    token = make_setup_link()
    client, late = client_for(app), client_for(app)
    facts = {"name": "Wren", "email": "wren@coalition.example", "password": NEW, "repeated": NEW}
    assert client.submit(f"/setup/{token}", facts).status_code == 302
    assert "Wren" in client.get("/profile").text
    assert late.get(f"/setup/{token}").status_code == 404
    assert late.post(f"/setup/{token}", data=facts).status_code == 404
    assert make_setup_link() is None


@pytest.mark.parametrize("purpose, path", [(TokenPurpose.INVITE, "welcome"), (TokenPurpose.RESET, "reset")])
def test_a_link_sets_the_password_once(app: Flask, purpose: TokenPurpose, path: str) -> None:
    user = a_user()
    token = make_link(purpose, actor=SHELL, user_id=user.id)
    client, late = client_for(app), client_for(app)
    other = "reset" if path == "welcome" else "welcome"
    assert late.get(f"/{other}/{token}").status_code == 404
    assert client.submit(f"/{path}/{token}", {"password": NEW, "repeated": NEW}).status_code == 302
    assert client.get("/profile").status_code == 200
    assert late.get(f"/{path}/{token}").status_code == 404
    assert _sign_in(late, user.email, NEW) == 302


def test_a_link_is_dead_after_its_time_another_link_or_a_new_password(app: Flask) -> None:
    user = a_user()
    client = client_for(app)
    first = make_link(TokenPurpose.RESET, actor=SHELL, user_id=user.id)
    second = make_link(TokenPurpose.RESET, actor=SHELL, user_id=user.id)
    assert [client.get(f"/reset/{token}").status_code for token in (first, second)] == [404, 200]
    set_password(user.id, NEW, actor=SHELL)
    assert client.get(f"/reset/{second}").status_code == 404
    third = make_link(TokenPurpose.RESET, actor=SHELL, user_id=user.id)
    with time_machine.travel(now().astimezone(UTC) + timedelta(hours=25)):
        assert client.get(f"/reset/{third}").status_code == 404


@pytest.mark.parametrize(
    "password", ["short", "password1234", "aaaaaaaaaaaaaaa", "qwertyuiop123", "wren@coalition.example", "Wren123456789"]
)
def test_an_easy_password_is_refused_at_its_field(app: Flask, password: str) -> None:
    token = make_setup_link()
    client = client_for(app)
    facts = {"name": "Wren", "email": "wren@coalition.example", "password": password, "repeated": password}
    answer = client.submit(f"/setup/{token}", facts)
    assert answer.status_code == 422
    assert 'href="#password"' in answer.text
    assert 'value="Wren"' in answer.text


def test_asking_for_a_reset_answers_everybody_the_same(app: Flask) -> None:
    user = a_user()
    client = client_for(app)
    answers = [client.post("/forgotten-password", data={"email": email}) for email in (user.email, "no@body.example")]
    assert answers[0].status_code == 200
    assert answers[0].data == answers[1].data


def test_my_profile_is_saved_and_the_page_follows(app: Flask) -> None:
    client = client_for(app, Role.VIEWER)
    changes = {"name": "Ibis", "language": "es", "timezone": "America/Lima", "theme": "dark", "density": "roomy"}
    answer = client.submit("/profile", {**changes, "has_letter_keys": None})
    assert answer.status_code == 302
    page = client.get("/profile").text
    assert '<html lang="es" dir="ltr" data-theme="dark" data-density="roomy" data-letters="off"' in page
    assert "Ibis" in page


def test_two_edits_at_once_show_both_versions(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    assert client.user is not None
    stale = client.user.version
    assert client.submit("/profile", {"name": "First"}).status_code == 302
    data = {
        "version": stale,
        "name": "Second",
        "language": "en",
        "timezone": "UTC",
        "theme": "auto",
        "density": "normal",
    }
    answer = client.post("/profile", data=data)
    assert answer.status_code == 409
    assert "First" in answer.text
    assert 'name="name" value="Second"' in answer.text
    assert _name(client.user) == "First"
    assert client.post("/profile", data={**data, "version": get_user(client.user.id).version}).status_code == 302
    assert _name(client.user) == "Second"


def _name(user: User) -> str:
    db.session.expire_all()
    return get_user(user.id).name


def test_only_developers_choose_the_mirrored_language(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    assert "ar-XB" not in client.get("/profile").text
    assert client.submit("/profile", {"language": "ar-XB"}).status_code == 422


def test_a_new_password_needs_the_present_one_and_signs_other_browsers_out(app: Flask) -> None:
    user = a_user()
    here, there = client_for(app, user=user), client_for(app, user=user)
    wrong = {"present": "not this one at all", "password": NEW, "repeated": NEW}
    assert here.submit("/profile/password", wrong).status_code == 422
    assert here.submit("/profile/password", {**wrong, "present": PASSWORD}).status_code == 302
    assert here.get("/profile").status_code == 200
    assert there.get("/profile").status_code == 302


def test_other_browsers_are_signed_out_one_by_one_or_all(app: Flask) -> None:
    user = a_user()
    here, there, third = (client_for(app, user=user) for _ in range(3))
    second = sorted(session.id for session in list_sessions(user.id))[1]
    assert here.post(f"/profile/sessions/{second}/end").status_code == 302
    assert [client.get("/profile").status_code for client in (here, there, third)] == [200, 302, 200]
    assert here.post("/profile/sessions/end-others").status_code == 302
    assert [client.get("/profile").status_code for client in (here, third)] == [200, 302]


def test_nobody_ends_the_session_of_another(app: Flask) -> None:
    one, other = client_for(app, Role.STAFF), client_for(app, Role.STAFF)
    assert one.user is not None
    session = list_sessions(one.user.id)[0]
    assert other.post(f"/profile/sessions/{session.id}/end").status_code == 404
    assert one.get("/profile").status_code == 200
