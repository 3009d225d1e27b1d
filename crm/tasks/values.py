"""Words of tasks."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crm.core.errors import DomainError
from crm.core.words import N_

MOST_PLACES = 500


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


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What a task's form says: needs by name, languages as BCP 47 tags."""

    title: str
    description: str = ""
    places: int = 1
    due_on: date | None = None
    priority: Priority = Priority.NORMAL
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    owner_id: int | None = None

    def __post_init__(self) -> None:
        """Refuse a task without a title or without a place."""
        if not self.title.strip():
            raise DomainError("Write what is to be done.", field="title")
        if not 1 <= self.places <= MOST_PLACES:
            raise DomainError("A task has from 1 to 500 places.", field="places")
