"""The one clock: aware UTC in, the user's zone out."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def now() -> datetime:
    """Return the present moment, aware, in UTC, to the microsecond."""
    return datetime.now(UTC)


def today(zone: str = "UTC") -> date:
    """Return the day it is in the given IANA time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def is_sensible(day: date) -> bool:
    """Tell whether a day can be meant: beyond these years lie slips of the pen, and the ends of the calendar."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR
