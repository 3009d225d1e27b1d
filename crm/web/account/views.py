"""Signing in and out."""

from flask import Blueprint

from crm.web.shared.access import open_to_all

blueprint = Blueprint("account", __name__)


@blueprint.get("/sign-in")
@open_to_all
def sign_in() -> str:
    """Ask for address and password."""
    return ""
