"""Tasks have places; who fills them, and what they gave."""

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import func, select

from crm.core.actor import SHELL, Actor, ActorKind
from crm.core.audit.models import AuditLine
from crm.core.clock import today
from crm.core.db import db
from crm.core.errors import ConflictError, DomainError, NotFoundError, StaleError
from crm.core.jobs.models import Job
from crm.core.scope import reading_as
from crm.tasks.queries import (
    Work,
    count_states,
    get_assignment,
    get_task,
    list_at_risk,
    list_board,
    sum_hours,
    sum_up,
)
from crm.tasks.services import assign_volunteer, change_task, give_back, log_hours, mark_done, move_task, take_back
from crm.tasks.values import AssignmentState, TaskFacts, TaskState
from tests.factories import a_team
from tests.factories.tasks import a_task, a_volunteer


def test_a_full_task_says_so_at_the_field(app: Flask) -> None:
    task = a_task(places=1)
    assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    with pytest.raises(ConflictError, match="All places are taken") as caught:
        assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    assert caught.value.field == "volunteer"


def test_two_coordinators_fill_the_last_place_at_once_and_one_reads_why_not(app: Flask) -> None:
    task_id = a_task(places=1).id
    volunteers = [a_volunteer().id, a_volunteer().id]
    db.session.rollback()
    start = threading.Barrier(2)
    said: list[str] = []

    def coordinator(volunteer_id: int) -> None:
        with app.app_context(), reading_as(SHELL):
            get_task(task_id)
            start.wait()
            try:
                assign_volunteer(task_id, volunteer_id, actor=SHELL)
                said.append("assigned")
            except ConflictError as error:
                said.append(error.message)

    threads = [threading.Thread(target=coordinator, args=(volunteer_id,)) for volunteer_id in volunteers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(said) == ["All places are taken.", "assigned"]
    assert len(get_task(task_id).taken()) == 1


def test_assigning_leaves_a_trace_and_a_job_that_tells_the_volunteer(app: Flask) -> None:
    assignment = assign_volunteer(a_task().id, a_volunteer().id, actor=SHELL)
    lines = db.session.scalars(select(AuditLine.action).where(AuditLine.object_type == "assignment")).all()
    assert lines == ["task.assigned"]
    payloads = db.session.scalars(select(Job.payload).where(Job.name == "tasks.tell_assignee")).all()
    assert payloads == [{"assignment_id": assignment.id}]


def test_the_last_place_moves_the_task_on_and_taking_back_opens_it_again(app: Flask) -> None:
    task = a_task(places=2)
    first = assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    assert get_task(task.id).state is TaskState.NEEDS_PEOPLE
    assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    assert get_task(task.id).state is TaskState.IN_PROGRESS
    take_back(first.id, actor=SHELL)
    assert (get_task(task.id).state, len(get_task(task.id).taken())) == (TaskState.NEEDS_PEOPLE, 1)
    give_back(first.id, actor=SHELL)
    assert (get_task(task.id).state, len(get_task(task.id).taken())) == (TaskState.IN_PROGRESS, 2)


def test_taking_back_twice_is_once(app: Flask) -> None:
    task = a_task(places=1)
    assignment = assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    take_back(assignment.id, actor=SHELL)
    take_back(assignment.id, actor=SHELL)
    actions = db.session.scalar(
        select(func.count()).select_from(AuditLine).where(AuditLine.action == "task.taken_back")
    )
    assert actions == 1


def test_a_place_given_to_somebody_else_meanwhile_is_not_given_back(app: Flask) -> None:
    task = a_task(places=1)
    assignment = assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    take_back(assignment.id, actor=SHELL)
    assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    with pytest.raises(ConflictError, match="All places are taken"):
        give_back(assignment.id, actor=SHELL)


def test_a_volunteer_is_not_put_on_a_task_twice(app: Flask) -> None:
    task, volunteer = a_task(places=3), a_volunteer()
    assign_volunteer(task.id, volunteer.id, actor=SHELL)
    with pytest.raises(ConflictError, match="already on the task"):
        assign_volunteer(task.id, volunteer.id, actor=SHELL)


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.CANCELLED])
def test_a_closed_task_takes_nobody(app: Flask, state: TaskState) -> None:
    task = a_task()
    move_task(task.id, state, actor=SHELL)
    with pytest.raises(ConflictError, match="no longer open"):
        assign_volunteer(task.id, a_volunteer().id, actor=SHELL)


