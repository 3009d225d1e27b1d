"""Where candidates are looked for, what comparison needs of them, and the pairs that were found."""

from crm.matching.queries.facts import each_portion, load_facts
from crm.matching.queries.finding import (
    find_contacts_at,
    find_organizations_like,
    find_organizations_named,
    find_people_named,
    find_plain_names,
)
from crm.matching.queries.pairs import (
    count_pairs,
    each_pair,
    find_distinct,
    find_pair,
    find_search,
    get_pair,
    list_pairs,
    load_names,
)

__all__ = [
    "count_pairs",
    "each_pair",
    "each_portion",
    "find_contacts_at",
    "find_distinct",
    "find_organizations_like",
    "find_organizations_named",
    "find_pair",
    "find_people_named",
    "find_plain_names",
    "find_search",
    "get_pair",
    "list_pairs",
    "load_facts",
    "load_names",
]
