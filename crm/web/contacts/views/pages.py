"""People and organisations: the record page, edited in place, and making a new one."""

from http import HTTPStatus
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.coalition.services import move_stage
from crm.contacts.queries import find_alike, find_contacts, get_contact
from crm.contacts.services import archive_contact, edit_contact, edit_contact_fields, restore_contact
from crm.contacts.values import ContactKind, Stage
from crm.core.errors import DomainError, StaleError
from crm.core.text.mail import email_key
from crm.core.words import N_
from crm.web.contacts.forms import (
    FIELD_WORDS,
    PANELS,
    ContactForm,
    NewContactForm,
    field_form,
    field_value,
    panel_form,
)
from crm.web.contacts.making import make_contact
from crm.web.contacts.page import show_record, show_with_error
from crm.web.contacts.texts import country_of
from crm.web.contacts.views.door import blueprint
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, conflict_page, seen_version
from crm.web.shared.toasts import name_in_bold, toast


@blueprint.get("/contacts/<int:contact_id>")
@require(Permission.CONTACTS_READ)
def show(contact_id: int) -> Answer:
    """Show a person or an organisation; ``edit`` names the field that stands open, ``open`` the small form."""
    editing, panel = request.args.get("edit", ""), request.args.get("open", "")
    if panel in PANELS and current_actor().may(Permission.CONTACTS_WRITE):
        return show_record(contact_id, form=panel_form(panel, contact_id), context={"panel": panel})
    return show_record(contact_id, editing=editing if editing in FIELD_WORDS else "")


@blueprint.post("/contacts/<int:contact_id>/fields/<field>")
@require(Permission.CONTACTS_WRITE)
def edit(contact_id: int, field: str) -> Answer:
    """Change one field in place."""
    if field not in FIELD_WORDS:
        abort(404)
    contact = get_contact(contact_id)
    form = field_form(field, contact)
    back = _place_of(contact_id, field)
    try:
        edit_contact(contact_id, field, value=form.value.data, version=seen_version(form), actor=current_actor())
    except StaleError:
        theirs = get_contact(contact_id)
        return conflict_page(form, {"value": field_value(field, theirs)}, version=theirs.version, back_url=back)
    except DomainError as error:
        error.field = "value"
        form.reject(error)
        return show_record(contact_id, tab=_tab_of(contact_id, field), editing=field, form=form)
    return redirect(back)


@blueprint.route("/contacts/<int:contact_id>/edit", methods=["GET", "POST"])
@require(Permission.CONTACTS_WRITE)
def edit_all(contact_id: int) -> Answer:
    """Change all fields of a person or an organisation in one form."""
    contact = get_contact(contact_id)
    g.here = "people" if contact.is_person else "organizations"
    back = url_for("contacts.show", contact_id=contact_id)
    form = ContactForm.of(contact, with_notes=current_actor().may(Permission.INTERACTIONS_READ))
    if form.validate_on_submit():
        changes, seen = form.changes_to(contact), seen_version(form)
        try:
            edit_contact_fields(contact_id, changes, version=seen, actor=current_actor())
        except StaleError:
            theirs = get_contact(contact_id)
            kept = {field: field_value(field, theirs) for field in FIELD_WORDS}
            return conflict_page(form, kept, version=theirs.version, back_url=back)
        except DomainError as error:
            form.reject(error)
        else:
            toast(gettext("Saved."))
            return redirect(back)
    return form.answer("contacts/edit.html", contact=contact, back=back)


def _place_of(contact_id: int, field: str) -> str:
    return url_for("contacts.show", contact_id=contact_id, tab=_tab_of(contact_id, field), _anchor=f"field-{field}")


def _tab_of(contact_id: int, field: str) -> str | None:
    """Return the tab on which a field stands: some stand in the head of every tab, the others on one."""
    in_head = {"country", "languages", "owner_id"} | (set() if get_contact(contact_id).is_person else {"website"})
    return request.args.get("tab") or None if field in in_head else "about"


