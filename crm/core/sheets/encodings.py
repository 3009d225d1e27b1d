"""In which encoding a text file is written: proved where that can be, weighed by the letters of languages where not.

UTF-8 and what begins with a byte order mark prove themselves. For the rest each candidate is read on trial, and the one
wins whose text looks most like a language that is written in it: by how common its letters are, by capitals inside
words, by signs that no word has. Windows-1252 stands first and wins a tie.
"""
# ruff: noqa: RUF001 - letters of many alphabets stand here on purpose

import codecs
import math
import re
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

_BLOCK: Final = 1 << 20
_SAMPLE: Final = 1 << 14
_FIRST_LOOK: Final = 1 << 16
_PLAIN_LETTER: Final = re.compile(r"[\t\n\r -~]")
_NO_LETTER: Final = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ufffe\uffff\ue000-\uf8ff]")
_WIDE_ASCII: Final = 0.05
_WIDE_FAULTS: Final = 0.02
_FEWEST_WIDE: Final = 3
_ESCAPE_JIS: Final = re.compile(rb"\x1b\$[@B]")

# Letters beyond ASCII of the languages written in each encoding, the most common first.
_WESTERN: Final = (
    "éèàêçôîûâïëùœæÿü", "üäößé", "óíáéñúüº", "ãçáéõíóêúâàª", "äöåé", "æøåé", "èàòùéì", "ëéïöüèó", "àçèéíïòóú",
    "éáíóèüöñäçàãêúåôâëßøæîïœìòù",  # names from many countries in one list
)  # fmt: skip
_CENTRAL: Final = (
    "łąęóżśćźń", "íáéřčěšžýůúňóďť", "áíčéšžýúľťňôďäĺŕó", "áéöóőíüúű", "čšžćđ", "ăîşâţ", "üäöß", "čšž", "ëç",
)  # fmt: skip
_CYRILLIC: Final = (
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "оаинівтеркслдмпуьязбгчйхжшюцїєфщґ",
    "аоеитнрсвлкдпмзгяъубчщйжцшхфюь",
    "аеиоурнстјвкдмлпгзбљњчшћђжцхфџ",
)
_GREEK: Final = "ατοεισνρπκηλυμςόγίάέθύδώήχφξβωζψϊΐϋΰ"
_HEBREW: Final = "יוהלארבמנתשדקםחעןפטגסצזכךףץ"
_ARABIC: Final = (
    "اليمنرتةبودسعفقكحجشطهءأصخزذإىئغضثظؤآ",
    "اینردهستمبوشلکگزخفقعآجپحچصطغذضئژثظؤء",
    "اینرےکسمتلوہدبپٹجںھگحشعقزفخچصڑڈطضآغئثذظءؤژ",
)
_THAI: Final = "านรอกเงมยลวดทตสะปบคหแจพชขใไผโซธณศถภญฐฝฎฉฏฒฬฮฌฑฆฟษ็่้ัิีุูำืึ๊๋์ํๆฯ๐๑๒๓๔๕๖๗๘๙"
_TURKISH: Final = "ıüşçğöâîû"
_BALTIC: Final = ("ėšųįūžčąę", "āīēšņūļģķčž", "äõüöšž")
_VIETNAMESE: Final = "đơưăâêô\u0301\u0300\u0309\u0303\u0323"

# With how likely each is before a byte is read: old programs of DOS and Macintosh are rare, and their readings of other
# encodings have letters where those have signs.
_SINGLE_BYTE: Final[tuple[tuple[str, float, tuple[str, ...]], ...]] = (
    ("cp1252", 0.1, _WESTERN),
    ("cp1250", 0.0, _CENTRAL),
    ("iso8859_2", 0.0, _CENTRAL),
    ("cp1254", 0.0, (_TURKISH,)),
    ("cp1257", 0.0, _BALTIC),
    ("cp1251", 0.0, _CYRILLIC),
    ("koi8_u", 0.0, _CYRILLIC),
    ("cp1253", 0.0, (_GREEK,)),
    ("cp1255", 0.0, (_HEBREW,)),
    ("cp1256", 0.0, _ARABIC),
    ("cp874", 0.0, (_THAI,)),
    ("cp1258", 0.0, (_VIETNAMESE,)),
    ("cp866", -0.6, _CYRILLIC),
    ("mac_cyrillic", -0.6, _CYRILLIC),
    ("mac_roman", -0.6, _WESTERN),
    ("cp850", -0.6, _WESTERN),
    ("cp852", -0.6, _CENTRAL),
)
# The first bytes of common characters; the order decides a tie.
_DOUBLE_BYTE: Final = (
    ("cp932", 0x88, 0x97),
    ("euc_jp", 0xB0, 0xCF),
    ("cp949", 0xB0, 0xC8),
    ("gb18030", 0xB0, 0xD7),
    ("big5", 0xA4, 0xC6),
)
_JAPANESE: Final = frozenset({"cp932", "euc_jp"})
_KANA: Final = re.compile("[\u3041-\u30ff]")
_WIDE_SIGNS: Final = re.compile("[\u3000-\u3020\uff01-\uff5e\u00b7\u2010-\u2027]")

