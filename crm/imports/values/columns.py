"""Recognising columns: what a column is, from the words of its header and from what it holds."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from crm.core.text.cleaning import clean_line
from crm.core.text.folding import fold
from crm.imports.values.combined import part
from crm.imports.values.headers import combined_in, hints_at, names_it
from crm.imports.values.looks import Column
from crm.imports.values.targets import REPEATED, TARGETS, Target, combine, fields_of
from crm.imports.values.words import ImportAs


class How(StrEnum):
    """By what a column was recognised; a word of its header and what it holds are guesses."""

    MEMORY = "memory"
    HEADER = "header"
    WORD = "word"
    VALUES = "values"


class Guess(NamedTuple):
    """What a column was taken for (a field, or several in the way of a mapping), and by what."""

    target: str
    how: How


#: A header that names several fields is surer than one that names the first of them, with what stands in brackets.
_TOGETHER, _EXACT, _HINT, _VALUES = 150, 100, 40, 30
_MOSTLY = 0.8
_SAMPLE = 1000


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
    claims = _claims(columns, import_as)
    if any(guess.target == Target.OWN_ID for _score, _place, guess in claims):
        # An export of ours names all its columns: what is no field of an import is nothing else either.
        claims = [claim for claim in claims if claim[2].how is How.HEADER]
    for _score, place, guess in sorted(claims, key=lambda claim: (-claim[0], claim[1])):
        if place not in chosen and _is_free(guess, chosen):
            chosen[place] = guess
    _find_name(columns, chosen, import_as)
    _find_parent(columns, chosen, import_as)
    _find_combined(columns, chosen, import_as)
    return {header: chosen.get(place) for place, header in enumerate(headers)}


def _is_free(guess: Guess, chosen: Mapping[int, Guess]) -> bool:
    taken = _targets(chosen)
    return all(field in REPEATED or field not in taken for field in fields_of(guess.target))


def _targets(chosen: Mapping[int, Guess]) -> set[Target]:
    return {field for guess in chosen.values() for field in fields_of(guess.target)}


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
        together = combined_in(column.header, import_as, TARGETS[import_as])
        if together:
            claims.append((_TOGETHER, place, Guess(combine(together), How.HEADER)))
    return claims


def _header_score(header: str, target: Target, import_as: ImportAs) -> float:
    if names_it(header, target, import_as):
        return _EXACT
    return _HINT if hints_at(header, target) else 0


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
    Target.LANGUAGES: ("language", _VALUES),
    Target.SIGNED_ON: ("recent day", _VALUES),
}
_NAMING = (
    Target.NAME, Target.FIRST_NAME, Target.LAST_NAME, Target.ORGANIZATION, Target.PARENT, Target.NETWORK,
    Target.MAIN_CONTACT, Target.ALIAS, Target.NATIVE_NAME, Target.CITY, Target.ROLE,
)  # fmt: skip
#: What speaks against a target, whatever the header says: "Member of: yes", "Signed: no".
_AGAINST = {**dict.fromkeys(_NAMING, "no word"), Target.SIGNED_ON: "answer", Target.PARTNER: "answer"}
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
#: What a column can hold beside what it was taken for, tried in this order.
_BESIDE: dict[Target, tuple[Target, ...]] = {
    Target.NAME: (Target.EMAIL, Target.COUNTRY),
    Target.ORGANIZATION: (Target.COUNTRY,),
    Target.CITY: (Target.COUNTRY,),
}


def _find_combined(columns: Sequence[Column], chosen: dict[int, Guess], import_as: ImportAs) -> None:
    """Where most cells hold an address or a country beside their name that no other column gives, take both."""
    for place, guess in sorted(chosen.items()):
        fields = fields_of(guess.target)
        further = _BESIDE.get(fields[0], ()) if len(fields) == 1 else ()
        for field in further:
            if (
                field in TARGETS[import_as]
                and field not in _targets(chosen)
                and _holds(columns[place], fields[0], field)
            ):
                chosen[place] = Guess(combine((fields[0], field)), How.VALUES)
                break


def _holds(column: Column, first: Target, second: Target) -> bool:
    parted = [dict(part(clean_line(value), (first, second))) for value in column.given[:200]]
    both = sum(one.get(first, "") != one.get(second, "") and len(one) > 1 for one in parted)
    return bool(parted) and both >= _MOSTLY * len(parted)


def _shared(names: Column, parents: Column) -> float:
    pairs = [(fold(one), fold(other)) for one, other in zip(names.values, parents.values, strict=True) if other.strip()]
    return sum(bool(set(one.split()) & set(other.split())) for one, other in pairs) / len(pairs) if pairs else 0.0
