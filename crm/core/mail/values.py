"""Mail servers as addresses, and what they are made of."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from crm.core.errors import DomainError
from crm.core.words import N_

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Security(StrEnum):
    """How the connection to a mail server is kept secret; without TLS only on this machine."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


SECURITY_WORDS = {
    Security.TLS: N_("TLS from the start"),
    Security.STARTTLS: N_("STARTTLS"),
    Security.NONE: N_("None, for a server on this machine"),
}

#: Protocol and security to scheme and usual port. A plain scheme means STARTTLS, but none on this machine.
_SCHEMES = {
    ("smtp", Security.TLS): ("smtps", 465),
    ("smtp", Security.STARTTLS): ("smtp", 587),
    ("smtp", Security.NONE): ("smtp", 25),
    ("imap", Security.TLS): ("imaps", 993),
    ("imap", Security.STARTTLS): ("imap", 143),
    ("imap", Security.NONE): ("imap", 143),
}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: `smtp` for mail out, `imap` for mail in."""

    protocol: str
    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""

    @property
    def url(self) -> str:
        """Return the server as one address, with its password."""
        scheme, _port = _SCHEMES[self.protocol, self.security]
        login = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{login}{host}:{self.port}"


def read_server(url: str, protocol: str) -> Server:
    """Read `smtp://user:password@host:587` and its like; raise DomainError for what is no mail server's address."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise _unreadable(protocol) from error
    if parts.scheme not in {protocol, protocol + "s"} or not host:
        raise _unreadable(protocol)
    security = Security.TLS if parts.scheme.endswith("s") else plain_security(host)
    usual = _SCHEMES[protocol, security][1]
    login = (unquote(parts.username or ""), unquote(parts.password or ""))
    return Server(protocol, host, port or usual, security, *login)


def plain_security(host: str) -> Security:
    """Return what a connection that does not begin with TLS needs: nothing on this machine, STARTTLS beyond it."""
    return Security.NONE if host.lower() in LOOPBACK else Security.STARTTLS


def usual_port(protocol: str, security: Security) -> int:
    """Return the port on which servers of a kind usually listen."""
    return _SCHEMES[protocol, security][1]


def _unreadable(protocol: str) -> DomainError:
    return DomainError(
        "The address of the mail server cannot be read: write it like %(scheme)s://user:password@host.",
        scheme=protocol + "s",
    )


class Result(StrEnum):
    """What is known about a mail after a try to send it."""

    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a try, and the server's own words."""

    result: Result
    answer: str
