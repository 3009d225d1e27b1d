"""What the values of a column look like, for recognising it by what it holds."""

from dataclasses import dataclass

from crm.core.text.countries import country_code
from crm.core.text.folding import fold
from crm.core.text.languages import language_code
from crm.core.text.names import is_unnamed
from crm.imports.values.days import UnsureDayError, read_day

_CODE_LENGTH = 2
_RECENT = 2008


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its header and what it holds, as far as it was looked at."""

    header: str
    values: tuple[str, ...]

    @property
    def given(self) -> list[str]:
        """Return its values without the empty ones."""
        return [value for value in self.values if value.strip()]

    def share(self, test: str) -> float:
        """Return which part of its values looks like a kind of value (see `_LOOKS`)."""
        given = self.given[:200] if test else []
        return sum(_LOOKS[test](value) for value in given) / len(given) if given else 0.0

    @property
    def counts_rows(self) -> bool:
        """Say whether it only numbers the rows of this edition: the next edition numbers others so."""
        numbers = [value.strip().rstrip(".") for value in self.values]
        return fold(self.header) in _ROW_NUMBERS and numbers == [str(place) for place in range(1, len(numbers) + 1)]

    @property
    def distinct(self) -> float:
        """Return how many of its values are different ones, from 0 to 1."""
        given = self.given
        return len(set(given)) / len(given) if given else 0.0


#: Headers of columns that may only count the rows; an id is an id, also where it does.
_ROW_NUMBERS = frozenset({"no", "nr", "number", "numero", "n", "row", "nomer", "bian hao"})


def _looks_like_mail(value: str) -> bool:
    return "@" in value and " " not in value.strip()


def _looks_like_link(value: str) -> bool:
    return value.strip().lower().startswith(("http://", "https://", "www."))


def _looks_like_country(value: str) -> bool:
    """Norway and Slovenia as codes are answers first, and small letters that are a language could be that."""
    text = value.strip()
    if text.lower() in {"no", "si"} or (text.islower() and len(text) <= _CODE_LENGTH and language_code(text)):
        return False
    return country_code(text) is not None


def _looks_like_language(value: str) -> bool:
    """Codes in capitals are countries first."""
    text = value.strip()
    return not (text.isupper() and len(text) <= _CODE_LENGTH) and language_code(text) is not None


def _looks_like_recent_day(value: str) -> bool:
    """Say whether a value is a full date of these years: birthdays are older."""
    if value.strip().isdecimal():
        return False
    try:
        return read_day(value).year >= _RECENT
    except UnsureDayError:
        return True
    except ValueError:
        return False


def _looks_like_name(value: str) -> bool:
    return is_unnamed(value) or sum(map(str.isalpha, value)) * 2 > len(value)


def _looks_like_phone(value: str) -> bool:
    digits = sum(map(str.isdecimal, value))
    return 7 <= digits <= 17 and digits * 2 > len(value) and ("+" in value or " " in value or "-" in value)  # noqa: PLR2004 - E.164


_ANSWERS = frozenset({
    "yes", "no", "y", "n", "x", "true", "false", "0", "1", "si", "sim", "oui", "ja", "non", "nao", "nein", "na", "n a",
    "not applicable",
})  # fmt: skip


def _looks_like_answer(value: str) -> bool:
    return fold(value) in _ANSWERS


def _looks_like_no_word(value: str) -> bool:
    """Say whether a value is an answer, an address, a number or a day: none of them names anybody."""
    if _looks_like_answer(value) or _looks_like_mail(value) or value.strip().isdecimal():
        return True
    try:
        read_day(value)
    except UnsureDayError:
        return True
    except ValueError:
        return False
    return True


_LOOKS = {
    "answer": _looks_like_answer,
    "no word": _looks_like_no_word,
    "mail": _looks_like_mail,
    "link": _looks_like_link,
    "country": _looks_like_country,
    "name": _looks_like_name,
    "phone": _looks_like_phone,
    "language": _looks_like_language,
    "recent day": _looks_like_recent_day,
}
