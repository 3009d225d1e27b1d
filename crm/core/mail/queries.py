"""Which mail servers are set: by the environment, else on the Settings page."""

from dataclasses import dataclass

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
