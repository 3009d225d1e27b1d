"""What every template may ask: language, direction, looks of the page, numbers and dates in the reader's way."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from flask import g, request
from flask_babel import get_locale, gettext

from crm.core.actor import NOBODY, SHELL, SYSTEM
from crm.core.clock import now, today
from crm.web.shared.access import find_user

LANGUAGES = {"en": "English", "es": "Español"}
#: The mirrored language of tests: English, reversed in direction, longer by a third.
MIRRORED = "ar-XB"


#: Until so many days have passed they are counted as days, then as weeks, as months, as years.
DAYS_UNTIL_WEEKS, DAYS_UNTIL_MONTHS, DAYS_UNTIL_YEARS = 14, 60, 730
#: The hours at which the greeting changes.
NOON, EVENING = 12, 18


def choose_language() -> str:
    """Return the language of the page: the user's, the one asked for on open pages, else the browser's best."""
    user = find_user()
    wanted = user.language if user else request.cookies.get("language", "")
    if wanted in LANGUAGES or wanted == MIRRORED:
        return str(wanted)
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def choose_locale() -> str:
    """Return the locale for Flask-Babel."""
    language = choose_language()
    g.language = language
    return "ar" if language == MIRRORED else language


def choose_timezone() -> str:
    """Return the reader's time zone."""
    user = find_user()
    return user.timezone if user else "UTC"


def page_lang() -> str:
    """Return the language tag of the document."""
    return choose_language()


def page_dir() -> str:
    """Return the direction of the document: ltr or rtl."""
    return "rtl" if page_lang() == MIRRORED else str(Locale.parse(page_lang(), sep="-").text_direction)


def page_theme() -> str:
    """Return light, dark or auto."""
    user = find_user()
    return user.theme if user else "auto"


def page_density() -> str:
    """Return compact, normal or roomy."""
    user = find_user()
    return user.density if user else "normal"


def page_letters() -> str:
    """Return whether single letters act: on or off."""
    user = find_user()
    return "on" if user is None or user.has_letter_keys else "off"


def number(value: float) -> str:
    """Return a number with the reader's separators."""
    return str(format_decimal(value, locale=_locale()))


def count(value: int, limit: int = 10_000) -> str:
    """Return a count, or `10,000+` where counting stopped there."""
    return f"{number(limit)}+" if value > limit else number(value)


def day(value: date | None) -> str:
    """Return a day in short: Thu 26 Nov, with the year when it is another one."""
    if value is None:
        return "—"
    skeleton = "EEE d MMM" if value.year == reader_today().year else "d MMM y"
    return str(format_date(value, skeleton, locale=_locale()))


def full_day(value: date | None) -> str:
    """Return a day in full, for titles."""
    return "" if value is None else str(format_date(value, "full", locale=_locale()))


def moment(value: datetime | None) -> str:
    """Return a moment in short: 16:40 today, Yesterday 16:40, else the day."""
    if value is None:
        return "—"
    local = value.astimezone(ZoneInfo(choose_timezone()))
    days = (reader_today() - local.date()).days
    clock = str(format_time(local, "short", locale=_locale()))
    if days == 0:
        return clock
    if days == 1:
        return str(gettext("Yesterday %(time)s", time=clock))
    return day(local.date())


def full_moment(value: datetime | None) -> str:
    """Return a moment in full, for titles."""
    if value is None:
        return ""
    local = value.astimezone(ZoneInfo(choose_timezone()))
    return f"{full_day(local.date())}, {format_time(local, 'short', locale=_locale())}"


def ago(value: datetime | None) -> str:
    """Return how long ago in few letters: Today, 2 d, 3 wk, 5 mo, 2 y."""
    if value is None:
        return "—"
    days = (reader_today() - value.astimezone(ZoneInfo(choose_timezone())).date()).days
    if days <= 0:
        return str(gettext("Today"))
    if days < DAYS_UNTIL_WEEKS:
        return str(gettext("%(n)s d", n=number(days)))
    if days < DAYS_UNTIL_MONTHS:
        return str(gettext("%(n)s wk", n=number(days // 7)))
    if days < DAYS_UNTIL_YEARS:
        return str(gettext("%(n)s mo", n=number(days // 30)))
    return str(gettext("%(n)s y", n=number(days // 365)))


def reader_today() -> date:
    """Return the day it is for the reader."""
    return today(choose_timezone())


def who_acted(name: str | None) -> str:
    """Return the name of who acted, for the beginning of a sentence.

    The shell, the system and the public are called so in the reader's language.
    """
    if name not in {SHELL.name, SYSTEM.name, NOBODY.name}:
        return name or ""
    words = str(gettext(name))
    return words[:1].upper() + words[1:]


def greeting() -> str:
    """Return the greeting of the hour."""
    hour = now().astimezone(ZoneInfo(choose_timezone())).hour
    if hour < NOON:
        return str(gettext("Good morning"))
    return str(gettext("Good afternoon") if hour < EVENING else gettext("Good evening"))


def _locale() -> Locale:
    """Return the locale of dates and figures; English ones are written day first, with 24 hours."""
    locale = get_locale() or Locale("en")
    return Locale("en", "GB") if locale.language == "en" else locale


GLOBALS = {
    function.__name__: function
    for function in (
        page_lang,
        page_dir,
        page_theme,
        page_density,
        page_letters,
        number,
        count,
        day,
        full_day,
        moment,
        full_moment,
        ago,
        reader_today,
        greeting,
        who_acted,
    )
}
