"""Logging a contact from a record or from anywhere, correcting it, taking it back."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.core.errors import DomainError, StaleError
from crm.outreach.queries import get_interaction
from crm.outreach.services import bring_back_interaction, edit_interaction, log_interaction, remove_interaction
from crm.web.interactions.forms import LogForm, form_of, local_now, read_ids
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, conflict_page, seen_version
from crm.web.shared.places import own_path
from crm.web.shared.toasts import toast

blueprint = Blueprint("interactions", __name__)


@blueprint.route("/interactions/new", methods=["GET", "POST"])
@require(Permission.INTERACTIONS_WRITE)
def new() -> Answer:
    """Log a contact."""
    form = LogForm(data={"at": local_now()}, chosen=read_ids(request.args.getlist("contacts")))
    if _is_sent(form) and form.validate():
        try:
            interaction = log_interaction(form.facts(), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            undo = url_for("interactions.remove", interaction_id=interaction.id, back=request.args.get("back"))
            toast(gettext("It is on the timeline."), undo_url=undo)
            record = url_for("contacts.show", contact_id=form.chosen_ids[0])
            return redirect(own_path(request.args.get("back") or record))
    return form.answer("interactions/log.html", interaction=None, back=request.args.get("back"))


def _is_sent(form: LogForm) -> bool:
    """Say whether the form is meant to be saved: a press on Find only looks for people."""
    return form.is_submitted() and request.form.get("act") != "find"


@blueprint.route("/interactions/<int:interaction_id>", methods=["GET", "POST"])
@require(Permission.INTERACTIONS_WRITE)
def edit(interaction_id: int) -> Answer:
    """Correct what was logged."""
    interaction = get_interaction(interaction_id)
    form = form_of(interaction)
    back = own_path(request.args.get("back"))
    if _is_sent(form) and form.validate():
        try:
            edit_interaction(interaction_id, form.facts(), version=seen_version(form), actor=current_actor())
        except StaleError:
            theirs = get_interaction(interaction_id)
            kept = {field.name: field.object_data for field in form_of(theirs)}
            return conflict_page(form, kept, version=theirs.version, back_url=back)
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("Saved."))
            return redirect(back)
    return form.answer("interactions/log.html", interaction=interaction, back=request.args.get("back"))


@blueprint.post("/interactions/<int:interaction_id>/remove")
@require(Permission.INTERACTIONS_WRITE)
def remove(interaction_id: int) -> Answer:
    """Take back what was logged."""
    remove_interaction(interaction_id, actor=current_actor())
    back = request.args.get("back")
    undo = url_for("interactions.bring_back", interaction_id=interaction_id, back=back)
    toast(gettext("Taken back, with its follow-up and the step it caused."), undo_url=undo)
    return redirect(own_path(back))


@blueprint.post("/interactions/<int:interaction_id>/bring-back")
@require(Permission.INTERACTIONS_WRITE)
def bring_back(interaction_id: int) -> Answer:
    """Undo taking it back."""
    bring_back_interaction(interaction_id, actor=current_actor())
    flash(gettext("It is back on the timeline."))
    return redirect(own_path(request.args.get("back")))
