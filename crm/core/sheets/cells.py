"""What kind of value a cell holds, told from its text alone."""

import re
from functools import lru_cache
from typing import Final, Literal

Value = Literal["empty", "number", "date", "mail", "web", "phone", "answer", "text"]

_NUMBER: Final = re.compile(
    r"\(?[-+\u2212]?\s*(?:[$€£¥₹]|[A-Z]{3})?\s*\d[\d.,'\u2019\s]*(?:[eE][-+]?\d+)?\)?\s*(?:%|[$€£¥₹]|[A-Z]{3})?"
)
_PHONE: Final = re.compile(r"(?:\+|00|\(|0)[\d()./\-\s]{6,24}\d(?:\s*(?:ext|x)\.?\s*\d+)?")
_MAIL: Final = re.compile(r"(?:mailto:)?<?[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+>?", re.IGNORECASE)
_WEB: Final = re.compile(
    r"(?:https?://|www\.)\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:org|com|net|int|info|edu|gov)(?:/\S*)?", re.IGNORECASE
)
_DATE: Final = re.compile(
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[. ]+[^\W\d_]{3,12}\.?,?[ ]+\d{2,4}"
    r"|[^\W\d_]{3,12}\.?[ ]+\d{1,2},?[ ]+\d{4}|\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}-[^\W\d_]{3}-\d{2,4})"
    r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2})?\S*(?:\s*[AaPp][Mm])?)?"
)
_LATIN_ANSWERS: Final = {
    "yes",
    "no",
    "y",
    "n",
    "true",
    "false",
    "si",
    "sí",
    "oui",
    "non",
    "sim",
    "não",
    "nao",
    "ja",
    "nein",
}
_ANSWERS: Final = frozenset(
    _LATIN_ANSWERS | {"x", "✓", "✔", "✗", "✘", "да", "нет", "نعم", "لا", "是", "否", "はい", "いいえ"}
)
_LONGEST: Final = 60
_YEARS: Final = range(1900, 2101)


@lru_cache(maxsize=8192)
def value_of(cell: str) -> Value:
    """Tell what kind of value a cell holds."""
    text = cell.strip()
    if not text:
        return "empty"
    if len(text) > _LONGEST:
        return "mail" if _MAIL.fullmatch(text) else "web" if _WEB.fullmatch(text) else "text"
    if text.casefold() in _ANSWERS:
        return "answer"
    if any(map(str.isdigit, text)):
        return _with_digits(text)
    return "mail" if _MAIL.fullmatch(text) else "web" if _WEB.fullmatch(text) else "text"


def _with_digits(text: str) -> Value:
    if _DATE.fullmatch(text):
        return "date"
    if _PHONE.fullmatch(text):
        return "phone"
    if _NUMBER.fullmatch(text):
        return "number"
    return "mail" if _MAIL.fullmatch(text) else "web" if _WEB.fullmatch(text) else "text"


def as_year(cell: str) -> int | None:
    """Give the year that a cell is, if it is nothing but one."""
    text = cell.strip()
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() and int(text) in _YEARS else None  # noqa: PLR2004 - years


def as_number(cell: str) -> float | None:
    """Give the number that a cell most likely is, whatever parts its thousands."""
    text = re.sub(r"[^\d.,-]", "", cell)
    if not any(map(str.isdigit, text)):
        return None
    whole, mark, part = max(text.rpartition("."), text.rpartition(","), key=lambda cut: len(cut[0]) if cut[1] else -1)
    if mark and len(part) == 3 and whole != "0":  # noqa: PLR2004 - a group of thousands
        whole, part = whole + part, ""
    elif not mark:
        whole, part = text, ""
    try:
        return float(f"{re.sub('[.,]', '', whole)}.{part or 0}")
    except ValueError:
        return None
