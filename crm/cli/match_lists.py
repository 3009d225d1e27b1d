"""Lists with the truth beside them, on which matching is measured: contacts as facts, and which of them are one."""

import csv
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from crm.contacts.values import ContactKind
from crm.core.errors import DomainError
from crm.core.text.folding import fold
from crm.core.text.names import is_unnamed
from crm.matching.values import Facts, name_keys

Pair = tuple[int, int]
Row = Mapping[str, str]
_PERSON, _ORGANIZATION = ContactKind.PERSON, ContactKind.ORGANIZATION
_PHONE_LENGTH = 7


@dataclass(slots=True)
class TruthList:
    """Contacts, numbered from 0, and the pairs of them that are one."""

    name: str
    contacts: list[Facts]
    pairs: set[Pair]
    #: Pairs that must never be joined without asking.
    never: set[Pair] = field(default_factory=set)


def read_lists(folder: Path) -> Iterator[TruthList]:
    """Read the lists that a folder holds, one after another."""
    for number in (1, 2, 3):
        yield _febrl(folder / "people", number)
    yield _splink(folder / "people" / "splink_fake_1000.csv")
    yield _chicago(folder / "orgs" / "dedupe_chicago_early_childhood_messy_with_true_ids.csv")
    yield _ror(folder / "orgs" / "ror_crossref_affiliations_test.csv")
    yield _signatures(folder / "signatories" / "keepthingsopen_signatures.csv")


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, skipinitialspace=True))
    except OSError as error:
        raise DomainError("%(path)s cannot be read (%(why)s).", path=path, why=error.strerror) from error


def _joined(row: Row, *columns: str) -> str:
    return " ".join(row[column] for column in columns if row[column])


def _pairs(groups: Iterable[Iterable[int]]) -> set[Pair]:
    return {pair for group in groups for pair in combinations(sorted(set(group)), 2)}


def _grouped(labels: Iterable[Hashable]) -> set[Pair]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, label in enumerate(labels):
        groups[label].append(number)
    return _pairs(groups.values())


def _febrl(folder: Path, number: int) -> TruthList:
    rows = _rows(folder / f"febrl{number}.csv")
    numbers = {row["rec_id"]: place for place, row in enumerate(rows)}
    links = _rows(folder / f"febrl{number}_true_links.csv")
    pairs = {(numbers[link["rec_a"]], numbers[link["rec_b"]]) for link in links}
    people = [_australian(place, row) for place, row in enumerate(rows)]
    return TruthList(f"FEBRL {number}", people, {(min(pair), max(pair)) for pair in pairs})


def _australian(number: int, row: Row) -> Facts:
    name = _joined(row, "given_name", "surname")
    facts = Facts(number, _PERSON, name, keys=name_keys(name), city=fold(row["suburb"]))
    address = _joined(row, "street_number", "address_1", "address_2", "suburb", "postcode", "state")
    facts.postal = {fold(address)} - {""}
    facts.further = {"birth": row["date_of_birth"]} if row["date_of_birth"] else {}
    return facts


def _splink(path: Path) -> TruthList:
    rows = _rows(path)
    people = []
    for number, row in enumerate(rows):
        name = _joined(row, "first_name", "surname")
        facts = Facts(number, _PERSON, name, keys=name_keys(name), city=fold(row["city"]))
        facts.emails = {row["email"].lower()} - {""}
        facts.further = {"birth": row["dob"]} if row["dob"] else {}
        people.append(facts)
    return TruthList("splink fake 1000", people, _grouped(row["cluster"] for row in rows))


def _chicago(path: Path) -> TruthList:
    rows = _rows(path)
    sites = []
    for number, row in enumerate(rows):
        facts = Facts(number, _ORGANIZATION, row["Site name"], keys=name_keys(row["Site name"]))
        digits = "".join(filter(str.isdigit, row["Phone"]))
        facts.phones = {digits[-_PHONE_LENGTH:]} if len(digits) >= _PHONE_LENGTH else set()
        facts.postal = {fold(row["Address"])} - {""}
        sites.append(facts)
    return TruthList("Chicago sites", sites, _grouped(row["True Id"] for row in rows))


def _ror(path: Path) -> TruthList:
    """Read strings with the organisations they name; one string can name several, and shares each of them."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in _rows(path):
        if row["ror_id"]:
            named[row["affiliation"]].add(row["ror_id"])
    groups: dict[str, list[int]] = defaultdict(list)
    for number, ids in enumerate(named.values()):
        for one in ids:
            groups[one].append(number)
    strings = [Facts(number, _ORGANIZATION, name, keys=name_keys(name)) for number, name in enumerate(named)]
    return TruthList("ROR strings", strings, _pairs(groups.values()))


def _signatures(path: Path) -> TruthList:
    """Read signatures without truth: who gave no name, or has another role and organisation, must not be joined."""
    rows = _rows(path)
    people = []
    for number, row in enumerate(rows):
        facts = Facts(number, _PERSON, row["name"], keys=name_keys(row["name"]))
        if row["org"]:
            facts.places = {fold(row["org"]): {fold(row["role"])} - {""}}
        people.append(facts)
    groups: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        groups["" if is_unnamed(row["name"]) else fold(row["name"])].append(number)
    never = {
        (one, other)
        for key, group in groups.items()
        for one, other in combinations(group, 2)
        if not key or (rows[one]["role"] != rows[other]["role"] and rows[one]["org"] != rows[other]["org"])
    }
    return TruthList("keepthingsopen", people, set(), never)
