"""Forms of signing in, of links, and of my profile."""

from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, EqualTo, Length

from crm.accounts.values import PASSWORD_ADVISED, PASSWORD_LEAST
from crm.web.shared.forms import CrmForm
from crm.web.shared.page import LANGUAGES, MIRRORED

_ASKED = _("Fill this in.")


class SignInForm(CrmForm):
    """Address and password."""

    email = EmailField(_("Mail address"), [DataRequired(_ASKED), Length(max=320)])
    password = PasswordField(_("Password"), [DataRequired(_ASKED), Length(max=1000)])


class NewPasswordForm(CrmForm):
    """A new password, typed twice."""

    password = PasswordField(
        _("New password"),
        [DataRequired(_ASKED), Length(max=1000)],
        description=_(
            "At least %(least)s characters, better %(advised)s or more. A few words in a row are fine.",
            least=PASSWORD_LEAST,
            advised=PASSWORD_ADVISED,
        ),
    )
    repeated = PasswordField(
        _("The same password again"),
        [DataRequired(_ASKED), EqualTo("password", _("The two passwords are not the same. Type them again."))],
    )


class SetupForm(NewPasswordForm):
    """The first administrator."""

    name = StringField(_("Your name"), [DataRequired(_ASKED), Length(max=200)])
    email = EmailField(_("Your mail address"), [DataRequired(_ASKED), Length(max=320)])


class ForgottenForm(CrmForm):
    """Who has forgotten their password."""

    email = EmailField(_("Mail address"), [DataRequired(_ASKED), Length(max=320)])


class ChangePasswordForm(NewPasswordForm):
    """One's own new password, knowing the present one."""

    present = PasswordField(_("Present password"), [DataRequired(_ASKED), Length(max=1000)])


class ProfileForm(CrmForm):
    """Name, language, time zone and looks."""

    version = HiddenField()
    name = StringField(_("Name"), [DataRequired(_ASKED), Length(max=200)])
    language = SelectField(_("Language"))
    timezone = SelectField(_("Time zone"))
    theme = RadioField(
        _("Colours"),
        choices=[
            SelectChoice("auto", _("As this device")),
            SelectChoice("light", _("Light")),
            SelectChoice("dark", _("Dark")),
        ],
    )
    density = RadioField(
        _("Lines of lists"),
        choices=[
            SelectChoice("compact", _("Compact")),
            SelectChoice("normal", _("Normal")),
            SelectChoice("roomy", _("Roomy")),
        ],
    )
    has_letter_keys = BooleanField(
        _("Single letters act"), description=_("N adds, L logs a contact, and so on. Press ? to see them all.")
    )

    def __init__(self, *args: Any, is_developer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mirrored = {MIRRORED: "⟦ar-XB⟧"} if is_developer else {}
        self.language.choices = [SelectChoice(code, name) for code, name in {**LANGUAGES, **mirrored}.items()]
        self.timezone.choices = time_zones()


def time_zones() -> list[str]:
    """Return the names of the places that people choose their time zone by."""
    return ["UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))]
