"""Pages of tasks."""

from decimal import Decimal

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from crm.accounts.values import Permission
from crm.contacts.queries import find_main_email
from crm.core.errors import DomainError, StaleError
from crm.core.mail.queries import mail_settings
from crm.core.text import language_name
from crm.core.words import N_
from crm.tasks.models import Assignment
from crm.tasks.queries import (
    BOARD,
    COLUMN_SIZE,
    StateCount,
    count_states,
    get_assignment,
    get_task,
    list_board,
    select_open_tasks,
    sum_hours,
    sum_up,
)
from crm.tasks.services import (
    assign_volunteer,
    change_task,
    give_back,
    log_hours,
    make_task,
    mark_done,
    move_task,
    take_back,
)
from crm.tasks.values import PRIORITY_WORDS, TASK_STATE_WORDS, TaskState
from crm.volunteers.queries import list_active_volunteers
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, conflict_page, seen_version
from crm.web.shared.listing import ListPage, add_list, show_list
from crm.web.shared.listing.page import Action
from crm.web.shared.navigation import counts_in_navigation
from crm.web.shared.page import page_lang, reader_today
from crm.web.shared.places import own_path
from crm.web.shared.toasts import toast
from crm.web.tasks.forms import AssignForm, HoursForm, TaskForm
from crm.web.tasks.texts import card, due_text, moves, unseen_words

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks")
LIST = add_list(
    ListPage(
        record="tasks",
        endpoint="tasks.index",
        permission=Permission.TASKS_READ,
        empty_title=N_("Give somebody something to do"),
        empty_text=N_("A task has places, needs and a day. Put volunteers on it; they get a mail at once."),
        main=Action("tasks.new", N_("New task"), "plus-lg", "N", permission=Permission.TASKS_WRITE),
        others=(Action("tasks.board", N_("Board"), "kanban"),),
        name="title",
        open_row=lambda row: url_for("tasks.show", task_id=row.id),
    )
)
counts_in_navigation("tasks.board", select_open_tasks)


@blueprint.get("/")
@require(Permission.TASKS_READ)
def board() -> str:
    """Show the board: what needs people, what is under way, what waits to be checked."""
    may_move = current_actor().may(Permission.TASKS_WRITE)
    counted, tasks = count_states(), list_board()
    numbers = {state: one.tasks for state, one in counted.items()}
    open_ones = [counted.get(state, StateCount()) for state in BOARD]
    work = sum_up([task.id for cards in tasks.values() for task in cards])
    columns = [
        {
            "key": state.value,
            "title": gettext(TASK_STATE_WORDS[state]),
            "count": numbers.get(state, 0),
            "more": max(0, numbers.get(state, 0) - COLUMN_SIZE),
            "cards": [card(task, filled=work[task.id].filled, may_move=may_move) for task in tasks[state]],
        }
        for state in BOARD
    ]
    month = reader_today().replace(day=1)
    return render_template(
        "tasks/board.html",
        columns=columns,
        open_count=sum(column["count"] for column in columns),
        all_count=sum(numbers.values()),
        done_count=numbers.get(TaskState.DONE, 0),
        places=sum(one.places for one in open_ones),
        filled=sum(one.filled for one in open_ones),
        hours=sum_hours(since=month),
        may_write=may_move,
    )


