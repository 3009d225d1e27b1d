"""Trying a mail server for the Settings page and for `crm doctor`: connect, log in, and say in words what is wrong."""

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crm.core.errors import DomainError
from crm.core.mail.values import Security, Server
from crm.core.words import N_

#: How long somebody waits for the answer of a test.
TEST_SECONDS = 10.0


def check_smtp(server: Server, sender: str) -> None:
    """Connect, log in and ask whether mail of this sender would be taken; nothing is sent. Raises DomainError."""
    with _in_words(server), _smtp(server) as client:
        if server.user:
            client.login(server.user, server.password)
        client.ehlo_or_helo_if_needed()
        code, answer = client.mail(sender)
        client.rset()
    if code >= 400:  # noqa: PLR2004 - from here on SMTP refuses
        raise DomainError(
            "%(host)s does not take mail from %(sender)s: %(answer)s.",
            field="sender",
            host=server.host,
            sender=sender,
            answer=_readable(answer),
        )


def check_imap(server: Server) -> int:
    """Connect, log in and look into the inbox without changing it; return how many mails it holds."""
    with _in_words(server):
        client = _imap(server)
        try:
            client.login(server.user, server.password)
            state, answer = client.select("INBOX", readonly=True)
            if state != "OK":
                raise DomainError("%(host)s has no inbox for this user.", host=server.host)
            return int(answer[0] or 0)
        finally:
            client.shutdown()


def _smtp(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TEST_SECONDS, context=context)
    client = smtplib.SMTP(server.host, server.port, timeout=TEST_SECONDS)
    if server.security is Security.STARTTLS:
        with _closing_on_error(client.close):
            client.starttls(context=context)
    return client


def _imap(server: Server) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if server.security is Security.TLS:
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=TEST_SECONDS)
    client = imaplib.IMAP4(server.host, server.port, timeout=TEST_SECONDS)
    if server.security is Security.STARTTLS:
        with _closing_on_error(client.shutdown):
            client.starttls(context)
    return client


@contextmanager
def _closing_on_error(close: Callable[[], object]) -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException, imaplib.IMAP4.error):
        close()
        raise


#: What goes wrong, the most special kind first: the form field it belongs to, and the sentence.
_FAULTS: tuple[tuple[type[Exception], str, str], ...] = (
    (socket.gaierror, "host", N_("No server called %(host)s was found. Check how the name is written.")),
    (
        TimeoutError,
        "host",
        N_("%(host)s did not answer within 10 seconds on port %(port)s. A firewall may be in the way."),
    ),
    (ConnectionRefusedError, "port", N_("%(host)s takes no connection on port %(port)s. Check the port.")),
    (ssl.SSLCertVerificationError, "host", N_("The certificate of %(host)s cannot be trusted: %(answer)s.")),
    (
        ssl.SSLError,
        "security",
        N_("%(host)s does not speak TLS this way on port %(port)s. Try another kind of encryption."),
    ),
    (smtplib.SMTPNotSupportedError, "security", N_("%(host)s does not offer what was asked: %(answer)s.")),
    (smtplib.SMTPAuthenticationError, "user", N_("%(host)s refused the user name or password: %(answer)s.")),
    (smtplib.SMTPServerDisconnected, "port", N_("%(host)s ended the connection. Check port and encryption.")),
    (smtplib.SMTPException, "host", N_("%(host)s refused: %(answer)s.")),
    (imaplib.IMAP4.abort, "port", N_("%(host)s ended the connection. Check port and encryption.")),
    (imaplib.IMAP4.error, "user", N_("%(host)s refused: %(answer)s.")),
    (OSError, "host", N_("%(host)s cannot be reached: %(answer)s.")),
)


@contextmanager
def _in_words(server: Server) -> Iterator[None]:
    try:
        yield
    except tuple(kind for kind, _field, _words in _FAULTS) as error:
        # smtplib says of a server that is silent that it hung up.
        cause = error.__context__ if isinstance(error.__context__, TimeoutError) else error
        field, words = next((field, words) for kind, field, words in _FAULTS if isinstance(cause, kind))
        raise DomainError(
            words, field=field, host=server.host, port=server.port, answer=_answer_of(error, server)
        ) from error


def _answer_of(error: Exception, server: Server) -> str:
    """Return what the server said, never with the password in it."""
    said = (
        getattr(error, "verify_message", None) or getattr(error, "smtp_error", None) or getattr(error, "strerror", None)
    )
    text = _readable(said or (error.args[0] if error.args else error))
    return text.replace(server.password, "…") if server.password else text


def _readable(answer: object) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return " ".join(text.split())[:200].rstrip(".")
