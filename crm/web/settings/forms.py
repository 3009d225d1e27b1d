"""Forms of the settings."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from crm.core.errors import DomainError
from crm.core.mail.values import LOOPBACK, SECURITY_WORDS, Security, Server, usual_port
from crm.web.shared.forms import CrmForm, WholeField, choices_of

_ASKED = _("Fill this in.")


class CoalitionForm(CrmForm):
    """Name, address and logo of the coalition."""

    version = HiddenField()
    name = StringField(_("Name of the coalition"), [DataRequired(_ASKED), Length(max=120)])
    address = TextAreaField(
        _("Postal address"),
        [Length(max=1000)],
        description=_("Mails to many people must name one."),
    )
    logo = FileField(_("Logo"), description=_("PNG, JPEG or WebP, up to 1 MB."))


class _ServerForm(CrmForm):
    """A mail server."""

    protocol = ""

    version = HiddenField()
    host = StringField(_("Server"), [DataRequired(_ASKED), Length(max=250)])
    security = SelectField(_("Encryption"), choices=choices_of(SECURITY_WORDS))
    port = WholeField(
        _("Port"),
        [Optional(), NumberRange(1, 65535, _("A port is a number from 1 to 65535."))],
        description=_("Leave it empty for the usual one."),
    )
    user = StringField(_("User name"), [Length(max=320)])
    password = PasswordField(_("Password"), [Length(max=1000)])

    @classmethod
    def showing(cls, server: Server | None, version: int, **more: Any) -> Any:
        """Return the form with what is kept; the password is never shown."""
        facts = {name: getattr(server, name) for name in ("host", "port", "user")} if server else {}
        security = server.security.value if server else Security.TLS.value
        return cls(data={**facts, "security": security, "version": version, **more})

    def server(self, kept: Server | None) -> Server:
        """Return the server that was typed; the kept password belongs to the kept host and user alone."""
        security = Security(self.security.data)
        host = self.host.data.lower()
        if security is Security.NONE and host not in LOOPBACK:
            raise DomainError("Without encryption only a server on this machine can be used.", field="security")
        password = self.password.data or ""
        if not password and kept is not None and (kept.host, kept.user) == (host, self.user.data):
            password = kept.password
        if self.user.data and not password:
            raise DomainError("Type the password for this server.", field="password")
        port = self.port.data or usual_port(self.protocol, security)
        return Server(self.protocol, host, port, security, self.user.data, password)


class MailOutForm(_ServerForm):
    """The server that sends mail."""

    protocol = "smtp"

    sender = StringField(
        _("Sender"), [DataRequired(_ASKED), Length(max=320)], description=_("The mail address that people answer to.")
    )


class MailInForm(_ServerForm):
    """The mailbox that is read."""

    protocol = "imap"