@blueprint.get("/list")
@require(Permission.TASKS_READ)
def index() -> str | Response:
    """Show the tasks as a list."""
    return show_list(LIST)


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.TASKS_WRITE)
def new() -> Answer:
    """Make a task."""
    form = TaskForm()
    if form.validate_on_submit():
        try:
            task = make_task(form.facts(), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            toast(gettext("The task is on the board."))
            return redirect(url_for("tasks.show", task_id=task.id))
    return form.answer("tasks/edit.html", task=None)


@blueprint.get("/<int:task_id>")
@require(Permission.TASKS_READ)
def show(task_id: int) -> Answer:
    """Show one task with its people and their hours."""
    return _task_page(task_id, AssignForm.offering(list_active_volunteers()))


@blueprint.route("/<int:task_id>/edit", methods=["GET", "POST"])
@require(Permission.TASKS_WRITE)
def edit(task_id: int) -> Answer:
    """Change a task."""
    task = get_task(task_id)
    form = TaskForm(**TaskForm.values_of(task))
    if form.validate_on_submit():
        try:
            change_task(task_id, form.facts(), version=seen_version(form), actor=current_actor())
        except StaleError:
            task = get_task(task_id)
            return conflict_page(form, TaskForm.values_of(task), version=task.version)
        except DomainError as error:
            form.reject(error)
        else:
            toast(gettext("Saved."))
            return redirect(url_for("tasks.show", task_id=task_id))
    return form.answer("tasks/edit.html", task=task)


@blueprint.post("/<int:task_id>/move")
@require(Permission.TASKS_WRITE)
def move(task_id: int) -> Response:
    """Move a task to another column."""
    try:
        state = TaskState(request.values.get("to", ""))
    except ValueError:
        raise BadRequest from None
    before = get_task(task_id).state
    task = move_task(task_id, state, actor=current_actor())
    words = gettext("%(task)s moved to %(column)s", task=task.title, column=gettext(TASK_STATE_WORDS[state]))
    undo = url_for("tasks.move", task_id=task_id, to=before.value)
    toast(words, undo_url=undo)
    return redirect(url_for("tasks.show", task_id=task_id) if "stay" in request.form else url_for("tasks.board"))


@blueprint.post("/<int:task_id>/assign")
@require(Permission.TASKS_ASSIGN)
def assign(task_id: int) -> Answer:
    """Put a volunteer on a task."""
    form = AssignForm.offering(list_active_volunteers())
    if form.validate_on_submit():
        try:
            assignment = assign_volunteer(task_id, form.volunteer.data, actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            toast(_assigned(assignment))
            return redirect(url_for("tasks.show", task_id=task_id))
    return _task_page(task_id, form)


@blueprint.post("/assignments/<int:assignment_id>/take-back")
@require(Permission.TASKS_ASSIGN)
def take_assignment_back(assignment_id: int) -> Response:
    """Take a volunteer off a task."""
    assignment = take_back(assignment_id, actor=current_actor())
    undo = url_for("tasks.give_assignment_back", assignment_id=assignment_id)
    toast(gettext("Taken back. The place is free again."), undo_url=undo)
    return redirect(url_for("tasks.show", task_id=assignment.task_id))


@blueprint.post("/assignments/<int:assignment_id>/give-back")
@require(Permission.TASKS_ASSIGN)
def give_assignment_back(assignment_id: int) -> Response:
    """Undo a taking back."""
    assignment = give_back(assignment_id, actor=current_actor())
    return redirect(url_for("tasks.show", task_id=assignment.task_id))


@blueprint.post("/assignments/<int:assignment_id>/done")
@require(Permission.TASKS_ASSIGN)
def mark_assignment_done(assignment_id: int) -> Response:
    """Mark one volunteer's part as done."""
    assignment = mark_done(assignment_id, actor=current_actor())
    toast(gettext("Marked as done."))
    return redirect(url_for("tasks.show", task_id=assignment.task_id))


@blueprint.route("/assignments/<int:assignment_id>/hours", methods=["GET", "POST"])
@require(Permission.TASKS_ASSIGN)
def hours(assignment_id: int) -> Answer:
    """Log hours that a volunteer gave."""
    assignment = get_assignment(assignment_id)
    back = own_path(request.args.get("back") or url_for("tasks.show", task_id=assignment.task_id))
    form = HoursForm()
    if form.validate_on_submit():
        given: Decimal = form.hours.data
        try:
            log_hours(assignment_id, given, form.on.data, note=form.note.data or "", actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            toast(gettext("The hours are logged."))
            return redirect(back)
    return form.answer("tasks/hours.html", assignment=assignment, back=back)


def _task_page(task_id: int, form: AssignForm) -> Answer:
    task = get_task(task_id)
    work = sum_up([task_id])[task_id]
    return form.answer(
        "tasks/show.html",
        task=task,
        due=due_text(task),
        moves=moves(task),
        work=work,
        unseen=unseen_words(task, filled=work.filled),
        languages=[language_name(tag, page_lang()) for tag in task.languages],
        mail_note=_mail_note(),
        priority=gettext(PRIORITY_WORDS[task.priority]),
        may_write=current_actor().may(Permission.TASKS_WRITE),
        may_assign=current_actor().may(Permission.TASKS_ASSIGN),
    )


def _assigned(assignment: Assignment) -> str:
    """Say that somebody is on the task, and whether they hear of it."""
    if find_main_email(assignment.volunteer.contact_id) is None:
        return str(gettext("Assigned. There is no mail address of theirs: tell them yourself."))
    if not mail_settings().goes_out:
        return str(gettext("Assigned. No mail server is set yet: the mail is kept as a file in the outbox folder."))
    return str(gettext("Assigned. They will get a mail."))


def _mail_note() -> str:
    """Say what becomes of the mail that an assignment sends."""
    if not mail_settings().goes_out:
        return str(gettext("No mail server is set yet: the mail is kept as a file in the outbox folder."))
    return str(gettext("They get a mail at once."))
