"""What lists, questions and exports know of organisations and people."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, null, or_, select

from crm.accounts.values import Permission
from crm.contacts.models import (
    Affiliation,
    Contact,
    ContactName,
    ContactPoint,
    ContactRelation,
    ContactTag,
    ContactTeam,
    ExternalKey,
    Tag,
    is_limited,
)
from crm.contacts.queries import address_facts
from crm.contacts.values import ORGANIZATION_TYPE_WORDS, STAGE_WORDS, ContactKind, PointKind, RelationKind
from crm.core.clock import today
from crm.core.db import db
from crm.core.fields.conditions import OF_CHOICE, OF_DATE, OF_TEXT, OF_YESNO, refuse, where_column, where_moment
from crm.core.fields.registry import declare, declare_kind
from crm.core.fields.values import Facts, Field, FieldKind, Plain, RecordKind, Relation
from crm.core.scope import current_reader, row_rule, visible
from crm.core.words import N_

KINDS = {"organizations": ContactKind.ORGANIZATION, "people": ContactKind.PERSON}
#: What has a tag that is on fewer contacts than this is read and sorted; one on more is looked up along the list.
_FEW_TAGGED = 2_000


def _base(kind: ContactKind) -> Callable[[], Select[Any]]:
    return lambda: visible(Contact).where(Contact.kind == kind)


def _search_column() -> ColumnElement[Any]:
    return Contact.id.expression


for _key, _kind in KINDS.items():
    declare_kind(
        RecordKind(
            _key,
            N_("Organisations") if _kind is ContactKind.ORGANIZATION else N_("People"),
            Contact,
            _base(_kind),
            order="name",
            search=_kind.value,
            search_column=_search_column,
            usual=(
                (("archived", Relation.IS, "no"),)
                if _kind is ContactKind.ORGANIZATION
                else (("archived", Relation.IS, "no"), ("unnamed", Relation.IS, "no"))
            ),
            protected=lambda: is_limited(Contact.id),
        )
    )


def _where_tag(relation: Relation, values: Sequence[Any]) -> ColumnElement[bool]:
    """Ask for contacts with one of the tags, or without any of them; tags are named by their key."""
    if relation in {Relation.EMPTY, Relation.GIVEN}:
        any_tag = exists(select(1).where(row_rule(ContactTag), ContactTag.contact_id == Contact.id))
        return any_tag if relation is Relation.GIVEN else ~any_tag
    if relation not in {Relation.IS, Relation.IS_NOT, Relation.ANY_OF}:
        raise refuse(relation)
    tagged = select(ContactTag.contact_id).where(row_rule(ContactTag))
    named = ContactTag.tag_id.in_(select(Tag.id).where(Tag.key.in_(values)))
    if relation is not Relation.IS_NOT:
        few = visible(ContactTag, ContactTag.tag_id).where(named).limit(_FEW_TAGGED + 1)
        seen = db.session.scalars(few).all()
        if len(seen) <= _FEW_TAGGED:
            return Contact.id.in_(tagged.where(ContactTag.tag_id.in_(set(seen))))
    # The offset keeps PostgreSQL from turning the look-up along the list into a join over all that have the tag.
    along = exists(tagged.where(named, ContactTag.contact_id == Contact.id).correlate(Contact).offset(0))
    return ~along if relation is Relation.IS_NOT else along


def _where_team(relation: Relation, values: Sequence[Any]) -> ColumnElement[bool]:
    """Ask for contacts that are limited to one of the teams, or to none."""
    if relation is Relation.EMPTY:
        return Contact.is_limited.is_(False)
    if relation is Relation.GIVEN:
        return Contact.is_limited.is_(True)
    if relation not in {Relation.IS, Relation.ANY_OF}:
        raise refuse(relation)
    return Contact.id.in_(select(ContactTeam.contact_id).where(ContactTeam.team_id.in_(values)))


def _where_point(kind: PointKind) -> Callable[[Relation, Any], ColumnElement[bool]]:
    def where(relation: Relation, values: Sequence[Any]) -> ColumnElement[bool]:
        points = select(1).where(
            row_rule(ContactPoint), ContactPoint.contact_id == Contact.id, ContactPoint.kind == kind
        )
        if relation is Relation.GIVEN:
            return exists(points)
        if relation is Relation.EMPTY:
            return ~exists(points)
        if relation not in {Relation.IS, Relation.ANY_OF}:
            raise refuse(relation)
        keys = [value.strip().lower() for value in values]
        same = or_(ContactPoint.key.in_(keys), and_(ContactPoint.key == "", ContactPoint.value.in_(values)))
        return Contact.id.in_(visible(ContactPoint, ContactPoint.contact_id).where(ContactPoint.kind == kind, same))

    return where


def _if_read(value: Callable[[Any], object]) -> Callable[[Any], object]:
    """Show what comes out of conversations only to readers who may read those."""
    return lambda row: value(row) if current_reader().may(Permission.INTERACTIONS_READ) else None


def _tags(ids: Sequence[int]) -> Facts:
    query = visible(ContactTag, ContactTag.contact_id, Tag.name, null()).join(Tag, Tag.id == ContactTag.tag_id)
    return Facts(query.where(ContactTag.contact_id.in_(ids)), (Tag.name, Tag.id))


def _teams(ids: Sequence[int]) -> Facts:
    query = select(ContactTeam.contact_id, ContactTeam.team_id, null()).where(ContactTeam.contact_id.in_(ids))
    return Facts(query, (ContactTeam.id,), lambda team_id, _beside: int(team_id))


def _further_names(ids: Sequence[int]) -> Facts:
    query = visible(ContactName, ContactName.contact_id, ContactName.name, null())
    return Facts(query.where(ContactName.contact_id.in_(ids)), (ContactName.id,))


def _key_part(column: Any) -> Callable[[Sequence[int]], Facts]:
    def facts(ids: Sequence[int]) -> Facts:
        query = visible(ExternalKey, ExternalKey.contact_id, column, null())
        return Facts(query.where(ExternalKey.contact_id.in_(ids)), (ExternalKey.id,))

    return facts


def _affiliations(ids: Sequence[int]) -> Facts:
    """Read the organisations of people, each with the role where it is known."""
    place = func.coalesce(Contact.name, Affiliation.organization_name)
    query = (
        visible(Affiliation, Affiliation.person_id, place, Affiliation.role)
        .outerjoin(Contact, and_(Contact.id == Affiliation.organization_id, row_rule(Contact)))
        .where(Affiliation.person_id.in_(ids), place != "")
    )
    order = (Affiliation.is_main_contact.desc(), Affiliation.id)
    return Facts(query, order, lambda name, role: f"{name} ({role})" if role else name)


def _tied_to(kind: RelationKind) -> Callable[[Sequence[int]], Facts]:
    """Read the organisations that these are tied to today, as far as the reader sees them."""

    def facts(ids: Sequence[int]) -> Facts:
        query = (
            visible(ContactRelation, ContactRelation.contact_id, Contact.name, null())
            .join(Contact, Contact.id == ContactRelation.other_id)
            .where(row_rule(Contact), ContactRelation.contact_id.in_(ids), ContactRelation.kind == kind)
            .where(or_(ContactRelation.until.is_(None), ContactRelation.until >= today()))
        )
        return Facts(query, (ContactRelation.id,))

    return facts


def _choices(words: dict[Any, str]) -> Callable[[], Sequence[tuple[str, str]]]:
    return lambda: [(member.value, word) for member, word in words.items()]


def _shared(record: str) -> list[Field]:
    """Return the fields that organisations and people have alike, in the order of choosers."""
    is_organization = record == "organizations"
    reading = "" if is_organization else Permission.CONTACTS_ADDRESSES
    return [
        Field(
            record,
            "name",
            N_("Name"),
            FieldKind.TEXT,
            value=Plain(Contact.name),
            order=lambda: Contact.sort_name.expression,
            is_shown=True,
        ),
        Field(
            record,
            "country",
            N_("Country"),
            FieldKind.COUNTRY,
            value=Plain(Contact.country),
            where=where_column(Contact.country),
            relations=OF_CHOICE,
            is_shown=True,
        ),
        Field(
            record,
            "stage",
            N_("Status"),
            FieldKind.CHOICE,
            value=Plain(Contact.stage),
            where=where_column(Contact.stage),
            relations=(Relation.IS, Relation.IS_NOT),
            choices=_choices(STAGE_WORDS),
            is_shown=True,
            look="stage",
        ),
        Field(
            record,
            "main_person",
            N_("Main contact") if is_organization else N_("Organisation"),
            FieldKind.TEXT,
            value=Plain(Contact.main_person),
            is_shown=True,
            look="person" if is_organization else "",
        ),
        Field(
            record,
            "last_contact",
            N_("Last contact"),
            FieldKind.MOMENT,
            value=Plain(Contact.last_contact_at),
            where=where_moment(Contact.last_contact_at),
            relations=OF_DATE,
            order=lambda: Contact.last_contact_at.expression,
            is_shown=True,
            look="event",
            beside=_if_read(lambda row: row.last_contact_kind),
        ),
        Field(
            record,
            "next_step",
            N_("Next step"),
            FieldKind.TEXT,
            value=Plain(Contact.next_step, Permission.INTERACTIONS_READ),
            where=where_column(Contact.next_step),
            relations=(Relation.EMPTY, Relation.GIVEN),
            is_shown=True,
            look="due",
            beside=_if_read(lambda row: row.next_step_on),
        ),
        Field(
            record,
            "owner",
            N_("Owner"),
            FieldKind.USER,
            value=Plain(Contact.owner_id),
            where=where_column(Contact.owner_id),
            relations=OF_CHOICE,
            is_shown=True,
        ),
        Field(record, "languages", N_("Languages"), FieldKind.LANGUAGE, value=Plain(Contact.languages)),
        Field(
            record,
            "city",
            N_("City"),
            FieldKind.TEXT,
            value=Plain(Contact.city),
            where=where_column(Contact.city) if is_organization else None,
            relations=OF_TEXT,
        ),
        Field(record, "website", N_("Website"), FieldKind.LINK, value=Plain(Contact.website)),
        Field(record, "tags", N_("Tags"), FieldKind.TAG, facts=_tags, where=_where_tag, relations=OF_CHOICE),
        Field(
            record,
            "teams",
            N_("Teams"),
            FieldKind.TEAM,
            facts=_teams,
            where=_where_team,
            relations=(Relation.IS, Relation.EMPTY, Relation.GIVEN),
        ),
        Field(
            record,
            "email",
            N_("Mail address"),
            FieldKind.EMAIL,
            facts=address_facts(PointKind.EMAIL, KINDS[record]),
            where=_where_point(PointKind.EMAIL),
            permission=reading,
            relations=(Relation.IS, Relation.EMPTY, Relation.GIVEN),
        ),
        Field(
            record,
            "phone",
            N_("Phone"),
            FieldKind.PHONE,
            facts=address_facts(PointKind.PHONE, KINDS[record]),
            where=_where_point(PointKind.PHONE),
            permission=reading,
            relations=(Relation.IS, Relation.EMPTY, Relation.GIVEN),
        ),
        Field(
            record, "postal", N_("Postal address"), FieldKind.TEXT, facts=address_facts(PointKind.POSTAL, KINDS[record])
        ),
        Field(record, "native_name", N_("Name in own script"), FieldKind.TEXT, value=Plain(Contact.native_name)),
        Field(record, "other_names", N_("Further names"), FieldKind.TEXT, facts=_further_names),
        Field(record, "notes", N_("Notes"), FieldKind.TEXT, value=Plain(Contact.notes, Permission.INTERACTIONS_READ)),
        Field(
            record,
            "created",
            N_("Added on"),
            FieldKind.MOMENT,
            value=Plain(Contact.created_at),
            where=where_moment(Contact.created_at),
            relations=(Relation.BEFORE, Relation.AFTER),
            order=lambda: Contact.created_at.expression,
        ),
        Field(
            record,
            "archived",
            N_("Archived"),
            FieldKind.YESNO,
            value=Plain(Contact.is_archived),
            where=where_column(Contact.is_archived),
            relations=OF_YESNO,
        ),
        Field(record, "external_id", N_("Number in another list"), FieldKind.TEXT, facts=_key_part(ExternalKey.value)),
        Field(record, "external_source", N_("That list"), FieldKind.TEXT, facts=_key_part(ExternalKey.source)),
    ]


declare(
    *_shared("organizations"),
    Field("organizations", "acronym", N_("Acronym"), FieldKind.TEXT, value=Plain(Contact.acronym)),
    Field(
        "organizations",
        "type",
        N_("Type"),
        FieldKind.CHOICE,
        value=Plain(Contact.organization_type),
        where=where_column(Contact.organization_type),
        relations=OF_CHOICE,
        choices=_choices(ORGANIZATION_TYPE_WORDS),
    ),
    Field("organizations", "founded", N_("Founded"), FieldKind.NUMBER, value=Plain(Contact.founded)),
    Field("organizations", "branch_of", N_("Branch of"), FieldKind.TEXT, facts=_tied_to(RelationKind.BRANCH_OF)),
    Field("organizations", "networks", N_("Networks"), FieldKind.TEXT, facts=_tied_to(RelationKind.MEMBER_OF)),
    *_shared("people"),
    Field("people", "affiliations", N_("Organisations and roles"), FieldKind.TEXT, facts=_affiliations),
    Field(
        "people",
        "unnamed",
        N_("Without a name"),
        FieldKind.YESNO,
        value=Plain(Contact.is_unnamed),
        where=where_column(Contact.is_unnamed),
        relations=OF_YESNO,
    ),
)
