"""Toasts: what happened, at the page's end, and a button that takes it back."""

from typing import Any

from flask import flash
from flask_babel import gettext
from markupsafe import Markup, escape


def toast(words: str, *, undo_url: str | None = None) -> None:
    """Say on the next page what happened; with Undo, which posts to the address, where it can be taken back."""
    # A message may be any JSON; the templates' flashes() tells words from a message with an undo.
    message: Any = words if undo_url is None else {"text": words, "undo_url": undo_url}
    flash(message, "success")


def name_in_bold(message: str, name: str) -> Markup:
    """Return a translated sentence whose ``%(name)s`` stands in bold, for a toast."""
    return escape(gettext(message)) % {"name": Markup("<b>{}</b>").format(name)}
