"""What lists, questions and exports know of tasks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from crm.contacts.models import Contact
from crm.core.fields.conditions import OF_CHOICE, OF_DATE, OF_NUMBER, where_column
from crm.core.fields.loading import gather
from crm.core.fields.registry import declare, declare_kind
from crm.core.fields.values import Field, FieldKind, RecordKind, Relation
from crm.core.scope import row_rule, visible
from crm.core.words import N_
from crm.tasks.models import Assignment, Task, TaskSkill
from crm.tasks.queries import sum_up
from crm.tasks.values import PRIORITY_WORDS, TASK_STATE_WORDS, AssignmentState
from crm.volunteers.models import Skill, Volunteer
from crm.volunteers.queries import where_skill

RECORD = "tasks"


def _load_skills(ids: Sequence[int]) -> dict[int, object]:
    query: Any = select(TaskSkill.task_id, Skill.name).join(Skill, Skill.id == TaskSkill.skill_id)
    return gather(query.where(TaskSkill.task_id.in_(ids)).order_by(TaskSkill.id))


def _load_people(ids: Sequence[int]) -> dict[int, object]:
    query = (
        visible(Assignment, Assignment.task_id, Contact.name)
        .join(Volunteer, Volunteer.id == Assignment.volunteer_id)
        .join(Contact, Contact.id == Volunteer.contact_id)
        .where(
            row_rule(Volunteer),
            row_rule(Contact),
            Assignment.task_id.in_(ids),
            Assignment.state != AssignmentState.TAKEN_BACK,
        )
    )
    return gather(query.order_by(Assignment.id))


def _load_hours(ids: Sequence[int]) -> dict[int, object]:
    return {task_id: work.hours or None for task_id, work in sum_up(ids).items()}


def _load_filled(ids: Sequence[int]) -> dict[int, object]:
    return {task_id: work.filled for task_id, work in sum_up(ids).items()}


def _where_skill(relation: Relation, values: Sequence[Any]) -> ColumnElement[bool]:
    """Ask for tasks that need one of the skills, or none of them; skills are named as people type them."""
    return where_skill(select(1).where(TaskSkill.task_id == Task.id), TaskSkill.skill_id, relation, values)


declare_kind(RecordKind(RECORD, N_("Tasks"), Task, lambda: select(Task), order="title"))
declare(
    Field(
        RECORD,
        "title",
        N_("Task"),
        FieldKind.TEXT,
        value=lambda row: row.title,
        order=lambda: Task.sort_title.expression,
        is_shown=True,
    ),
    Field(
        RECORD,
        "state",
        N_("Status"),
        FieldKind.CHOICE,
        value=lambda row: row.state.value,
        where=where_column(Task.state),
        relations=(Relation.IS, Relation.IS_NOT),
        choices=lambda: [(state.value, word) for state, word in TASK_STATE_WORDS.items()],
        is_shown=True,
        look="task_state",
    ),
    Field(
        RECORD,
        "due",
        N_("Due"),
        FieldKind.DAY,
        value=lambda row: row.due_on,
        where=where_column(Task.due_on),
        relations=OF_DATE,
        order=lambda: Task.due_on.expression,
        is_shown=True,
    ),
    Field(
        RECORD,
        "places",
        N_("Places"),
        FieldKind.NUMBER,
        value=lambda row: row.places,
        where=where_column(Task.places),
        relations=OF_NUMBER,
        is_shown=True,
    ),
    Field(RECORD, "filled", N_("Filled"), FieldKind.NUMBER, load=_load_filled, is_shown=True),
    Field(RECORD, "people", N_("Volunteers"), FieldKind.TEXT, load=_load_people, is_shown=True, look="people"),
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
        "priority",
        N_("Priority"),
        FieldKind.CHOICE,
        value=lambda row: row.priority.value,
        where=where_column(Task.priority),
        relations=(Relation.IS, Relation.IS_NOT),
        choices=lambda: [(priority.value, word) for priority, word in PRIORITY_WORDS.items()],
    ),
    Field(
        RECORD,
        "owner",
        N_("Owner"),
        FieldKind.USER,
        value=lambda row: row.owner_id,
        where=where_column(Task.owner_id),
        relations=OF_CHOICE,
    ),
    Field(RECORD, "hours", N_("Hours"), FieldKind.NUMBER, load=_load_hours),
    Field(RECORD, "description", N_("Description"), FieldKind.TEXT, value=lambda row: row.description or None),
)
