"""What the layouts show of the coalition and of the reader."""

from typing import Any

from flask import current_app, g, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.core.preferences.queries import list_preferences
from crm.core.settings import PRODUCT
from crm.web.shared.access import current_actor, find_user
from crm.web.shared.places import home, optional_url


def coalition() -> dict[str, Any]:
    """Return the coalition's name, the address of its logo or None, and the reader's first page."""
    if "coalition" not in g:
        facts = list_preferences("coalition.")
        logo = facts.get("coalition.logo_file")
        g.coalition = {
            "name": facts.get("coalition.name") or PRODUCT,
            "logo_url": url_for("settings.logo", file_id=logo) if logo else None,
            "home_url": home() if find_user() else url_for("account.sign_in"),
        }
    found: dict[str, Any] = g.coalition
    return found


def reader() -> dict[str, Any]:
    """Return who reads, and the lines of their menu."""
    user = find_user()
    actor = current_actor()
    lines = [("account.profile", gettext("My profile"), "person", Permission.OWN_PROFILE)]
    lines.append(("users.index", gettext("Users"), "people", Permission.USERS_READ))
    lines.append(("settings.show", gettext("Settings"), "gear", Permission.SETTINGS_MANAGE))
    return {
        "id": user.id if user else "",
        "name": user.name if user else "",
        "url": url_for("account.profile"),
        "menu": [
            {"label": label, "url": url_for(endpoint), "icon": icon}
            for endpoint, label, icon, permission in lines
            if endpoint in current_app.view_functions and actor.may(permission)
        ],
        "sign_out_url": url_for("account.sign_out"),
        "find_url": None,
        "log_url": optional_url("interactions.new") if actor.may(Permission.INTERACTIONS_WRITE) else None,
    }
