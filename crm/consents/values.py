"""The one form of an address by which it is suppressed, and where addresses stand in a cell."""

import re
import unicodedata
from collections.abc import Iterator

#: Everything between two marks that part addresses in a cell.
_ADDRESS = re.compile(r"[^\s;,<>|/\"()\[\]]+@[^\s;,<>|/\"()\[\]]+")
_MAIL_TO = re.compile(r"(?i)^mailto:")


def normal_address(address: str) -> str:
    """Return a mail address as it is compared: NFKC, small letters, an international domain in ASCII.

    Letters before the @ count as small ones here too: who must not be written to is not written to in either case.
    A phone number is its digits behind the +, as it is kept.
    """
    text = _MAIL_TO.sub("", unicodedata.normalize("NFKC", address).strip()).casefold()
    local, at, domain = text.rpartition("@")
    if not at or domain.isascii():
        return text
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return text


def addresses_in(cell: str) -> Iterator[str]:
    """Walk over the mail addresses that stand in a cell, in the form in which they are compared."""
    text = unicodedata.normalize("NFKC", cell)
    if "@" in text:
        yield from map(normal_address, _ADDRESS.findall(text))
