"""Words and rows of the users' pages."""

from typing import Any

from flask import url_for
from flask_babel import gettext

from crm.accounts.models import Grant, User
from crm.accounts.values import ROLE_WORDS
from crm.web.shared.page import day, moment


def role_words(grant: Grant) -> str:
    """Return what a grant gives: Coordinator, Beirut, until Thu 26 Nov."""
    words = gettext(ROLE_WORDS[grant.role])
    if grant.team is not None:
        words = gettext("%(role)s, team %(team)s", role=words, team=grant.team.name)
    if grant.expires_at is not None:
        words = gettext("%(role)s, until %(day)s", role=words, day=moment(grant.expires_at))
    return str(words)


def state_badge(user: User) -> dict[str, str]:
    """Return the badge of a user: active, invited or disabled."""
    if not user.is_active:
        return {"label": gettext("Disabled"), "tone": "grey"}
    if user.is_invited:
        return {"label": gettext("Invited"), "tone": "amber"}
    return {"label": gettext("Active"), "tone": "green"}


def user_row(user: User) -> dict[str, Any]:
    """Return a user's row for the list."""
    return {
        "id": user.id,
        "url": url_for("users.show", user_id=user.id),
        "name": user.name,
        "native": None,
        "mark": "person",
        "cells": {
            "email": user.email,
            "roles": "; ".join(role_words(grant) for grant in user.live_grants()),
            "state": state_badge(user),
            "seen": {"text": day(user.last_login_at.date())} if user.last_login_at else None,
        },
    }


def user_columns() -> list[dict[str, Any]]:
    """Return the columns of the list."""
    return [
        {"key": "name", "label": gettext("Name"), "kind": "text"},
        {"key": "email", "label": gettext("Mail address"), "kind": "mail"},
        {"key": "roles", "label": gettext("Roles"), "kind": "text"},
        {"key": "state", "label": gettext("State"), "kind": "badge"},
        {"key": "seen", "label": gettext("Last signed in"), "kind": "date"},
    ]
