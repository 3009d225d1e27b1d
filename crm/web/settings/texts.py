"""What the settings say of a mail server."""

from typing import Any

from flask_babel import gettext

from crm.core.mail.values import SECURITY_WORDS, Server


def server_facts(server: Server | None) -> list[tuple[str, Any]]:
    """Return a server's facts, without its password, for a page that only shows them."""
    if server is None:
        return []
    return [
        (gettext("Server"), server.host),
        (gettext("Port"), str(server.port)),
        (gettext("Encryption"), gettext(SECURITY_WORDS[server.security])),
        (gettext("User name"), server.user),
    ]
