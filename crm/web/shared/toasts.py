"""Toasts: what happened, at the page's end, and a button that takes it back."""

from flask import flash


def toast(words: str, *, undo_url: str) -> None:
    """Say on the next page what happened, with Undo, which posts to the address. Without undo, `flash(words)` does."""
    # A message may be any JSON; the templates' flashes() tells words from a message with an undo.
    flash({"text": words, "undo_url": undo_url}, "success")  # type: ignore[arg-type]
