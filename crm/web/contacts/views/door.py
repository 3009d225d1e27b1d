"""The one blueprint of the record page."""

from flask import Blueprint

from crm.core.errors import NotFoundError
from crm.web.shared.merged import lead_on

blueprint = Blueprint("contacts", __name__)
blueprint.register_error_handler(NotFoundError, lead_on)
