"""Telephone numbers in the international form E.164, where they can be read with certainty."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberDesc, PhoneNumberFormat, re_util
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE, NumberParseException

from crm.core.text.cleaning import clean_text

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


@dataclass(frozen=True, slots=True)
class _Plan:
    """The numbering plan of a calling code that belongs to one region: the rules of the library, compiled once."""

    region: str
    calling_code: str
    kinds: tuple[tuple[frozenset[int], re.Pattern[str]], ...]
    general: tuple[frozenset[int], re.Pattern[str]]
    trunk: re.Pattern[str] | None
    abroad: re.Pattern[str] | None

    def holds(self, number: str) -> bool:
        """Say whether a national significant number (without trunk prefix) is valid."""
        lengths, pattern = self.general
        if len(number) not in lengths or not pattern.fullmatch(number):
            return False
        return any((not sizes or len(number) in sizes) and kind.fullmatch(number) for sizes, kind in self.kinds)


def _described(desc: PhoneNumberDesc | None) -> tuple[frozenset[int], re.Pattern[str]] | None:
    if desc is None or not desc.national_number_pattern:
        return None
    return frozenset(desc.possible_length), re.compile(desc.national_number_pattern)


@lru_cache(maxsize=512)
def _plan(region: str) -> _Plan | None:
    """Give the plan of a region that has its calling code to itself and no odd trunk rules, else None."""
    metadata = PhoneMetadata.metadata_for_region(region, None)
    if metadata is None or metadata.national_prefix_transform_rule:
        return None
    general = _described(metadata.general_desc)
    code = metadata.country_code
    if general is None or code is None or COUNTRY_CODE_TO_REGION_CODE.get(code) != (region,):
        return None
    descs = (
        metadata.mobile, metadata.fixed_line, metadata.toll_free, metadata.premium_rate, metadata.shared_cost,
        metadata.voip, metadata.personal_number, metadata.pager, metadata.uan, metadata.voicemail,
    )  # fmt: skip
    trunk, abroad = metadata.national_prefix_for_parsing, metadata.international_prefix
    return _Plan(
        region=region,
        calling_code=str(code),
        kinds=tuple(kind for kind in map(_described, descs) if kind),
        general=general,
        trunk=re.compile(trunk) if trunk else None,
        abroad=re.compile(abroad) if abroad else None,
    )


@lru_cache(maxsize=1024)
def _plan_of_code(calling_code: str) -> _Plan | None:
    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(calling_code), ())
    return _plan(regions[0]) if len(regions) == 1 else None


def _international(digits: str) -> str | None:
    """Read plain digits that stood behind a plus; None where only the library can."""
    if digits.startswith("0"):
        return None
    for length in (1, 2, 3):
        if int(digits[:length]) in COUNTRY_CODE_TO_REGION_CODE:
            plan, number = _plan_of_code(digits[:length]), digits[length:]
            if plan is None or number.startswith("0") or (plan.trunk and plan.trunk.match(number)):
                return None
            return f"+{digits}" if plan.holds(number) else None
    return None


def _national(digits: str, region: str) -> str | None:
    """Read plain digits as they are dialled in a region; None where only the library can."""
    plan = _plan(region)
    if plan is None or digits.startswith(plan.calling_code) or (plan.abroad and plan.abroad.match(digits)):
        return None
    number = digits
    if plan.trunk and (prefix := plan.trunk.match(digits)):
        if prefix.re.groups:
            return None
        number = digits[prefix.end() :]
    return f"+{plan.calling_code}{number}" if not number.startswith("0") and plan.holds(number) else None


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
        quick = _international(digits) if plain[1] else _national(digits, region) if region else None
        if quick:
            return quick
    number = _bare(value)
    if number is None:
        return None
    return _by_library(number, region) or _from_abroad(number)


def calling_code(number: str) -> str:
    """Give the calling code of an international number ("254" of "+254 711 222333"), empty where there is none."""
    digits = "".join(filter(str.isdecimal, number)) if number.lstrip().startswith("+") else ""
    codes = (digits[:length] for length in (1, 2, 3) if digits[:length])
    return next((code for code in codes if int(code) in COUNTRY_CODE_TO_REGION_CODE), "")


def _from_abroad(number: str) -> str | None:
    """Read 00 as the plus that it is in most of the world."""
    return _by_library("+" + number[2:], None) if number.startswith("00") else None
