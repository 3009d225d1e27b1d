"""Pages of statements."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from crm.accounts.values import Permission
from crm.core.db import atomic
from crm.core.errors import DomainError, StaleError
from crm.core.words import N_
from crm.statements.models import Statement
from crm.statements.queries import count_signatures, find_latest_version, get_statement
from crm.statements.services import draft_statement, edit_statement, write_version
from crm.statements.values import StatementState
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, conflict_page, seen_version
from crm.web.shared.listing import ListPage, add_list, show_list
from crm.web.shared.listing.page import Action
from crm.web.shared.toasts import toast
from crm.web.statements.forms import StatementForm


def _may_write() -> bool:
    return current_actor().may(Permission.SIGNATURES_WRITE)


blueprint = Blueprint("statements", __name__, url_prefix="/statements")
LIST = add_list(
    ListPage(
        record="statements",
        endpoint="statements.index",
        permission=Permission.SIGNATURES_READ,
        empty_title=N_("Write what is to be signed"),
        empty_text=N_(
            "A statement is a text with signatures under it. Write one here, or import a list of signatories."
        ),
        main=Action("statements.new", N_("New statement"), "plus-lg", "N", permission=Permission.SIGNATURES_WRITE),
        others=(Action("imports.new", N_("Import"), "box-arrow-in-down", permission=Permission.IMPORTS_PREPARE),),
        name="title",
        open_row=lambda row: url_for("statements.edit", statement_id=row.id) if _may_write() else None,
    )
)


@blueprint.get("/")
@require(Permission.SIGNATURES_READ)
def index() -> str | Response:
    """Show the statements."""
    return show_list(LIST)


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.SIGNATURES_WRITE)
def new() -> Answer:
    """Write a statement."""
    form = StatementForm()
    del form.state
    if form.validate_on_submit():
        try:
            draft_statement(
                form.title.data or "", text=form.text.data or "", language=form.language.data, actor=current_actor()
            )
        except DomainError as error:
            form.reject(error)
        else:
            toast(gettext("The statement is there as a draft."))
            return redirect(url_for("statements.index"))
    return form.answer("statements/edit.html", statement=None, signatures=0)


@blueprint.route("/<int:statement_id>/edit", methods=["GET", "POST"])
@require(Permission.SIGNATURES_WRITE)
def edit(statement_id: int) -> Answer:
    """Change a statement, where it stands, and its wording."""
    statement = get_statement(statement_id)
    form = StatementForm(**_values_of(statement))
    if form.validate_on_submit():
        try:
            _save(statement_id, form)
        except StaleError:
            statement = get_statement(statement_id)
            return conflict_page(form, _values_of(statement), version=statement.version)
        except DomainError as error:
            form.reject(error)
        else:
            toast(gettext("Saved."))
            return redirect(url_for("statements.index"))
    counted = count_signatures([statement_id])[statement_id]
    return form.answer("statements/edit.html", statement=statement, signatures=counted)


def _save(statement_id: int, form: StatementForm) -> None:
    actor = current_actor()
    with atomic(actor):
        state = StatementState(form.state.data)
        edit_statement(statement_id, form.title.data or "", state=state, version=seen_version(form), actor=actor)
        if form.text.data or find_latest_version(statement_id) is not None:
            write_version(statement_id, form.text.data or "", language=form.language.data, actor=actor)


def _values_of(statement: Statement) -> dict[str, object]:
    latest = find_latest_version(statement.id)
    return {
        "title": statement.title,
        "state": statement.state.value,
        "language": latest.language if latest else "en",
        "text": latest.text if latest else "",
        "version": statement.version,
    }
