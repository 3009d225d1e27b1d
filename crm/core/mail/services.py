"""Putting mails into the outbox, and sending one again that a human chose."""

import hashlib
import hmac
import unicodedata
from urllib.parse import urlsplit

from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, current_act, db
from crm.core.errors import ConflictError, DomainError
from crm.core.jobs.services import enqueue
from crm.core.mail.models import MailState, OutgoingMail
from crm.core.mail.queries import get_mail
from crm.core.secrets import derive_key, new_token, seal
from crm.core.settings import settings
from crm.core.text.mail import normal_email
from crm.core.traces.services import Trace

DELIVER = "mail.deliver"


def send_mail(
    to: str, subject: str, text: str, *, purpose: str, contact_id: int | None = None, name: str = ""
) -> OutgoingMail:
    """Put one mail to one address into the outbox, in the act at work; a worker delivers it after the commit.

    Raises DomainError for what is no single address, and for line breaks and other control characters in what becomes
    a header.
    """
    current_act()
    try:
        recipient = normal_email(to)
    except ValueError as error:
        raise DomainError(str(error), "to") from error
    _refuse_control(subject, "subject")
    mail = OutgoingMail(
        recipient=recipient,
        recipient_name=_one_line(name)[:300],
        subject=subject.strip()[:500],
        text=text,
        message_id=new_token(),
        contact_id=contact_id,
        purpose=purpose,
        created_at=now(),
    )
    db.session.add(mail)
    db.session.flush()
    mail.message_id = make_message_id(mail.id)
    enqueue(DELIVER, mail_id=mail.id)
    return mail


def send_secret_mail(to: str, subject: str, text: str, *, purpose: str, name: str = "") -> OutgoingMail:
    """Put a mail into the outbox whose text lets somebody in (a link for a new password); it is kept encrypted."""
    mail = send_mail(to, subject, seal(text), purpose=purpose, name=name)
    mail.is_sealed = True
    return mail


def make_message_id(mail_id: int) -> str:
    """Return the one Message-ID that a mail ever has, so that every later trace of it can be told to be ours."""
    mark = hmac.new(derive_key("message-id"), str(mail_id).encode(), hashlib.sha256).hexdigest()[:16]
    return f"<m{mail_id}.{mark}@{urlsplit(settings().public_url).hostname}>"


def resend_mail(mail_id: int, *, actor: Actor) -> OutgoingMail:
    """Send a mail again that was refused, or of which nobody knows; only a human decides that. The log says who."""
    with atomic(actor):
        mail = get_mail(mail_id, lock=True)
        if mail.state not in {MailState.REFUSED, MailState.UNKNOWN}:
            raise ConflictError("This mail needs no sending again.")
        record(actor, "mail.resent", mail, before=mail.state.value)
        mail.state, mail.attempts, mail.answer = MailState.QUEUED, 0, None
        enqueue(DELIVER, mail_id=mail.id)
    return mail


def _refuse_control(value: str, field: str) -> None:
    if any(unicodedata.category(character) == "Cc" for character in value.strip()):
        raise DomainError("This becomes one line of a mail; line breaks cannot stand in it.", field)


def _one_line(value: str) -> str:
    """Return a name as one line; it comes from records, where nobody could mend it now."""
    return " ".join("".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in value).split())


def reassign_contact(old_id: int, new_id: int, trace: Trace) -> None:
    """Let mails that were written to one contact stand with another, in the act at work."""
    trace.point(OutgoingMail, "contact_id", old_id, new_id)
