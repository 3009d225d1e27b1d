"""The page that makes two records one, and the page that takes a merge apart."""

from http import HTTPStatus

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.contacts.models import Contact
from crm.contacts.queries import find_contacts, get_contact
from crm.core.db import read_id
from crm.core.errors import DomainError
from crm.core.words import N_
from crm.matching.queries import find_pair
from crm.records.models import ContactMerge
from crm.records.queries.later import list_later
from crm.records.queries.merging import find_merge_of, get_merge, get_pair
from crm.records.services import merge_contacts, unmerge
from crm.records.services.unmerging import check_unmerge
from crm.web.contacts.texts import country_of
from crm.web.duplicates import texts
from crm.web.duplicates.door import blueprint
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, headers_of, in_words, once_key, status_of
from crm.web.shared.toasts import name_in_bold, toast


@blueprint.route("/contacts/<int:contact_id>/merge", methods=["GET", "POST"])
@require(Permission.CONTACTS_MERGE)
def merge(contact_id: int) -> Answer:
    """Make another record part of this one: choose it, look at both side by side, merge."""
    contact = get_contact(contact_id)
    g.here = "people" if contact.is_person else "organizations"
    other_id = read_id(request.values.get("other"))
    if other_id is None:
        return _choose(contact)
    done = find_merge_of(other_id)
    if done is not None and done.kept_id == contact_id:
        flash(gettext("They are one record already."))
        return redirect(url_for("contacts.show", contact_id=contact_id))
    pair = get_pair(contact_id, other_id)
    if request.method == "GET":
        return _side_by_side(*pair)
    try:
        merge_as_sent(*pair)
    except DomainError as error:
        return _side_by_side(*get_pair(contact_id, other_id), error=error)
    return redirect(url_for("contacts.show", contact_id=contact_id))


def merge_as_sent(kept: Contact, losing: Contact) -> ContactMerge:
    """Merge two records as a form says, and say so with an undo."""
    versions = tuple(read_id(request.form.get(one)) or 0 for one in ("kept_version", "losing_version"))
    name, choices = losing.name, texts.read_choices(request.form, (kept, losing))
    done = merge_contacts(
        kept.id, losing.id, choices=choices, versions=(versions[0], versions[1]), actor=current_actor()
    )
    undo = url_for("duplicates.take_apart", contact_merge_id=done.id)
    toast(name_in_bold(N_("%(name)s is part of this record now."), name), undo_url=undo)
    return done


def _choose(contact: Contact) -> Answer:
    """Ask which record is the same."""
    text = request.args.get("q", "")[:200]
    found = [one for one in find_contacts(text, kind=contact.kind, limit=20) if one.id != contact.id] if text else []
    return render_template("duplicates/choose.html", contact=contact, text=text, found=found, country_of=country_of)


def _side_by_side(kept: Contact, losing: Contact, error: DomainError | None = None) -> Answer:
    if kept is losing or kept.kind is not losing.kind:
        raise DomainError("Choose another record of the same kind.")
    status = status_of(error) if error else HTTPStatus.OK.value
    html = render_template(
        "duplicates/merge.html",
        kept=kept,
        losing=losing,
        fields=texts.sides(kept, losing, texts.read_choices(request.form, (kept, losing))),
        reasons=texts.reasons_in_words(find_pair(kept.id, losing.id)),
        error=in_words(error) if error else None,
        once=once_key(),
    )
    return html, status, headers_of(status)


@blueprint.route("/merges/<int:contact_merge_id>", methods=["GET", "POST"])
@require(Permission.CONTACTS_MERGE)
def take_apart(contact_merge_id: int) -> Answer:
    """Show what came since two records are one and ask whose it is; take them apart."""
    found, actor = get_merge(contact_merge_id), current_actor()
    g.here = "people" if found.kept.is_person else "organizations"
    if request.method == "POST":
        given = [
            key.removeprefix("of-") for key, side in request.form.items() if key.startswith("of-") and side == "right"
        ]
        unmerge(contact_merge_id, to_losing=given, actor=actor)
        toast(name_in_bold(N_("%(name)s is a record of its own again."), found.losing_name))
        return redirect(url_for("contacts.show", contact_id=found.losing_id))
    check_unmerge(found, actor)
    return render_template(
        "duplicates/take_apart.html",
        merge=found,
        line=texts.merge_line(found),
        later=texts.later_lines(list_later(found), found.kind),
        once=once_key(),
    )
