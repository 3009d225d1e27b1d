"""A mail of the outbox as the bytes that travel: built by Flask-Mail, made safe in every header."""

from email.charset import QP, SHORTEST, Charset
from email.headerregistry import Address
from email.mime.base import MIMEBase
from email.utils import parseaddr
from typing import cast

from flask_mail import Message

from crm.core.errors import DomainError
from crm.core.mail.models import OutgoingMail
from crm.core.text.mail import ascii_domain

#: Nobody's automatic answer to an automatic mail (RFC 3834, and Exchange's own word for it).
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def build_message(mail: OutgoingMail, sender: str) -> Message:
    """Return the message: one recipient, our own sender, the mail's own date and Message-ID; the same bytes each time.

    Raises DomainError for an address that plain SMTP cannot carry.
    """
    name, address = parseaddr(sender)
    recipient, own = _on_the_wire(mail.recipient), _on_the_wire(address)
    message = _Message(
        subject=mail.subject,
        recipients=[recipient],
        body=mail.plain_text,
        sender=own,
        date=mail.created_at.timestamp(),
        # Flask-Mail takes the name of a charset for its encoding; quoted-printable keeps lines short and 7-bit.
        charset=cast("str", _charset()),
        extra_headers=HEADERS,
    )
    message.msgId = mail.message_id
    message.names = {
        "To": Address(display_name=mail.recipient_name, addr_spec=recipient),
        "From": Address(display_name=name, addr_spec=own),
    }
    return message


class _Message(Message):
    """Flask-Mail's message, with names that the standard library writes: Flask-Mail's own folding breaks long ones."""

    names: dict[str, Address]

    def _message(self) -> MIMEBase:
        message = super()._message()
        for header, address in self.names.items():
            del message[header]
            message[header] = address  # type: ignore[assignment]  # its policy takes parsed addresses
        return message


def _charset() -> Charset:
    charset = Charset("utf-8")
    charset.header_encoding, charset.body_encoding = SHORTEST, QP
    return charset


def _on_the_wire(address: str) -> str:
    local, _at, domain = address.rpartition("@")
    if not local.isascii():
        raise DomainError("Mail servers here cannot write to addresses with such letters before the @.", "to")
    return f"{local}@{ascii_domain(domain)}"