def test_when_all_parts_are_done_the_task_waits_to_be_checked(app: Flask) -> None:
    task = a_task(places=2)
    parts = [assign_volunteer(task.id, a_volunteer().id, actor=SHELL) for _ in range(2)]
    mark_done(parts[0].id, actor=SHELL)
    assert get_task(task.id).state is TaskState.IN_PROGRESS
    mark_done(parts[1].id, actor=SHELL)
    assert get_task(task.id).state is TaskState.TO_CHECK
    assert get_assignment(parts[1].id).state is AssignmentState.DONE


def test_hours_add_up_by_volunteer_and_since_a_day(app: Flask) -> None:
    volunteer = a_volunteer()
    part = assign_volunteer(a_task().id, volunteer.id, actor=SHELL)
    other = assign_volunteer(a_task().id, a_volunteer().id, actor=SHELL)
    log_hours(part.id, Decimal("2.5"), today(), actor=SHELL)
    log_hours(part.id, Decimal("1.25"), today() - timedelta(days=60), actor=SHELL)
    log_hours(other.id, Decimal(4), today(), actor=SHELL)
    assert sum_hours(volunteer_id=volunteer.id) == Decimal("3.75")
    assert sum_hours(since=today() - timedelta(days=30)) == Decimal("6.5")


@pytest.mark.parametrize("hours", ["0", "-1", "24.5", "NaN", "Infinity", "1e-9"])
def test_a_day_has_no_such_hours(app: Flask, hours: str) -> None:
    part = assign_volunteer(a_task().id, a_volunteer().id, actor=SHELL)
    with pytest.raises(DomainError, match="up to 24"):
        log_hours(part.id, Decimal(hours), today(), actor=SHELL)


def test_two_edits_of_a_task_at_once_overwrite_nothing(app: Flask) -> None:
    task = a_task("First words")
    seen = task.version
    change_task(task.id, TaskFacts(title="Second words"), version=seen, actor=SHELL)
    with pytest.raises(StaleError):
        change_task(task.id, TaskFacts(title="Third words"), version=seen, actor=SHELL)
    assert get_task(task.id).title == "Second words"


def test_places_cannot_fall_below_the_people_on_it(app: Flask) -> None:
    task = a_task(places=2)
    for _ in range(2):
        assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    version = get_task(task.id).version
    with pytest.raises(DomainError, match="Take somebody back first"):
        change_task(task.id, TaskFacts(title="Smaller", places=1), version=version, actor=SHELL)


def test_the_board_shows_what_is_due_first_and_what_has_no_day_last(app: Flask) -> None:
    a_task("Some day")
    a_task("Later", due_on=today() + timedelta(days=9))
    a_task("Soon", due_on=today() + timedelta(days=1))
    assert [task.title for task in list_board()[TaskState.NEEDS_PEOPLE]] == ["Soon", "Later", "Some day"]
    assert {state: one.tasks for state, one in count_states().items()} == {TaskState.NEEDS_PEOPLE: 3}


def test_at_risk_is_what_is_late_or_soon_and_not_filled(app: Flask) -> None:
    full = a_task("Full", due_on=today() + timedelta(days=1))
    assign_volunteer(full.id, a_volunteer().id, actor=SHELL)
    a_task("Free", due_on=today() + timedelta(days=1))
    a_task("Far", due_on=today() + timedelta(days=40))
    late = a_task("Late", due_on=today() - timedelta(days=1))
    assign_volunteer(late.id, a_volunteer().id, actor=SHELL)
    found = list_at_risk(today(), until=today() + timedelta(days=7))
    assert [task.title for task in found] == ["Late", "Free"]


