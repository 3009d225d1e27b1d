"""Signing in and out."""

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from crm.web.shared.access import open_to_all

blueprint = Blueprint("account", __name__)


@blueprint.get("/sign-in")
@open_to_all
def sign_in() -> str:
    """Ask for address and password."""
    return ""
