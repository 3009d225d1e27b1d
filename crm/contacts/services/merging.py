"""Moving what hangs on one contact to another within the directory: names, addresses, places, ties, tags, teams, keys.

What the other has already goes; the trace remembers it. Facts that only the one that goes has are kept on the other.
"""

from collections.abc import Callable
from typing import Any

from crm.contacts.models import (
    Affiliation,
    Contact,
    ContactName,
    ContactPoint,
    ContactRelation,
    ContactTag,
    ContactTeam,
    ExternalKey,
)
from crm.core.traces.rows import read_rows
from crm.core.traces.services import Trace

Row = dict[str, Any]


def reassign_contact(old_id: int, new_id: int, trace: Trace) -> None:
    """Let what belongs to one contact of the directory belong to another, in the act at work."""
    (contact,) = read_rows("contact", id=new_id)
    _fold(ContactName, old_id, new_id, trace, key=lambda row: row["name"])
    for row in read_rows("contact_name", contact_id=old_id):
        if row["name"] == contact["name"]:
            trace.remove(ContactName, row["id"])
    trace.point(ContactName, "contact_id", old_id, new_id)
    _move_points(old_id, new_id, trace)
    _fold(ContactTag, old_id, new_id, trace, key=lambda row: row["tag_id"])
    trace.point(ContactTag, "contact_id", old_id, new_id)
    _fold(ContactTeam, old_id, new_id, trace, key=lambda row: row["team_id"])
    trace.point(ContactTeam, "contact_id", old_id, new_id)
    _fold(ExternalKey, old_id, new_id, trace, key=lambda row: (row["source"], row["value"]))
    trace.point(ExternalKey, "contact_id", old_id, new_id)
    for own, other in (("person_id", "organization_id"), ("organization_id", "person_id")):
        _move_places(own, other, old_id, new_id, trace)
    for own, other in (("contact_id", "other_id"), ("other_id", "contact_id")):
        _move_ties(own, other, old_id, new_id, trace)


def _fold(model: type[Any], old_id: int, new_id: int, trace: Trace, *, key: Callable[[Row], Any]) -> None:
    """Take away the rows of the one that goes which the other has, and those that it has twice."""
    known = {key(row) for row in read_rows(model.__tablename__, contact_id=new_id)}
    for row in read_rows(model.__tablename__, contact_id=old_id):
        if key(row) in known:
            trace.remove(model, row["id"])
        known.add(key(row))


def _move_points(old_id: int, new_id: int, trace: Trace) -> None:
    """Move addresses and numbers; the main one of a kind stays the main one."""
    there = read_rows("contact_point", contact_id=new_id)
    for row in read_rows("contact_point", contact_id=old_id):
        same = [one for one in there if one["kind"] is row["kind"]]
        twin = next((one for one in same if _is_same_point(one, row)), None)
        if twin is not None:
            trace.change(ContactPoint, twin["id"], label=twin["label"] or row["label"])
            trace.remove(ContactPoint, row["id"])
        elif same:
            trace.change(ContactPoint, row["id"], is_main=False)
    trace.point(ContactPoint, "contact_id", old_id, new_id)


def _is_same_point(one: Row, other: Row) -> bool:
    return bool(one["key"] and one["key"] == other["key"]) or one["value"] == other["value"]


def _move_places(own: str, other: str, old_id: int, new_id: int, trace: Trace) -> None:
    """Move places in organisations; one that says no more than another of the same two is folded into it."""
    there = read_rows("affiliation", **{own: new_id})
    for row in read_rows("affiliation", **{own: old_id}):
        twin = next((one for one in there if _is_same_place(one, row, other)), None)
        if twin is not None:
            flags = {key: twin[key] or row[key] for key in ("is_main_contact", "may_sign")}
            trace.change(Affiliation, twin["id"], **flags)
            trace.remove(Affiliation, row["id"])
    trace.point(Affiliation, own, old_id, new_id)


def _is_same_place(one: Row, other: Row, end: str) -> bool:
    if one[end] != other[end] or one["organization_name"] != other["organization_name"]:
        return False
    return all(other[key] in {None, one[key]} for key in ("role", "since", "until"))


def _move_ties(own: str, other: str, old_id: int, new_id: int, trace: Trace) -> None:
    """Move ties; none is left between the two, and none stands twice."""
    there = read_rows("contact_relation", **{own: new_id})
    for row in read_rows("contact_relation", **{own: old_id}):
        is_known = any(all(one[key] == row[key] for key in (other, "kind", "until")) for one in there)
        if row[other] in {old_id, new_id} or is_known:
            trace.remove(ContactRelation, row["id"])
    trace.point(ContactRelation, own, old_id, new_id)


def limit_to(contact_id: int, team_ids: set[int], trace: Trace) -> None:
    """Leave a contact to some of the teams that it has, or to everybody where there are none."""
    for row in read_rows("contact_team", contact_id=contact_id):
        if row["team_id"] not in team_ids:
            trace.remove(ContactTeam, row["id"])
    trace.change(Contact, contact_id, is_limited=bool(team_ids))


def make_main(point_id: int, trace: Trace) -> None:
    """Make an address or number the main one of its contact."""
    (chosen,) = read_rows("contact_point", id=point_id)
    for row in read_rows("contact_point", contact_id=chosen["contact_id"], kind=chosen["kind"]):
        trace.change(ContactPoint, row["id"], is_main=row["id"] == point_id)
