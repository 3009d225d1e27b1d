"""The tabs over the pages of Settings."""

from typing import Any

from flask import url_for
from flask_babel import gettext


def settings_tabs(here: str) -> list[dict[str, Any]]:
    """Return the tabs for `views`; ``here`` is the page that is open."""
    pages = {
        "coalition": ("settings.coalition", gettext("Coalition")),
        "mail_out": ("settings.mail_out", gettext("Mail out")),
        "mail_in": ("settings.mail_in", gettext("Mail in")),
        "status": ("status.show", gettext("Status")),
    }
    return [
        {"label": label, "url": url_for(endpoint), "active": page == here} for page, (endpoint, label) in pages.items()
    ]
