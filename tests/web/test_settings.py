"""The settings: kept, sealed, tried against real servers, fixed by the environment."""

import dataclasses
import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask

from crm.accounts.values import Role
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.db import db
from crm.core.mail.queries import mail_settings
from crm.core.mail.servers import keep_mail_out
from crm.core.mail.values import Security, Server, read_server
from crm.core.preferences.queries import list_preferences, version_of
from tests.machine import free_port
from tests.web.kit import client_for

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SECRET = "the password of the mailbox"


def test_the_name_and_logo_stand_on_every_page(app: Flask) -> None:
    client, public = client_for(app, Role.ADMIN), client_for(app)
    facts = {"name": "Stop the Drones", "address": "1 Quay\nGeneva", "logo": (io.BytesIO(PNG), "x.png")}
    assert client.submit("/settings/coalition", facts).status_code == 302
    page = public.get("/sign-in").text
    assert "Stop the Drones" in page
    logo = list_preferences("coalition.")["coalition.logo_file"]
    assert f'src="/settings/logo/{logo}"' in page
    answer = public.get(f"/settings/logo/{logo}")
    assert (answer.data, answer.mimetype) == (PNG, "image/png")
    assert client.submit("/settings/coalition", {"name": "Another"}).status_code == 302
    assert list_preferences("coalition.")["coalition.logo_file"] == logo
    assert client.post("/settings/logo/remove").status_code == 302
    assert public.get(f"/settings/logo/{logo}").status_code == 404


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"", PNG + b"\0" * 1024 * 1024])
def test_a_logo_that_is_no_small_picture_is_refused(app: Flask, content: bytes) -> None:
    client = client_for(app, Role.ADMIN)
    answer = client.submit("/settings/coalition", {"name": "Kept", "logo": (io.BytesIO(content), "x.png")})
    assert answer.status_code == 422
    assert 'value="Kept"' in answer.text
    assert list_preferences("coalition.") == {}


def test_a_second_change_of_the_settings_shows_both(app: Flask) -> None:
    client = client_for(app, Role.ADMIN)
    version = version_of("coalition.")
    assert (
        client.post("/settings/coalition", data={"name": "First", "address": "", "version": version}).status_code == 302
    )
    answer = client.post("/settings/coalition", data={"name": "Second", "address": "", "version": version})
    assert answer.status_code == 409
    assert "First" in answer.text
    assert 'name="name" value="Second"' in answer.text
    assert list_preferences("coalition.")["coalition.name"] == "First"


def test_the_mail_password_is_sealed_and_never_shown(app: Flask) -> None:
    client = client_for(app, Role.ADMIN)
    facts = {
        "host": "mail.example.org",
        "port": "",
        "user": "crm",
        "password": SECRET,
        "sender": "crm@coalition.example",
    }
    assert client.submit("/settings/mail-out", facts).status_code == 302
    kept = mail_settings()
    assert kept.smtp == Server("smtp", "mail.example.org", 465, Security.TLS, "crm", SECRET)
    assert kept.sender == "crm@coalition.example"
    assert SECRET not in str(list_preferences("mail.")) + client.get("/settings/mail-out").text
    assert all(SECRET not in str(line.details) for line in db.session.query(AuditLine))
    assert client.submit("/settings/mail-out", {"sender": "other@coalition.example"}).status_code == 302
    assert mail_settings().smtp == kept.smtp


@pytest.mark.parametrize("changes", [{"host": "evil.example"}, {"user": "somebody"}])
def test_the_kept_password_goes_to_no_other_server_or_user(app: Flask, changes: dict[str, str]) -> None:
    client = client_for(app, Role.ADMIN)
    server = Server("smtp", "mail.example.org", 465, Security.TLS, "crm", SECRET)
    keep_mail_out(server, "crm@coalition.example", version=None, actor=SHELL)
    for action in ("/settings/mail-out", "/settings/mail-out/test"):
        answer = client.post(action, data={**_typed(server), **changes, "version": version_of("mail.")})
        assert answer.status_code == 422
        assert "Type the password" in answer.text
    assert mail_settings().smtp == server


def _typed(server: Server) -> dict[str, str]:
    return {
        "host": server.host,
        "port": str(server.port),
        "security": server.security.value,
        "user": server.user,
        "password": "",
        "sender": "crm@coalition.example",
    }


def test_mail_leaves_this_machine_only_encrypted(app: Flask) -> None:
    client = client_for(app, Role.ADMIN)
    facts = {"host": "mail.example.org", "security": "none", "sender": "crm@coalition.example"}
    assert client.submit("/settings/mail-out", facts).status_code == 422


