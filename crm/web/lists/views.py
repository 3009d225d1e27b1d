"""What can be done with any list: keeping its columns, saving views, acts on many rows."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from crm.accounts.values import Permission
from crm.contacts.queries import list_tags
from crm.contacts.services import BulkDone, undo_bulk
from crm.core.db import atomic
from crm.core.errors import DomainError, StaleError
from crm.core.preferences.services import set_preference
from crm.segments.queries import get_view
from crm.segments.services.bulk import act_on_all, act_on_rows, check_act
from crm.segments.services.views import change_view, delete_view, move_view, rename_view, save_view
from crm.segments.values import Looks
from crm.web.lists.exporting import blueprint, ticked
from crm.web.lists.forms import BulkForm, ViewForm
from crm.web.shared.access import current_actor, require, signed_in
from crm.web.shared.forms import Answer, conflict_page, seen_version
from crm.web.shared.freshness import forget_counts
from crm.web.shared.listing import Address, ListPage, get_list, list_url, read_address
from crm.web.shared.listing.counts import count_wanted, limit_of
from crm.web.shared.listing.page import columns_key, shown_columns
from crm.web.shared.toasts import toast


@blueprint.post("/<record>/columns")
@signed_in
def columns(record: str) -> Response:
    """Keep the columns that the reader chose for a list; over a saved view they stand in the address instead."""
    page = get_list(record)
    address = read_address(record, request.form)
    chosen = read_address(record, _as_columns()).columns or ()
    if address.view is not None:
        return redirect(list_url(page, address.at(columns=chosen)))
    user_id = current_actor().user_id
    if user_id is not None:
        with atomic(current_actor()):
            set_preference(columns_key(record), list(chosen), user_id=user_id)
    return redirect(list_url(page, address.at(columns=None)))


@blueprint.route("/<record>/views/new", methods=["GET", "POST"])
@signed_in
def save(record: str) -> Answer:
    """Save what a list shows as a view."""
    page = get_list(record)
    address = read_address(record, request.args)
    form = ViewForm.offering()
    if form.validate_on_submit():
        try:
            view = save_view(
                form.name.data or "",
                address.question,
                looks=_looks(page, address),
                audience=form.chosen_audience,
                team_id=form.chosen_team,
                actor=current_actor(),
            )
        except DomainError as error:
            form.reject(error)
        else:
            flash(gettext("Saved as a view."))
            return redirect(url_for(page.endpoint, view=view.id))
    return form.answer("lists/save.html", page=page, back_url=list_url(page, address), view=None)


@blueprint.route("/views/<int:view_id>", methods=["GET", "POST"])
@signed_in
def view(view_id: int) -> Answer:
    """Rename a view, share it, or let it show what its list shows now."""
    found = get_view(view_id)
    page = get_list(found.record)
    address = read_address(found.record, request.args) if request.args.get("view") else None
    form = ViewForm.offering(found)
    if form.validate_on_submit():
        try:
            rename_view(
                view_id,
                form.name.data or "",
                audience=form.chosen_audience,
                team_id=form.chosen_team,
                version=seen_version(form),
                actor=current_actor(),
            )
            if form.takes_over.data and address is not None:
                change_view(view_id, address.question, looks=_looks(page, address), actor=current_actor())
        except StaleError:
            theirs = get_view(view_id)
            return conflict_page(form, ViewForm.values_of(theirs), version=theirs.version)
        except DomainError as error:
            form.reject(error)
        else:
            return redirect(url_for(page.endpoint, view=view_id))
    back_url = list_url(page, address) if address else url_for(page.endpoint, view=view_id)
    is_changed = address is not None and address.is_changed
    return form.answer("lists/save.html", page=page, back_url=back_url, view=found, is_changed=is_changed)


@blueprint.post("/views/<int:view_id>/delete")
@signed_in
def delete(view_id: int) -> Response:
    """Take a view away."""
    page = get_list(get_view(view_id).record)
    delete_view(view_id, actor=current_actor())
    flash(gettext("The view is gone. The records stay."))
    return redirect(url_for(page.endpoint))


@blueprint.post("/views/<int:view_id>/move")
@signed_in
def move(view_id: int) -> Response:
    """Move a view's tab by one place."""
    steps = -1 if request.form.get("to") == "start" else 1
    move_view(view_id, steps, actor=current_actor())
    return redirect(url_for("lists.view", view_id=view_id))


@blueprint.post("/<record>/bulk")
@require(Permission.CONTACTS_WRITE)
def bulk(record: str) -> Answer:
    """Do one act on the ticked rows or on all of a view: first ask with what, then do it."""
    page = get_list(record)
    address = read_address(record, request.form)
    form = BulkForm.offering(ticked())
    back_url = list_url(page, address)
    if not page.has_contacts or not (form.ids or form.all.data):
        return redirect(back_url)
    if form.act.data == "log":
        return redirect(url_for("interactions.new", contacts=form.ids, back=back_url))
    check_act(form.act.data or "")
    if form.is_sure and form.validate():
        try:
            done = _act(form, address)
        except DomainError as error:
            form.reject(error)
        else:
            _tell(page, done)
            return redirect(back_url)
    total = count_wanted([address.wanted])[0]
    return form.answer(
        "lists/bulk.html",
        page=page,
        back_url=back_url,
        hidden=address.pairs(),
        total=total,
        limit=limit_of(address.wanted),
        tags=list_tags(),
    )


@blueprint.post("/<record>/undo/<int:ref>")
@require(Permission.CONTACTS_WRITE)
def undo(record: str, ref: int) -> Response:
    """Take an act on many rows back."""
    page = get_list(record)
    done = undo_bulk(ref, actor=current_actor())
    forget_counts()
    flash(ngettext("Undone for %(num)d record.", "Undone for %(num)d records.", done.changed))
    return redirect(url_for(page.endpoint))


def _act(form: BulkForm, address: Address) -> BulkDone | None:
    act, value = form.act.data or "", form.value.data or ""
    if form.all.data:
        return act_on_all(address.wanted, act, value, actor=current_actor())
    return act_on_rows(form.ids, act, value, actor=current_actor())


def _tell(page: ListPage, done: BulkDone | None) -> None:
    forget_counts()
    if done is None:
        flash(gettext("These are many. They are being changed now; go on working meanwhile."))
        return
    text = ngettext("%(num)d record was changed.", "%(num)d records were changed.", done.changed)
    if done.changed:
        toast(text, undo_url=url_for("lists.undo", record=page.record, ref=done.ref))
    else:
        flash(text)


def _as_columns() -> Any:
    return request.form.__class__([("cols", ",".join(request.form.getlist("columns")))])


def _looks(page: ListPage, address: Address) -> Looks:
    names = tuple(field.key for field in shown_columns(page, address) if field.key != page.name)
    return Looks(names, address.order)
