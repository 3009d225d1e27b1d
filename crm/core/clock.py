"""The one clock: aware UTC in, the user's zone out."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present moment, aware, in UTC, to the microsecond."""
    return datetime.now(UTC)


def today(zone: str = "UTC") -> date:
    """Return the day it is in the given IANA time zone."""
    return now().astimezone(ZoneInfo(zone)).date()
