"""Tables of tasks, assignments and hours; the rule of places."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.accounts.models import User
from crm.coalition.models import Campaign
from crm.contacts.models import of_seen_contact
from crm.core.clock import now
from crm.core.db import Json, Keyed, Model, Versioned, ascii_key, one_of
from crm.core.errors import ConflictError
from crm.core.journal.models import Journaled
from crm.core.scope import scoped
from crm.tasks.values import AssignmentState, Priority, TaskState
from crm.volunteers.models import Skill, Volunteer


class Task(Keyed, Versioned, Journaled, Model):
    """Work with a number of places, needs and a due date."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_board", "state", "due_on", "id"),
        Index("ix_task_title", "sort_title", "id"),
        Index("ix_task_campaign_id", "campaign_id"),
        Index("ix_task_owner_id", "owner_id"),
    )
    unjournaled = ("sort_title",)

    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(200))
    sort_title: Mapped[str] = mapped_column(ascii_key(80))
    description: Mapped[str] = mapped_column(Text, default="")
    places: Mapped[int] = mapped_column(default=1)
    due_on: Mapped[date | None]
    priority: Mapped[Priority] = mapped_column(one_of(Priority), default=Priority.NORMAL)
    state: Mapped[TaskState] = mapped_column(one_of(TaskState), default=TaskState.NEEDS_PEOPLE)
    #: BCP 47 tags of the languages it needs.
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    done_at: Mapped[datetime | None]

    campaign: Mapped[Campaign | None] = relationship()
    owner: Mapped[User | None] = relationship()
    skills: Mapped[list["TaskSkill"]] = relationship(
        back_populates="task", cascade="all, delete-orphan", passive_deletes=True, order_by="TaskSkill.id"
    )
    assignments: Mapped[list["Assignment"]] = relationship(
        back_populates="task", cascade="all, delete-orphan", passive_deletes=True, order_by="Assignment.id"
    )

    @property
    def is_open(self) -> bool:
        """Say whether people can still be put on it."""
        return self.state not in {TaskState.DONE, TaskState.CANCELLED}

    def taken(self) -> "list[Assignment]":
        """Return the parts that fill a place."""
        return [part for part in self.assignments if part.state is not AssignmentState.TAKEN_BACK]

    def assign(self, volunteer: Volunteer, *, filled: int) -> "Assignment":
        """Give the volunteer one of the places left; raise ConflictError in words when there is none.

        ``filled`` counts the places that are taken, also by volunteers whom the actor may not see.
        """
        if not self.is_open:
            raise ConflictError("This task is no longer open.")
        if any(part.volunteer_id == volunteer.id for part in self.taken()):
            raise ConflictError("This volunteer is already on the task.", field="volunteer")
        if filled >= self.places:
            raise ConflictError("All places are taken.", field="volunteer")
        former = next((part for part in self.assignments if part.volunteer_id == volunteer.id), None)
        part = former or Assignment(volunteer_id=volunteer.id)
        part.state = AssignmentState.ACTIVE
        part.assigned_at = now()
        if former is None:
            self.assignments.append(part)
        return part


class TaskSkill(Keyed, Model):
    """A skill that a task needs."""

    __tablename__ = "task_skill"
    __table_args__ = (UniqueConstraint("task_id", "skill_id"), Index("ix_task_skill_skill_id", "skill_id"))

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id", ondelete="CASCADE"))

    task: Mapped[Task] = relationship(back_populates="skills")
    skill: Mapped[Skill] = relationship(lazy="joined")


class Assignment(Keyed, Versioned, Journaled, Model):
    """One volunteer's part in a task."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("task_id", "volunteer_id"),
        Index("ix_assignment_volunteer_id", "volunteer_id", "state"),
    )

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id", ondelete="CASCADE"))
    state: Mapped[AssignmentState] = mapped_column(one_of(AssignmentState), default=AssignmentState.ACTIVE)
    assigned_at: Mapped[datetime] = mapped_column(default=now)
    #: When the mail about it was written; None for somebody without a mail address.
    told_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    task: Mapped[Task] = relationship(back_populates="assignments")
    volunteer: Mapped[Volunteer] = relationship()
    hours: Mapped[list["HoursEntry"]] = relationship(
        back_populates="assignment", cascade="all, delete-orphan", passive_deletes=True, order_by="HoursEntry.id"
    )


class HoursEntry(Keyed, Journaled, Model):
    """Hours that a volunteer gave to a task on a day."""

    __tablename__ = "hours_entry"
    __table_args__ = (Index("ix_hours_entry_assignment_id", "assignment_id"), Index("ix_hours_entry_on", "on"))

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id", ondelete="CASCADE"))
    on: Mapped[date]
    hours: Mapped[Decimal] = mapped_column(Numeric(6, 2))
    note: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(default=now)

    assignment: Mapped[Assignment] = relationship(back_populates="hours")


def _hidden_volunteers(teams: frozenset[int]) -> object:
    table = Volunteer.__table__
    return select(table.c.id).where(~of_seen_contact(table.c.contact_id, teams))


scoped(Assignment, lambda entity, teams: entity.volunteer_id.not_in(_hidden_volunteers(teams)))
