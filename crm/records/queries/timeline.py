"""The timeline of a contact: what every room knows to tell of it, in one order."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, cast, literal, null, or_, select, union_all

from crm.coalition.models import StageMove
from crm.contacts.models import Contact
from crm.core.db import Json, UTCDateTime, db
from crm.core.errors import NotFoundError
from crm.core.journal.models import Change, JournalLine
from crm.core.mail.models import OutgoingMail
from crm.core.paging import read_cursor, write_cursor
from crm.core.scope import row_rule, visible
from crm.imports.models import ImportBatch
from crm.outreach.models import FollowUp, Interaction, Participant
from crm.outreach.queries import select_interactions
from crm.records.queries.unions import as_column, limited
from crm.records.values import Detail, Event, Person, Strand, Timeline

PAGE = 30
#: Events may share a moment: so many more are read than a page shows.
_SPARE = 20
#: Rows made together with their contact are part of its making.
_MAKING = timedelta(seconds=5)
#: The tables whose changes are lines of a timeline; other rooms' rows are events of their own.
_TOLD = (
    "contact",
    "contact_name",
    "contact_point",
    "affiliation",
    "contact_relation",
    "contact_tag",
    "contact_team",
    "volunteer",
)
_OF_MERGES = ("merge", "unmerge")
_MARKS = frozenset({"merged", "unmerged"})
_UNTOLD_FIELDS = ("stage", "stage_since", "is_limited", "is_unnamed")


def get_timeline(
    contact_id: int,
    details: Sequence[Detail],
    *,
    made_at: datetime | None,
    strands: frozenset[Strand],
    after: str | None = None,
) -> Timeline:
    """Return a page of what happened with a contact, the newest first.

    ``details`` are those of `list_details`: memberships and signatures are days in them. ``made_at`` is the moment of
    `Origins`.
    """
    until, last = _read_position(after)
    parts = [one for one in _strands(contact_id, made_at) if one[0] in strands]
    events = [*_read_strands(parts, until), *_of_days(details, strands)]
    events = sorted((one for one in events if _key(one) < last), key=_key, reverse=True)
    page = events[:PAGE]
    _add_people(page)
    cursor = write_cursor([page[-1].at.isoformat(), page[-1].strand.value, page[-1].id]) if len(events) > PAGE else None
    return Timeline(_gather(page), cursor)


_Key = tuple[datetime, str, int]


def _key(event: Event) -> _Key:
    return event.at, event.strand.value, event.id


def _read_position(after: str | None) -> tuple[datetime | None, _Key]:
    if after is None:
        return None, (datetime.max.replace(tzinfo=UTC), "", 0)
    moment, strand, number = read_cursor(after, 3)
    try:
        at = datetime.fromisoformat(moment)
        return at, (at.astimezone(UTC), str(strand), int(number))
    except (TypeError, ValueError) as error:
        raise NotFoundError("There is no such page.") from error


def _read_strands(strands: Sequence[tuple[Strand, Select[Any], Any]], until: datetime | None) -> list[Event]:
    if not strands:
        return []
    parts = [part if until is None else part.where(at <= until) for _strand, part, at in strands]
    rows = union_all(*(limited(part, PAGE + _SPARE) for part in parts)).subquery()
    return [Event(**{**row, "strand": Strand(row["strand"])}) for row in db.session.execute(select(rows)).mappings()]


def _strands(contact_id: int, made_at: datetime | None) -> Iterable[tuple[Strand, Select[Any], Any]]:
    yield Strand.CONTACT, _contacts(contact_id), Participant.at
    yield Strand.FOLLOW_UP, _follow_ups(contact_id), FollowUp.done_at
    yield Strand.STAGE, _moves(contact_id), StageMove.at
    yield Strand.MAIL, _mails(contact_id), OutgoingMail.created_at
    yield Strand.CHANGE, _changes(contact_id, made_at), JournalLine.at


_EVENT_COLUMNS: dict[str, Any] = {
    "kind": literal("", String),
    "text": literal("", String),
    "note": literal("", String),
    "other": literal("", String),
    "actor": literal("", String),
    "number": cast(null(), Integer),
    "owner_id": cast(null(), Integer),
    "made_at": cast(null(), UTCDateTime()),
    "before": cast(null(), Json),
    "after": cast(null(), Json),
}


def _event(strand: Strand, **columns: Any) -> list[ColumnElement[Any]]:
    values = {"strand": literal(strand.value, String), "id": columns["id"], "at": columns["at"]}
    values |= {key: columns.get(key, empty) for key, empty in _EVENT_COLUMNS.items()}
    return [as_column(column, key) for key, column in values.items()]


def _contacts(contact_id: int) -> Select[Any]:
    columns = _event(
        Strand.CONTACT,
        id=Interaction.id,
        at=Participant.at,
        kind=Interaction.kind,
        text=Interaction.text,
        note=Interaction.outcome,
        other=Interaction.direction,
        actor=Interaction.user_name,
        number=Interaction.minutes,
        owner_id=Interaction.user_id,
        made_at=Interaction.created_at,
    )
    return select_interactions(contact_id, *columns).order_by(Participant.at.desc(), Interaction.id.desc())


def _follow_ups(contact_id: int) -> Select[Any]:
    columns = _event(
        Strand.FOLLOW_UP,
        id=FollowUp.id,
        at=FollowUp.done_at,
        kind=FollowUp.kind,
        text=FollowUp.text,
        actor=FollowUp.done_by,
    )
    return (
        visible(FollowUp, *columns)
        .where(FollowUp.contact_id == contact_id, FollowUp.done_at.is_not(None), FollowUp.is_removed.is_(False))
        .order_by(FollowUp.done_at.desc(), FollowUp.id.desc())
    )


def _moves(contact_id: int) -> Select[Any]:
    columns = _event(
        Strand.STAGE,
        id=StageMove.id,
        at=StageMove.at,
        kind=StageMove.after,
        note=StageMove.before,
        other=StageMove.cause,
        actor=StageMove.actor_name,
        number=StageMove.cause_id,
    )
    return (
        visible(StageMove, *columns)
        .where(StageMove.contact_id == contact_id)
        .order_by(StageMove.at.desc(), StageMove.id.desc())
    )


def _mails(contact_id: int) -> Select[Any]:
    columns = _event(
        Strand.MAIL,
        id=OutgoingMail.id,
        at=OutgoingMail.created_at,
        kind=OutgoingMail.state,
        text=OutgoingMail.subject,
        note=OutgoingMail.purpose,
    )
    return (
        select(*columns)
        .where(OutgoingMail.contact_id == contact_id)
        .order_by(OutgoingMail.created_at.desc(), OutgoingMail.id.desc())
    )


def _changes(contact_id: int, made_at: datetime | None) -> Select[Any]:
    """Read changes of the record; what was made together with the contact is part of its making."""
    columns = _event(
        Strand.CHANGE,
        id=JournalLine.id,
        at=JournalLine.at,
        kind=JournalLine.table,
        note=JournalLine.field,
        other=JournalLine.change,
        actor=JournalLine.actor_name,
        text=ImportBatch.file_name,
        number=JournalLine.source_row,
        owner_id=JournalLine.record_id,
        before=JournalLine.before,
        after=JournalLine.after,
    )
    query = (
        visible(JournalLine, *columns)
        .outerjoin(ImportBatch, (JournalLine.source_kind == "file") & (JournalLine.source_ref == ImportBatch.id))
        .where(
            JournalLine.subject_id == contact_id,
            JournalLine.table.in_(_TOLD),
            JournalLine.field.not_in(_UNTOLD_FIELDS),
            # A merge is one line: what it did to each row is told by its page.
            or_(JournalLine.source_kind.not_in(_OF_MERGES), JournalLine.field.in_(_MARKS)),
        )
        .order_by(JournalLine.id.desc())
    )
    if made_at is not None:
        query = query.where(or_(JournalLine.table == "contact", JournalLine.at > made_at + _MAKING))
    return query


def _of_days(details: Sequence[Detail], strands: frozenset[Strand]) -> Iterable[Event]:
    """Events of which only the day is known, set at its noon."""
    for one in details:
        if one.what == "membership" and Strand.MEMBERSHIP in strands:
            for day, note in ((one.since, "begun"), (one.until, "ended")):
                if day is not None:
                    yield Event(Strand.MEMBERSHIP, one.id, _noon(day), kind=one.kind, note=note, is_day=True)
        elif one.what == "signature" and Strand.SIGNATURE in strands and one.since is not None:
            yield Event(
                Strand.SIGNATURE, one.id, _noon(one.since), kind=one.kind, text=one.name, note=one.extra, is_day=True
            )


def _noon(day: Any) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _add_people(events: Sequence[Event]) -> None:
    """Read who took part in the contacts of a page."""
    by_id = {one.id: one for one in events if one.strand is Strand.CONTACT}
    if not by_id:
        return
    query = (
        visible(Participant, Participant.interaction_id, Contact.id, Contact.name, Contact.kind)
        .join(Contact, Participant.contact_id == Contact.id)
        .where(row_rule(Contact), Participant.interaction_id.in_(by_id))
        .order_by(Participant.id)
    )
    for interaction_id, contact_id, name, kind in db.session.execute(query):
        by_id[interaction_id].people.append(Person(contact_id, name, kind.value == "person"))


def _gather(events: Sequence[Event]) -> list[Event]:
    """Put what belongs together into one line: a move under its cause, the changes of one act beside each other."""
    contacts = {one.id: one for one in events if one.strand is Strand.CONTACT}
    lines: list[Event] = []
    for event in events:
        cause = (
            contacts.get(event.number or 0) if event.strand is Strand.STAGE and event.other == "interaction" else None
        )
        if cause is not None:
            cause.moves.append(event)
        elif lines and _is_same_act(lines[-1], event):
            lines[-1].fields.insert(0, event.note)
        else:
            event.fields = [event.note] if event.strand is Strand.CHANGE and event.kind == "contact" else []
            lines.append(event)
    return lines


def _is_same_act(line: Event, event: Event) -> bool:
    return (
        line.strand is Strand.CHANGE
        and event.strand is Strand.CHANGE
        and line.kind == event.kind == "contact"
        and _MARKS.isdisjoint({line.note, event.note})
        and line.other == event.other == Change.CHANGED.value
        and line.actor == event.actor
        and line.text == event.text
        and line.at - event.at < _MAKING
    )
