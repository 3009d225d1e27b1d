"""Reading across rooms for the record page: what hangs on a contact, and where its values come from.

A page reads many small tables. So that it costs a handful of queries and not one a table, those of one shape are read
by one UNION each.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload

from crm.accounts.models import Team, User
from crm.coalition.models import Membership
from crm.contacts.models import (
    Affiliation,
    Contact,
    ContactName,
    ContactRelation,
    ContactTag,
    ContactTeam,
    Tag,
)
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.journal.models import Change, JournalLine
from crm.core.scope import row_rule, visible
from crm.imports.models import ImportBatch
from crm.records.models import ContactMerge
from crm.records.queries.unions import as_column, limited
from crm.records.values import Detail, Origin, Origins
from crm.statements.models import Signature, Statement
from crm.tasks.models import Assignment, Task
from crm.tasks.values import AssignmentState
from crm.volunteers.models import Volunteer

#: The field of the line by which a merge says which record is part of another (`merged`): before is that one's number.
_PART = "merged"


def get_head(contact_id: int) -> Contact:
    """Return a contact with its owner, for its own page, or raise NotFoundError."""
    query = visible(Contact).where(Contact.id == contact_id).options(joinedload(Contact.owner).lazyload(User.grants))
    contact: Contact | None = db.session.scalars(query).one_or_none()
    if contact is None:
        raise NotFoundError("There is no such record, or it is not for you.")
    return contact


def list_people(organization_id: int, *, limit: int = 100) -> list[Affiliation]:
    """Return the people of an organisation: its main contact first, those who left last."""
    query = (
        visible(Affiliation)
        .join(Contact, Affiliation.person_id == Contact.id)
        .where(row_rule(Contact), Affiliation.organization_id == organization_id)
        .options(contains_eager(Affiliation.person))
    )
    order = (Affiliation.until.is_not(None), Affiliation.is_main_contact.desc(), Affiliation.may_sign.desc())
    return list(db.session.scalars(query.order_by(*order, Affiliation.id).limit(limit)))


def list_places(person_id: int, *, limit: int = 100) -> list[Affiliation]:
    """Return a person's places in organisations, the present ones first; an organisation may stay unseen."""
    place = aliased(Contact)
    query = (
        visible(Affiliation)
        .outerjoin(place, (Affiliation.organization_id == place.id) & row_rule(place))
        .where(Affiliation.person_id == person_id)
        .options(contains_eager(Affiliation.organization.of_type(place)))
    )
    order = (Affiliation.until.is_not(None), Affiliation.is_main_contact.desc(), Affiliation.id)
    return list(db.session.scalars(query.order_by(*order).limit(limit)))


# What hangs on a contact, one shape for all


def list_details(contact_id: int) -> list[Detail]:
    """Return further names, tags, teams, ties, memberships, signatures and tasks of a contact, in one query."""
    facts = (*_names(contact_id), *_ties(contact_id), _memberships(contact_id), _signatures(contact_id))
    facts = (*facts, _merges(contact_id))
    parts = (*facts, *_volunteering(contact_id))
    rows = union_all(*(limited(part, 100) for part in parts)).subquery()
    query = select(rows).order_by(rows.c.what, rows.c.id)
    return [Detail(**row) for row in db.session.execute(query).mappings()]


def _detail(what: str, **columns: Any) -> list[ColumnElement[Any]]:
    plain = {
        "ref_id": cast(null(), Integer),
        "name": literal("", String),
        "kind": literal("", String),
        "extra": literal("", String),
        "since": cast(null(), Date),
        "until": cast(null(), Date),
    }
    values = {"what": literal(what, String), **columns}
    values = {key: values.get(key, plain.get(key)) for key in ("what", "id", *plain)}
    return [as_column(column, key) for key, column in values.items()]


def _names(contact_id: int) -> Iterable[Select[Any]]:
    name = visible(ContactName).where(ContactName.contact_id == contact_id)
    yield name.with_only_columns(
        *_detail("name", id=ContactName.id, name=ContactName.name, kind=ContactName.kind, extra=ContactName.language)
    )
    tag = visible(ContactTag).join(Tag, ContactTag.tag_id == Tag.id).where(ContactTag.contact_id == contact_id)
    yield tag.with_only_columns(*_detail("tag", id=ContactTag.id, ref_id=Tag.id, name=Tag.name, extra=Tag.key))
    team = select(ContactTeam).join(Team, ContactTeam.team_id == Team.id).where(ContactTeam.contact_id == contact_id)
    yield team.with_only_columns(*_detail("team", id=ContactTeam.id, ref_id=Team.id, name=Team.name))


