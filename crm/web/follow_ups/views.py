"""What is promised: mine and everybody's, by day; done with one key."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.contacts.queries import get_contact
from crm.core.db import read_id
from crm.core.errors import DomainError, StaleError
from crm.outreach.queries import get_follow_up, list_done_follow_ups, page_follow_ups, select_follow_ups_due
from crm.outreach.services import (
    add_follow_up,
    edit_follow_up,
    finish_follow_up,
    remove_follow_up,
    reopen_follow_up,
)
from crm.web.follow_ups.forms import FollowUpForm, form_of
from crm.web.follow_ups.texts import groups
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, conflict_page, seen_version
from crm.web.shared.navigation import counts_in_navigation
from crm.web.shared.places import own_path
from crm.web.shared.toasts import toast

blueprint = Blueprint("follow_ups", __name__)


@blueprint.get("/follow-ups")
@require(Permission.INTERACTIONS_READ)
def index() -> Answer:
    """Show what is promised: mine, everybody's, or what was done last."""
    shown = request.args.get("show", "mine")
    after, me = request.args.get("after"), current_actor().user_id
    if shown == "done":
        done = list_done_follow_ups(owner_id=me)
        return render_template("follow_ups/index.html", shown=shown, groups=[], after=None, done=done)
    page = page_follow_ups(owner_id=None if shown == "all" else me, after=after)
    rows = groups(page.rows, back=url_for("follow_ups.index", show=request.args.get("show")), with_owner=shown == "all")
    return render_template("follow_ups/index.html", shown=shown, groups=rows, after=page.after, done=[])


@blueprint.route("/follow-ups/new", methods=["GET", "POST"])
@require(Permission.INTERACTIONS_WRITE)
def new() -> Answer:
    """Promise something to a contact."""
    contact = get_contact(read_id(request.args.get("contact", "")) or 0)
    form, back = FollowUpForm(), own_path(request.args.get("back"))
    if form.validate_on_submit():
        try:
            add_follow_up(contact.id, form.facts(), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("The follow-up is noted."))
            return redirect(back)
    return form.answer("follow_ups/edit.html", contact=contact, follow_up=None, back=request.args.get("back"))


@blueprint.route("/follow-ups/<int:follow_up_id>", methods=["GET", "POST"])
@require(Permission.INTERACTIONS_WRITE)
def edit(follow_up_id: int) -> Answer:
    """Change what is promised, by when, by whom."""
    follow_up = get_follow_up(follow_up_id)
    form, back = form_of(follow_up), own_path(request.args.get("back"))
    if form.validate_on_submit():
        try:
            edit_follow_up(follow_up_id, form.facts(), version=seen_version(form), actor=current_actor())
        except StaleError:
            theirs = get_follow_up(follow_up_id)
            kept = {field.name: field.object_data for field in form_of(theirs)}
            return conflict_page(form, kept, version=theirs.version, back_url=back)
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("Saved."))
            return redirect(back)
    return form.answer(
        "follow_ups/edit.html", contact=follow_up.contact, follow_up=follow_up, back=request.args.get("back")
    )


@blueprint.post("/follow-ups/<int:follow_up_id>/done")
@require(Permission.INTERACTIONS_WRITE)
def finish(follow_up_id: int) -> Answer:
    """Tick a follow-up off."""
    finish_follow_up(follow_up_id, actor=current_actor())
    return _with_undo(follow_up_id, gettext("Done."))


@blueprint.post("/follow-ups/<int:follow_up_id>/remove")
@require(Permission.INTERACTIONS_WRITE)
def remove(follow_up_id: int) -> Answer:
    """Take back a promise that nobody needs to keep."""
    remove_follow_up(follow_up_id, actor=current_actor())
    return _with_undo(follow_up_id, gettext("The follow-up is taken back."))


def _with_undo(follow_up_id: int, words: str) -> Answer:
    back = request.args.get("back")
    toast(words, undo_url=url_for("follow_ups.reopen", follow_up_id=follow_up_id, back=back))
    return redirect(own_path(back))


@blueprint.post("/follow-ups/<int:follow_up_id>/reopen")
@require(Permission.INTERACTIONS_WRITE)
def reopen(follow_up_id: int) -> Answer:
    """Take the tick back."""
    reopen_follow_up(follow_up_id, actor=current_actor())
    flash(gettext("It is to be done again."))
    return redirect(own_path(request.args.get("back")))


counts_in_navigation("follow_ups.index", lambda: select_follow_ups_due(current_actor().user_id))
