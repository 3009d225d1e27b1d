"""Making people and organisations."""

from crm.accounts.queries import get_team, get_user
from crm.contacts.models import Contact, ContactName, ContactPoint, ContactTag, ContactTeam, ExternalKey
from crm.contacts.services.derived import index_contact
from crm.contacts.services.marks import check_teams, get_or_make_tag
from crm.contacts.services.ties import link_employers
from crm.contacts.values import (
    ContactFacts,
    ContactKind,
    NameKind,
    OrganizationType,
    PointKind,
    read_country,
    read_languages,
    read_line,
    read_name,
    read_point,
    read_text,
    read_website,
    read_year,
)
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.clock import now
from crm.core.db import atomic, db

_NOTHING = ContactFacts()


def add_organization(name: str, *, actor: Actor, facts: ContactFacts = _NOTHING) -> Contact:
    """Make an organisation."""
    return _add(ContactKind.ORGANIZATION, name, facts, actor)


def add_person(name: str, *, actor: Actor, facts: ContactFacts = _NOTHING) -> Contact:
    """Make a person."""
    return _add(ContactKind.PERSON, name, facts, actor)


def _add(kind: ContactKind, name: str, facts: ContactFacts, actor: Actor) -> Contact:
    with atomic(actor):
        check_teams(facts.team_ids, actor)
        contact = build_contact(kind, read_name(name), facts)
        record(actor, "contact.added", contact, kind=kind)
        link_employers([contact])
    return contact


def build_contact(kind: ContactKind, name: str, facts: ContactFacts) -> Contact:
    """Make a contact in the act at work, without an audit line of its own (bulk acts write one for many).

    The name is kept as given; it may say that there is none. Raises DomainError with the field of ContactFacts.
    """
    contact = Contact(kind=kind, created_at=facts.created_at or now(), stage=facts.stage)
    contact.set_name(name)
    _set_facts(contact, facts)
    _add_names(contact, facts)
    _add_points(contact, facts)
    contact.tags = [ContactTag(tag=tag) for tag in dict.fromkeys(get_or_make_tag(name) for name in facts.tags)]
    contact.teams = [ContactTeam(team=get_team(team_id)) for team_id in dict.fromkeys(facts.team_ids)]
    contact.is_limited = bool(contact.teams)
    contact.keys = [
        ExternalKey(source=read_line(source, "external_keys", 200), value=read_line(value, "external_keys", 200))
        for source, value in facts.external_keys
    ]
    db.session.add(contact)
    db.session.flush()
    index_contact(contact)
    return contact


def _set_facts(contact: Contact, facts: ContactFacts) -> None:
    contact.native_name = read_line(facts.native_name, "native_name", 500) or None
    contact.acronym = read_line(facts.acronym, "acronym", 60) or None
    contact.organization_type = OrganizationType(facts.organization_type) if facts.organization_type else None
    contact.country = read_country(facts.country)
    contact.city = read_line(facts.city, "city", 200) or None
    contact.languages = read_languages(facts.languages)
    contact.website = read_website(facts.website)
    contact.founded = read_year(facts.founded)
    contact.notes = read_text(facts.notes, "notes") or None
    contact.owner_id = get_user(facts.owner_id).id if facts.owner_id else None
    if contact.stage is not Contact.stage.default.arg:
        contact.stage_since = contact.created_at


def _add_names(contact: Contact, facts: ContactFacts) -> None:
    for alias in dict.fromkeys(read_line(one, "aliases", 500) for one in facts.aliases):
        if alias:
            further = ContactName(kind=NameKind.ALIAS)
            further.set_name(alias)
            contact.names.append(further)


def _add_points(contact: Contact, facts: ContactFacts) -> None:
    given = (
        (PointKind.EMAIL, facts.emails, "emails"),
        (PointKind.PHONE, facts.phones, "phones"),
        (PointKind.POSTAL, facts.postal, "postal"),
    )
    for kind, values, field in given:
        seen: set[str] = set()
        for one in values:
            if one.strip():
                value, key = read_point(kind, one, contact.country, field)
                if (key or value) not in seen:
                    contact.points.append(ContactPoint(kind=kind, value=value, key=key, is_main=not seen))
                    seen.add(key or value)
