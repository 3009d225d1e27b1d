"""The way from the rooms to the settings of the running installation; the one place of core that asks Flask."""

from dataclasses import replace
from typing import cast

from flask import current_app

from config import Settings

#: What an installation is called until somebody names its coalition.
PRODUCT = "Coalition CRM"


def settings() -> Settings:
    """Return the frozen settings of the application at work."""
    return cast("Settings", current_app.config["CRM"])


def use_secret(secret_key: str) -> None:
    """Go on with another master secret: that of the backup which was just restored."""
    current_app.config["CRM"] = replace(settings(), secret_key=secret_key)
