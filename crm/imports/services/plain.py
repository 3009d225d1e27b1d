"""Rows of new people who meet nobody, written straight into their tables: most rows of a long list are such.

What they become is the same as by way of planned inserts (`planning`, `writing`); a test compares the two.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table

from crm.coalition.models import StageMove
from crm.coalition.queries import find_current_campaign
from crm.coalition.values import MoveCause
from crm.contacts.models import Affiliation, Contact, ContactPoint, ExternalKey
from crm.contacts.values import ContactKind, Stage, match_key
from crm.core.bulk import write_rows
from crm.core.db import current_act
from crm.core.engines import reserve_ids
from crm.core.search.models import SearchWord
from crm.core.text.folding import sort_key, words
from crm.imports.models import KnownRow
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.plans import Order, RowPlan
from crm.statements.models import Signature
from crm.statements.queries import get_statement
from crm.statements.values import SignatureState

#: Columns that a row can fill, and those that are the same for every new contact.
_FACTS: Final = (
    "native_name", "acronym", "organization_type", "country", "city", "languages", "website", "founded", "notes",
)  # fmt: skip
_CONTACT: Final = (
    "id", "kind", "name", "sort_name", "match_key", "is_unnamed", "main_person", "stage", "stage_since",
    "is_limited", "is_archived", "version", "created_at", "updated_at", *_FACTS,
)  # fmt: skip
_POINT: Final = ("id", "contact_id", "kind", "value", "key", "is_main")
_PLACE: Final = (
    "id", "person_id", "organization_id", "organization_name", "role", "is_main_contact", "may_sign", "version",
)  # fmt: skip
_NUMBER: Final = ("id", "contact_id", "source", "value")
_SIGNATURE: Final = (
    "id", "statement_id", "version_id", "contact_id", "signed_as", "state", "signed_name", "signed_role",
    "signed_organization", "signed_country", "signed_on", "sort_name", "created_at", "version",
)  # fmt: skip
_MOVE: Final = ("contact_id", "campaign_id", "before", "after", "at", "actor_name", "cause", "cause_id")
_WORD: Final = ("kind", "word", "record_id")
_KNOWN: Final = ("source", "key", "occurrence", "fingerprint", "contact_id", "signature_id", "batch_id")


def is_plain(row: ParsedRow) -> bool:
    """Say whether a row says nothing of anybody but one person: no further names, tags, ties, no second person."""
    return row.kind is ContactKind.PERSON and not (
        row.aliases or row.tags or row.parent or row.networks or row.main_contact or row.signer
    )


def has_place(row: ParsedRow) -> bool:
    """Say whether a person gets a place of a row: a signature keeps what somebody is also without one."""
    return bool(row.organization or (row.role and row.signed_as is None))


@dataclass(slots=True)
class _Row:
    """One row with the numbers that it gets."""

    plan: RowPlan
    contact_id: int
    signature_id: int | None


class PlainRows:
    """Writes some plain rows of one batch in the act at work.

    ``contact_id`` gives the number of a planned contact, ``ids`` those of signatures and places by table and row.
    """

    def __init__(
        self,
        plans: Sequence[RowPlan],
        order: Order,
        contact_id: Callable[[int | None], int | None],
        ids: Mapping[tuple[str, int], int],
        moment: datetime,
    ) -> None:
        self.order = order
        self.moment = moment
        self.resolve = contact_id
        self.ids = ids
        self.rows = [_Row(one, contact_id(one.contact) or 0, ids.get(("signature", one.row.number))) for one in plans]
        self.moves = order.statement_id is not None and get_statement(order.statement_id).moves_signatories

    def write(self) -> None:
        """Write what the rows become, but for their lines in the journal and on the batch."""
        _write(Contact, _CONTACT, (self._contact(row) for row in self.rows))
        self._sign()
        self._write_kept(ContactPoint, _POINT, [one for row in self.rows for one in _points(row)])
        _write(Affiliation, _PLACE, (self._place(row) for row in self.rows if has_place(row.plan.row)))
        self._write_kept(ExternalKey, _NUMBER, [one for row in self.rows for one in self._numbers(row)])
        _write(SearchWord, _WORD, sorted(one for row in self.rows for one in _words(row)))
        _write(KnownRow, _KNOWN, (self._known(row) for row in self.rows))

    def made(self) -> Iterator[tuple[int, int, int | None]]:
        """Give row, contact and signature of each."""
        return ((one.plan.row.number, one.contact_id, one.signature_id) for one in self.rows)

    def _write_kept(self, model: type[Any], names: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        """Write rows that get numbers of their own."""
        if rows:
            ids = reserve_ids(_table(model), len(rows))
            _write(model, names, ((key, *row) for key, row in zip(ids, rows, strict=True)))

    def _sign(self) -> None:
        """Write the signatures, and the moves that they cause."""
        if self.order.statement_id is None:
            return
        _write(Signature, _SIGNATURE, (self._signature(row) for row in self.rows))
        if self.moves:
            campaign, name = find_current_campaign(), current_act().actor.name
            head = (campaign.id if campaign else None, Stage.IDENTIFIED, Stage.SIGNED, self.moment, name)
            tail = MoveCause.SIGNATURE
            _write(StageMove, _MOVE, ((row.contact_id, *head, tail, row.signature_id) for row in self.rows))

    def _contact(self, one: _Row) -> tuple[Any, ...]:
        row, moment = one.plan.row, self.moment
        facts = row.facts
        stage = (Stage.SIGNED, moment) if self.moves else (Stage.IDENTIFIED, None)
        return (
            one.contact_id, row.kind, row.name, sort_key(row.name), match_key(row.name), row.is_unnamed,
            row.organization or None, *stage, False, False, 1, moment, moment,
            facts.get("native_name"), facts.get("acronym"), facts.get("organization_type"), facts.get("country"),
            facts.get("city"), facts.get("languages") or [], facts.get("website"), facts.get("founded"),
            facts.get("notes"),
        )  # fmt: skip

    def _place(self, one: _Row) -> tuple[Any, ...]:
        row, place = one.plan.row, self.resolve(one.plan.place)
        named = None if place or not row.organization else row.organization
        number = self.ids["affiliation", row.number]
        return number, one.contact_id, place, named, row.role or None, False, False, 1

    def _numbers(self, one: _Row) -> Iterator[tuple[Any, ...]]:
        if one.plan.row.external_id:
            yield one.contact_id, self.order.source, one.plan.row.external_id

    def _signature(self, one: _Row) -> tuple[Any, ...]:
        row = one.plan.row
        return (
            one.signature_id, self.order.statement_id, self.order.version_id, one.contact_id, row.signed_as,
            SignatureState.CONFIRMED, row.name, row.role or None, row.organization or None, row.country,
            row.signed_on, sort_key(row.name), self.moment, 1,
        )  # fmt: skip

    def _known(self, one: _Row) -> tuple[Any, ...]:
        row = one.plan.row
        who = (one.contact_id, one.signature_id, self.order.batch_id)
        return (self.order.memory, row.key, row.occurrence, row.fingerprint, *who)


def _points(one: _Row) -> Iterator[tuple[Any, ...]]:
    """Give the addresses of a row; the first of each kind is the main one."""
    kinds = set()
    for point in one.plan.row.points:
        yield one.contact_id, point.kind, point.value, point.key, point.kind not in kinds
        kinds.add(point.kind)


def _words(one: _Row) -> Iterator[tuple[str, str, int]]:
    row = one.plan.row
    if row.is_unnamed:
        return
    found = words(row.name)
    more = [str(name) for name in (row.facts.get("native_name"), row.facts.get("acronym")) if name]
    if more:
        found = list({*found, *(word for name in more for word in words(name))})
    for word in found:
        yield row.kind.value, word, one.contact_id


def _table(model: type[Any]) -> Table:
    table: Table = model.__table__
    return table


def _write(model: type[Any], names: Sequence[str], rows: Any) -> None:
    write_rows(_table(model), names, rows)
