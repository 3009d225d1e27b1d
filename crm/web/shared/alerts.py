"""What everybody should know about the installation now: no worker, an old backup, mail that reaches nobody."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.core.health import Finding, Level, troubles
from crm.web.shared.access import current_actor
from crm.web.shared.page import number


@dataclass(frozen=True, slots=True)
class Alert:
    """One sentence, how bad it is (`warning`, `danger`, and its colour), and where it is mended, if the reader may."""

    check: str
    level: str
    tone: str
    text: str
    url: str | None


def alerts() -> list[Alert]:
    """Return the alerts of the moment, the worst first; templates call it as a global."""
    url = url_for("status.show") if current_actor().may(Permission.SETTINGS_MANAGE) else None
    found = sorted(troubles(), key=lambda finding: finding.level is not Level.DANGER)
    return [Alert(each.check, each.level.value, tone_of(each), words_of(each), url) for each in found]


def words_of(finding: Finding) -> str:
    """Return a finding in the reader's language."""
    values = {
        name: number(value) if isinstance(value, int | float) else value for name, value in finding.values.items()
    }
    return str(gettext(finding.message, **values))


def tone_of(finding: Finding) -> str:
    """Return the colour of a finding."""
    return {Level.FINE: "green", Level.WARNING: "amber", Level.DANGER: "red"}[finding.level]
