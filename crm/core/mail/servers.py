"""Keeping mail servers that users set on the Settings page; passwords are sealed with the installation's key."""

from crm.core.actor import Actor
from crm.core.errors import ConflictError
from crm.core.mail.values import Server
from crm.core.preferences.queries import find_preference
from crm.core.preferences.services import change_settings
from crm.core.secrets import seal, unseal
from crm.core.settings import settings

GROUP = "mail."


def keep_mail_out(server: Server | None, sender: str, *, version: int | None, actor: Actor) -> None:
    """Set the server that mail is sent by and its sender; None: mails are written into the outbox folder."""
    _check_free("SMTP_URL")
    values = _server_value("mail.smtp_url", server)
    if "MAIL_FROM" not in settings().fixed:
        values["mail.from"] = sender
    change_settings(GROUP, values, version=version, actor=actor)


def keep_mail_in(server: Server | None, *, version: int | None, actor: Actor) -> None:
    """Set the mailbox that is read; None: none is."""
    _check_free("IMAP_URL")
    change_settings(GROUP, _server_value("mail.imap_url", server), version=version, actor=actor)


def _server_value(key: str, server: Server | None) -> dict[str, object]:
    """Return the value to keep; the sealed text that is there already when it says the same."""
    row = find_preference(key)
    if server is None:
        return {key: None}
    same = row is not None and row.value is not None and unseal(row.value) == server.url
    return {key: row.value if same and row is not None else seal(server.url)}


def _check_free(setting: str) -> None:
    if setting in settings().fixed:
        raise ConflictError("%(setting)s is set in the environment and cannot be changed here.", setting=setting)
