"""Numbering plans: the rules of the library of telephone numbers, compiled once, for numbers that are plain digits."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from phonenumbers import PhoneMetadata, PhoneNumberDesc
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE

_REGIONS: Final = {str(code): regions for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()}

_Kind = tuple[frozenset[int], re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The numbering plan of a region."""

    calling_code: str
    kinds: tuple[_Kind, ...]
    general: _Kind
    #: What the numbers of a region begin with that shares its calling code with others.
    leading: re.Pattern[str] | None
    trunk: re.Pattern[str] | None
    abroad: re.Pattern[str] | None
    #: Numbers are rewritten when they are dialled inside the region.
    is_odd: bool

    def holds(self, number: str) -> bool:
        """Say whether a national significant number (without trunk prefix) is valid."""
        length = len(number)
        lengths, pattern = self.general
        if length not in lengths or not pattern.fullmatch(number):
            return False
        for sizes, kind in self.kinds:  # noqa: SIM110 - a loop costs half of any()
            if (not sizes or length in sizes) and kind.fullmatch(number):
                return True
        return False


def _described(desc: PhoneNumberDesc | None) -> _Kind | None:
    if desc is None or not desc.national_number_pattern:
        return None
    return frozenset(desc.possible_length), re.compile(desc.national_number_pattern)


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


@lru_cache(maxsize=512)
def _plan(region: str) -> _Plan | None:
    metadata = PhoneMetadata.metadata_for_region(region, None)
    general = _described(metadata.general_desc) if metadata else None
    if metadata is None or general is None or metadata.country_code is None:
        return None
    descs = (
        metadata.mobile, metadata.fixed_line, metadata.toll_free, metadata.premium_rate, metadata.shared_cost,
        metadata.voip, metadata.personal_number, metadata.pager, metadata.uan, metadata.voicemail,
    )  # fmt: skip
    return _Plan(
        calling_code=str(metadata.country_code),
        kinds=tuple(kind for kind in map(_described, descs) if kind),
        general=general,
        leading=_compiled(metadata.leading_digits),
        trunk=_compiled(metadata.national_prefix_for_parsing),
        abroad=_compiled(metadata.international_prefix),
        is_odd=bool(metadata.national_prefix_transform_rule),
    )


@lru_cache(maxsize=512)
def _plans(calling_code: str) -> tuple[_Plan, ...]:
    """Give the plans of all regions under a calling code, in the order of the library; none where one is missing."""
    plans = [_plan(region) for region in _REGIONS[calling_code]]
    return tuple(plan for plan in plans if plan) if all(plans) else ()


def _is_valid(number: str, plans: tuple[_Plan, ...]) -> bool:
    """Say whether a national significant number is valid in the region that it belongs to."""
    if len(plans) == 1:
        return plans[0].holds(number)
    for plan in plans:
        if plan.leading is not None:
            if plan.leading.match(number):
                return plan.holds(number)
        elif plan.holds(number):
            return True
    return False


def calling_code_of(digits: str) -> str:
    """Give the calling code that international digits begin with, empty where there is none."""
    for length in (1, 2, 3):
        if digits[:length] in _REGIONS:
            return digits[:length]
    return ""


def read_international(digits: str) -> str | None:
    """Read plain digits behind a plus as E.164: empty for what is no number, None where only the library can tell."""
    code = calling_code_of(digits)
    plans = _plans(code) if code else ()
    number = digits[len(code) :]
    if not plans or plans[0].is_odd or number.startswith("0") or (plans[0].trunk and plans[0].trunk.match(number)):
        return None
    return f"+{digits}" if _is_valid(number, plans) else ""


def read_national(digits: str, region: str) -> str | None:
    """Read plain digits as they are dialled in a region as E.164; None where only the library can."""
    plan = _plan(region)
    if plan is None or plan.is_odd or digits.startswith(plan.calling_code):
        return None
    if plan.abroad and plan.abroad.match(digits):
        return None
    number = digits
    if plan.trunk and (prefix := plan.trunk.match(digits)):
        if prefix.re.groups:
            return None
        number = digits[prefix.end() :]
    if number.startswith("0") or not _is_valid(number, _plans(plan.calling_code)):
        return None
    return f"+{plan.calling_code}{number}"
