"""Recognising columns: what a column is, from the words of its header and from what it holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from crm.core.errors import DomainError
from crm.core.text.cleaning import clean_line
from crm.core.text.countries import country_code
from crm.core.text.folding import fold
from crm.core.text.names import is_unnamed
from crm.imports.values.days import UnsureDayError, read_day
from crm.imports.values.headers import HEADERS
from crm.imports.values.targets import REPEATED, TARGET_WORDS, TARGETS, Target
from crm.imports.values.words import ImportAs

#: Whole words of a header that hint at a target, where the whole header is not known.
_HINTS: dict[Target, str] = {
    Target.EMAIL: "email mail courriel correo",
    Target.PHONE: "phone telephone mobile whatsapp telefono telefone",
    Target.COUNTRY: "country pais pays",
    Target.CITY: "city ville ciudad cidade",
    Target.WEBSITE: "website url",
    Target.SIGNED_ON: "date fecha data signed",
    Target.ORGANIZATION: "organisation organization organizacion organizacao organisme ngo institution",
    Target.NAME: "name nombre nome signatory signataire firmante",
    Target.ROLE: "role position cargo fonction",
    Target.LANGUAGES: "language langue idioma",
    Target.PARENT: "parent umbrella",
    Target.NETWORK: "network reseau",
    Target.ORGANIZATION_TYPE: "type",
    Target.FOUNDED: "founded established",
}


class How(StrEnum):
    """By what a column was recognised: its whole header, a word of it, or what it holds; the last two are guesses."""

    HEADER = "header"
    WORD = "word"
    VALUES = "values"


class Guess(NamedTuple):
    """What a column was taken for, and by what."""

    target: Target
    how: How


_EXACT, _HINT, _VALUES = 100, 40, 30
_MOSTLY = 0.8
_SAMPLE = 1000


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


#: What a header says in brackets: "Organisation (as it should appear)".
_REMARK = re.compile(r"\([^)]*\)|\*|:\s*$")
#: Headers of columns that may only count the rows; an id is an id, also where it does.
_ROW_NUMBERS = frozenset({"no", "nr", "number", "numero", "n", "row", "nomer", "bian hao"})


def _looks_like_mail(value: str) -> bool:
    return "@" in value and " " not in value.strip()


def _looks_like_link(value: str) -> bool:
    return value.strip().lower().startswith(("http://", "https://", "www."))


def _looks_like_country(value: str) -> bool:
    """Norway and Slovenia as codes are answers first."""
    return value.strip().lower() not in {"no", "si"} and country_code(value) is not None


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
    """Say whether a value is an answer, a number or a day: none of them names anybody."""
    if _looks_like_answer(value) or value.strip().isdecimal():
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
}


def unique_headers(headers: Sequence[str]) -> list[str]:
    """Give every column a clean name of its own: unnamed ones their place, repeated ones a number."""
    names: dict[str, None] = {}
    for place, header in enumerate(headers, start=1):
        name = base = clean_line(header) or f"Column {place}"
        number = 1
        while name in names:
            number += 1
            name = f"{base} ({number})"
        names[name] = None
    return list(names)


def recognize(headers: Sequence[str], rows: Sequence[Sequence[str]], import_as: ImportAs) -> dict[str, Guess | None]:
    """Say what each column is and by what, by header, in the order of the file; None for what is not imported."""
    columns = [
        Column(header, tuple(row[place] if place < len(row) else "" for row in rows[:_SAMPLE]))
        for place, header in enumerate(headers)
    ]
    chosen: dict[int, Guess] = {}
    for _score, place, guess in sorted(_claims(columns, import_as), key=lambda claim: (-claim[0], claim[1])):
        if place not in chosen and (guess.target in REPEATED or guess.target not in _targets(chosen)):
            chosen[place] = guess
    _find_name(columns, chosen, import_as)
    _find_parent(columns, chosen, import_as)
    return {header: chosen.get(place) for place, header in enumerate(headers)}


def _targets(chosen: Mapping[int, Guess]) -> set[Target]:
    return {guess.target for guess in chosen.values()}


def _claims(columns: Sequence[Column], import_as: ImportAs) -> list[tuple[float, int, Guess]]:
    """Say what each column could be and how strongly; of two names, the column whose values differ more is stronger."""
    claims = []
    for place, column in enumerate(columns):
        for target in TARGETS[import_as]:
            by_header = _header_score(column.header, target, import_as)
            score = by_header + _value_score(column, target)
            if score > 0:
                how = How.HEADER if by_header == _EXACT else How.WORD if by_header else How.VALUES
                score = score + column.distinct if target is Target.NAME else score
                claims.append((score, place, Guess(target, how)))
    return claims


def _header_score(header: str, target: Target, import_as: ImportAs) -> float:
    folded = fold(header)
    known = _known_headers(target, import_as)
    if folded in known or fold(_REMARK.sub("", header)) in known:
        return _EXACT
    words = folded.split()
    return _HINT if any(word in words for word in _HINTS.get(target, "").split()) else 0


def _known_headers(target: Target, import_as: ImportAs) -> frozenset[str]:
    known = HEADERS[target] | {fold(target.value)}
    if import_as is ImportAs.ORGANIZATIONS:
        if target is Target.NAME:
            return known | HEADERS[Target.ORGANIZATION]
        if target is Target.ORGANIZATION_TYPE:
            return known | {"type", "category"}
    if import_as is ImportAs.SIGNATURES and target is Target.ORGANIZATION_TYPE:
        return known - {"tipo"}
    return known


def _value_score(column: Column, target: Target) -> float:
    """Say what the values add: for or against."""
    if target is Target.EXTERNAL_ID and column.counts_rows:
        return -_EXACT
    if column.share(_AGAINST.get(target, "")) >= _MOSTLY:
        return -_EXACT
    test, weight = _EVIDENCE.get(target, ("", 0.0))
    if not test or not column.given:
        return 0
    share = column.share(test)
    if share >= _MOSTLY:
        return weight
    return -_EXACT if target in _NEEDS_EVIDENCE and share == 0 else 0


_EVIDENCE = {
    Target.EMAIL: ("mail", _VALUES * 2),
    Target.WEBSITE: ("link", _VALUES),
    Target.COUNTRY: ("country", _VALUES),
    Target.PHONE: ("phone", _VALUES),
}
_NAMING = (
    Target.NAME, Target.FIRST_NAME, Target.LAST_NAME, Target.ORGANIZATION, Target.PARENT, Target.NETWORK,
    Target.MAIN_CONTACT, Target.ALIAS, Target.NATIVE_NAME, Target.CITY, Target.ROLE,
)  # fmt: skip
#: What speaks against a target, whatever the header says: "Member of: yes", "Signed: no".
_AGAINST = {**dict.fromkeys(_NAMING, "no word"), Target.SIGNED_ON: "answer"}
#: Where not one value looks right, the header does not count.
_NEEDS_EVIDENCE = frozenset({Target.EMAIL})


def _find_name(columns: Sequence[Column], chosen: dict[int, Guess], import_as: ImportAs) -> None:
    """Where no header says name, take the column of words whose values differ most."""
    taken = _targets(chosen)
    if taken & {Target.NAME, Target.FIRST_NAME, Target.LAST_NAME}:
        return
    if import_as is ImportAs.SIGNATURES and Target.ORGANIZATION in taken:
        return
    free = [
        (column.distinct * column.share("name"), -place)
        for place, column in enumerate(columns)
        if place not in chosen and column.share("name") >= _MOSTLY > column.share("no word")
    ]
    if free:
        chosen[-max(free)[1]] = Guess(Target.NAME, How.VALUES)


def _find_parent(columns: Sequence[Column], chosen: dict[int, Guess], import_as: ImportAs) -> None:
    """Of two columns of names, the one that repeats itself and whose words stand in the other names the parents."""
    names = [place for place, guess in chosen.items() if guess.target is Target.NAME]
    if import_as is not ImportAs.ORGANIZATIONS or not names or Target.PARENT in _targets(chosen):
        return
    for place, column in enumerate(columns):
        is_free = place not in chosen and _header_score(column.header, Target.NAME, import_as) > 0
        if is_free and column.distinct < _MOSTLY and _shared(columns[names[0]], column) > _ENOUGH:
            chosen[place] = Guess(Target.PARENT, How.VALUES)
            return


_ENOUGH = 0.3


def _shared(names: Column, parents: Column) -> float:
    pairs = [(fold(one), fold(other)) for one, other in zip(names.values, parents.values, strict=True) if other.strip()]
    return sum(bool(set(one.split()) & set(other.split())) for one, other in pairs) / len(pairs) if pairs else 0.0


def check_mapping(given: Mapping[str, object], headers: Sequence[str], import_as: ImportAs) -> dict[str, str | None]:
    """Bring a mapping that somebody made to its form, or say what is wrong with it; the rest is not imported."""
    allowed = {target.value for target in TARGETS[import_as]}
    mapping: dict[str, str | None] = dict.fromkeys(headers)
    for given_header, field in given.items():
        header = given_header if given_header in mapping else clean_line(given_header)
        if header not in mapping:
            raise DomainError("The file has no column “%(column)s”.", "mapping", column=header)
        if field is not None and not (isinstance(field, str) and field in allowed):
            raise DomainError("There is no field “%(target)s” here.", "mapping", target=str(field))
        mapping[header] = field
    fields = [field for field in mapping.values() if field]
    for field in fields:
        if fields.count(field) > 1 and Target(field) not in REPEATED:
            raise DomainError(
                "Two columns become %(target)s; choose one.", "mapping", target=TARGET_WORDS[Target(field)]
            )
    _demand_name(fields, import_as)
    return mapping


def _demand_name(fields: Sequence[str], import_as: ImportAs) -> None:
    names = {Target.NAME.value, Target.FIRST_NAME.value, Target.LAST_NAME.value}
    if import_as is ImportAs.SIGNATURES:
        names.add(Target.ORGANIZATION.value)
    if not names & set(fields):
        raise DomainError("No column holds the names. Say which one does.", "mapping")
