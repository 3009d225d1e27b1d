"""Counts of lists and views: near enough, at most one query a page, kept for a while.

A count stops at 10,000 (of a search at 1,000) and is shown as "10,000+". Small ones are counted for every page, others
anew after 20 seconds, later when counting took long.
"""

import time
from dataclasses import dataclass
from typing import Any

from flask import current_app

from crm.core.paging import COUNT_LIMIT, SEARCH_LIMIT, count_many
from crm.core.scope import current_reader
from crm.segments.queries import Wanted, select_wanted
from crm.segments.values import usual_question
from crm.web.shared.freshness import kept_for
from crm.web.shared.navigation import counts_in_navigation

_MOST = 2_000


@dataclass(frozen=True, slots=True)
class _Counted:
    value: int
    until: float


_known: dict[tuple[Any, ...], _Counted] = {}


def count_wanted(wanted: list[Wanted]) -> list[int]:
    """Return how many records each of the lists shows, up to one above the limit."""
    moment = time.monotonic()
    keys = [_key(one) for one in wanted]
    missing = {
        key: one for key, one in zip(keys, wanted, strict=True) if key not in _known or _known[key].until < moment
    }
    if missing:
        queries = [select_wanted(one, is_strict=False) for one in missing.values()]
        values = count_many(queries, [limit_of(one) for one in missing.values()])
        until = time.monotonic() + kept_for(values, time.monotonic() - moment)
        if len(_known) > _MOST:
            _known.clear()
        _known.update({key: _Counted(value, until) for key, value in zip(missing, values, strict=True)})
    return [_known[key].value for key in keys]


def count_in_navigation(endpoint: str, record: str) -> None:
    """Show beside the navigation's entry of a list how many records it begins with."""
    counts_in_navigation(endpoint, lambda: select_wanted(Wanted(usual_question(record))))


def limit_of(wanted: Wanted) -> int:
    """Return how far a list is counted."""
    return SEARCH_LIMIT if wanted.search else COUNT_LIMIT


def forget_list_counts() -> None:
    """Count anew at the next page: something was written."""
    _known.clear()


def _key(wanted: Wanted) -> tuple[Any, ...]:
    reader = current_reader()
    return current_app.config["CRM"].data_dir, reader.user_id, reader.team_ids, wanted.question, wanted.search
