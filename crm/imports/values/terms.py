"""How the values of one file are read: what its columns show, and what people said about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.core.text.countries import country_code
from crm.imports.values.days import DayOrder

_CODE_LENGTH, _LONGEST_CODE = 2, 3
_SEVERAL = 5


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms the values of a file are read."""

    #: Which number comes first in its dates.
    day_order: DayOrder = DayOrder.UNKNOWN
    #: NA in a column of countries is Namibia, unless the column shows that it holds no codes.
    has_codes: bool = True
    #: What a value means, as somebody said it: by field, then by the value as it stands; empty for nothing.
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def kept(cls, reading: Mapping[str, Any]) -> "Terms":
        """Return the terms that are kept with a batch."""
        order = reading.get("day_order_said") or reading.get("day_order", DayOrder.UNKNOWN)
        return cls(DayOrder(order), bool(reading.get("has_codes", True)), reading.get("meanings", {}))


def holds_codes(values: Iterable[str]) -> bool:
    """Say whether a column of countries can hold codes of two letters: several names and no code show that it does not.

    UK and US stand among names, too.
    """
    known = {value for value in {one.strip() for one in values} - {"NA", ""} if country_code(value)}
    names = {value for value in known if len(value) > _LONGEST_CODE or not value.isascii()}
    codes = {value for value in known - {"UK", "US"} if len(value) == _CODE_LENGTH and value.isascii()}
    return len(names) < _SEVERAL or bool(codes)
