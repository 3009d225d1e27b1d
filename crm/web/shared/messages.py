"""What the page says back after an act."""

from typing import Any

from flask import flash


def toast(text: str, *, undo_url: str | None = None) -> None:
    """Say what happened, with Undo where it can be taken back: the address takes a POST."""
    message: Any = text if undo_url is None else {"text": text, "undo_url": undo_url}
    flash(message, "success")
