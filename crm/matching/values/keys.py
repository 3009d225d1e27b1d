"""Keys under which candidates are looked for: two contacts are compared only when one seeks what the other holds.

People are many and names are plain, so a name alone is no key: it stands with an organisation, with a city, or with
what kinds of facts are there. Two people of one name who each have a mail address, and share neither it nor a phone
number nor an organisation, never meet. Who seeks whom is the same from both sides.
"""

from collections.abc import Iterator
from typing import NamedTuple

from crm.contacts.values import ContactKind
from crm.matching.values.facts import Facts
from crm.matching.values.naming import word_key

#: A key that more contacts share is narrowed: what so many have tells nobody apart.
MOST_HOLDERS = 50
#: Kinds of facts that two people can differ in: mail addresses, phone numbers, organisations.
_SIGNATURES = ("", "m", "o", "p", "mo", "mp", "op", "mop")
_DISJOINT = {
    one: tuple(other for other in _SIGNATURES if not set(one) & set(other)) for one in _SIGNATURES
}  # fmt: skip
_FULL = frozenset({"mo", "mop"})


class BlockKeys(NamedTuple):
    """The keys of one contact: what it is found by, and what it looks for."""

    held: list[str]
    sought: list[str]


def block_keys(facts: Facts) -> BlockKeys:
    """Return the keys of a contact; two contacts are candidates when one seeks a key that the other holds.

    No key says of which kind its contact is; keep people and organisations apart.
    """
    return _person_keys(facts) if facts.kind is ContactKind.PERSON else _organization_keys(facts)


def name_turns(key: str) -> list[str]:
    """Return a person's folded name, also with the last word first and with the first word last."""
    first, _space, rest = key.partition(" ")
    if not rest:
        return [key]
    before, _space, last = key.rpartition(" ")
    turned = f"{rest} {first}"
    return [key, turned] if before == first else [key, turned, f"{last} {before}"]


def signature(facts: Facts) -> str:
    """Say in which kinds of facts a person could differ from another: mail, organisation, phone."""
    return f"{'m' if facts.emails else ''}{'o' if facts.places else ''}{'p' if facts.phones else ''}"


def _person_keys(facts: Facts) -> BlockKeys:
    shared = [f"m:{mail}" for mail in facts.emails]
    shared += [f"p:{phone}" for phone in facts.phones]
    held, sought = shared[:], shared
    kinds = signature(facts)
    town = facts.city or facts.country
    is_full = kinds in _FULL
    for key in facts.keys:
        held.append(f"n{kinds}:{key}")
        held += [f"o:{key}|{place}" for place in facts.places]
        if town:
            held += [f"c:{key}|{town}"] if is_full else [f"c:{key}|{town}", f"i:{key}|{town}"]
        for turn in name_turns(key):
            sought += [f"n{other}:{turn}" for other in _DISJOINT[kinds]]
            sought += [f"o:{turn}|{place}" for place in facts.places]
            if town:
                sought.append(f"i:{turn}|{town}" if is_full else f"c:{turn}|{town}")
    return BlockKeys(held, sought)


def _organization_keys(facts: Facts) -> BlockKeys:
    held = list(_organization_key_lines(facts))
    sought = held + [f"s:{key}" for key in facts.keys if " " not in key]
    sought += [f"k:{short}" for short in facts.shorts]
    return BlockKeys(held, sought)


def _organization_key_lines(facts: Facts) -> Iterator[str]:
    yield from (f"m:{mail}" for mail in facts.emails)
    yield from (f"p:{phone}" for phone in facts.phones)
    yield from (f"k:{key}" for key in facts.keys)
    yield from (f"w:{word_key(key)}" for key in facts.keys)
    yield from (f"s:{short}" for short in facts.shorts)