def _places() -> tuple[int, int]:
    """Return the places filled and all of them."""
    counted = count_states().values()
    return sum(one.filled for one in counted), sum(one.places for one in counted)


def test_counts_of_places_leave_out_who_was_taken_back(app: Flask) -> None:
    task = a_task(places=3)
    assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    take_back(assign_volunteer(task.id, a_volunteer().id, actor=SHELL).id, actor=SHELL)
    assert _places() == (1, 3)


def test_places_taken_by_another_teams_volunteers_count_too(app: Flask) -> None:
    own, other = a_team(), a_team()
    task, mine = a_task(places=1), a_volunteer()
    assign_volunteer(task.id, a_volunteer(team_ids=(own.id,)).id, actor=SHELL)
    stranger = Actor(ActorKind.USER, "other", 1, team_ids=frozenset({other.id}))
    with reading_as(stranger), pytest.raises(ConflictError, match="All places are taken"):
        assign_volunteer(task.id, mine.id, actor=stranger)


def test_counts_are_the_same_for_who_sees_the_volunteers_and_who_does_not(app: Flask) -> None:
    own, other = a_team(), a_team()
    task = a_task(places=1, due_on=today() + timedelta(days=1))
    hidden = a_volunteer(team_ids=(own.id,))
    part = assign_volunteer(task.id, hidden.id, actor=SHELL)
    log_hours(part.id, Decimal("2.5"), today(), actor=SHELL)
    for team in (own, other):
        with reading_as(Actor(ActorKind.USER, "member", 1, team_ids=frozenset({team.id}))):
            assert _places() == (1, 1)
            assert sum_up([task.id]) == {task.id: Work(filled=1, hours=Decimal("2.5"))}
            assert sum_hours() == Decimal("2.5")
            assert list_at_risk(today(), until=today() + timedelta(days=7)) == []
    with reading_as(Actor(ActorKind.USER, "other", 1, team_ids=frozenset({other.id}))):
        assert get_task(task.id).taken() == []
        assert sum_hours(volunteer_id=hidden.id) == 0


def test_a_task_does_not_wait_to_be_checked_while_somebody_unseen_is_at_work(app: Flask) -> None:
    own, other = a_team(), a_team()
    task = a_task(places=2)
    part = assign_volunteer(task.id, a_volunteer().id, actor=SHELL)
    hidden = assign_volunteer(task.id, a_volunteer(team_ids=(own.id,)).id, actor=SHELL)
    stranger = Actor(ActorKind.USER, "other", 1, team_ids=frozenset({other.id}))
    db.session.expire_all()
    with reading_as(stranger):
        mark_done(part.id, actor=stranger)
        assert get_task(task.id).state is TaskState.IN_PROGRESS
    mark_done(hidden.id, actor=SHELL)
    assert get_task(task.id).state is TaskState.TO_CHECK


def test_another_team_cannot_touch_the_volunteers_part(app: Flask) -> None:
    own, other = a_team(), a_team()
    volunteer = a_volunteer(team_ids=(own.id,))
    part = assign_volunteer(a_task().id, volunteer.id, actor=SHELL)
    stranger = Actor(ActorKind.USER, "other", 1, team_ids=frozenset({other.id}))
    acts: list[Callable[[], object]] = [
        lambda: get_assignment(part.id),
        lambda: take_back(part.id, actor=stranger),
        lambda: log_hours(part.id, Decimal(1), today(), actor=stranger),
        lambda: assign_volunteer(a_task().id, volunteer.id, actor=stranger),
    ]
    for act in acts:
        with reading_as(stranger), pytest.raises(NotFoundError):
            act()
