"""Reading across rooms for the first page of the day."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, String, cast, func, literal, null, select, union_all

from crm.accounts.models import User
from crm.contacts.models import Contact
from crm.contacts.values import ContactKind
from crm.core.db import db
from crm.core.journal.models import Change, JournalLine
from crm.core.scope import row_rule, visible
from crm.imports.models import ImportBatch
from crm.imports.queries import select_batches
from crm.imports.values import BatchState
from crm.outreach.models import Interaction, Participant
from crm.records.values import FirstSteps, News, SignatureCount
from crm.statements.models import Signature
from crm.statements.values import SignatureState, SignedAs

#: Signatures that count.
_VALID = (SignatureState.CONFIRMED, SignatureState.VERIFIED)


def count_signatures(day: date, *, weeks: int = 12) -> SignatureCount:
    """Count the signatures that are worth something, and how they grew over the weeks up to a day."""
    first = day - timedelta(weeks=weeks)
    # Two counts that an index answers each, in one query; one count of both reads every signature.
    totals = _counted(cast(Signature.signed_as, String), cast(null(), Date)).group_by(Signature.signed_as)
    lately = _counted(literal("", String), Signature.signed_on).where(Signature.signed_on > first)
    query = union_all(totals, lately.group_by(Signature.signed_on))
    by_kind: Counter[str] = Counter()
    days: Counter[date] = Counter()
    for kind, on, number in db.session.execute(query):
        if on is None:
            by_kind[kind] += number
        else:
            days[on] += number
    organizations, people = by_kind[SignedAs.ORGANIZATION], by_kind[SignedAs.INDIVIDUAL]
    before = organizations + people - days.total()
    ends = [first + timedelta(weeks=number) for number in range(weeks + 1)]
    by_week = [before + sum(count for one, count in days.items() if one <= end) for end in ends]
    return SignatureCount(organizations, people, by_week[-1] - by_week[-2], by_week)


def _counted(kind: ColumnElement[Any] | Any, on: ColumnElement[Any] | Any) -> Select[Any]:
    columns = (kind.label("kind"), on.label("on"), func.count().label("number"))
    return visible(Signature, *columns).where(Signature.state.in_(_VALID))


def find_first_steps() -> FirstSteps:
    """Return what has been done of the first three steps, in one query."""
    query = select(
        visible(Contact, Contact.id).exists(),
        visible(Interaction, Interaction.id).where(Interaction.is_removed.is_(False)).exists(),
        select(func.count()).select_from(User).scalar_subquery(),
    )
    contacts, interactions, users = db.session.execute(query).one()
    return FirstSteps(bool(contacts), bool(interactions), users > 1)


def list_news(since: datetime, *, with_contacts: bool, limit: int = 7) -> list[News]:
    """Return what happened since a moment, the newest first.

    Contacts made (where the reader may know of them), signatures, new records, files brought in.
    """
    parts = [_signed(since), _added(since), _imported(since), *([_met(since)] if with_contacts else [])]
    rows = union_all(*(select(part.limit(limit).subquery()) for part in parts)).subquery()
    query = select(rows).order_by(rows.c.at.desc(), rows.c.what, rows.c.id.desc()).limit(limit)
    return [News(**row) for row in db.session.execute(query).mappings()]


def _columns(what: str, **columns: Any) -> Iterable[Any]:
    values = {
        "what": literal(what, String),
        "id": columns["id"],
        "at": columns["at"],
        "kind": columns.get("kind", literal("", String)),
        "actor": columns.get("actor", literal("", String)),
        "name": columns.get("name", literal("", String)),
    }
    texts = {"kind", "actor", "name"}
    for key, column in values.items():
        yield (func.coalesce(cast(column, String), "") if key in texts else column).label(key)
    yield columns.get("contact_id", cast(null(), Integer)).label("contact_id")


def _came_by(source: str) -> ColumnElement[bool]:
    """Ask how a change came, of lines that another condition finds.

    Never by the index of sources, which knows kinds only: an import leaves thousands of lines of one kind, and each of
    its signatures would read them all.
    """
    return func.coalesce(JournalLine.source_kind, "") == source


def _signed(since: datetime) -> Select[Any]:
    columns = _columns(
        "signature",
        id=Signature.id,
        at=Signature.created_at,
        name=Signature.signed_name,
        contact_id=Signature.contact_id,
    )
    made_by_hand = (
        select(JournalLine.id)
        .where(
            row_rule(JournalLine),
            JournalLine.table == "signature",
            JournalLine.record_id == Signature.id,
            _came_by("file"),
        )
        .exists()
    )
    query = visible(Signature, *columns).where(Signature.created_at >= since, ~made_by_hand)
    return query.order_by(Signature.created_at.desc(), Signature.id.desc())


def _added(since: datetime) -> Select[Any]:
    columns = _columns(
        "record",
        id=JournalLine.id,
        at=Contact.created_at,
        kind=Contact.kind,
        actor=JournalLine.actor_name,
        name=Contact.name,
        contact_id=Contact.id,
    )
    query = (
        select(*columns)
        .select_from(JournalLine)
        .join(Contact, JournalLine.record_id == Contact.id)
        .where(
            row_rule(JournalLine),
            row_rule(Contact),
            JournalLine.table == "contact",
            JournalLine.change == Change.CREATED.value,
            _came_by("form"),
            # The contact's own moment has an index; one who looks at the lines alone reads the whole journal.
            Contact.kind.in_(ContactKind),
            Contact.is_archived.is_(False),
            Contact.is_unnamed.is_(False),
            Contact.created_at >= since,
        )
    )
    return query.order_by(Contact.created_at.desc(), Contact.id.desc())


def _imported(since: datetime) -> Select[Any]:
    columns = _columns(
        "import",
        id=ImportBatch.id,
        at=ImportBatch.finished_at,
        kind=ImportBatch.state,
        actor=ImportBatch.user_name,
        name=ImportBatch.file_name,
    )
    held = ImportBatch.state.in_((BatchState.DONE, BatchState.UNDOING, BatchState.UNDONE))
    query = select_batches(*columns).where(held, ImportBatch.finished_at >= since)
    return query.order_by(ImportBatch.finished_at.desc(), ImportBatch.id.desc())


def _met(since: datetime) -> Select[Any]:
    first = (
        select(func.min(Participant.id))
        .where(row_rule(Participant), Participant.interaction_id == Interaction.id)
        .correlate(Interaction)
        .scalar_subquery()
    )
    columns = _columns(
        "contact",
        id=Interaction.id,
        at=Interaction.at,
        kind=Interaction.kind,
        actor=Interaction.user_name,
        name=Contact.name,
        contact_id=Contact.id,
    )
    query = (
        select(*columns)
        .select_from(Interaction)
        .join(Participant, Participant.id == first)
        .join(Contact, Participant.contact_id == Contact.id)
        .where(
            row_rule(Interaction),
            row_rule(Participant),
            row_rule(Contact),
            Interaction.is_removed.is_(False),
            Interaction.at >= since,
        )
    )
    return query.order_by(Interaction.at.desc(), Interaction.id.desc())
