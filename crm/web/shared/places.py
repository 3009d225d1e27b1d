"""Where to go next: only to pages of this site."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, url_for
from werkzeug.exceptions import HTTPException

from crm.web.shared.navigation import first_place


def own_path(wanted: str | None) -> str:
    """Return the wanted address when it is a page of this site that can be opened, else the reader's first page."""
    return wanted if wanted and _is_own_page(wanted) else home()


def optional_url(endpoint: str, **values: Any) -> str | None:
    """Return the address of a page where it exists."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def home() -> str:
    """Return the first page of the navigation that the reader may open, else their profile."""
    return first_place() or url_for("account.profile")


def _is_own_page(wanted: str) -> bool:
    if not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted or not wanted.isprintable():
        return False
    try:
        parts = urlsplit(wanted)
        current_app.url_map.bind("").match(parts.path, "GET")
    except (ValueError, HTTPException):
        return False
    return not parts.scheme and not parts.netloc