class _Sink:
    """What a server says to a sender."""

    async def handle_MAIL(self, *about: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Refuse one sender."""
        _server, _session, envelope, address, _options = about
        if address.startswith("wrong"):
            return "550 not our sender"
        envelope.mail_from = address
        return "250 OK"


@contextmanager
def _smtp_server() -> Iterator[Server]:
    def knows(*about: Any) -> AuthResult:
        return AuthResult(success=about[-1].password == SECRET.encode(), handled=False)

    controller = Controller(
        _Sink(), hostname="127.0.0.1", port=free_port(), authenticator=knows, auth_require_tls=False
    )
    controller.start()
    try:
        yield Server("smtp", "127.0.0.1", controller.port, Security.NONE, "crm", SECRET)
    finally:
        controller.stop()


def test_a_test_of_mail_out_connects_and_says_what_is_wrong(app: Flask) -> None:
    client = client_for(app, Role.ADMIN)
    with _smtp_server() as server:
        good = _typed(server) | {"password": SECRET}
        for changes, words in (
            ({}, "takes mail from this sender"),
            ({"password": "not this"}, "refused the user name or password"),
            ({"sender": "wrong@coalition.example"}, "does not take mail from wrong@coalition.example"),
            ({"port": str(free_port())}, "takes no connection on port"),
            ({"security": "tls"}, "does not speak TLS this way"),
            ({"security": "starttls"}, "does not offer what was asked"),
        ):
            answer = client.post("/settings/mail-out/test", data=good | changes)
            assert answer.status_code == (422 if changes else 200), words
            assert words in answer.text
            assert 'value="127.0.0.1"' in answer.text
    assert mail_settings().smtp is None


def test_a_server_that_says_nothing_is_given_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.core.mail.checks.TEST_SECONDS", 0.2)
    client = client_for(app, Role.ADMIN)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        server = Server("smtp", "127.0.0.1", mute.getsockname()[1], Security.NONE)
        answer = client.post("/settings/mail-out/test", data=_typed(server))
    assert answer.status_code == 422
    assert "did not answer" in answer.text


@contextmanager
def _imap_server() -> Iterator[int]:
    """Speak as much IMAP as the test of a mailbox asks for."""

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as lines:
                lines.write(b"* OK ready\r\n")
                lines.flush()
                for line in lines:
                    tag, verb, *rest = line.decode().split(maxsplit=2)
                    lines.write(_imap_answer(tag, verb.upper(), "".join(rest)).encode())
                    lines.flush()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _imap_answer(tag: str, verb: str, rest: str) -> str:
    if verb == "CAPABILITY":
        return f"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"
    if verb == "LOGIN":
        return f"{tag} OK done\r\n" if SECRET in rest else f"{tag} NO wrong credentials\r\n"
    if verb == "EXAMINE":
        return f"* 3 EXISTS\r\n{tag} OK [READ-ONLY]\r\n"
    return f"{tag} OK done\r\n"


def test_a_test_of_mail_in_counts_the_inbox(app: Flask) -> None:
    client = client_for(app, Role.ADMIN)
    with _imap_server() as port:
        typed = {"host": "127.0.0.1", "port": str(port), "security": "none", "user": "intake", "password": SECRET}
        answer = client.post("/settings/mail-in/test", data=typed)
        assert "the inbox holds 3 mails" in answer.text
        wrong = client.post("/settings/mail-in/test", data=typed | {"password": "x"})
        assert (wrong.status_code, "refused" in wrong.text) == (422, True)
        assert client.post("/settings/mail-in", data=typed | {"version": 0}).status_code == 302
    assert mail_settings().imap == Server("imap", "127.0.0.1", port, Security.NONE, "intake", SECRET)
    assert client.post("/settings/mail-in/forget").status_code == 302
    assert mail_settings().imap is None


def test_what_the_environment_sets_is_shown_and_fixed(app: Flask) -> None:
    url = f"smtp://crm:{SECRET.replace(' ', '%20')}@127.0.0.1:2525"
    fixed = frozenset({"SMTP_URL", "MAIL_FROM"})
    app.config["CRM"] = dataclasses.replace(
        app.config["CRM"], smtp_url=url, mail_from="fixed@coalition.example", fixed=fixed
    )
    client = client_for(app, Role.ADMIN)
    page = client.get("/settings/mail-out").text
    assert "SMTP_URL is set in the environment" in page
    assert "127.0.0.1" in page
    assert "fixed@coalition.example" in page
    assert SECRET not in page
    assert 'name="host"' not in page
    typed = _typed(Server("smtp", "mail.example.org", 465, Security.TLS)) | {"version": "0"}
    assert client.post("/settings/mail-out", data=typed).status_code == 409
    assert mail_settings().smtp == read_server(url, "smtp")
    assert list_preferences("mail.") == {}
