"""Acts around tasks: make and change them, put people on them and take them back, log hours, move them on."""

from datetime import date
from decimal import Decimal

from crm.coalition.queries import find_current_campaign
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError
from crm.core.jobs.services import enqueue
from crm.core.text import clean_line, sort_key
from crm.core.traces.rows import read_rows
from crm.core.traces.services import Trace
from crm.tasks.models import Assignment, HoursEntry, Task, TaskSkill
from crm.tasks.queries import count_filled, count_unfinished, get_assignment, get_task
from crm.tasks.values import AssignmentState, TaskFacts, TaskState
from crm.volunteers.queries import get_volunteer
from crm.volunteers.services import skills_named

#: Which of two parts of one task stays, the first first.
_GOES_ON = (AssignmentState.ACTIVE, AssignmentState.DONE, AssignmentState.TAKEN_BACK)
LEAST_HOURS, MOST_HOURS = Decimal("0.01"), Decimal(24)


def make_task(facts: TaskFacts, *, actor: Actor) -> Task:
    """Make a task in the current campaign."""
    with atomic(actor):
        campaign = find_current_campaign()
        task = Task(campaign_id=campaign.id if campaign else None)
        _take_facts(task, facts)
        db.session.add(task)
        db.session.flush()
        record(actor, "task.made", task)
    return task


def change_task(task_id: int, facts: TaskFacts, *, version: int | None, actor: Actor) -> Task:
    """Change a task; raises ConflictError when somebody else changed it since ``version``."""
    with atomic(actor):
        task = get_task(task_id, lock=True)
        task.check_version(version)
        if facts.places < count_filled(task_id):
            raise DomainError("More people are on it already. Take somebody back first.", field="places")
        _take_facts(task, facts)
        task.count_up()
        record(actor, "task.changed", task)
    return task


def move_task(task_id: int, state: TaskState, *, actor: Actor) -> Task:
    """Move a task to another column of the board; done tasks keep the day they were done."""
    with atomic(actor):
        task = get_task(task_id, lock=True)
        before, task.state = task.state, state
        task.done_at = now() if state is TaskState.DONE else None
        record(actor, "task.moved", task, before=before, after=state)
    return task


def assign_volunteer(task_id: int, volunteer_id: int, *, actor: Actor) -> Assignment:
    """Put a volunteer on a task, tell them, and keep the trace of it."""
    with atomic(actor):
        task = get_task(task_id, lock=True)
        assignment = task.assign(get_volunteer(volunteer_id), filled=count_filled(task_id))
        _begin_when_full(task)
        assignment.told_at = None
        record(actor, "task.assigned", assignment, task=task_id, volunteer=volunteer_id)
        enqueue("tasks.tell_assignee", assignment_id=assignment.id)
    return assignment


def take_back(assignment_id: int, *, actor: Actor) -> Assignment:
    """Take a volunteer off a task; the place is free again, logged hours stay."""
    with atomic(actor):
        assignment = get_assignment(assignment_id)
        task = get_task(assignment.task_id, lock=True)
        if assignment.state is not AssignmentState.TAKEN_BACK:
            was_full = count_filled(task.id) >= task.places
            assignment.state = AssignmentState.TAKEN_BACK
            if was_full and task.state is TaskState.IN_PROGRESS:
                task.state = TaskState.NEEDS_PEOPLE
            record(actor, "task.taken_back", assignment, task=task.id, volunteer=assignment.volunteer_id)
    return assignment


def give_back(assignment_id: int, *, actor: Actor) -> Assignment:
    """Undo `take_back`: the volunteer has the place again, if one is still free; they are not told twice."""
    with atomic(actor):
        assignment = get_assignment(assignment_id)
        task = get_task(assignment.task_id, lock=True)
        if assignment.state is AssignmentState.TAKEN_BACK:
            task.assign(assignment.volunteer, filled=count_filled(task.id))
            _begin_when_full(task)
            record(actor, "task.given_back", assignment, task=task.id, volunteer=assignment.volunteer_id)
    return assignment


def mark_done(assignment_id: int, *, actor: Actor) -> Assignment:
    """Mark one volunteer's part as done; when all parts are, the task waits to be checked."""
    with atomic(actor):
        assignment = get_assignment(assignment_id)
        task = get_task(assignment.task_id, lock=True)
        if assignment.state is AssignmentState.TAKEN_BACK:
            raise ConflictError("This volunteer is no longer on the task.")
        assignment.state = AssignmentState.DONE
        assignment.done_at = now()
        db.session.flush()
        if task.is_open and not count_unfinished(task.id):
            task.state = TaskState.TO_CHECK
        record(actor, "task.part_done", assignment, task=task.id)
    return assignment


def log_hours(assignment_id: int, hours: Decimal, on: date, *, actor: Actor, note: str = "") -> HoursEntry:
    """Log the hours that a volunteer gave to a task on a day."""
    if not hours.is_finite() or not LEAST_HOURS <= hours <= MOST_HOURS:
        raise DomainError("Write hours of one day: more than 0 and up to 24.", field="hours")
    with atomic(actor):
        assignment = get_assignment(assignment_id)
        entry = HoursEntry(assignment_id=assignment.id, on=on, hours=hours, note=clean_line(note)[:300] or None)
        db.session.add(entry)
        db.session.flush()
        record(actor, "hours.logged", entry, assignment=assignment.id, hours=str(hours))
    return entry


def reassign_contact(old_id: int, new_id: int, trace: Trace) -> None:
    """Let the work of one volunteer be another's where two persons become one, in the act at work.

    Where both are on a task one part stays, with the hours of both: one that goes on, then one that is done.
    """
    ours, theirs = read_rows("volunteer", contact_id=new_id), read_rows("volunteer", contact_id=old_id)
    if not ours or not theirs:
        return
    parts = {row["task_id"]: row for row in read_rows("assignment", volunteer_id=ours[0]["id"])}
    for row in read_rows("assignment", volunteer_id=theirs[0]["id"]):
        other = parts.get(row["task_id"])
        if other is not None:
            stays, goes = sorted((other, row), key=lambda part: _GOES_ON.index(part["state"]))
            trace.point(HoursEntry, "assignment_id", goes["id"], stays["id"])
            trace.remove(Assignment, goes["id"])
    trace.point(Assignment, "volunteer_id", theirs[0]["id"], ours[0]["id"])


def _begin_when_full(task: Task) -> None:
    """Move a task on when its last place is filled."""
    db.session.flush()
    if task.state is TaskState.NEEDS_PEOPLE and count_filled(task.id) >= task.places:
        task.state = TaskState.IN_PROGRESS


def _take_facts(task: Task, facts: TaskFacts) -> None:
    task.title = clean_line(facts.title)[:200]
    task.sort_title = sort_key(task.title)
    task.description = facts.description
    task.places = facts.places
    task.due_on = facts.due_on
    task.priority = facts.priority
    task.languages = list(facts.languages)
    task.owner_id = facts.owner_id
    wanted = {skill.id: skill for skill in skills_named(facts.skills)}
    task.skills = [need for need in task.skills if need.skill_id in wanted]
    needed = {need.skill_id for need in task.skills}
    task.skills.extend(TaskSkill(skill=skill) for key, skill in wanted.items() if key not in needed)
