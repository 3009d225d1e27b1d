"""Marks of translatable source texts outside the doors."""


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark a source text for the catalogue and return it unchanged; a door translates it when it is shown."""
    return message
