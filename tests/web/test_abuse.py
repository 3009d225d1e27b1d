"""Abuse cases: guessing, extra fields, what a log or a cookie gives away."""

import io
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter
from werkzeug.test import TestResponse

from crm.accounts.models import User
from crm.accounts.queries import find_user_by_email, get_user
from crm.accounts.services import make_link, make_setup_link
from crm.accounts.values import Role, TokenPurpose
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.log import DiscreetFormatter, take_out
from crm.factory import create_app
from crm.web.shared.access import open_to_all
from tests.conftest import settings_for
from tests.factories import PASSWORD, a_user
from tests.web.kit import client_for

#: What is looked at here is the application itself.
pytestmark = pytest.mark.own_app

CANARY = "canary.person@endangered.example"


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    """Give the same installation with its limits on."""
    settings = app.config["CRM"]
    application = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False)
    yield application
    with application.app_context():
        db.engine.dispose()


def test_a_thousand_guesses_from_one_network_are_stopped_and_others_still_get_in(limited: Flask) -> None:
    """A8: few of them are ever compared with a password."""
    users = [a_user() for _ in range(20)]
    client = limited.test_client()
    codes = []
    for number in range(1000):
        data = {"email": users[number % len(users)].email, "password": f"guess number {number}"}
        codes.append(client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "203.0.113.7"}).status_code)
    assert set(codes) == {422, 429}
    assert codes.count(422) == 15
    data = {"email": users[0].email, "password": PASSWORD}
    refused = client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "203.0.113.7"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "198.51.100.9"}).status_code == 302


def test_a_thousand_guesses_from_a_thousand_networks_stop_at_the_account(limited: Flask) -> None:
    """A8: whoever owns many addresses is stopped by the account's own count."""
    user = a_user()
    client = limited.test_client()
    for number in range(40):
        data = {"email": user.email, "password": f"guess number {number}"}
        client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": f"203.0.113.{number}"})
    data = {"email": user.email, "password": PASSWORD}
    answer = client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": "198.51.100.9"})
    assert answer.status_code == 422
    db.session.expire_all()
    assert get_user(user.id).failed_logins == 5


def test_looking_at_a_page_is_not_counted(limited: Flask) -> None:
    client = limited.test_client()
    assert {client.get("/sign-in").status_code for _ in range(40)} == {200}


def test_fields_that_no_form_has_are_ignored(app: Flask) -> None:
    """A5: nobody makes themselves an administrator by naming a column."""
    client = client_for(app, Role.STAFF)
    user = client.user
    assert user is not None
    before = _columns(user)
    extra = {
        "role": "admin", "roles": "admin", "grants-0-role": "admin", "is_active": "0", "email": CANARY, "id": "1",
        "email_key": CANARY, "password_hash": "x", "failed_logins": "9", "created_at": "2001-01-01", "team_id": "1",
    }  # fmt: skip
    assert client.submit("/profile", {"name": "Changed", **extra}).status_code == 302
    after = _columns(user)
    assert {key for key in before if before[key] != after[key]} == {"name", "version"}
    assert {grant.role for grant in get_user(user.id).grants} == {Role.STAFF}


def test_an_invitation_gives_only_what_its_form_says(app: Flask) -> None:
    """A5, for the form that makes users."""
    client = client_for(app, Role.ADMIN)
    extra = {"is_active": "0", "password_hash": "x", "language": "xx", "id": "999", "version": "7", "grants": "admin"}
    facts = {"name": "Ibis", "email": "ibis@coalition.example", "role": "viewer", **extra}
    assert client.submit("/users/invite", facts).status_code == 200
    user = find_user_by_email("ibis@coalition.example")
    assert user is not None
    assert (user.is_active, user.is_invited, user.language, user.id != 999) == (True, True, "en", True)
    assert {grant.role for grant in user.grants} == {Role.VIEWER}


def _columns(user: User) -> dict[str, object]:
    db.session.expire_all()
    fresh = get_user(user.id)
    return {column.key: getattr(fresh, column.key) for column in User.__table__.columns}


def test_asking_for_links_tells_nobody_who_is_here(app: Flask) -> None:
    """A7: byte for byte the same answer for a known and an unknown address."""
    user = a_user()
    client = client_for(app)
    known, unknown = user.email, "x" * (len(user.email) - 18) + "@coalition.example"
    client.get("/sign-in")
    for url, more in (("/forgotten-password", {}), ("/sign-in", {"password": "wrong wrong wrong"})):
        first, second = (client.post(url, data={"email": email, **more}) for email in (known, unknown))
        assert first.status_code == second.status_code
        assert first.data.replace(known.encode(), b"") == second.data.replace(unknown.encode(), b"")
        assert sorted(first.headers.keys()) == sorted(second.headers.keys())


