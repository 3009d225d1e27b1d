"""What lists, questions and exports know of volunteers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import selectinload

from crm.contacts.models import is_limited
from crm.contacts.queries import load_addresses
from crm.contacts.values import PointKind
from crm.core.fields.conditions import OF_CHOICE, OF_DATE, OF_NUMBER, where_column
from crm.core.fields.loading import gather
from crm.core.fields.registry import declare, declare_kind
from crm.core.fields.values import Field, FieldKind, RecordKind, Relation
from crm.core.scope import visible
from crm.core.words import N_
from crm.volunteers.models import Skill, Volunteer, VolunteerSkill
from crm.volunteers.queries import where_skill
from crm.volunteers.values import VOLUNTEER_STATUS_WORDS

RECORD = "volunteers"


def _base() -> Select[Any]:
    return visible(Volunteer).options(selectinload(Volunteer.contact))


def _load_skills(ids: Sequence[int]) -> dict[int, object]:
    query = select(VolunteerSkill.volunteer_id, Skill.name).join(Skill, Skill.id == VolunteerSkill.skill_id)
    return gather(query.where(VolunteerSkill.volunteer_id.in_(ids)).order_by(VolunteerSkill.id))


def _where_skill(relation: Relation, values: Sequence[Any]) -> ColumnElement[bool]:
    """Ask for volunteers with one of the skills, or without any of them; skills are named as people type them."""
    held = select(1).where(VolunteerSkill.volunteer_id == Volunteer.id)
    return where_skill(held, VolunteerSkill.skill_id, relation, values)


declare_kind(
    RecordKind(
        RECORD,
        N_("Volunteers"),
        Volunteer,
        _base,
        order="name",
        search="person",
        search_column=lambda: Volunteer.contact_id.expression,
        protected=lambda: is_limited(Volunteer.contact_id),
    )
)
declare(
    Field(
        RECORD,
        "name",
        N_("Name"),
        FieldKind.TEXT,
        value=lambda row: row.contact.name,
        order=lambda: Volunteer.sort_name.expression,
        is_shown=True,
    ),
    Field(
        RECORD,
        "status",
        N_("Status"),
        FieldKind.CHOICE,
        value=lambda row: row.status.value,
        where=where_column(Volunteer.status),
        relations=(Relation.IS, Relation.IS_NOT),
        choices=lambda: [(status.value, word) for status, word in VOLUNTEER_STATUS_WORDS.items()],
        is_shown=True,
    ),
    Field(
        RECORD,
        "skills",
        N_("Skills"),
        FieldKind.TEXT,
        load=_load_skills,
        where=_where_skill,
        relations=OF_CHOICE,
        is_shown=True,
        look="tags",
    ),
    Field(RECORD, "languages", N_("Languages"), FieldKind.LANGUAGE, value=lambda row: row.languages, is_shown=True),
    Field(
        RECORD,
        "hours_a_week",
        N_("Hours a week"),
        FieldKind.NUMBER,
        value=lambda row: row.hours_a_week,
        where=where_column(Volunteer.hours_a_week),
        relations=OF_NUMBER,
        is_shown=True,
    ),
    Field(
        RECORD,
        "since",
        N_("Since"),
        FieldKind.DAY,
        value=lambda row: row.since,
        where=where_column(Volunteer.since),
        relations=OF_DATE,
        is_shown=True,
    ),
    Field(RECORD, "country", N_("Country"), FieldKind.COUNTRY, value=lambda row: row.contact.country),
    Field(
        RECORD,
        "email",
        N_("Mail address"),
        FieldKind.EMAIL,
        load=lambda ids: load_addresses(PointKind.EMAIL, ids, of=Volunteer),
    ),
    Field(RECORD, "notes", N_("Notes"), FieldKind.TEXT, value=lambda row: row.notes),
)