_ICELANDIC: Final = "ðþý"
_LONE_IDEOGRAPH: Final = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])")

_SIGNS: Final = frozenset("\u00a0’‘“”„–—…«»°€£©®™№·¿¡§•ºª")
_SIGNS_AT_WORDS: Final = frozenset("‘“”„«»¿¡…™®–—")
_SIGNS_INSIDE_WORDS: Final = frozenset("’·\u00a0")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_LATIN_LETTERS: Final = frozenset("éüóãäæèëáàłíčăāıėõđ")
_LATIN_LETTER: Final = re.compile(r"[A-Za-z]")
# Weights: what a word never has, counts against a reading more than a rare letter counts for it.
_STRANGE: Final = -1.5
_CAPITAL_INSIDE: Final = -1.0
_OTHER_LANGUAGE: Final = 0.0
_SIGN: Final = 0.7
_COMMON: Final = 0.75
_IMPOSSIBLE: Final = float("-inf")
_CLEARLY_UTF8: Final = 4
_NEARLY_UTF8: Final = 0.9
_BY_CHANCE: Final = 0.4
_MOST_SURE: Final = 0.99
_ENOUGH: Final = 40
_LAST_ASCII: Final = 0x7F


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file: the codec, how it treats bytes that do not fit, whether that was proved."""

    name: str
    errors: str
    is_certain: bool
    confidence: float = 1.0


def _read_stray_byte(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 in a file that otherwise is, as the Windows-1252 they most likely are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "replace") for byte in stray), error.end


codecs.register_error("crm.stray", _read_stray_byte)


def find_encoding(path: Path) -> Encoding:
    """Find the encoding of a text file; the whole file is read once, in blocks."""
    with path.open("rb") as file:
        start = file.read(_FIRST_LOOK)
    marked = _marked(start) or wide_encoding(start)
    if marked:
        return Encoding(marked, "replace", is_certain=True)
    if _ESCAPE_JIS.search(start):
        return Encoding("iso2022_jp_ext", "replace", is_certain=True)
    if _is_utf8(path):
        return Encoding("utf-8", "strict", is_certain=True)
    sample = _telling_lines(path)
    if _is_nearly_utf8(sample):
        return Encoding("utf-8", "crm.stray", is_certain=False, confidence=_NEARLY_UTF8)
    name, confidence = weigh_surely(sample)
    return Encoding(name, "replace", is_certain=False, confidence=confidence)


def _marked(start: bytes) -> str | None:
    """Give what a byte order mark says."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return name
    return None


