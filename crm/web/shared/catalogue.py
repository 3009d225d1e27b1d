"""The words of each language: catalogues are read from their .po files, so nothing compiled is kept in the project."""

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask_babel import Babel, Domain

from crm.web.shared.page import MIRRORED, choose_language

FOLDER = Path(__file__).resolve().parents[2] / "translations"
_PARTS = re.compile(r"(%\([a-z_]+\)[sd]|\{[a-z]+\}|<[^>]+>|&[a-z]+;)")
_ACCENTS = str.maketrans("aeiouncyAEIOUNCY", "áéíóúñçýÁÉÍÓÚÑÇÝ")


@cache
def read_catalogue(language: str) -> NullTranslations:
    """Return the translations of a language; the source texts themselves for English."""
    path = FOLDER / language / "LC_MESSAGES" / "messages.po"
    if language == MIRRORED:
        return MirroredTranslations()
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


class MirroredTranslations(NullTranslations):
    """The test language: accented English, a third longer, in brackets, so that a forgotten text stands out."""

    def gettext(self, message: str) -> str:
        """Return the mirrored text; placeholders and tags stay."""
        return mirror(message)

    ugettext = gettext

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the mirrored singular or plural."""
        return mirror(msgid1 if n == 1 else msgid2)

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        """Return the mirrored singular or plural (the name that Flask-Babel calls)."""
        return mirror(singular if num == 1 else plural)


def mirror(message: str) -> str:
    """Accent an English text and make it longer by a third, between brackets."""
    parts = _PARTS.split(message)
    text = "".join(part if index % 2 else part.translate(_ACCENTS) for index, part in enumerate(parts))
    return f"⟦{text}{'·' * max(1, len(message) // 3)}⟧"


class Catalogues(Domain):
    """Flask-Babel's domain, reading the catalogues above."""

    def get_translations(self) -> Any:
        """Return the translations of the page's language."""
        return read_catalogue(choose_language())


class CrmBabel(Babel):
    """Flask-Babel with these catalogues."""

    @property
    def domain_instance(self) -> Domain:
        """Return the one domain."""
        return _DOMAIN


_DOMAIN = Catalogues(domain="messages")