def _ties(contact_id: int) -> Iterable[Select[Any]]:
    for mine, theirs, extra in (
        (ContactRelation.contact_id, ContactRelation.other_id, "to"),
        (ContactRelation.other_id, ContactRelation.contact_id, "from"),
    ):
        other = aliased(Contact)
        query = visible(ContactRelation).join(other, theirs == other.id).where(row_rule(other), mine == contact_id)
        yield query.with_only_columns(
            *_detail(
                "tie",
                id=ContactRelation.id,
                ref_id=other.id,
                name=other.name,
                kind=ContactRelation.kind,
                extra=literal(extra, String),
                since=ContactRelation.since,
                until=ContactRelation.until,
            )
        )


def _memberships(contact_id: int) -> Select[Any]:
    return (
        visible(Membership)
        .where(Membership.contact_id == contact_id)
        .with_only_columns(
            *_detail(
                "membership", id=Membership.id, kind=Membership.status, since=Membership.since, until=Membership.until
            )
        )
    )


def _signatures(contact_id: int) -> Select[Any]:
    return (
        visible(Signature)
        .join(Statement, Signature.statement_id == Statement.id)
        .where(or_(Signature.contact_id == contact_id, Signature.for_id == contact_id))
        .with_only_columns(
            *_detail(
                "signature",
                id=Signature.id,
                ref_id=Signature.statement_id,
                name=Statement.title,
                kind=Signature.state,
                extra=Signature.signed_name,
                since=func.coalesce(Signature.signed_on, func.date(Signature.created_at, type_=Date())),
            )
        )
    )


def _merges(contact_id: int) -> Select[Any]:
    """Read which records are part of this one; the act is named in words."""
    merge = visible(ContactMerge).where(ContactMerge.kept_id == contact_id, ContactMerge.unmerged_at.is_(None))
    return merge.with_only_columns(
        *_detail(
            "merge",
            id=ContactMerge.id,
            ref_id=ContactMerge.losing_id,
            name=ContactMerge.losing_name,
            extra=ContactMerge.merged_by,
            since=func.date(ContactMerge.merged_at, type_=Date()),
        )
    )


def _volunteering(contact_id: int) -> Iterable[Select[Any]]:
    volunteer = visible(Volunteer).where(Volunteer.contact_id == contact_id)
    yield volunteer.with_only_columns(*_detail("volunteer", id=Volunteer.id, kind=Volunteer.status))
    part = (
        visible(Assignment)
        .join(Task, Assignment.task_id == Task.id)
        .join(Volunteer, Assignment.volunteer_id == Volunteer.id)
        .where(row_rule(Volunteer), Volunteer.contact_id == contact_id, Assignment.state == AssignmentState.ACTIVE)
    )
    yield part.with_only_columns(*_detail("work", id=Assignment.id, ref_id=Task.id, name=Task.title))


def get_origins(contact: Contact) -> Origins:
    """Return when a contact was made and, for each filled field, the act that gave it its present value.

    A value that came by a merge has the origin that it had on the record which is part of this one now.
    """
    newest: dict[tuple[int, str], tuple[JournalLine, Origin]] = {}
    for line, file_name in db.session.execute(_lines_of(contact.id)):
        batch_id = line.source_ref if file_name else None
        told = (line.field, line.at, line.actor_name, line.source_kind, file_name, line.source_row, batch_id)
        newest.setdefault((line.record_id, line.field), (line, Origin(*told)))
    parts = {line.source_ref: line.before for line, _origin in newest.values() if line.field == _PART}
    lines = []
    for key in ("name", "native_name", "acronym", "country", "city", "languages", "website", "founded"):
        own = newest.get((contact.id, key))
        record_id = contact.id
        if own is not None and own[0].source_kind == "merge":
            record_id = parts.get(own[0].source_ref, contact.id)
        found = newest.get((record_id, key)) or newest.get((record_id, "")) or own
        if getattr(contact, key) and found is not None:
            lines.append(replace(found[1], field=key))
    making = newest.get((contact.id, ""))
    return Origins(lines, making[1].at if making else None)


def _lines_of(contact_id: int) -> Select[Any]:
    """Read the journal of a contact and of those that are part of it, the newest lines first.

    A merge that was taken apart gave nothing any more; nor did what took it apart.
    """
    merge = aliased(ContactMerge)
    parts = visible(ContactMerge, ContactMerge.losing_id).where(
        ContactMerge.kept_id == contact_id, ContactMerge.unmerged_at.is_(None)
    )
    is_over = select(1).where(merge.id == JournalLine.source_ref, row_rule(merge), merge.unmerged_at.is_not(None))
    return (
        visible(JournalLine)
        .outerjoin(ImportBatch, (JournalLine.source_kind == "file") & (JournalLine.source_ref == ImportBatch.id))
        .add_columns(ImportBatch.file_name)
        .where(
            JournalLine.table == "contact",
            JournalLine.record_id.in_(union_all(select(literal(contact_id, Integer)), parts)),
            JournalLine.change != Change.DELETED,
            or_(JournalLine.source_kind.not_in(("merge", "unmerge")), ~exists(is_over)),
        )
        .order_by(JournalLine.id.desc())
        .limit(200)
    )