def test_a_link_that_was_never_made_looks_like_one_that_is_over(app: Flask) -> None:
    user = a_user()
    used = make_link(TokenPurpose.RESET, actor=SHELL, user_id=user.id)
    make_link(TokenPurpose.RESET, actor=SHELL, user_id=user.id)
    client = client_for(app)
    answers = [client.get(f"/reset/{token}") for token in (used, "x" * len(used))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data


def test_the_cookie_is_for_this_site_and_no_script(app: Flask) -> None:
    """A22: flags of the session's cookie, over http on this machine and over https."""
    user = a_user()
    flags = _cookie(client_for(app).post("/sign-in", data={"email": user.email, "password": PASSWORD}))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags
    assert not any(flag.startswith("Domain") for flag in flags)
    settings = app.config["CRM"]
    url = "https://crm.coalition.example"
    secure = create_app(settings_for(settings.data_dir, settings.database_url, public_url=url), TESTING=True)
    client = secure.test_client()
    page = client.get("/sign-in", base_url=url)
    token = page.text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    data = {"email": user.email, "password": PASSWORD, "csrf_token": token}
    answer = client.post("/sign-in", data=data, base_url=url)
    assert answer.status_code == 302
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= _cookie(answer)
    assert answer.headers["Set-Cookie"].startswith("__Host-crm=")
    with secure.app_context():
        db.engine.dispose()


def _cookie(answer: TestResponse) -> set[str]:
    return {part.strip() for part in answer.headers["Set-Cookie"].split(";")}


def test_an_open_page_that_does_not_need_one_sets_no_cookie(app: Flask) -> None:
    assert "Set-Cookie" not in client_for(app).get("/healthz").headers


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Give everything that the program logs, down to the least important line, as it would be written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(DiscreetFormatter("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


def test_the_log_names_nobody(app: Flask, log: io.StringIO) -> None:
    """A19: addresses and tokens in every input, and in what goes wrong with them, leave no trace in the log."""

    @open_to_all
    def break_down(token: str) -> str:
        raise ValueError(f"no such person: {CANARY} at /reset/{token}")

    app.add_url_rule("/reset/<token>/break", "break_down", break_down)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    token = make_setup_link()
    assert token
    client, admin = client_for(app), client_for(app, Role.ADMIN)
    client.get(f"/setup/{token}")
    client.get(f"/reset/{token}/break")
    client.post(f"/setup/{token}", data={"email": CANARY, "name": CANARY, "password": "x"})
    for url in ("/sign-in", "/forgotten-password"):
        client.post(url, data={"email": CANARY, "password": CANARY}, query_string={"next": CANARY})
    for url in ("/users/invite", "/profile", "/settings/coalition", "/settings/mail-out", "/settings/mail-out/test"):
        names = ("name", "email", "host", "user", "password", "sender", "address")
        admin.post(url, data=dict.fromkeys(names, CANARY) | {"role": "staff", "security": "tls"})
    written = log.getvalue()
    assert "ValueError" in written
    assert "canary" not in written
    assert token not in written


@pytest.mark.parametrize("number", [2**31, 10**30])
def test_a_number_that_no_record_can_have_is_no_page(app: Flask, number: int) -> None:
    """A3: every address with a number in it, so that no database is asked for what it cannot hold."""
    client = client_for(app, Role.ADMIN)
    urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        numbers = {
            name: number for name, converter in rule._converters.items() if isinstance(converter, IntegerConverter)
        }
        if numbers and rule.methods:
            words = dict.fromkeys(rule.arguments - numbers.keys(), "people")
            url = urls.build(rule.endpoint, {**words, **numbers}, method=min(rule.methods))
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                assert client.open(url, method=method).status_code in {404, 405}, url
    assert client.get("/imports/1?row=" + str(number)).status_code == 404


def test_what_is_taken_out_of_the_log_and_what_stays() -> None:
    token = "Zk3-_9aQwErTyUiOpAsDfGhJkLzXcVb1"
    assert take_out(f"GET /welcome/{token} 404") == "GET /welcome/… 404"
    assert take_out(f"key {token} used") == "key … used"
    assert take_out("DETAIL: Key (email_key)=(ibis@coalition.example) already exists") == (
        "DETAIL: Key (email_key)=(…@…) already exists"
    )
    kept = "crm.core.jobs.work: job 12 imports.run failed after 3 tries in test_a_session_ends_after_half_an_hour_idle"
    assert take_out(kept) == kept
