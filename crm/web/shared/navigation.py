"""The navigation: it shows only what exists and what the reader may open, with counts that are near enough."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.core.paging import COUNT_LIMIT
from crm.core.words import N_
from crm.web.shared.access import access_of, current_actor
from crm.web.shared.freshness import count_fresh


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation."""

    group: str
    endpoint: str
    label: str
    icon: str
    #: The letter after G.
    key: str = ""


GROUPS = {
    "": "",
    "coalition": N_("Coalition"),
    "volunteers": N_("Volunteers"),
    "outreach": N_("Outreach"),
    "data": N_("Data"),
}
ENTRIES = (
    Entry("", "today.show", N_("Today"), "sun", "H"),
    Entry("", "follow_ups.index", N_("Follow-ups"), "check2-circle", "F"),
    Entry("coalition", "organizations.index", N_("Organisations"), "buildings", "O"),
    Entry("coalition", "people.index", N_("People"), "people", "P"),
    Entry("coalition", "signatures.index", N_("Signatures"), "pen"),
    Entry("volunteers", "volunteers.index", N_("Volunteers"), "person-arms-up", "V"),
    Entry("volunteers", "tasks.board", N_("Tasks"), "kanban", "T"),
    Entry("outreach", "campaigns.index", N_("Campaigns"), "flag"),
    Entry("outreach", "statements.index", N_("Statements"), "file-earmark-text"),
    Entry("data", "imports.index", N_("Imports"), "box-arrow-in-down"),
    Entry("data", "duplicates.index", N_("Duplicates"), "intersect"),
    Entry("data", "change_log.index", N_("Change log"), "clock-history"),
)

#: What is counted in the navigation, by endpoint; page rooms register theirs, as queries within the scope.
COUNTS: dict[str, Callable[[], Any]] = {}


def counts_in_navigation(endpoint: str, rows: Callable[[], Any]) -> None:
    """Show beside the entry of an endpoint how many rows a query has."""
    COUNTS[endpoint] = rows


def navigation() -> list[dict[str, Any]]:
    """Return the groups of the navigation for templates/_layout/desk.html."""
    actor = current_actor()
    groups: list[dict[str, Any]] = []
    entries = [entry for entry in ENTRIES if _may_open(entry)]
    counts = _counts([entry.endpoint for entry in entries if entry.endpoint in COUNTS])
    here = g.get("here") or (request.endpoint or "").split(".")[0]
    for key, label in GROUPS.items():
        items = [
            {
                "endpoint": entry.endpoint,
                "url": url_for(entry.endpoint),
                "label": gettext(entry.label),
                "icon": entry.icon,
                "key": entry.key,
                "count": counts.get(entry.endpoint),
                "active": entry.endpoint.split(".")[0] == here,
                "filled": False,
            }
            for entry in entries
            if entry.group == key
        ]
        if items and actor is not None:
            groups.append({"label": gettext(label) if label else "", "items": items})
    return groups


def first_place() -> str | None:
    """Return the address of the first page of the navigation that the reader may open."""
    return next((url_for(entry.endpoint) for entry in ENTRIES if _may_open(entry)), None)


def _may_open(entry: Entry) -> bool:
    if entry.endpoint not in current_app.view_functions:
        return False
    access = access_of(entry.endpoint)
    return access is not None and (not isinstance(access, Permission) or current_actor().may(access))


def _counts(endpoints: list[str]) -> dict[str, int]:
    actor = current_actor()
    keys = {one: (current_app.config["CRM"].data_dir, actor.user_id, actor.team_ids, one) for one in endpoints}
    counts = count_fresh({key: (COUNTS[endpoint], COUNT_LIMIT) for endpoint, key in keys.items()})
    return {endpoint: counts[key] for endpoint, key in keys.items()}