def wide_encoding(start: bytes) -> str | None:
    """Recognise UTF-16 without a mark: read the right way round, its commas, spaces, digits and breaks are ASCII."""
    if 0 not in start:
        return None
    best, most = None, max(_FEWEST_WIDE, _WIDE_ASCII * len(start) / 2)
    for name in ("utf-16-le", "utf-16-be"):
        text = start[: len(start) // 2 * 2].decode(name, "replace")
        plain = len(_PLAIN_LETTER.findall(text))
        if plain > most and len(_NO_LETTER.findall(text)) <= _WIDE_FAULTS * len(text):
            best, most = name, plain
    return best


def _is_utf8(path: Path) -> bool:
    """Say whether a whole file is UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _telling_lines(path: Path) -> bytes:
    """Give lines that are not ASCII, from anywhere in a file, to judge its encoding by."""
    lines: list[bytes] = []
    size = 0
    with path.open("rb") as file:
        while size < _SAMPLE and (block := file.read(_BLOCK)):
            if not block.isascii():
                telling = [line[:_SAMPLE] for line in block.splitlines() if not line.isascii()]
                lines += telling
                size += sum(map(len, telling))
    sample = b"\n".join(lines)
    # A line that is cut could end in half a character.
    return sample if size <= _SAMPLE else sample[:_SAMPLE].rpartition(b"\n")[0] or sample[:_SAMPLE]


def _is_nearly_utf8(sample: bytes) -> bool:
    """Say whether a few bytes of another encoding stand in a file of UTF-8."""
    text = sample.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= letter <= "\udcff" for letter in text)
    fitting = sum(not letter.isascii() for letter in text) - stray
    return fitting >= _CLEARLY_UTF8 * stray


def weigh(sample: bytes) -> str:
    """Give the encoding in which a sample (lines with bytes beyond ASCII) looks most like a language."""
    return weigh_surely(sample)[0]


def weigh_surely(sample: bytes) -> tuple[str, float]:
    """Give the encoding in which a sample looks most like a language, and how sure that is.

    It is surer the better the reading is than the next one that says something else, and the more letters tell it.
    """
    readings = [(_weigh_letters(sample, *candidate), candidate[0]) for candidate in _SINGLE_BYTE]
    readings += [(_weigh_ideographs(sample, *candidate), candidate[0]) for candidate in _DOUBLE_BYTE]
    worth, name = max(readings, key=itemgetter(0))
    if worth <= 0 and (found := from_bytes(sample).best()):
        return found.encoding, _BY_CHANCE
    text = sample.decode(name, "replace")
    others = [other for other, code in readings if other > _IMPOSSIBLE and sample.decode(code, "replace") != text]
    letters = sum(byte > _LAST_ASCII for byte in sample)
    margin = min(worth - max(others, default=worth - 1), 1.0)
    return name, min(1 - 0.5 * math.exp(-margin * (3 + min(letters, _ENOUGH) / 4)), _MOST_SURE)


def _weigh_letters(sample: bytes, encoding: str, likelihood: float, languages: tuple[str, ...]) -> float:
    """Weigh a reading in an encoding of one byte a character: its worth in the language it fits best."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return _IMPOSSIBLE
    others = dict.fromkeys("".join(languages) + _ICELANDIC, _OTHER_LANGUAGE)
    return likelihood + max(_worth(text, language, others) for language in languages)


def _worth(text: str, language: str, others: dict[str, float]) -> float:
    """Weigh a text as one of a language: the mean over its characters beyond ASCII, from common letters (1) down."""
    places = others | {letter: 1 - place / (2 * len(language)) for place, letter in enumerate(language)}
    is_latin = language[0] in _LATIN_LETTERS
    total, count = 0.0, 0
    for match in _BEYOND_ASCII.finditer(text):
        run, start, end = match[0], match.start(), match.end()
        latin_around = len(_LATIN_LETTER.findall(text[max(start - 1, 0) : start] + text[end : end + 1]))
        count += len(run)
        total += sum(_worth_of_letter(letter, latin_around, places) for letter in run)
        pairs = pairwise(text[max(start - 1, 0) : end])
        total += _CAPITAL_INSIDE * sum(before.islower() and letter.isupper() for before, letter in pairs)
        if latin_around and not is_latin and _LETTER.search(run):
            total += _STRANGE * len(run)
    return total / max(count, 1)


def _worth_of_letter(letter: str, latin_around: int, places: dict[str, float]) -> float:
    if (small := letter.lower()) in places:
        return places[small]
    if letter in _SIGNS_INSIDE_WORDS or (letter in _SIGNS_AT_WORDS and latin_around == 1):
        return _SIGN
    return _SIGN if letter in _SIGNS and not latin_around else _STRANGE


def _weigh_ideographs(sample: bytes, encoding: str, first: int, last: int) -> float:
    """Weigh a reading in an encoding of two bytes a character."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return _IMPOSSIBLE
    total = _STRANGE * len(_LONE_IDEOGRAPH.findall(text))
    if encoding in _JAPANESE and not _KANA.search(text):
        total += _STRANGE
    beyond = [character for character in text if not character.isascii()]
    for character in beyond:
        if _KANA.match(character) or first <= character.encode(encoding)[0] <= last:
            total += _COMMON
        elif not _WIDE_SIGNS.match(character):
            total += _STRANGE
    return total / max(len(beyond), 1)
