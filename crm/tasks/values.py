"""Words of tasks."""

from enum import StrEnum

from crm.core.words import N_


class TaskState(StrEnum):
    """The columns of the board."""

    NEEDS_PEOPLE = "needs_people"
    IN_PROGRESS = "in_progress"
    TO_CHECK = "to_check"
    DONE = "done"
    CANCELLED = "cancelled"


TASK_STATE_WORDS = {
    TaskState.NEEDS_PEOPLE: N_("Needs people"),
    TaskState.IN_PROGRESS: N_("In progress"),
    TaskState.TO_CHECK: N_("To check"),
    TaskState.DONE: N_("Done"),
    TaskState.CANCELLED: N_("Cancelled"),
}


class Priority(StrEnum):
    """How much it presses."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


PRIORITY_WORDS = {Priority.LOW: N_("Low"), Priority.NORMAL: N_("Normal"), Priority.HIGH: N_("High")}


class AssignmentState(StrEnum):
    """One volunteer's part in a task."""

    ACTIVE = "active"
    DONE = "done"
    TAKEN_BACK = "taken_back"


ASSIGNMENT_STATE_WORDS = {
    AssignmentState.ACTIVE: N_("Active"),
    AssignmentState.DONE: N_("Done"),
    AssignmentState.TAKEN_BACK: N_("Taken back"),
}
