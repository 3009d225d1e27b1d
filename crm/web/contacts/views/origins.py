"""What files say otherwise of a record: the other value is taken with one press."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.contacts.queries import get_contact
from crm.core.db import read_id
from crm.core.errors import DomainError
from crm.imports.services import take_other_value
from crm.web.contacts.forms import FIELD_WORDS
from crm.web.contacts.page import show_with_error
from crm.web.contacts.views.door import blueprint
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer


@blueprint.post("/contacts/<int:contact_id>/fields/<field>/take")
@require(Permission.CONTACTS_WRITE)
def take_value(contact_id: int, field: str) -> Answer:
    """Give a field the value that a row of a file says."""
    if field not in FIELD_WORDS:
        abort(404)
    get_contact(contact_id)
    batch_id, row = read_id(request.form.get("batch", "")) or 0, read_id(request.form.get("row", "")) or 0
    try:
        take_other_value(contact_id, field, batch_id=batch_id, row=row, actor=current_actor())
    except DomainError as error:
        return show_with_error(contact_id, error, tab="about")
    flash(gettext("The value of the file is taken."))
    return redirect(url_for("contacts.show", contact_id=contact_id, tab="about"))
