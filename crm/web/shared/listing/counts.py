"""Counts of lists and views: a count stops at 10,000 (of a search at 1,000) and is shown as "10,000+"."""

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from flask import current_app

from crm.core.paging import COUNT_LIMIT, SEARCH_LIMIT
from crm.core.scope import current_reader
from crm.segments.queries import Wanted, select_wanted
from crm.segments.values import usual_question
from crm.web.shared.freshness import count_fresh
from crm.web.shared.navigation import counts_in_navigation


def count_wanted(wanted: list[Wanted]) -> list[int]:
    """Return how many records each of the lists shows, up to one above the limit."""
    keys = [_key(one) for one in wanted]
    queries: dict[Hashable, tuple[Callable[[], Any], int]] = {
        key: (partial(select_wanted, one, is_strict=False), limit_of(one))
        for key, one in zip(keys, wanted, strict=True)
    }
    counts = count_fresh(queries)
    return [counts[key] for key in keys]


def count_in_navigation(endpoint: str, record: str) -> None:
    """Show beside the navigation's entry of a list how many records it begins with."""
    counts_in_navigation(endpoint, lambda: select_wanted(Wanted(usual_question(record))))


def limit_of(wanted: Wanted) -> int:
    """Return how far a list is counted."""
    return SEARCH_LIMIT if wanted.search else COUNT_LIMIT


def _key(wanted: Wanted) -> Hashable:
    reader = current_reader()
    return current_app.config["CRM"].data_dir, reader.user_id, reader.team_ids, wanted.question, wanted.search
