"""Toasts: what happened, at the page's end, and a button that takes it back."""

from flask import flash
from flask_babel import gettext
from markupsafe import Markup, escape


def toast(words: str, *, undo_url: str) -> None:
    """Say on the next page what happened, with Undo, which posts to the address. Without undo, `flash(words)` does."""
    # A message may be any JSON; the templates' flashes() tells words from a message with an undo.
    flash({"text": words, "undo_url": undo_url}, "success")  # type: ignore[arg-type]


def name_in_bold(message: str, name: str) -> Markup:
    """Return a translated sentence whose ``%(name)s`` stands in bold, for a toast."""
    return escape(gettext(message)) % {"name": Markup("<b>{}</b>").format(name)}
