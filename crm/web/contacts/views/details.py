"""The small forms of the record page: names, addresses, tags, teams, places, ties, membership."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for

from crm.accounts.values import Permission
from crm.coalition.services import end_membership, join_coalition, remove_membership
from crm.coalition.values import MembershipStatus
from crm.contacts.queries import find_contacts, get_affiliation, get_contact
from crm.contacts.services import (
    add_affiliation,
    add_name,
    add_person,
    add_point,
    add_relation,
    edit_affiliation,
    edit_point,
    end_relation,
    make_point_main,
    remove_affiliation,
    remove_name,
    remove_point,
    remove_relation,
    set_teams,
    tag_contact,
    untag_contact,
)
from crm.contacts.values import AffiliationFacts, ContactKind, NameKind, PointKind, RelationKind
from crm.core.db import atomic, read_id
from crm.core.errors import DomainError, StaleError
from crm.web.contacts.forms import (
    AffiliationForm,
    DayForm,
    MembershipForm,
    NameForm,
    PointForm,
    RelationForm,
    TagForm,
    TeamsForm,
    joined,
)
from crm.web.contacts.page import show_record, show_with_error
from crm.web.contacts.views.door import blueprint
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, CrmForm, conflict_page, seen_version


def _act(contact_id: int, tab: str | None, act: Callable[[], object]) -> Answer:
    """Do one act of a button and show the record again, with what went wrong if it did."""
    get_contact(contact_id)
    try:
        act()
    except DomainError as error:
        return show_with_error(contact_id, error, tab=tab)
    return redirect(url_for("contacts.show", contact_id=contact_id, tab=tab))


def _send(contact_id: int, form: CrmForm, panel: str, act: Callable[[Any], object]) -> Answer:
    """Do what a small form asks; what went wrong stands in the form, which stays open with what was typed."""
    get_contact(contact_id)
    tab = "people" if panel == "affiliation" else None if panel == "tag" else "about"
    if form.validate():
        try:
            act(form)
        except StaleError:
            raise
        except DomainError as error:
            form.reject(error)
        else:
            return redirect(url_for("contacts.show", contact_id=contact_id, tab=tab))
    return show_record(contact_id, tab=tab, form=form, context={"panel": panel})


@blueprint.post("/contacts/<int:contact_id>/names")
@require(Permission.CONTACTS_WRITE)
def name(contact_id: int) -> Answer:
    """Add a further name."""
    return _send(
        contact_id,
        NameForm(),
        "name",
        lambda form: add_name(contact_id, form.name.data, kind=NameKind(form.kind.data), actor=current_actor()),
    )


@blueprint.post("/contacts/<int:contact_id>/names/<int:name_id>/remove")
@require(Permission.CONTACTS_WRITE)
def unname(contact_id: int, name_id: int) -> Answer:
    """Take a further name away."""
    return _act(contact_id, "about", lambda: remove_name(contact_id, name_id, actor=current_actor()))


@blueprint.post("/contacts/<int:contact_id>/addresses")
@require(Permission.CONTACTS_WRITE)
def point(contact_id: int) -> Answer:
    """Add an address or number."""
    return _send(
        contact_id,
        PointForm(),
        "point",
        lambda form: add_point(
            contact_id,
            form.value.data,
            kind=PointKind(form.kind.data),
            label=form.label.data or "",
            actor=current_actor(),
        ),
    )


@blueprint.post("/contacts/<int:contact_id>/addresses/<int:point_id>")
@require(Permission.CONTACTS_WRITE)
def correct_point(contact_id: int, point_id: int) -> Answer:
    """Correct an address or number."""
    value, seen = request.form.get("value", ""), request.form.get("seen")
    actor = current_actor()
    return _act(contact_id, "about", lambda: edit_point(contact_id, point_id, value=value, seen=seen, actor=actor))


@blueprint.post("/contacts/<int:contact_id>/addresses/<int:point_id>/main")
@require(Permission.CONTACTS_WRITE)
def main_point(contact_id: int, point_id: int) -> Answer:
    """Make an address the one that is used first."""
    return _act(contact_id, "about", lambda: make_point_main(contact_id, point_id, actor=current_actor()))


@blueprint.post("/contacts/<int:contact_id>/addresses/<int:point_id>/remove")
@require(Permission.CONTACTS_WRITE)
def unpoint(contact_id: int, point_id: int) -> Answer:
    """Take an address away."""
    return _act(contact_id, "about", lambda: remove_point(contact_id, point_id, actor=current_actor()))


@blueprint.post("/contacts/<int:contact_id>/tags")
@require(Permission.CONTACTS_WRITE)
def tag(contact_id: int) -> Answer:
    """Put a tag on a contact."""
    return _send(
        contact_id, TagForm(), "tag", lambda form: tag_contact(contact_id, form.tag.data or "", actor=current_actor())
    )


@blueprint.post("/contacts/<int:contact_id>/tags/<int:tag_id>/remove")
@require(Permission.CONTACTS_WRITE)
def untag(contact_id: int, tag_id: int) -> Answer:
    """Take a tag off a contact."""
    return _act(contact_id, None, lambda: untag_contact(contact_id, tag_id, actor=current_actor()))


@blueprint.post("/contacts/<int:contact_id>/teams")
@require(Permission.CONTACTS_WRITE)
def teams(contact_id: int) -> Answer:
    """Limit a contact to some teams, or to none."""
    form = TeamsForm.offering(current_actor(), [])
    wanted, seen = form.team_ids.data or [], form.seen
    try:
        return _send(
            contact_id, form, "teams", lambda _: set_teams(contact_id, wanted, seen=seen, actor=current_actor())
        )
    except StaleError:
        theirs = [one.team_id for one in get_contact(contact_id).teams]
        back = url_for("contacts.show", contact_id=contact_id, tab="about", open="teams")
        return conflict_page(form, {"team_ids": theirs}, version=joined(theirs), back_url=back)


@blueprint.post("/contacts/<int:contact_id>/places")
@require(Permission.CONTACTS_WRITE)
def affiliate(contact_id: int) -> Answer:
    """Add somebody to an organisation, or an organisation to a person; who is new is made."""
    contact = get_contact(contact_id)
    form = AffiliationForm()
    wanted = ContactKind.ORGANIZATION if contact.is_person else ContactKind.PERSON
    text, chosen = form.other.data or "", request.form.get("other_id", "")
    found = [] if chosen else find_contacts(text, kind=wanted)
    if found:
        return show_record(contact_id, tab="people", form=form, context={"panel": "affiliation", "found": found})
    return _send(contact_id, form, "affiliation", lambda sent: _affiliate(contact.id, contact.is_person, sent, chosen))


def _affiliate(contact_id: int, is_person: bool, form: AffiliationForm, chosen: str) -> None:  # noqa: FBT001 - which of two ends the contact is
    actor, other_id = current_actor(), read_id(chosen)
    name, facts = form.other.data or "", _place_facts(form)
    with atomic(actor):
        if is_person:
            add_affiliation(contact_id, other_id, organization_name=name, facts=facts, actor=actor)
        else:
            person_id = other_id or add_person(name, actor=actor).id
            add_affiliation(person_id, contact_id, facts=facts, actor=actor)


def _place_facts(form: AffiliationForm) -> AffiliationFacts:
    return AffiliationFacts(
        role=form.role.data or "",
        since=form.since.data,
        until=form.until.data,
        is_main_contact=bool(form.is_main_contact.data),
        may_sign=bool(form.may_sign.data),
    )


@blueprint.route("/contacts/<int:contact_id>/places/<int:place_id>", methods=["GET", "POST"])
@require(Permission.CONTACTS_WRITE)
def place(contact_id: int, place_id: int) -> Answer:
    """Change role, dates and rights of a person's place."""
    get_contact(contact_id)
    form = AffiliationForm(obj=get_affiliation(place_id))
    if form.validate_on_submit():
        try:
            edit_affiliation(place_id, _place_facts(form), version=seen_version(form), actor=current_actor())
        except DomainError as error:
            form.reject(error)
        else:
            return redirect(url_for("contacts.show", contact_id=contact_id, tab="people"))
    return show_record(contact_id, tab="people", form=form, context={"panel": "place", "place_id": place_id})


