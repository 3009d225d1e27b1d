"""Where records are opened."""

from typing import Any

from flask import current_app, url_for


def record_url(row: Any) -> str | None:
    """Return the address of a contact's record."""
    return url_for("contacts.show", contact_id=row.id) if "contacts.show" in current_app.view_functions else None
