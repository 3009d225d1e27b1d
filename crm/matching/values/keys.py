"""Keys under which candidates are looked for: two contacts are compared only when one seeks what the other holds.

People are many and names are plain, so a name alone is no key: it stands with an organisation, with a city, or with
what kinds of facts are there. Two people of one name who each have a mail address, and share neither it nor a phone
number nor an organisation, never meet. Who seeks whom is the same from both sides.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from crm.contacts.values import ContactKind
from crm.matching.values.addresses import address_key
from crm.matching.values.facts import Facts
from crm.matching.values.organization_names import OrganizationName, take_apart
from crm.matching.values.organizations import domains
from crm.matching.values.people_names import skeleton, words_of
from crm.matching.values.words import is_known

#: A key that more contacts share is narrowed: what so many have tells nobody apart.
MOST_HOLDERS = 30
#: Kinds of facts that two people can differ in: mail addresses, phone numbers, organisations.
_SIGNATURES = ("", "m", "o", "p", "mo", "mp", "op", "mop")
_DISJOINT = {
    one: tuple(other for other in _SIGNATURES if not set(one) & set(other)) for one in _SIGNATURES
}  # fmt: skip
#: Of longer names than this, also what is left without one of the words is a key; of shorter ones, ends of words.
_FEWEST_LEFT, _MOST_LEFT = 2, 12
#: Letters at either end of a word by which it is found beside one other; where it stands alone, one more.
_ENDS = 2
#: Letters of a fact that stand in a key of two facts.
_CUT = 4
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
    if facts.further or facts.postal:
        further = list(dict.fromkeys(_further_keys(facts)))
        held, sought = held + further, sought + further
    return BlockKeys(held, sought)


def _further_keys(facts: Facts) -> Iterator[str]:
    """Give keys of a person with a date of birth or a postal address: any two facts together, each cut short."""
    birth = facts.further.get("birth", "").replace("-", "")
    names = {skeleton(word)[:_CUT] for key in facts.keys for word in words_of(key)}
    numbers = [address_key(address) for address in facts.postal]
    places = [f"c{facts.city[:_CUT]}"] if facts.city else []
    places += [f"w{words[:_CUT]}" for _number, words in numbers if words]
    places += [
        f"z{part}" for address in facts.postal for part in address.split() if part.isdigit() and len(part) >= _CUT
    ]
    if birth:
        yield f"f:{birth}"
        places += [f"y{birth[:4]}", f"d{birth[4:]}"]
    yield from (f"f:{name}|{place}" for name in names for place in places)
    yield from (f"f:{one}|{other}" for one, other in combinations(sorted(places), 2))
    yield from (f"f:{number}|{words[:_CUT]}" for number, words in numbers if number)
    yield from (f"f:{one}|{other}" for one, other in combinations(sorted(names), 2))


def _organization_keys(facts: Facts) -> BlockKeys:
    names = [part for name in dict.fromkeys([facts.name, *facts.names]) for part in take_apart(name)]
    shorts = facts.given_shorts.union(*(name.shorts for name in names))
    held = [f"m:{mail}" for mail in facts.emails]
    held += [f"p:{phone}" for phone in facts.phones]
    held += [f"d:{domain}" for domain in domains(facts)]
    held += ["a:" + " ".join(address_key(address)) for address in facts.postal]
    held += [f"e:{short}" for short in shorts]
    held += [key for name in names for key in _keys_of_words(name)]
    sought = held[:]
    # Whoever is written by a short name and whoever has it look for each other; two who only have it do not.
    held += [f"s:{short}" for name in names for short in name.initials] + [f"s:{short}" for short in shorts]
    sought += [f"s:{name.written[0]}" for name in names if len(name.words) == 1]
    held += [f"b:{name.written[0]}" for name in names if len(name.words) == 1]
    sought += [f"b:{short}" for name in names for short in name.initials] + [f"b:{short}" for short in shorts]
    return BlockKeys(list(dict.fromkeys(held)), list(dict.fromkeys(sought)))


def _keys_of_words(name: OrganizationName) -> Iterator[str]:
    """Give a name's words together, all but one of them, and each that no vocabulary knows."""
    ordered = sorted(name.words)
    yield "l:" + " ".join(ordered) if ordered else "l:" + name.key
    yield "j:" + "".join(name.written)
    if _FEWEST_LEFT < len(ordered) <= _MOST_LEFT:
        for place in range(len(ordered)):
            yield "l:" + " ".join(ordered[:place] + ordered[place + 1 :])
    yield from (f"w:{word}" for word in ordered if not is_known(word))
    if len(ordered) <= _FEWEST_LEFT:
        for meaning, written in zip(name.words, name.written, strict=True):
            rest = " ".join(word for word in ordered if word != meaning)
            size = _ENDS if rest else _ENDS + 1
            if len(written) >= _CUT:
                yield f"h:{written[:size]}|{rest}"
                yield f"t:{written[-size:]}|{rest}"
                yield f"z:{skeleton(written)}|{rest}"
