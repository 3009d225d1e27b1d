"""Mailboxes that several people read: they say where somebody works, never who it is."""

import re
from typing import Final

_ROLES: Final = """
    info office contact admin administration mail email hello team secretary secretariat secretaria secretariado
    president presidencia chair director direccion direction press media presse prensa support help service
    services sales accounts accounting finance comptabilite contabilidad jobs hr recruitment webmaster postmaster
    noreply no-reply donotreply newsletter news events event marketing communications communication comms
    comunicacion coordination coordinacion coordinator coordinador coordinadora enquiries inquiries enquiry
    reception volunteer volunteers voluntariado members membership legal policy advocacy campaign campaigns
    international general group contacto contato kontakt bureau buero post poczta sekretariat sekretariatet
    administrator editor redaction redaccion feedback partnerships partners programme programs programmes projects
    project research training outreach
    """
_NAMES: Final = frozenset(_ROLES.split())
_PARTS: Final = re.compile(r"[._+-]")


def is_shared_mailbox(mail: str) -> bool:
    """Say whether a mail address is of an office rather than of a person (info@, office@, contact.kenya@)."""
    name = mail.rpartition("@")[0].lower()
    return name in _NAMES or _PARTS.split(name)[0] in _NAMES
