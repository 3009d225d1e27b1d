"""Pages of volunteers."""

from flask import Blueprint, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from crm.accounts.values import Permission
from crm.contacts.queries import get_person
from crm.core.errors import DomainError, StaleError
from crm.core.text import language_name
from crm.core.words import N_
from crm.tasks.queries import list_assignments_of, sum_hours
from crm.volunteers.queries import find_volunteer_of, get_volunteer
from crm.volunteers.services import change_offer, make_volunteer
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, CrmForm, conflict_page, seen_version
from crm.web.shared.listing import ListPage, add_list, show_list
from crm.web.shared.listing.counts import count_in_navigation
from crm.web.shared.listing.page import Action
from crm.web.shared.page import page_lang
from crm.web.shared.toasts import toast
from crm.web.volunteers.forms import OfferForm
from crm.web.volunteers.texts import status_badge

blueprint = Blueprint("volunteers", __name__, url_prefix="/volunteers")
LIST = add_list(
    ListPage(
        record="volunteers",
        endpoint="volunteers.index",
        permission=Permission.VOLUNTEERS_READ,
        empty_title=N_("Find your first volunteers"),
        empty_text=N_(
            "A volunteer is a person with skills, languages and hours. Open a person and choose “Make a volunteer”."
        ),
        others=(Action("people.index", N_("People"), "people"), Action("tasks.board", N_("Task board"), "kanban")),
        mark="person",
        open_row=lambda row: url_for("volunteers.show", volunteer_id=row.id),
        native=lambda row: row.contact.native_name,
    )
)
count_in_navigation("volunteers.index", "volunteers")


@blueprint.get("/")
@require(Permission.VOLUNTEERS_READ)
def index() -> str | Response:
    """Show the volunteers."""
    return show_list(LIST)


@blueprint.get("/<int:volunteer_id>")
@require(Permission.VOLUNTEERS_READ)
def show(volunteer_id: int) -> Answer:
    """Show what a volunteer offers, does and has done."""
    volunteer = get_volunteer(volunteer_id)
    return CrmForm().answer(
        "volunteers/show.html",
        volunteer=volunteer,
        languages=[language_name(tag, page_lang()) for tag in volunteer.languages],
        assignments=list_assignments_of(volunteer_id),
        status=status_badge(volunteer.status),
        total=sum_hours(volunteer_id=volunteer_id),
        may_write=current_actor().may(Permission.VOLUNTEERS_WRITE),
        may_assign=current_actor().may(Permission.TASKS_ASSIGN),
        may_log=current_actor().may(Permission.INTERACTIONS_WRITE),
    )


@blueprint.route("/of/<int:contact_id>", methods=["GET", "POST"])
@require(Permission.VOLUNTEERS_WRITE)
def make(contact_id: int) -> Answer:
    """Make a person a volunteer."""
    person = get_person(contact_id)
    known = find_volunteer_of(contact_id)
    if known is not None:
        return redirect(url_for("volunteers.show", volunteer_id=known.id))
    form = OfferForm(languages=person.languages)
    if form.validate_on_submit():
        try:
            volunteer = make_volunteer(contact_id, form.offer(), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            toast(gettext("%(name)s is a volunteer now.", name=person.name))
            return redirect(url_for("volunteers.show", volunteer_id=volunteer.id))
    return form.answer("volunteers/edit.html", person=person, volunteer=None)


@blueprint.route("/<int:volunteer_id>/edit", methods=["GET", "POST"])
@require(Permission.VOLUNTEERS_WRITE)
def edit(volunteer_id: int) -> Answer:
    """Change what a volunteer offers."""
    volunteer = get_volunteer(volunteer_id)
    form = OfferForm(**OfferForm.values_of(volunteer))
    if form.validate_on_submit():
        try:
            change_offer(volunteer_id, form.offer(), version=seen_version(form), actor=current_actor())
        except StaleError:
            volunteer = get_volunteer(volunteer_id)
            return conflict_page(form, OfferForm.values_of(volunteer), version=volunteer.version)
        except DomainError as error:
            form.reject(error)
        else:
            toast(gettext("Saved."))
            return redirect(url_for("volunteers.show", volunteer_id=volunteer_id))
    return form.answer("volunteers/edit.html", person=volunteer.contact, volunteer=volunteer)
