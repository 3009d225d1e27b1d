"""Making two records one: field by field what stays, everything else moved, nothing lost.

The act is one transaction. What it did to which row stands in the merge (`ContactMerge.steps`), from which
`unmerge` takes it back; the journal has the same as lines of the source "merge".
"""

from collections.abc import Mapping
from typing import Any

from crm.accounts.values import Permission
from crm.contacts.models import Contact, ContactName
from crm.contacts.services.merging import limit_to, make_main
from crm.contacts.values import NameKind, match_key
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import Source, atomic, db, told_as
from crm.core.errors import ConflictError, DomainError, ForbiddenError
from crm.core.traces.journal import mark
from crm.core.traces.rows import read_rows, to_json
from crm.core.traces.services import Trace, last_line
from crm.records.models import ContactMerge
from crm.records.queries.later import rows_on
from crm.records.queries.merging import compare, find_merge_of, get_pair, value_of
from crm.records.services.rooms import REASSIGN, forget_words, keep_in_step
from crm.records.values import JOINABLE, Choice, Keep

#: Names that become further names where the others stay.
_NAMES = {"name": NameKind.ALIAS, "native_name": NameKind.NATIVE, "acronym": NameKind.ACRONYM}
#: Fields of a merge that are no columns of a contact.
_BESIDE = frozenset({"email", "phone", "teams"})


def merge_contacts(
    kept_id: int, losing_id: int, *, choices: Mapping[str, str], versions: tuple[int, int] | None, actor: Actor
) -> ContactMerge:
    """Make one contact part of another: ``choices`` say by field which value stays (`kept`, `losing` or `both`).

    Fields that nobody chose stay as `compare` proposes. Raises StaleError when one of them changed since ``versions``
    (of the one that stays and of the other), ConflictError when it was merged already.
    """
    demand_merging(actor)
    with atomic(actor):
        _refuse_merged(kept_id, losing_id)
        kept, losing = get_pair(kept_id, losing_id, lock=True)
        _check_pair(kept, losing)
        for contact, version in zip((kept, losing), versions or (None, None), strict=True):
            contact.check_version(version)
        chosen = _read_choices(compare(kept, losing), choices)
        merge = _begin(kept, losing, actor)
        with told_as(Source("merge", merge.id)):
            _Merging(kept, losing, chosen, merge).run()
        record(actor, "contact.merged", kept, other=losing_id, name=merge.losing_name, merge=merge.id)
    return merge


def demand_merging(actor: Actor) -> None:
    """Raise ForbiddenError for somebody who may not merge."""
    if not actor.may(Permission.CONTACTS_MERGE):
        raise ForbiddenError("You may not merge records. Ask a coordinator.")


def _refuse_merged(*contact_ids: int) -> None:
    for contact_id in contact_ids:
        done = find_merge_of(contact_id)
        if done is not None:
            raise ConflictError("%(name)s is part of %(other)s already.", name=done.losing_name, other=done.kept.name)


def _check_pair(kept: Contact, losing: Contact) -> None:
    if kept is losing:
        raise DomainError("This is one record. Choose another one.")
    if kept.kind is not losing.kind:
        raise DomainError("A person and an organisation are never the same.")


def _read_choices(sides: list[Choice], choices: Mapping[str, str]) -> dict[str, Keep]:
    """Return by field what stays; raise DomainError for what cannot be chosen."""
    chosen = {side.field: side.default for side in sides}
    for field, text in choices.items():
        if field not in chosen:
            raise DomainError("There is nothing to choose for %(what)s.", what=field)
        allowed = {Keep.KEPT, Keep.LOSING} | ({Keep.BOTH} if field in JOINABLE else set())
        if text not in allowed:
            raise DomainError("Choose kept or losing for %(what)s.", what=field)
        chosen[field] = Keep(text)
    return chosen


