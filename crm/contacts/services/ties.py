"""People's places in organisations, and organisations' ties to each other."""

from collections.abc import Sequence
from datetime import date

from crm.contacts.models import Affiliation, Contact, ContactRelation
from crm.contacts.queries import (
    find_sole_organizations,
    get_affiliation,
    get_organization,
    get_person,
    select_named_places,
)
from crm.contacts.services.derived import keep_main_person
from crm.contacts.values import AffiliationFacts, RelationKind, read_line
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError, NotFoundError
from crm.core.scope import visible

_NOTHING = AffiliationFacts()


def add_affiliation(
    person_id: int,
    organization_id: int | None,
    *,
    actor: Actor,
    facts: AffiliationFacts = _NOTHING,
    organization_name: str = "",
) -> Affiliation:
    """Give a person a place in an organisation of ours, or in one that stays a name."""
    with atomic(actor):
        person = get_person(person_id)
        place = get_organization(organization_id) if organization_id is not None else None
        name = read_line(organization_name, "organization_name", 500)
        if place is None and not name:
            raise DomainError("Choose an organisation or write its name.", "organization_name")
        affiliation = Affiliation(person=person, organization=place, organization_name=None if place else name)
        _set_facts(affiliation, facts)
        db.session.add(affiliation)
        db.session.flush()
        record(actor, "affiliation.added", affiliation, person=person_id, organization=organization_id)
        keep_main_person([person_id, organization_id])
    return affiliation


def link_employers(organizations: Sequence[Contact]) -> None:
    """Tie the places that so far only name an organisation to it, in the act that brings it.

    A name that two organisations have ties nothing: a human decides.
    """
    known = find_sole_organizations({one.name for one in organizations if not one.is_person})
    if not known:
        return
    places = list(db.session.scalars(select_named_places(known).order_by(Affiliation.id)))
    for place in places:
        place.organization_id = known[place.organization_name or ""]
    db.session.flush()
    keep_main_person([one for place in places for one in (place.person_id, place.organization_id)])


def edit_affiliation(
    affiliation_id: int, facts: AffiliationFacts, *, version: int | None = None, actor: Actor
) -> Affiliation:
    """Change role, dates and rights of a person's place; raise StaleError when it changed since ``version``."""
    with atomic(actor):
        affiliation = get_affiliation(affiliation_id)
        affiliation.check_version(version)
        _set_facts(affiliation, facts)
        record(actor, "affiliation.edited", affiliation)
        keep_main_person([affiliation.person_id, affiliation.organization_id])
    return affiliation


def remove_affiliation(affiliation_id: int, *, actor: Actor) -> None:
    """Take back a place that was never true; one that ended gets its last day by `edit_affiliation`."""
    with atomic(actor):
        affiliation = get_affiliation(affiliation_id)
        ids = [affiliation.person_id, affiliation.organization_id]
        record(actor, "affiliation.removed", affiliation, person=ids[0], organization=ids[1])
        db.session.delete(affiliation)
        keep_main_person(ids)


def _set_facts(affiliation: Affiliation, facts: AffiliationFacts) -> None:
    check_span(facts.since, facts.until)
    affiliation.role = read_line(facts.role, "role", 300) or None
    affiliation.since = facts.since
    affiliation.until = facts.until
    affiliation.is_main_contact = facts.is_main_contact
    affiliation.may_sign = facts.may_sign


def check_span(since: date | None, until: date | None) -> None:
    """Refuse a span that ends before it begins."""
    if since and until and until < since:
        raise DomainError("The last day is before the first.", "until")


def add_relation(
    contact_id: int,
    other_id: int,
    *,
    kind: RelationKind,
    actor: Actor,
    since: date | None = None,
    until: date | None = None,
) -> ContactRelation:
    """Tie an organisation to another: a branch to its head, a member to its network, partners to each other."""
    with atomic(actor):
        contact, other = get_organization(contact_id), get_organization(other_id)
        if contact is other:
            raise DomainError("An organisation has no tie to itself.", "other_id")
        check_span(since, until)
        known = db.session.scalars(
            visible(ContactRelation).where(
                ContactRelation.contact_id == contact_id,
                ContactRelation.other_id == other_id,
                ContactRelation.kind == kind,
                ContactRelation.until.is_(None),
            )
        ).first()
        if known is not None:
            raise ConflictError("This tie is already there.", "other_id")
        relation = ContactRelation(contact=contact, other=other, kind=kind, since=since, until=until)
        db.session.add(relation)
        db.session.flush()
        record(actor, "relation.added", relation, contact=contact_id, other=other_id, kind=kind)
    return relation


def end_relation(relation_id: int, on: date, *, actor: Actor) -> ContactRelation:
    """Write the last day of a tie."""
    with atomic(actor):
        relation = _get_relation(relation_id)
        check_span(relation.since, on)
        relation.until = on
        record(actor, "relation.ended", relation, on=on)
    return relation


def remove_relation(relation_id: int, *, actor: Actor) -> None:
    """Take back a tie that was never true."""
    with atomic(actor):
        relation = _get_relation(relation_id)
        record(actor, "relation.removed", relation, contact=relation.contact_id, other=relation.other_id)
        db.session.delete(relation)


def _get_relation(relation_id: int) -> ContactRelation:
    found: ContactRelation | None = db.session.scalars(
        visible(ContactRelation).where(ContactRelation.id == relation_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no such tie any more.")
    return found
