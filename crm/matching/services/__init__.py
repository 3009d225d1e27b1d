"""Searching for duplicates, and keeping what people say of pairs."""

from crm.matching.services.judging import forget_distinct, mark_distinct, skip_pair
from crm.matching.services.searching import Found, begin_search, search_duplicates

__all__ = [
    "Found",
    "begin_search",
    "forget_distinct",
    "mark_distinct",
    "search_duplicates",
    "skip_pair",
]
