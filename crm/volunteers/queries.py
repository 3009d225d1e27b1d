"""Reading volunteers and skills."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import selectinload

from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.fields.conditions import refuse
from crm.core.fields.values import Relation
from crm.core.scope import visible
from crm.core.text import fold
from crm.volunteers.models import Skill, Volunteer, VolunteerSkill
from crm.volunteers.values import VolunteerStatus


def select_volunteers() -> Select[Volunteer]:
    """Begin a query over volunteers with what a list shows of them."""
    return visible(Volunteer).options(
        selectinload(Volunteer.contact), selectinload(Volunteer.skills).joinedload(VolunteerSkill.skill)
    )


def get_volunteer(volunteer_id: int, *, lock: bool = False) -> Volunteer:
    """Return a volunteer or raise NotFoundError; with ``lock`` nobody else changes the row until the act ends."""
    query = select_volunteers().where(Volunteer.id == volunteer_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    volunteer = db.session.scalars(query).one_or_none()
    if volunteer is None:
        raise NotFoundError("There is no such volunteer.")
    return volunteer


def find_volunteer_of(contact_id: int) -> Volunteer | None:
    """Return the volunteer that a person is, if any."""
    return db.session.scalars(select_volunteers().where(Volunteer.contact_id == contact_id)).one_or_none()


def list_active_volunteers(limit: int = 500) -> list[Volunteer]:
    """Return the volunteers who can be put on tasks, by name."""
    query = visible(Volunteer).where(Volunteer.status == VolunteerStatus.ACTIVE)
    query = query.options(selectinload(Volunteer.contact))
    return list(db.session.scalars(query.order_by(Volunteer.sort_name, Volunteer.id).limit(limit)))


def list_skills() -> list[Skill]:
    """Return every skill that was ever named, by name."""
    return list(db.session.scalars(select(Skill).order_by(Skill.name, Skill.id)))


def list_skills_by_key(keys: Iterable[str]) -> dict[str, Skill]:
    """Return the skills with these folded names."""
    rows = db.session.scalars(select(Skill).where(Skill.key.in_(list(keys))))
    return {skill.key: skill for skill in rows}


def where_skill(
    links: Select[*tuple[Any, ...]], skill_id: Any, relation: Relation, names: Sequence[str]
) -> ColumnElement[bool]:
    """Make the condition of a field of skills; ``links`` is the query of a row's own links to skills."""
    if relation in {Relation.EMPTY, Relation.GIVEN}:
        return exists(links) if relation is Relation.GIVEN else ~exists(links)
    if relation not in {Relation.IS, Relation.IS_NOT, Relation.ANY_OF}:
        raise refuse(relation)
    keys = [fold(name)[:80] for name in names]
    named = exists(links.where(Skill.id == skill_id, Skill.key.in_(keys)))
    return ~named if relation is Relation.IS_NOT else named
