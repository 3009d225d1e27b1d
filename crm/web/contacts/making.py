"""Making a contact from the form of a new one."""

from crm.contacts.models import Contact
from crm.contacts.queries import find_by_match_key
from crm.contacts.services import add_affiliation, add_organization, add_person
from crm.contacts.values import AffiliationFacts, ContactFacts, ContactKind, OrganizationType, Stage, match_key
from crm.core.actor import Actor
from crm.core.db import atomic
from crm.core.errors import DomainError
from crm.web.contacts.forms import NewContactForm


def make_contact(form: NewContactForm, kind: ContactKind, *, actor: Actor) -> Contact:
    """Make the contact, and the place of a person in an organisation, in one act."""
    facts = ContactFacts(
        native_name=form.native_name.data or "",
        country=form.country.data or "",
        city=form.city.data or "",
        organization_type=_type_of(form) if kind is ContactKind.ORGANIZATION else None,
        languages=tuple((form.languages.data or "").split(",")),
        website=form.website.data or "",
        emails=(form.emails.data or "",),
        phones=(form.phones.data or "",),
        stage=Stage(form.stage.data or Stage.IDENTIFIED),
        notes=form.notes.data or "",
    )
    with atomic(actor):
        if kind is ContactKind.ORGANIZATION:
            return add_organization(form.name.data or "", facts=facts, actor=actor)
        person = add_person(form.name.data or "", facts=facts, actor=actor)
        _give_place(person, form, actor)
    return person


def _type_of(form: NewContactForm) -> OrganizationType | None:
    try:
        return OrganizationType(form.organization_type.data) if form.organization_type.data else None
    except ValueError as error:
        raise DomainError("Choose one from the list.", "organization_type") from error


def _give_place(person: Contact, form: NewContactForm, actor: Actor) -> None:
    """Give a person a place where one was written: in the organisation of that name, else in one that stays a name."""
    name = form.organization.data or ""
    if name:
        place = find_by_match_key(match_key(name), ContactKind.ORGANIZATION)
        facts = AffiliationFacts(role=form.role.data or "")
        add_affiliation(person.id, place.id if place else None, organization_name=name, facts=facts, actor=actor)
