"""Reading tasks, assignments and hours.

Who is on a task is read by the row rule; how many are, and what they gave, is the same number for every reader: with
less, a full task would look free to members of a team who do not see its volunteers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, Subquery, case, distinct, func, select
from sqlalchemy.orm import selectinload

from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.scope import Unscoped, row_rule, visible
from crm.tasks.models import Assignment, HoursEntry, Task, TaskSkill
from crm.tasks.values import AssignmentState, TaskState
from crm.volunteers.models import Volunteer

#: The columns of the board, in order; Done is a rail.
BOARD = (TaskState.NEEDS_PEOPLE, TaskState.IN_PROGRESS, TaskState.TO_CHECK)
#: Cards that a column of the board shows; the list shows all.
COLUMN_SIZE = 50

_COUNTS = {"unscoped": Unscoped.UPKEEP}
_IS_TAKEN = Assignment.state != AssignmentState.TAKEN_BACK


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many tasks stand in a state, the places they have, and how many of these are filled."""

    tasks: int = 0
    places: int = 0
    filled: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """How many places of a task are filled, and the hours given to it, also by those who were taken back."""

    filled: int = 0
    hours: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A task that is late or short of people, as the first page of the day shows it."""

    id: int
    title: str
    due_on: date
    places: int
    filled: int


def select_tasks() -> Select[Task]:
    """Begin a query over tasks with what a card shows of them."""
    return select(Task).options(
        selectinload(Task.skills).joinedload(TaskSkill.skill),
        selectinload(Task.assignments).selectinload(Assignment.volunteer).selectinload(Volunteer.contact),
    )


def get_task(task_id: int, *, lock: bool = False) -> Task:
    """Return a task with its hours or raise NotFoundError; ``lock``: nobody else takes places until the act ends."""
    if lock:
        db.session.execute(select(Task.id).where(Task.id == task_id).with_for_update())
    query = select_tasks().options(selectinload(Task.assignments).selectinload(Assignment.hours))
    query = query.where(Task.id == task_id).execution_options(populate_existing=lock)
    task = db.session.scalars(query).one_or_none()
    if task is None:
        raise NotFoundError("There is no such task.")
    return task


def count_filled(task_id: int) -> int:
    """Return how many places of a task are taken, also by volunteers whom the reader may not see."""
    return sum_up([task_id])[task_id].filled


def sum_up(task_ids: Sequence[int]) -> dict[int, Work]:
    """Return by task the places taken and the hours logged, also by volunteers whom the reader may not see."""
    query = (
        select(
            Assignment.task_id,
            func.count(distinct(case((_IS_TAKEN, Assignment.id)))),
            func.coalesce(func.sum(HoursEntry.hours), 0),
        )
        .outerjoin(HoursEntry, HoursEntry.assignment_id == Assignment.id)
        .where(Assignment.task_id.in_(task_ids))
        .group_by(Assignment.task_id)
    )
    rows = db.session.execute(query, execution_options=_COUNTS)
    found = {row[0]: Work(filled=row[1], hours=Decimal(str(row[2]))) for row in rows}
    return {task_id: found.get(task_id, Work()) for task_id in task_ids}


def count_unfinished(task_id: int) -> int:
    """Return how many are still at work on a task, also volunteers whom the reader may not see."""
    query = select(func.count(Assignment.id)).where(
        Assignment.task_id == task_id, Assignment.state == AssignmentState.ACTIVE
    )
    return db.session.scalar(query, execution_options=_COUNTS) or 0


def list_board() -> dict[TaskState, list[Task]]:
    """Return the cards of the board by column: what is due first stands first, what has no date last."""
    order = (Task.due_on.is_(None), Task.due_on, Task.id)
    place = func.row_number().over(partition_by=Task.state, order_by=order).label("place")
    placed = select(Task.id, place).where(Task.state.in_(BOARD)).subquery()
    query = select_tasks().join(placed, placed.c.id == Task.id).where(placed.c.place <= COLUMN_SIZE)
    columns: dict[TaskState, list[Task]] = {state: [] for state in BOARD}
    for task in db.session.scalars(query.order_by(*order)):
        columns[task.state].append(task)
    return columns


def count_states() -> dict[TaskState, StateCount]:
    """Return how many tasks stand in each state, with their places, also those taken by whom the reader may not see."""
    taken = _filled_by_task()
    places, filled = func.sum(Task.places), func.coalesce(func.sum(taken.c.number), 0)
    query = select(Task.state, func.count(), places, filled).outerjoin(taken, taken.c.task_id == Task.id)
    rows = db.session.execute(query.group_by(Task.state), execution_options=_COUNTS)
    return {row[0]: StateCount(row[1], int(row[2]), int(row[3])) for row in rows}


def select_open_tasks() -> Select[Any]:
    """Begin a query over the tasks that are not done."""
    return select(Task).where(Task.state.in_(BOARD))


def get_assignment(assignment_id: int) -> Assignment:
    """Return an assignment with its task and volunteer, or raise NotFoundError."""
    query = (
        visible(Assignment)
        .where(Assignment.id == assignment_id)
        .options(
            selectinload(Assignment.task),
            selectinload(Assignment.volunteer).selectinload(Volunteer.contact),
            selectinload(Assignment.hours),
        )
    )
    found: Assignment | None = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundError("There is no such assignment.")
    return found


def list_assignments_of(volunteer_id: int) -> list[Assignment]:
    """Return the tasks that a volunteer has or had, the newest first."""
    query = visible(Assignment).where(Assignment.volunteer_id == volunteer_id, _IS_TAKEN)
    query = query.options(selectinload(Assignment.task), selectinload(Assignment.hours))
    return list(db.session.scalars(query.order_by(Assignment.assigned_at.desc(), Assignment.id.desc())))


def sum_hours(*, since: date | None = None, volunteer_id: int | None = None) -> Decimal:
    """Return the hours logged since a day, by all or by one volunteer whom the reader sees."""
    query = select(func.coalesce(func.sum(HoursEntry.hours), 0))
    if since is not None:
        query = query.where(HoursEntry.on >= since)
    if volunteer_id is not None:
        query = query.join(Assignment, Assignment.id == HoursEntry.assignment_id)
        query = query.where(row_rule(Assignment), Assignment.volunteer_id == volunteer_id)
    return Decimal(str(db.session.scalar(query) or 0))


def list_at_risk(today: date, *, until: date, limit: int = 5) -> list[AtRisk]:
    """Return the open tasks that are late, or are due by a day and still have free places; one query."""
    filled = _filled_by_task()
    number = func.coalesce(filled.c.number, 0)
    query = (
        select(Task.id, Task.title, Task.due_on, Task.places, number)
        .outerjoin(filled, filled.c.task_id == Task.id)
        .where(
            Task.state.in_(BOARD),
            Task.due_on.is_not(None),
            Task.due_on <= until,
            (number < Task.places) | (Task.due_on < today),
        )
        .order_by(Task.due_on, Task.id)
        .limit(limit)
    )
    return [AtRisk(*row) for row in db.session.execute(query, execution_options=_COUNTS)]


def _filled_by_task() -> Subquery:
    query = select(Assignment.task_id, func.count().label("number")).where(_IS_TAKEN)
    return query.group_by(Assignment.task_id).subquery()
