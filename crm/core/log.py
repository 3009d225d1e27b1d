"""The log tells what went wrong, never who: mail addresses and secret links are taken out of every line.

Tracebacks of drivers can quote what somebody typed; SQLAlchemy hides its parameters by `hide_parameters`, and what is
left is taken out here, in the last step before a line is written.
"""

import logging
import re
import sys
from typing import TextIO

_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:=\[\]]+@[^\s@<>\"'(),;:=\[\]]+")
_SECRET_PATH = re.compile(r"/(setup|welcome|reset)/[^\s/?#\"'\]]+")
#: What `new_token` makes: 32 characters of the URL-safe alphabet, or more.
_TOKEN = re.compile(r"(?<![\w/.-])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*\d)[\w-]{32,}(?![\w.-])")


class DiscreetFormatter(logging.Formatter):
    """Formats a line and its traceback, and takes out what would name somebody or let somebody in."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it is written."""
        return take_out(super().format(record))


class StderrHandler(logging.StreamHandler[TextIO]):
    """Writes to what standard error is at the moment, discreetly."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.setFormatter(DiscreetFormatter(_FORM))

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # the base has an attribute, this asks anew
        """Return standard error."""
        return sys.stderr


def take_out(text: str) -> str:
    """Return a text without mail addresses, secret links and tokens."""
    text = _SECRET_PATH.sub(r"/\1/…", text)
    return _TOKEN.sub("…", _ADDRESS.sub("…@…", text))


def log_to_stderr(level: int = logging.WARNING) -> None:
    """Have the whole program write its log to standard error, once."""
    root = logging.getLogger()
    if not any(isinstance(handler, StderrHandler) for handler in root.handlers):
        root.addHandler(StderrHandler())
    root.setLevel(min(level, root.level) if root.level else level)
