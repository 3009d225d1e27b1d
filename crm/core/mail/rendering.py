"""Texts of mails: `templates/mail/<room>/<name>.txt`, in the recipient's language.

The first line is the subject, then comes an empty line, then the text. Values stand in it as they are: it is plain
text. A value that is missing is an error.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.support import NullTranslations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config import ROOT

#: Reads the catalogue of a language; the factory brings the real one.
Catalogue = Callable[[str], NullTranslations]
_catalogues: list[Catalogue] = []


@dataclass(frozen=True, slots=True)
class MailText:
    """What a mail says, before it is addressed to anybody."""

    subject: str
    text: str


def use_catalogue(read: Catalogue) -> None:
    """Have mails speak the languages of this catalogue; without one they speak English."""
    if read not in _catalogues:
        _catalogues.append(read)
        _environment.cache_clear()


def render_mail(template: str, /, *, language: str, **values: object) -> MailText:
    """Return subject and text of a template (`tasks/assigned`) in a language (BCP 47); unknown ones become English."""
    rendered = _environment(language).get_template(f"{template}.txt").render(values)
    subject, _, text = rendered.lstrip().partition("\n")
    return MailText(" ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n")


@lru_cache(maxsize=32)
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates" / "mail"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text, no markup
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    words = words_of(language)
    environment.filters["day"] = partial(_day, language=language)
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]  # of its i18n extension
    return environment


def _day(value: date, language: str) -> str:
    """Write a day in full, in the language of the mail."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return str(format_date(value, "full", locale=locale))


def words_of(language: str) -> NullTranslations:
    """Return the catalogue of a language, or of it without its region; the source texts when there is none."""
    if not _catalogues or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        return NullTranslations()
    found = _catalogues[0](language)
    return found if type(found) is not NullTranslations else _catalogues[0](language.split("-", maxsplit=1)[0])