def _begin(kept: Contact, losing: Contact, actor: Actor) -> ContactMerge:
    """Make the merge, with everything that it has to know of how it was."""
    (row,) = read_rows("contact", id=kept.id)
    merge = ContactMerge(
        kind=kept.kind,
        kept_id=kept.id,
        losing_id=losing.id,
        losing_name=losing.name,
        losing_teams=[one.team_id for one in losing.teams],
        kept_before={key: to_json(value) for key, value in row.items()},
        merged_by=actor.name,
    )
    db.session.add(merge)
    db.session.flush()
    return merge


class _Merging:
    """One merge at work."""

    def __init__(self, kept: Contact, losing: Contact, chosen: Mapping[str, Keep], merge: ContactMerge) -> None:
        self.kept, self.losing, self.chosen, self.merge = kept, losing, chosen, merge
        self.trace = Trace()
        self.names = [(kind, value) for field, kind in _NAMES.items() for value in self._both(field) if value]
        self.main_points = [
            value_of(losing, field).id
            for field in ("email", "phone")
            if chosen.get(field) is Keep.LOSING and value_of(losing, field) is not None
        ]
        teams = chosen.get("teams", Keep.KEPT)
        self.teams = set(value_of(losing if teams is Keep.LOSING else kept, "teams"))

    def _both(self, field: str) -> tuple[Any, Any]:
        """Return both values of a field, the one that stays first."""
        kept, losing = getattr(self.kept, field), getattr(self.losing, field)
        return (losing, kept) if self.chosen.get(field) is Keep.LOSING else (kept, losing)

    def run(self) -> None:
        """Do it all, and write down how."""
        kept_id, losing_id = self.kept.id, self.losing.id
        self.trace.change(Contact, kept_id, **self._values())
        for reassign in REASSIGN:
            reassign(losing_id, kept_id, self.trace)
        self._keep_names()
        limit_to(kept_id, self.teams, self.trace)
        for point_id in self.main_points:
            if read_rows("contact_point", id=point_id):
                make_main(point_id, self.trace)
        self.trace.remove(Contact, losing_id)
        forget_words(self.losing)
        db.session.expunge(self.losing)
        self.merge.steps = self.trace.steps
        self.merge.kept_rows = {f"{name}.{column}": ids for name, column, ids in rows_on(kept_id)}
        tell_of(self.merge, "merged", kept_id)
        self.merge.since_line = last_line()
        keep_in_step([kept_id])

    def _values(self) -> dict[str, Any]:
        values = {field: self._value(field) for field in self.chosen if field not in _BESIDE}
        if self.chosen.get("stage") is Keep.LOSING:
            values["stage_since"] = self.losing.stage_since
        if "name" in values:
            values |= derived_of(values["name"])
        values["is_archived"] = self.kept.is_archived and self.losing.is_archived
        values["created_at"] = min(self.kept.created_at, self.losing.created_at)
        return values

    def _value(self, field: str) -> Any:
        first, second = self._both(field)
        if self.chosen[field] is not Keep.BOTH:
            return first
        if field == "languages":
            return list(dict.fromkeys([*first, *second]))
        return "\n\n".join(dict.fromkeys(one for one in (first, second) if one)) or None

    def _keep_names(self) -> None:
        """Keep every name that does not stay as a further one."""
        (row,) = read_rows("contact", id=self.kept.id)
        known = {row["name"], row["native_name"], row["acronym"]}
        known |= {one["name"] for one in read_rows("contact_name", contact_id=self.kept.id)}
        unnamed = {one.name for one in (self.kept, self.losing) if one.is_unnamed}
        for kind, name in self.names:
            if name not in known | unnamed:
                values = {"name": name, "kind": kind, "match_key": match_key(name)}
                self.trace.add(ContactName, contact_id=self.kept.id, **values)
                known.add(name)


def tell_of(merge: ContactMerge, what: str, contact_id: int) -> None:
    """Write the one line of a merge that a record's timeline shows."""
    mark("contact", contact_id, what, merge.losing_name, other_id=merge.losing_id)


def derived_of(name: str) -> dict[str, Any]:
    """Return the columns that follow from a name."""
    named = Contact()
    named.set_name(name)
    return {key: getattr(named, key) for key in ("sort_name", "match_key", "is_unnamed")}
