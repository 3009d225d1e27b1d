"""Sending by SMTP with Flask-Mail, and telling exactly what is known about each mail afterwards.

SMTP knows no "exactly once". Before DATA everything may be repeated; after the server's 250 it has happened; in between
nobody knows. So `before_data` commits that the words are about to go out, and a connection that breaks after it gives
UNKNOWN, which no program sends again.
"""

import smtplib
import ssl
from collections.abc import Callable
from typing import Any

from flask_mail import Connection, Mail, Message

from crm.core.mail.values import Outcome, Result, Security, Server
from crm.core.words import N_

#: Seconds for an answer; the last one, after the words, may take long (RFC 5321 section 4.5.3.2.6).
ANSWER_SECONDS = 30.0
LAST_ANSWER_SECONDS = 600.0

BROKE = N_("The connection broke after the mail was handed over: nobody knows whether it arrived.")


#: The installation's own faults, not the recipient's: mails wait until somebody mends them.
_OUR_FAULT = (
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
)


def send_by_smtp(message: Message, server: Server, before_data: Callable[[], None]) -> Outcome:
    """Send one message to its one recipient; what ``before_data`` raises passes through, and nothing was sent then."""
    connection = _Connection(server, before_data)
    try:
        with connection:
            connection.send(message)
    except smtplib.SMTPException as error:
        return _judge(error, connection)
    except OSError as error:
        return Outcome(Result.UNKNOWN, BROKE) if connection.is_in_doubt else Outcome(Result.LATER, _words_of(error))
    return Outcome(Result.SENT, connection.answer)


def _judge(error: smtplib.SMTPException, connection: "_Connection") -> Outcome:
    """Say what a failure means: the server's 4xx is later, its 5xx is no, silence after DATA is a riddle."""
    code: int
    answer: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
    elif isinstance(error, _OUR_FAULT):
        return Outcome(Result.LATER, f"{error.smtp_code} {_text(error.smtp_error)}")
    elif isinstance(error, smtplib.SMTPResponseException):
        code, answer = error.smtp_code, error.smtp_error
    else:
        return Outcome(Result.UNKNOWN, BROKE) if connection.is_in_doubt else Outcome(Result.LATER, _words_of(error))
    said = f"{code} {_text(answer)}"
    if code < 0 and connection.is_in_doubt:
        return Outcome(Result.UNKNOWN, BROKE)
    return Outcome(Result.REFUSED if code >= 500 else Result.LATER, said)  # noqa: PLR2004 - SMTP's own border


class _Connection(Connection):
    """Flask-Mail's connection to one server, with checked encryption, time limits, and the fence before DATA."""

    def __init__(self, server: Server, before_data: Callable[[], None]) -> None:
        state = Mail().init_mail(
            {
                "MAIL_SERVER": server.host,
                "MAIL_PORT": server.port,
                "MAIL_USERNAME": server.user or None,
                "MAIL_PASSWORD": server.password or None,
                "MAIL_USE_SSL": server.security is Security.TLS,
                "MAIL_USE_TLS": server.security is Security.STARTTLS,
            }
        )
        super().__init__(state)  # type: ignore[arg-type]  # Flask-Mail reads it as its own state
        self._before_data = before_data
        self.is_in_doubt = False
        self.answer = ""

    def configure_host(self) -> smtplib.SMTP:
        """Connect and log in; unlike Flask-Mail's own way, with time limits and checked certificates."""
        context = ssl.create_default_context()
        host: smtplib.SMTP
        if self.mail.use_ssl:
            host = _FencedOverTLS(self, self.mail.server, self.mail.port or 0, timeout=ANSWER_SECONDS, context=context)
        else:
            host = _Fenced(self, self.mail.server, self.mail.port or 0, timeout=ANSWER_SECONDS)
        try:
            if self.mail.use_tls:
                host.starttls(context=context)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def __exit__(self, *_details: object) -> None:
        """Say goodbye; a server that is gone by then changes nothing about what it has answered."""
        if self.host is None:
            return
        try:
            self.host.quit()
        except (smtplib.SMTPException, OSError):
            self.host.close()

    def hand_over(self, send: Callable[[], tuple[int, bytes]], client: smtplib.SMTP) -> tuple[int, bytes]:
        """Run DATA behind the fence."""
        self._before_data()
        if client.sock is not None:
            client.sock.settimeout(LAST_ANSWER_SECONDS)
        self.is_in_doubt = True
        code, answer = send()
        self.is_in_doubt = code < 0
        self.answer = f"{code} {_text(answer)}"
        return code, answer


class _Fenced(smtplib.SMTP):
    def __init__(self, connection: _Connection, *arguments: Any, **options: Any) -> None:
        self._connection = connection
        super().__init__(*arguments, **options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the words, behind the fence."""
        return self._connection.hand_over(lambda: super(_Fenced, self).data(msg), self)


class _FencedOverTLS(smtplib.SMTP_SSL):
    def __init__(self, connection: _Connection, *arguments: Any, **options: Any) -> None:
        self._connection = connection
        super().__init__(*arguments, **options)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send the words, behind the fence."""
        return self._connection.hand_over(lambda: super(_FencedOverTLS, self).data(msg), self)


def _text(answer: object) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:300]


def _words_of(error: Exception) -> str:
    return _text(getattr(error, "strerror", None) or (error.args[0] if error.args else error))
