"""Reading what lists ask for: their pages, whole lists, saved views."""

from crm.segments.queries.lists import (
    Wanted,
    can_order_by,
    find_place,
    list_by_key,
    list_ids,
    list_page,
    may_ask,
    select_segment,
    select_wanted,
    values_of,
)
from crm.segments.queries.views import get_view, get_view_by_name, list_views
from crm.segments.queries.whole import count_protected, each_chunk, each_values

__all__ = [
    "Wanted",
    "can_order_by",
    "count_protected",
    "each_chunk",
    "each_values",
    "find_place",
    "get_view",
    "get_view_by_name",
    "list_by_key",
    "list_ids",
    "list_page",
    "list_views",
    "may_ask",
    "select_segment",
    "select_wanted",
    "values_of",
]
