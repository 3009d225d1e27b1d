"""Languages by their BCP 47 primary tags: recognised by tag, ISO 639 code or name, named in the reader's language."""

import re
from functools import lru_cache
from typing import Final

from babel.core import get_global

from crm.core.text.cleaning import clean_line
from crm.core.text.folding import fold_in_script
from crm.core.text.locales import FIRST_LANGUAGES, OTHER_LANGUAGES, in_order, locale_of, names_in, same_in_all_parts

_LONGEST: Final = 80
_TAG: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_TAG_LENGTH: Final = 2

_ALIASES: Final = {
    "ar": "Modern Standard Arabic|عربي|عربى|арабский язык|阿拉伯文",
    "ay": "Aymara",
    "bn": "Bangla|Bengali",
    "bo": "བོད་སྐད",
    "ckb": "Sorani|Kurdish Sorani|کوردی",
    "cy": "Cymraeg",
    "de": "Deutsch|德文|الماني",
    "el": "Modern Greek",
    "en": "英文|انجليزي|انكليزي|ingles|инглиш",
    "es": "Castilian|Castellano|Castillan|西班牙文|اسباني|Castelhano",
    "eu": "Euskera",
    "fa": "Farsi|Dari|Persian|Parsi|دری",
    "ff": "Fulani|Fulfulde|Pulaar|Fula|Peul",
    "fil": "Tagalog|Pilipino",
    "fr": "法文|فرنسي",
    "gn": "Guaraní|Avañe'ẽ",
    "he": "Ivrit",
    "hi": "हिंदी",
    "ht": "Haitian|Kreyòl|Kreyòl Ayisyen|Créole haïtien",
    "id": "Bahasa Indonesia|Bahasa",
    "ig": "Asụsụ Igbo",
    "ja": "日文",
    "ko": "韩文|韓文|조선말|한국말",
    "ku": "Kurmanji|Kurmancî|Kurdî",
    "ky": "Kirghiz",
    "ln": "Lingála",
    "mg": "Malagasy|Malgache",
    "ms": "Bahasa Melayu|Bahasa Malaysia",
    "my": "Myanmar|Myanmar language",
    "ne": "Nepalese",
    "nl": "Vlaams|Flamand|Flamenco",
    "ny": "Chewa|Chichewa|Chinyanja",
    "om": "Afaan Oromo|Oromiffa",
    "or": "Oriya|Odia",
    "pa": "Panjabi|Punjabi",
    "ps": "پښتو|Pashtu|Pushto",
    "pt": "Português Brasileiro|Brazilian|葡萄牙文",
    "qu": "Quichua|Runasimi",
    "rn": "Kirundi",
    "rw": "Ikinyarwanda",
    "ru": "俄文|روسي|русский язык|по-русски",
    "si": "Singhalese",
    "sn": "chiShona",
    "so": "Somali|Soomaali|af Soomaali",
    "st": "Sesotho",
    "sw": "Kiswahili",
    "ti": "ትግርኛ",
    "tn": "Setswana",
    "ug": "Uyghur|Uighur|ئۇيغۇرچە",
    "wo": "Wolof|Ouolof",
    "xh": "isiXhosa",
    "yo": "Yorùbá|Èdè Yorùbá",
    "yue": "Cantonese|广东话|廣東話|粤语|粵語",
    "zh": "Mandarin|Putonghua|Chinese Mandarin|Mandarin Chinese|国语|國語|普通话|普通話|汉语|漢語"
    "|中国语|中國語|华语|华文",
    "zu": "isiZulu",
}
# Words that say only that a language is meant.
_SMALL_WORDS: Final = frozenset((
    "bahasa", "idioma", "language", "langue", "lengua", "limba", "lingua", "sprache", "taal", "язык", "мова",
    "اللغه", "لغه",
))  # fmt: skip
# Tags that stand for another one, and made or dead languages that nobody is written to in.
_NOT_OFFERED: Final = frozenset({"ae", "cu", "ie", "io", "pi", "sh", "tl", "tw", "vo"})
_NO_LANGUAGES: Final = frozenset({"mul", "root", "und", "zxx"})
_ALSO_OFFERED: Final = frozenset((
    "bho", "ceb", "ckb", "crs", "din", "fil", "fon", "gsw", "haw", "ilo", "kab", "kea", "kok", "kri", "luo", "mai",
    "mfe", "mni", "mos", "nan", "nus", "pap", "pcm", "quc", "rom", "sat", "tet", "tpi", "tzm", "yue", "zgh",
))  # fmt: skip


class _Names(dict[str, str | None]):
    """Languages by name; None where a name means two."""

    def agree(self, name: str, code: str) -> None:
        """Enter a name; where it already means another language it means none."""
        if self.setdefault(name, code) != code:
            self[name] = None


@lru_cache(maxsize=1)
def _known_tags() -> frozenset[str]:
    tags = frozenset(str(code) for code in locale_of("en").languages if "_" not in str(code))
    return tags - _NO_LANGUAGES


@lru_cache(maxsize=1)
def _offered() -> frozenset[str]:
    short = {code for code in _known_tags() if len(code) == _TAG_LENGTH}
    return frozenset(short - _NOT_OFFERED | _ALSO_OFFERED)


@lru_cache(maxsize=1)
def _index() -> _Names:
    known, others = _Names(), _Names()
    for code, names in _ALIASES.items():
        known.update(dict.fromkeys(map(_key, names.split("|")), code))
    for language in FIRST_LANGUAGES:
        for code, name in names_in(language, "languages"):
            if code not in _NO_LANGUAGES:
                known.setdefault(_key(name), _primary(code))
    for language in OTHER_LANGUAGES:
        for code, name in names_in(language, "languages"):
            if _primary(code) in _offered():
                others.agree(_key(name), _primary(code))
    return _Names({**others, **known})


def _key(name: str) -> str:
    words = fold_in_script(name).split()
    return " ".join(word for word in words if word not in _SMALL_WORDS) or " ".join(words)


def _primary(tag: str) -> str:
    """Give the primary tag in the form that is in use now."""
    first = tag.replace("-", "_").partition("_")[0].lower()
    current: str = get_global("language_aliases").get(first, first)
    return current.partition("_")[0]


@lru_cache(maxsize=8192)
def language_code(value: str) -> str | None:
    """Give the primary BCP 47 tag of what somebody wrote for a language, or None when it is not certainly one.

    Known are tags with any subtags (``pt-BR`` is ``pt``), ISO 639 codes of two and three letters, and names in the
    languages of ``locales``. The same language said twice ("French / français") is that language; two are none.
    """
    text = clean_line(value)
    return same_in_all_parts(text, _one_language) if len(text) <= _LONGEST else None


def _one_language(text: str) -> str | None:
    named = _index().get(_key(text))
    tag = _TAG.fullmatch(text)
    tagged = _primary(tag[1]) if tag else None
    if tag is None or tagged not in _known_tags():
        return named
    # "Ga" is a language of Ghana and the tag of Irish: written like a name it could be either.
    return None if named not in (None, tagged) and text.istitle() and len(text) == _TAG_LENGTH else tagged


@lru_cache(maxsize=4096)
def language_name(code: str, language: str = "en") -> str:
    """Give the name of a language in a language; what has no name there has its English one, and else its code."""
    name = locale_of(language).languages.get(code) or locale_of("en").languages.get(code) or code
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=16)
def language_choices(language: str = "en") -> tuple[tuple[str, str], ...]:
    """Give the languages that people are written to in as ``(code, name)``, in the order of their names: for a form."""
    return in_order((code, language_name(code, language)) for code in _offered())
