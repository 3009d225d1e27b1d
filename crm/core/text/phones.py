"""Telephone numbers in the international form E.164, where they can be read with certainty."""

import re
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberFormat, re_util
from phonenumbers.phonenumberutil import NumberParseException

from crm.core.text.cleaning import clean_text
from crm.core.text.phone_plans import calling_code_of, read_international, read_national

# Compiling the patterns of the numbering plans anew for each number costs ten times what reading a number costs.
re_util.enable_pattern_cache()

_LONGEST: Final = 60
_DIRECTION_MARKS: Final = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u00ad\u200b"))
_LABEL: Final = re.compile(
    r"(?i)^(?:tel|tél|phone|ph|mobile|mob|cell|fax|whatsapp|t|m|p|f|☎|📞)(?:[.:]{1,2}\s*|\s+)(?=[+(\d])",
)
_EXTENSION: Final = re.compile(r"(?i)[\s,;/-]*(?:ext(?:ension)?|extn|ex|x|poste|anexo|int|#)[\s.:]*\d{1,6}$")
#: How many digits behind a slash may replace the last ones of the number before it.
_LAST_DIGITS: Final = 2
_SHAPE: Final = re.compile(r"\+?[\d\s().\-/\u2010-\u2015\u00b7\u2212]+")
_PLAIN: Final = re.compile(r"(\+?)([\d .()-]{5,30})", re.ASCII)
_BETWEEN: Final = str.maketrans("", "", " .()-")
_SEVERAL: Final = re.compile(r"(?i)\s*(?:[,;|\n&]|\bor\b|\band\b|\bou\b|\bet\b|\bo\b|\by\b|\s/\s)\s*")
_SHORTEST: Final = 4


def _by_library(number: str, region: str | None) -> str | None:
    try:
        parsed = phonenumbers.parse(number, region)
    except NumberParseException:
        return None
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164) if phonenumbers.is_valid_number(parsed) else None


def _bare(value: str) -> str | None:
    """Give the number without label and extension, or None when more or less than one number stands there."""
    if len(value) > _LONGEST:
        return None
    text = clean_text(value).translate(_DIRECTION_MARKS)
    text = _EXTENSION.sub("", _LABEL.sub("", text))
    parts = [part for part in _SEVERAL.split(text) if sum(map(str.isdecimal, part)) >= _SHORTEST]
    if len(parts) != 1 or len(parts[0]) < len(text.strip(" ,;|\n&/")):
        return None
    before, slash, after = parts[0].rpartition("/")
    # Behind a slash stands the number itself after its area code, or one or two digits that replace the last ones.
    if slash and (len(after.strip()) <= _LAST_DIGITS or len(before) > len(after) + _LAST_DIGITS):
        return None
    return parts[0] if _SHAPE.fullmatch(parts[0]) else None


def normal_phone(value: str, country: str | None = None) -> str | None:
    """Give a telephone number in E.164, or None where it cannot be read with certainty: then keep it as given.

    ``country`` (ISO 3166) is where a number without a leading + is dialled. The number must be valid in the plan of its
    region; an extension is left out. Several numbers in one text, and words, give None.
    """
    region = country.upper() if country else None
    if plain := _PLAIN.fullmatch(value):
        digits = plain[2].translate(_BETWEEN)
        quick = read_international(digits) if plain[1] else read_national(digits, region) if region else None
        if quick is not None:
            return quick or None
    number = _bare(value)
    if number is None:
        return None
    return _by_library(number, region) or _from_abroad(number)


def calling_code(number: str) -> str:
    """Give the calling code of an international number ("254" of "+254 711 222333"), empty where there is none."""
    digits = "".join(filter(str.isdecimal, number)) if number.lstrip().startswith("+") else ""
    return calling_code_of(digits)


def _from_abroad(number: str) -> str | None:
    """Read 00 as the plus that it is in most of the world."""
    return _by_library("+" + number[2:], None) if number.startswith("00") else None