@blueprint.post("/contacts/<int:contact_id>/places/<int:place_id>/remove")
@require(Permission.CONTACTS_WRITE)
def unplace(contact_id: int, place_id: int) -> Answer:
    """Take back a place that was never true."""
    return _act(contact_id, "people", lambda: remove_affiliation(place_id, actor=current_actor()))


@blueprint.post("/contacts/<int:contact_id>/ties")
@require(Permission.CONTACTS_WRITE)
def tie(contact_id: int) -> Answer:
    """Tie an organisation to another one of ours."""
    form = RelationForm()
    text, chosen = form.other_id.data or "", request.form.get("chosen_id", "")
    found = [] if chosen else find_contacts(text, kind=ContactKind.ORGANIZATION)
    if not chosen and found:
        return show_record(contact_id, tab="about", form=form, context={"panel": "tie", "found": found})
    return _send(contact_id, form, "tie", lambda sent: _tie(contact_id, sent, chosen))


def _tie(contact_id: int, form: RelationForm, chosen: str) -> None:
    other_id = read_id(chosen)
    if other_id is None:
        raise DomainError("There is no organisation of this name. Add it first.", "other_id")
    kind, since = RelationKind(form.kind.data), form.since.data
    add_relation(contact_id, other_id, kind=kind, since=since, actor=current_actor())


@blueprint.post("/contacts/<int:contact_id>/ties/<int:tie_id>/end")
@require(Permission.CONTACTS_WRITE)
def untie(contact_id: int, tie_id: int) -> Answer:
    """Write the last day of a tie."""
    return _send(
        contact_id, DayForm(), "ties", lambda form: end_relation(tie_id, form.until.data, actor=current_actor())
    )


@blueprint.post("/contacts/<int:contact_id>/ties/<int:tie_id>/remove")
@require(Permission.CONTACTS_WRITE)
def remove_tie(contact_id: int, tie_id: int) -> Answer:
    """Take back a tie that was never true."""
    return _act(contact_id, "about", lambda: remove_relation(tie_id, actor=current_actor()))


@blueprint.post("/contacts/<int:contact_id>/membership")
@require(Permission.CONTACTS_WRITE)
def join(contact_id: int) -> Answer:
    """Give an organisation a place in the coalition from a day on."""
    return _send(
        contact_id,
        MembershipForm(),
        "membership",
        lambda form: join_coalition(
            contact_id, MembershipStatus(form.membership.data), since=form.since.data, actor=current_actor()
        ),
    )


@blueprint.post("/contacts/<int:contact_id>/memberships/<int:membership_id>/end")
@require(Permission.CONTACTS_WRITE)
def leave(contact_id: int, membership_id: int) -> Answer:
    """Write the last day of a membership."""
    return _send(
        contact_id,
        DayForm(),
        "memberships",
        lambda form: end_membership(membership_id, form.until.data, actor=current_actor()),
    )


@blueprint.post("/contacts/<int:contact_id>/memberships/<int:membership_id>/remove")
@require(Permission.CONTACTS_WRITE)
def remove_joining(contact_id: int, membership_id: int) -> Answer:
    """Take back a membership that was never true."""
    return _act(contact_id, "about", lambda: remove_membership(membership_id, actor=current_actor()))
