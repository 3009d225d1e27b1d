"""Which mail servers are set: by the environment, else on the Settings page; and what lies in the outbox."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.mail.models import MailState, OutgoingMail
from crm.core.mail.values import Server, read_server
from crm.core.preferences.queries import list_preferences
from crm.core.secrets import unseal
from crm.core.settings import settings


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The servers and the sender at work; None where nothing is set."""

    smtp: Server | None
    sender: str | None
    imap: Server | None

    @property
    def goes_out(self) -> bool:
        """Say whether mails leave this installation; else they become files in the outbox folder."""
        return self.smtp is not None


def mail_settings() -> MailSettings:
    """Return the mail settings at work; raise DomainError when a stored secret or an address cannot be read."""
    kept = list_preferences("mail.")
    given = settings()
    smtp_url = given.smtp_url or _opened(kept.get("mail.smtp_url"))
    imap_url = given.imap_url or _opened(kept.get("mail.imap_url"))
    return MailSettings(
        smtp=read_server(smtp_url, "smtp") if smtp_url else None,
        sender=given.mail_from or kept.get("mail.from") or None,
        imap=read_server(imap_url, "imap") if imap_url else None,
    )


def _opened(sealed: str | None) -> str | None:
    return unseal(sealed) if sealed else None


def get_mail(mail_id: int, *, lock: bool = False) -> OutgoingMail:
    """Return a mail of the outbox or raise NotFoundError."""
    query = select(OutgoingMail).where(OutgoingMail.id == mail_id).execution_options(populate_existing=True)
    mail = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if mail is None:
        raise NotFoundError("There is no such mail.")
    return mail


def count_mails() -> dict[MailState, int]:
    """Return how many mails are in each state."""
    rows = db.session.execute(select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state))
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in MailState}


def list_mails(states: Collection[MailState], *, limit: int = 50) -> list[OutgoingMail]:
    """Return the newest mails in some states."""
    return list(
        db.session.scalars(
            select(OutgoingMail).where(OutgoingMail.state.in_(states)).order_by(OutgoingMail.id.desc()).limit(limit)
        )
    )


def list_mails_of(contact_id: int, *, limit: int = 100) -> list[OutgoingMail]:
    """Return the mails that were written to a contact, the newest first."""
    return list(
        db.session.scalars(
            select(OutgoingMail)
            .where(OutgoingMail.contact_id == contact_id)
            .order_by(OutgoingMail.id.desc())
            .limit(limit)
        )
    )


def oldest_waiting() -> datetime | None:
    """Return when the mail was written that waits longest."""
    return db.session.scalar(select(func.min(OutgoingMail.created_at)).where(OutgoingMail.state == MailState.QUEUED))
