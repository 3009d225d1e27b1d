"""How the values of one file are read: what its columns show, and what people said about them."""

from dataclasses import dataclass

from crm.imports.values.days import DayOrder


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms the values of a file are read."""

    #: Which number comes first in its dates.
    day_order: DayOrder = DayOrder.UNKNOWN
