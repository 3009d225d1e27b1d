"""Forms of tasks."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    DecimalField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from crm.accounts.queries import list_active_users
from crm.tasks.models import Task
from crm.tasks.values import MOST_PLACES, PRIORITY_WORDS, Priority, TaskFacts
from crm.volunteers.models import Volunteer
from crm.web.shared.forms import CrmForm, LanguagesField, WholeField, choices_of, words_of
from crm.web.shared.page import reader_today


class TaskForm(CrmForm):
    """What is to be done, by how many, until when, and what it takes."""

    version = HiddenField()
    title = StringField(_l("What is to be done"), [InputRequired(_l("Write what is to be done.")), Length(max=200)])
    description = TextAreaField(_l("Description"), [Length(max=20_000)])
    places = WholeField(
        _l("Places"),
        [
            InputRequired(_l("Write how many people it takes.")),
            NumberRange(1, MOST_PLACES, _l("A task has from 1 to 500 places.")),
        ],
        default=1,
    )
    due_on = DateField(_l("Due"), [Optional()])
    priority = SelectField(_l("Priority"), choices=choices_of(PRIORITY_WORDS), default=Priority.NORMAL.value)
    skills = StringField(_l("Skills it needs"), [Length(max=500)], description=_l("Separate them with commas."))
    languages = LanguagesField(
        _l("Languages it needs"), description=_l("For example: Arabic, French. Separate them with commas.")
    )
    owner = SelectField(_l("Owner"), coerce=lambda value: int(value or 0))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner.choices = [(0, _l("Nobody")), *((user.id, user.name) for user in list_active_users())]

    @staticmethod
    def values_of(task: Task) -> dict[str, Any]:
        """Return what the task says now, by field."""
        return {
            "version": task.version,
            "title": task.title,
            "description": task.description,
            "places": task.places,
            "due_on": task.due_on,
            "priority": task.priority.value,
            "skills": ", ".join(need.skill.name for need in task.skills),
            "languages": task.languages,
            "owner": task.owner_id or 0,
        }

    def facts(self) -> TaskFacts:
        """Return what was typed."""
        return TaskFacts(
            title=self.title.data or "",
            description=self.description.data or "",
            places=self.places.data or 1,
            due_on=self.due_on.data,
            priority=Priority(self.priority.data),
            skills=words_of(self.skills.data),
            languages=tuple(self.languages.data or ()),
            owner_id=self.owner.data or None,
        )


class AssignForm(CrmForm):
    """Who takes a place."""

    volunteer = SelectField(_l("Volunteer"), coerce=lambda value: int(value or 0))

    @classmethod
    def offering(cls, volunteers: list[Volunteer]) -> "AssignForm":
        """Return the form with these volunteers to choose from."""
        form = cls()
        form.volunteer.choices = [
            (0, _l("Choose a volunteer")),
            *((volunteer.id, volunteer.contact.name) for volunteer in volunteers),
        ]
        return form


class HoursForm(CrmForm):
    """Hours that a volunteer gave on a day."""

    hours = DecimalField(_l("Hours"), [InputRequired(_l("Write the hours, for example 2.5."))], places=2)
    on = DateField(_l("Day"), [InputRequired(_l("Write the day, for example 2026-11-24."))], default=reader_today)
    note = StringField(_l("Note"), [Length(max=300)])
