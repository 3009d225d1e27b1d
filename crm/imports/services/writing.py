"""Making planned rows true: bulk inserts and updates with their journal lines, within the act at work."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, func, insert, select, update

from crm.contacts.models import (
    Affiliation,
    Contact,
    ContactName,
    ContactPoint,
    ContactRelation,
    ContactTag,
    ExternalKey,
)
from crm.contacts.queries import find_tag, list_contacts
from crm.contacts.services import index_contact, keep_main_person
from crm.contacts.services.marks import get_or_make_tag
from crm.contacts.values import ContactKind, Stage
from crm.core.clock import now
from crm.core.db import as_json, db
from crm.core.engines import reserve_ids
from crm.core.journal.models import Change, JournalLine
from crm.core.journal.services import line_head, write_created
from crm.core.scope import Unscoped
from crm.core.search.models import SearchWord
from crm.core.text.folding import words
from crm.imports.models import KnownRow
from crm.imports.services.employers import tie_employers
from crm.imports.services.moving import move_signatories
from crm.imports.services.plain import PlainRows, has_place
from crm.imports.values.plans import Insert, Order, RowPlan, Update
from crm.statements.models import Signature
from crm.statements.queries import get_statement

_BULK = {"unscoped": Unscoped.BULK}
_TABLES: dict[str, Table] = {
    model.__tablename__: model.__table__  # type: ignore[misc]  # a model has a table
    for model in (
        Contact,
        ContactName,
        ContactPoint,
        Affiliation,
        ContactRelation,
        ExternalKey,
        ContactTag,
        Signature,
    )
}
_REFERENCES = ("contact_id", "person_id", "organization_id", "other_id", "for_id")
#: Columns of a new contact that no row names.
_NEW_CONTACT: dict[str, Any] = {
    "native_name": None, "acronym": None, "organization_type": None, "country": None, "city": None, "languages": [],
    "website": None, "founded": None, "notes": None, "is_limited": False, "is_archived": False,
    "stage": Stage.IDENTIFIED, "version": 1,
}  # fmt: skip


class Writer:
    """Writes the plans of some rows of one batch in the act at work."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.moment: datetime = now()
        self.ids: dict[int, int] = {}
        #: The rows that new contacts come from.
        self.row_of: dict[int, int] = {}
        self.signature_ids: dict[int, int] = {}
        #: Numbers that are given in the order of the rows: by insert, and by table and plain row.
        self.row_ids: dict[int, int] = {}
        self.plain_ids: dict[tuple[str, int], int] = {}
        self.head = line_head()
        self.lines: list[dict[str, Any]] = []
        #: What plain rows made: table, record, subject, row.
        self.made: list[tuple[str, int, int, int]] = []
        self.made_tags: list[int] = []

    def write(self, plans: Sequence[RowPlan]) -> str:
        """Write all of it; return a digest of the journal lines for the audit line."""
        inserts = [one for plan in plans for one in plan.inserts]
        updates = [one for plan in plans for one in plan.updates]
        contacts = [one for one in inserts if one.table == "contact"]
        plain = [plan for plan in plans if plan.is_plain]
        _fill_in(contacts, updates)
        self._number_contacts([one.ref for one in contacts] + [plan.contact or 0 for plan in plain])
        self._number_rows(inserts, plain)
        self._insert_contacts(contacts)
        self._write_plain(plain)
        for table in _TABLES:
            if table != "contact":
                self._insert(table, [one for one in inserts if one.table == table])
        self._update([one for one in updates if one.id > 0])
        ties = self._tie_employers(contacts)
        self._keep_places(plain)
        self._move_signatories([one for one in inserts if one.table == "signature"])
        self._index(contacts, inserts, updates)
        self._keep_people(inserts, ties)
        self._remember(plans)
        return self._write_lines()

    def resolve(self, contact: int | None) -> int | None:
        """Return the id of a contact that was new a moment ago."""
        return contact if contact is None or contact > 0 else self.ids[contact]

    def _number_contacts(self, refs: Sequence[int]) -> None:
        """Give the planned contacts their numbers, in the order in which they were planned."""
        highest = select(func.max(JournalLine.record_id)).where(JournalLine.table == "contact")
        above = db.session.scalar(highest.execution_options(**_BULK)) or 0
        ids = reserve_ids(_TABLES["contact"], len(refs), above=above)
        self.ids = dict(zip(sorted(refs, reverse=True), ids, strict=True))

    def _number_rows(self, inserts: Sequence[Insert], plain: Sequence[RowPlan]) -> None:
        """Give signatures and places their numbers in the order of the rows, whichever way they are written."""
        signed = plain if self.order.statement_id is not None else ()
        placed = [plan for plan in plain if has_place(plan.row)]
        for table, plans in (("signature", signed), ("affiliation", placed)):
            wanted: list[tuple[int, Insert | None]] = [(one.row, one) for one in inserts if one.table == table]
            wanted += [(plan.row.number, None) for plan in plans]
            wanted.sort(key=itemgetter(0))
            for (row, one), key in zip(wanted, reserve_ids(_TABLES[table], len(wanted)), strict=True):
                if one is None:
                    self.plain_ids[table, row] = key
                else:
                    self.row_ids[id(one)] = key

    def _insert_contacts(self, contacts: Sequence[Insert]) -> None:
        if not contacts:
            return
        stamps = {"created_at": self.moment, "updated_at": self.moment}
        rows = [{**_NEW_CONTACT, **one.values, **stamps, "id": self.ids[one.ref]} for one in contacts]
        db.session.execute(insert(_TABLES["contact"]), rows)
        for one in contacts:
            self.row_of[one.ref] = one.row
            self._line("contact", self.ids[one.ref], self.ids[one.ref], one.row)

    def _write_plain(self, plans: Sequence[RowPlan]) -> None:
        """Write the new people that are told by nothing but their rows."""
        if not plans:
            return
        rows = PlainRows(plans, self.order, self.resolve, self.plain_ids, self.moment)
        rows.write()
        for number, contact_id, signature_id in rows.made():
            self.made.append(("contact", contact_id, contact_id, number))
            if signature_id is not None:
                self.made.append(("signature", signature_id, contact_id, number))

    def _keep_places(self, plans: Sequence[RowPlan]) -> None:
        """Bring the person beside organisations in step that get their first one."""
        places = {self.resolve(plan.place) for plan in plans} - {None}
        if places:
            column = _TABLES["contact"].c
            query = select(column.id).where(column.id.in_(places), column.main_person.is_(None))
            keep_main_person(db.session.scalars(query.execution_options(**_BULK)).all())

    def _insert(self, table: str, inserts: Sequence[Insert]) -> None:
        if not inserts:
            return
        is_numbered = id(inserts[0]) in self.row_ids
        ids = [self.row_ids[id(one)] for one in inserts] if is_numbered else reserve_ids(_TABLES[table], len(inserts))
        rows = [self._row(one, row_id) for one, row_id in zip(inserts, ids, strict=True)]
        db.session.execute(insert(_TABLES[table]), rows)
        for one, row in zip(inserts, rows, strict=True):
            if one.ref:
                self.signature_ids[one.ref] = row["id"]
            if not self._comes_with_contact(one):
                self._line(table, row["id"], row.get("contact_id") or row.get("person_id"), one.row)

    def _comes_with_contact(self, one: Insert) -> bool:
        """Say whether it comes into being with its contact, from one row: the contact's line stands for it too."""
        owner = one.values.get("contact_id") or one.values.get("person_id") or 0
        return self.row_of.get(owner) == one.row and one.table not in {"signature", "contact_relation"}

    def _row(self, one: Insert, row_id: int) -> dict[str, Any]:
        values = {key: value for key, value in one.values.items() if key != "told"}
        for key in _REFERENCES:
            if key in values:
                values[key] = self.resolve(values[key])
        if one.table == "contact_tag":
            values["tag_id"] = self._tag(values.pop("tag"))
        if one.table == "signature":
            values |= {"created_at": self.moment, "version": 1}
        return values | {"id": row_id}

    def _tag(self, name: str) -> int:
        known = find_tag(name)
        if known is not None:
            return known.id
        made = get_or_make_tag(name)
        db.session.flush()
        self.made_tags.append(made.id)
        return made.id

    def _update(self, updates: Sequence[Update]) -> None:
        by_row: dict[tuple[str, int], list[Update]] = {}
        for one in updates:
            by_row.setdefault((one.table, one.id), []).append(one)
        for (name, row_id), changes in by_row.items():
            table = _TABLES[name]
            values: dict[str, Any] = {}
            for one in changes:
                values |= {one.field: self._value(one), **one.derived}
                self._change_line(one)
            if "version" in table.c:
                values["version"] = table.c.version + 1
            if "updated_at" in table.c:
                values["updated_at"] = self.moment
            db.session.execute(update(table).where(table.c.id == row_id).values(values), execution_options=_BULK)

    def _value(self, one: Update) -> Any:
        return self.resolve(one.after) if one.field in _REFERENCES else one.after

    def _tie_employers(self, contacts: Sequence[Insert]) -> list[Update]:
        """Tie the places that named the organisations which are new, also those of rows before."""
        row_of = {one.values["name"]: one.row for one in contacts if one.values["kind"] is ContactKind.ORGANIZATION}
        ties = tie_employers(row_of)
        for one in ties:
            self._change_line(one)
        return ties

    def _move_signatories(self, signatures: Sequence[Insert]) -> None:
        """Move who signed on in the main ask; all signatures of a list are under one statement."""
        if not signatures or not get_statement(signatures[0].values["statement_id"]).moves_signatories:
            return
        signature_of, row_of = {}, {}
        for one in signatures:
            contact_id = self.resolve(one.values["contact_id"]) or 0
            signature_of[contact_id], row_of[contact_id] = self.signature_ids[one.ref], one.row
        new = set(self.ids.values())
        for change in move_signatories(signature_of, row_of, self.moment):
            if change.id not in new:
                self._change_line(change)

    def _change_line(self, one: Update) -> None:
        subject = one.subject or (one.id if one.table == "contact" else self._subject(one))
        self.lines.append(
            {
                **self.head,
                "source_row": one.row,
                "table": one.table,
                "record_id": one.id,
                "subject_id": subject,
                "change": Change.CHANGED.value,
                "field": one.field,
                "before": as_json(one.before),
                "after": as_json(self._value(one)),
            }
        )

    def _subject(self, one: Update) -> int | None:
        table = _TABLES[one.table]
        column = table.c.person_id if one.table == "affiliation" else table.c.contact_id
        found: int | None = db.session.scalar(select(column).where(table.c.id == one.id).execution_options(**_BULK))
        return found

    def _line(self, table: str, record_id: int, subject: int | None, row: int) -> None:
        self.lines.append(
            {
                **self.head,
                "source_row": row,
                "table": table,
                "record_id": record_id,
                "subject_id": subject,
                "change": Change.CREATED.value,
                "field": "",
                "before": None,
                "after": None,
            }
        )

    def _write_lines(self) -> str:
        write_created(self.made)
        if self.lines:
            db.session.execute(insert(JournalLine), self.lines)
        made = ((table, record_id, Change.CREATED, "", row) for table, record_id, _subject, row in self.made)
        lines = ((one["table"], one["record_id"], one["change"], one["field"], one["source_row"]) for one in self.lines)
        told = "\n".join(
            f"{table} {key} {change} {field} {row}" for table, key, change, field, row in chain(made, lines)
        )
        return hashlib.sha256(told.encode()).hexdigest()

    def _index(self, contacts: Sequence[Insert], inserts: Sequence[Insert], updates: Sequence[Update]) -> None:
        """Bring the index of name words in step: new contacts at once, changed ones one by one."""
        further: dict[int, list[str]] = {}
        for one in inserts:
            if one.table == "contact_name":
                further.setdefault(one.values["contact_id"], []).append(one.values["name"])
        rows = [
            {"kind": one.values["kind"].value, "word": word, "record_id": self.ids[one.ref]}
            for one in contacts
            if not one.values["is_unnamed"]
            for word in _words(one, further.get(one.ref, ()))
        ]
        if rows:
            db.session.execute(insert(SearchWord), rows)
        renamed = {
            one.id for one in updates if one.table == "contact" and one.field in {"name", "native_name", "acronym"}
        }
        for contact in list_contacts([one for one in {*further, *renamed} if one > 0]):
            db.session.refresh(contact)
            index_contact(contact)

    def _keep_people(self, inserts: Sequence[Insert], ties: Sequence[Update]) -> None:
        """Bring the names beside contacts in step; new people have theirs already."""
        places = [one.values for one in inserts if one.table == "affiliation"]
        people = {one["person_id"] for one in places if one["person_id"] > 0}
        organizations = {one["organization_id"] for one in places if one["organization_id"] is not None}
        keep_main_person(self.resolve(one) for one in people | organizations | {one.after for one in ties})

    def _remember(self, plans: Sequence[RowPlan]) -> None:
        """Let the source know these rows from now on."""
        new = []
        for plan in plans:
            memory = plan.memory
            if memory is None:
                continue
            values = {
                "contact_id": self.resolve(memory.contact),
                "signature_id": self._signature(memory.signature),
                "fingerprint": plan.row.fingerprint,
            }
            if memory.known_id is not None:
                db.session.execute(update(KnownRow).where(KnownRow.id == memory.known_id).values(values))
            else:
                key = {"key": memory.key or plan.row.key, "occurrence": plan.row.occurrence}
                new.append({**key, **values, "source": self.order.memory, "batch_id": self.order.batch_id})
        if new:
            db.session.execute(insert(KnownRow), new)

    def _signature(self, signature: int | None) -> int | None:
        return signature if signature is None or signature > 0 else self.signature_ids[signature]


def _fill_in(contacts: Sequence[Insert], updates: Iterable[Update]) -> None:
    """Write the facts of contacts that are only planned into their inserts."""
    by_ref = {one.ref: one for one in contacts}
    for one in updates:
        if one.table == "contact" and one.id < 0:
            by_ref[one.id].values |= {one.field: one.after, **one.derived}


def _words(one: Insert, further: Iterable[str]) -> set[str]:
    names = [one.values["name"], one.values.get("native_name"), one.values.get("acronym"), *further]
    return {word for name in names if name for word in words(name)}
