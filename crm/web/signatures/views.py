"""Pages of signatures."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from crm.accounts.values import Permission
from crm.contacts.models import Contact
from crm.contacts.queries import find_contacts, get_contact
from crm.contacts.values import match_key
from crm.core.db import read_id
from crm.core.errors import DomainError
from crm.core.text.countries import country_name
from crm.core.words import N_
from crm.statements.queries import get_signature, list_statements
from crm.statements.services import SignatureFacts, restore_signature, sign, withdraw_signature
from crm.statements.values import SIGNATURE_STATE_WORDS, SIGNED_AS_WORDS, SignatureState
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer
from crm.web.shared.listing import ListPage, add_list, show_list
from crm.web.shared.listing.counts import count_in_navigation
from crm.web.shared.listing.page import Action
from crm.web.shared.page import page_lang
from crm.web.shared.toasts import toast
from crm.web.signatures.forms import SignatureForm

blueprint = Blueprint("signatures", __name__, url_prefix="/signatures")
LIST = add_list(
    ListPage(
        record="signatures",
        endpoint="signatures.index",
        permission=Permission.SIGNATURES_READ,
        empty_title=N_("Bring in who has signed"),
        empty_text=N_("Import a list of signatories, or record a signature by hand."),
        main=Action("signatures.new", N_("Record signature"), "plus-lg", "N", permission=Permission.SIGNATURES_WRITE),
        others=(Action("imports.new", N_("Import"), "box-arrow-in-down", permission=Permission.IMPORTS_PREPARE),),
        open_row=lambda row: url_for("signatures.show", signature_id=row.id),
    )
)
count_in_navigation("signatures.index", "signatures")
STATE_TONES = {
    SignatureState.PENDING: "amber",
    SignatureState.CONFIRMED: "green",
    SignatureState.VERIFIED: "green",
    SignatureState.WITHDRAWN: "grey",
}


@blueprint.get("/")
@require(Permission.SIGNATURES_READ)
def index() -> str | Response:
    """Show the signatures."""
    return show_list(LIST)


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.SIGNATURES_WRITE)
def new() -> Answer:
    """Record a signature by hand."""
    from_record = _record_of_args()
    form = SignatureForm(data={"contact": from_record.name} if from_record else None)
    if form.validate_on_submit():
        try:
            signature = _record(form, from_record)
        except DomainError as error:
            form.reject(error)
        else:
            toast(gettext("The signature is recorded."))
            return redirect(url_for("signatures.show", signature_id=signature))
    return form.answer("signatures/new.html", has_statements=bool(list_statements()))


def _record_of_args() -> Contact | None:
    """Return the record from which somebody came, if any."""
    contact_id = read_id(request.args.get("contact", "")) or 0
    return get_contact(contact_id) if contact_id else None


def _record(form: SignatureForm, from_record: Contact | None) -> int:
    facts = SignatureFacts(
        signed_on=form.signed_on.data, role=form.role.data or "", organization=form.organization.data or ""
    )
    name = form.contact.data or ""
    contact = from_record if from_record and match_key(from_record.name) == match_key(name) else _named(name)
    return sign(int(form.statement.data), contact.id, facts=facts, actor=current_actor()).id


def _named(name: str) -> Contact:
    """Return the one record of a name; say so where there is none, or more than one."""
    alike = [one for one in find_contacts(name) if match_key(one.name) == match_key(name)]
    if not alike:
        raise DomainError(N_("Nobody of this name is in the CRM. Add the person or organisation first."), "contact")
    if len(alike) > 1:
        raise DomainError(N_("Several records have this name. Open the right one and sign from there."), "contact")
    return alike[0]


@blueprint.get("/<int:signature_id>")
@require(Permission.SIGNATURES_READ)
def show(signature_id: int) -> str:
    """Show a signature: who signed what, when, as whom."""
    signature = get_signature(signature_id)
    return render_template(
        "signatures/show.html",
        signature=signature,
        state=gettext(SIGNATURE_STATE_WORDS[signature.state]),
        tone=STATE_TONES[signature.state],
        signed_as=gettext(SIGNED_AS_WORDS[signature.signed_as]),
        country=country_name(signature.signed_country, page_lang()) if signature.signed_country else "",
        is_withdrawn=signature.state is SignatureState.WITHDRAWN,
        may_write=current_actor().may(Permission.SIGNATURES_WRITE),
    )


@blueprint.post("/<int:signature_id>/withdraw")
@require(Permission.SIGNATURES_WRITE)
def withdraw(signature_id: int) -> Response:
    """Take a name off a statement; the record of it stays."""
    withdraw_signature(signature_id, actor=current_actor())
    toast(gettext("Withdrawn. It no longer counts."), undo_url=url_for("signatures.restore", signature_id=signature_id))
    return redirect(url_for("signatures.show", signature_id=signature_id))


@blueprint.post("/<int:signature_id>/restore")
@require(Permission.SIGNATURES_WRITE)
def restore(signature_id: int) -> Response:
    """Take a withdrawal back."""
    restore_signature(signature_id, actor=current_actor())
    toast(gettext("The signature counts again."))
    return redirect(url_for("signatures.show", signature_id=signature_id))
