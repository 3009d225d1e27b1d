"""Tasks in words and shapes for the templates."""

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from crm.core.text import language_name
from crm.tasks.models import Task
from crm.tasks.queries import BOARD
from crm.tasks.values import TASK_STATE_WORDS, TaskState
from crm.web.shared.page import day, full_day, page_lang, reader_today

#: Days before the due date from which it is shown as soon.
SOON = 3


def due_text(task: Task) -> dict[str, str] | None:
    """Return when a task is due, in words, with how much it presses."""
    if task.due_on is None:
        return None
    if not task.is_open:
        return {"text": day(task.due_on), "state": "later", "title": full_day(task.due_on)}
    return due_words(task.due_on)


def due_words(due_on: date) -> dict[str, str]:
    """Return a due date of open work in words: how late, today, or the day."""
    days = (due_on - reader_today()).days
    if days < 0:
        late = ngettext("%(num)d day late", "%(num)d days late", -days)
        return {"text": late, "state": "late", "title": full_day(due_on)}
    state = "today" if days == 0 else ("soon" if days <= SOON else "later")
    return {"text": gettext("Today") if days == 0 else day(due_on), "state": state, "title": full_day(due_on)}


def moves(task: Task) -> list[dict[str, str]]:
    """Return the columns that a task can move to."""
    return [
        {"to": state.value, "label": gettext(TASK_STATE_WORDS[state])}
        for state in (*BOARD, TaskState.DONE, TaskState.CANCELLED)
        if state is not task.state
    ]


def unseen_words(task: Task, *, filled: int) -> str:
    """Say how many of those who fill a task's places the reader may not see; nothing where all are seen."""
    number = max(0, filled - len(task.taken()))
    return ngettext("%(num)d volunteer you cannot see", "%(num)d volunteers you cannot see", number) if number else ""


def card(task: Task, *, filled: int, may_move: bool) -> dict[str, Any]:
    """Return a task as `task_card` shows it."""
    return {
        "id": task.id,
        "title": task.title,
        "url": url_for("tasks.show", task_id=task.id),
        "skills": [need.skill.name for need in task.skills],
        "languages": [language_name(tag, page_lang()) for tag in task.languages],
        "filled": filled,
        "offered": 0,
        "places": task.places,
        "due": due_text(task),
        "people": [part.volunteer.contact.name for part in task.taken()],
        "unseen": unseen_words(task, filled=filled),
        "moves": moves(task) if may_move else [],
        "move_url": url_for("tasks.move", task_id=task.id),
    }
