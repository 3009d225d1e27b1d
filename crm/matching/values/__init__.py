"""Who is the same: pure comparison of two contacts, and the keys under which candidates are looked for."""

from crm.contacts.values import ContactKind
from crm.matching.values.blocking import Blocks
from crm.matching.values.facts import Facts, Match, Zone, choose
from crm.matching.values.keys import MOST_HOLDERS, BlockKeys, block_keys, name_turns, signature
from crm.matching.values.naming import SMALL_WORDS, is_like, is_short_name, name_keys, short_names, word_key
from crm.matching.values.organizations import compare_organizations
from crm.matching.values.people import compare_people
from crm.matching.values.reasons import SAME_NUMBER

__all__ = [
    "MOST_HOLDERS",
    "SAME_NUMBER",
    "SMALL_WORDS",
    "BlockKeys",
    "Blocks",
    "Facts",
    "Match",
    "Zone",
    "block_keys",
    "choose",
    "compare",
    "is_like",
    "is_short_name",
    "name_keys",
    "name_turns",
    "short_names",
    "signature",
    "word_key",
]


def compare(one: Facts, other: Facts) -> Match:
    """Compare two contacts as a careful person would: the same, ask, or different, with the reasons in words."""
    if one.kind is not other.kind:
        return Match(other.id, 0, Zone.DIFFERENT, ())
    return compare_people(one, other) if one.kind is ContactKind.PERSON else compare_organizations(one, other)
