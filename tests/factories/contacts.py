"""People, organisations and what happened with them."""

from datetime import timedelta
from itertools import count
from typing import Any

from crm.contacts.models import Contact
from crm.contacts.services import add_affiliation, add_organization, add_person
from crm.contacts.values import AffiliationFacts, ContactFacts
from crm.core.actor import SHELL, Actor
from crm.core.clock import now, today
from crm.outreach.models import FollowUp, Interaction
from crm.outreach.services import add_follow_up, log_interaction
from crm.outreach.values import FollowUpFacts, InteractionFacts, InteractionKind

_numbers = count(1)


def an_organization(name: str = "", **facts: Any) -> Contact:
    """Make an organisation; facts are those of ContactFacts."""
    return add_organization(name or f"Organisation {next(_numbers)}", facts=ContactFacts(**facts), actor=SHELL)


def a_person(name: str = "", *, of: Contact | None = None, role: str = "", **facts: Any) -> Contact:
    """Make a person, of an organisation where one is given."""
    person = add_person(name or f"Person {next(_numbers)}", facts=ContactFacts(**facts), actor=SHELL)
    if of is not None:
        add_affiliation(person.id, of.id, facts=AffiliationFacts(role=role), actor=SHELL)
    return person


def an_interaction(*contacts: Contact, actor: Actor = SHELL, days_ago: int = 0, **facts: Any) -> Interaction:
    """Log a contact with somebody."""
    values = {"kind": InteractionKind.CALL, "at": now() - timedelta(days=days_ago), **facts}
    return log_interaction(InteractionFacts(contact_ids=tuple(one.id for one in contacts), **values), actor=actor)


def a_follow_up(
    contact: Contact, *, in_days: int = 0, text: str = "Ask again", actor: Actor = SHELL, **facts: Any
) -> FollowUp:
    """Promise something to somebody."""
    values = FollowUpFacts(text=text, due_on=today() + timedelta(days=in_days), **facts)
    return add_follow_up(contact.id, values, actor=actor)
