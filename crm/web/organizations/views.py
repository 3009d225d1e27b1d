"""The list of organisations."""

from flask import Blueprint

from crm.accounts.values import Permission
from crm.contacts.values import ContactKind
from crm.core.words import N_
from crm.web.shared.access import require
from crm.web.shared.forms import Answer
from crm.web.shared.listing import ListPage, add_list, show_list
from crm.web.shared.listing.counts import count_in_navigation
from crm.web.shared.listing.page import Action
from crm.web.shared.records import record_url

blueprint = Blueprint("organizations", __name__)


LIST = add_list(
    ListPage(
        record="organizations",
        endpoint="organizations.index",
        permission=Permission.CONTACTS_READ,
        empty_title=N_("Bring in your organisations"),
        empty_text=N_(
            "Members, signatories and those you want to win stand here. Import a list, or add them one by one."
        ),
        main=Action(
            "contacts.new",
            N_("Add organisation"),
            "plus-lg",
            "N",
            (("kind", ContactKind.ORGANIZATION.value),),
            Permission.CONTACTS_WRITE,
        ),
        others=(Action("imports.new", N_("Import"), "box-arrow-in-down", permission=Permission.IMPORTS_PREPARE),),
        mark="organization",
        open_row=record_url,
        native=lambda row: row.native_name,
        has_contacts=True,
    )
)


@blueprint.get("/organizations")
@require(Permission.CONTACTS_READ)
def index() -> Answer:
    """Show the organisations."""
    return show_list(LIST)


count_in_navigation("organizations.index", "organizations")
