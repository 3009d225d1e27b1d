"""Volunteers and tasks."""

from itertools import count
from typing import Any

from crm.core.actor import SHELL, Actor
from crm.tasks.models import Task
from crm.tasks.services import make_task
from crm.tasks.values import TaskFacts
from crm.volunteers.models import Volunteer
from crm.volunteers.services import make_volunteer
from crm.volunteers.values import Offer
from tests.factories.contacts import a_person

_numbers = count(1)


def a_volunteer(name: str = "", *, actor: Actor = SHELL, team_ids: tuple[int, ...] = (), **offer: Any) -> Volunteer:
    """Make a person with a mail address a volunteer; `offer` are the facts of Offer."""
    number = next(_numbers)
    person = a_person(name or f"Helper {number}", emails=(f"helper{number}@volunteer.example",), team_ids=team_ids)
    return make_volunteer(person.id, Offer(**offer), actor=actor)


def a_task(title: str = "Translate the statement", *, actor: Actor = SHELL, **facts: Any) -> Task:
    """Make a task; the facts are those of TaskFacts."""
    return make_task(TaskFacts(title=title, **facts), actor=actor)