@blueprint.post("/contacts/<int:contact_id>/stage")
@require(Permission.CONTACTS_WRITE)
def move(contact_id: int) -> Answer:
    """Move a contact to a stage of the main ask by hand."""
    try:
        stage = Stage(request.args.get("to") or request.form.get("to", ""))
    except ValueError:
        abort(404)
    try:
        moved = move_stage(contact_id, stage, actor=current_actor())
    except DomainError as error:
        return show_with_error(contact_id, error)
    if moved is not None:
        undo = url_for("contacts.move", contact_id=contact_id, to=moved.before.value)
        toast(gettext("The stage is moved."), undo_url=undo)
    return redirect(url_for("contacts.show", contact_id=contact_id))


@blueprint.post("/contacts/<int:contact_id>/archive")
@require(Permission.CONTACTS_WRITE)
def archive(contact_id: int) -> Answer:
    """Put a contact aside."""
    contact = archive_contact(contact_id, actor=current_actor())
    words = name_in_bold(N_("%(name)s is archived."), contact.name)
    toast(words, undo_url=url_for("contacts.restore", contact_id=contact_id))
    return redirect(url_for("contacts.show", contact_id=contact_id))


@blueprint.post("/contacts/<int:contact_id>/restore")
@require(Permission.CONTACTS_WRITE)
def restore(contact_id: int) -> Answer:
    """Take a contact back that was put aside."""
    restore_contact(contact_id, actor=current_actor())
    flash(gettext("It is back in its lists."))
    return redirect(url_for("contacts.show", contact_id=contact_id))


@blueprint.route("/contacts/new", methods=["GET", "POST"])
@require(Permission.CONTACTS_WRITE)
def new() -> Answer:
    """Make a person or an organisation; who is perhaps already there is shown first."""
    kind = ContactKind.PERSON if request.args.get("kind") == "person" else ContactKind.ORGANIZATION
    g.here = "people" if kind is ContactKind.PERSON else "organizations"
    form = NewContactForm.offering(name=request.args.get("name", ""))
    alike = _alike(form, kind) if request.method == "POST" else []
    if form.validate_on_submit() and (not alike or "is_other" in request.form):
        try:
            contact = make_contact(form, kind, actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            return _after_making(contact.id, contact.name, kind)
    status = HTTPStatus.CONFLICT if alike and form.status == HTTPStatus.OK else form.status
    page = form.answer("contacts/new.html", kind=kind.value, alike=alike)
    return (page[0], status, page[2]) if isinstance(page, tuple) else page


def _alike(form: NewContactForm, kind: ContactKind) -> list[dict[str, Any]]:
    """Return the panel "Perhaps already there"."""
    mail = str(form.emails.data or "")
    found = find_alike(str(form.name.data or ""), [email_key(mail)] if "@" in mail else [], kind)
    return [
        {
            "name": one.name,
            "url": url_for("contacts.show", contact_id=one.id),
            "line": ", ".join(word for word in (one.city or "", country_of(one)) if word),
        }
        for one in found
    ]


def _after_making(contact_id: int, name: str, kind: ContactKind) -> Answer:
    flash(name_in_bold(N_("%(name)s is added."), name))
    if request.form.get("then") == "another":
        return redirect(url_for("contacts.new", kind=kind.value))
    return redirect(url_for("contacts.show", contact_id=contact_id))


@blueprint.get("/contacts/find")
@require(Permission.CONTACTS_READ)
def find() -> Answer:
    """Return a few contacts for what somebody types: a fragment for scripts, drawn in fields that look for people."""
    kind = request.args.get("kind", "")
    wanted = ContactKind(kind) if kind in {one.value for one in ContactKind} else None
    found = find_contacts(request.args.get("q", "")[:200], kind=wanted)
    return render_template("contacts/_found.html", found=found, country_of=country_of)
