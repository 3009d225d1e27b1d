"""Web addresses: their one form, and the domain that tells whose they are."""

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from email_validator import EmailSyntaxError
from email_validator.syntax import validate_email_domain_name

from crm.core.text.cleaning import clean_line
from crm.core.text.mail import ascii_domain
from crm.core.text.sentences import refuse

_LONGEST: Final = 2000
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d+(?:[/?#]|$))")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def normal_url(value: str) -> str:
    """Give a web address in the one form in which it is kept; ``ValueError`` with one sentence where it is none.

    Only http and https; what has no scheme gets https. The host is in small letters, an international one in its own
    script; the rest stays as it is, but for the lone slash behind the host. The address may be shown as a link.
    """
    address = clean_line(value)
    if not address:
        raise refuse("url_empty")
    if len(address) > _LONGEST:
        raise refuse("url_too_long")
    if " " in address:
        raise refuse("url_space")
    parts = _split(address)
    host = _normal_host(parts)
    path = "" if parts.path == "/" and not parts.query and not parts.fragment else parts.path
    return urlunsplit((parts.scheme, host, path, parts.query, parts.fragment))


def _split(address: str) -> SplitResult:
    """Take an address apart; what can be no web address is refused."""
    if address.startswith("//"):
        address = f"https:{address}"
    elif not _SCHEME.match(address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise refuse("url_host") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise refuse("url_scheme")
    if "@" in parts.netloc:
        raise refuse("url_login")
    return parts


def _normal_host(parts: SplitResult) -> str:
    """Give the host and, where it is not the usual one, the port."""
    try:
        port = parts.port
        host = validate_email_domain_name(parts.hostname or "")["domain"]
    except (ValueError, EmailSyntaxError) as error:
        raise refuse("url_host") from error
    return host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"


def url_domain(url: str) -> str:
    """Give the host of a normal web address as it is compared (ASCII, without ``www.``), or the empty text."""
    host = urlsplit(url).hostname or ""
    return ascii_domain(host).removeprefix("www.") if host else ""
