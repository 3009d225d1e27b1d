"""Addresses of a record that must never be written to: said by staff, taken back by an administrator with a reason."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.consents.services import lift, suppress
from crm.contacts.queries import get_contact, list_addresses
from crm.contacts.values import PointKind
from crm.core.errors import DomainError, ForbiddenError, NotFoundError
from crm.web.contacts.page import show_with_error
from crm.web.contacts.views.door import blueprint
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer


@blueprint.post("/contacts/<int:contact_id>/addresses/<int:point_id>/suppress")
@require(Permission.SUPPRESSIONS_ADD)
def suppress_point(contact_id: int, point_id: int) -> Answer:
    """Say that an address must never be written to."""
    try:
        suppress(_address(contact_id, point_id), reason=request.form.get("reason", ""), actor=current_actor())
    except DomainError as error:
        return show_with_error(contact_id, error, tab="about")
    flash(gettext("Nobody writes to this address again, whatever list brings it in."))
    return _back(contact_id)


@blueprint.post("/contacts/<int:contact_id>/addresses/<int:point_id>/lift")
@require(Permission.SUPPRESSIONS_LIFT)
def lift_point(contact_id: int, point_id: int) -> Answer:
    """Let an address be written to again."""
    try:
        lift(_address(contact_id, point_id), reason=request.form.get("reason", ""), actor=current_actor())
    except DomainError as error:
        return show_with_error(contact_id, error, tab="about")
    flash(gettext("This address may be written to again."))
    return _back(contact_id)


def _address(contact_id: int, point_id: int) -> str:
    """Return an address of a record, as far as the reader sees it whole."""
    get_contact(contact_id)
    point = next((one for one in list_addresses([contact_id]).get(contact_id, []) if one.id == point_id), None)
    if point is None or point.kind is PointKind.POSTAL:
        raise NotFoundError("There is no such address.")
    if point.is_masked:
        raise ForbiddenError("You may not do this. Ask an administrator if you should.")
    return point.value


def _back(contact_id: int) -> Answer:
    return redirect(url_for("contacts.show", contact_id=contact_id, tab="about", _anchor="point"))
