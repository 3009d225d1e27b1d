"""What lists and exports tell of contacts: everything that is known, and nothing of what the reader may not see."""

from datetime import timedelta

import pytest

from crm.accounts.values import Role
from crm.contacts.models import Contact
from crm.contacts.services import add_affiliation, add_name, add_organization, add_person, add_relation, set_teams
from crm.contacts.values import AffiliationFacts, ContactFacts, NameKind, RelationKind
from crm.core.actor import SHELL, Actor
from crm.core.clock import today
from crm.core.db import db
from crm.core.fields.registry import fields_of
from crm.core.scope import reading_as, visible
from crm.segments.queries import values_of
from tests.factories import a_team, a_user
from tests.factories.contacts import an_organization
from tests.web.kit import counted_queries

pytestmark = pytest.mark.usefixtures("app")


def _values(contact_id: int, reader: Actor = SHELL) -> dict[str, object]:
    """Return everything that a list can show of a contact to a reader."""
    with reading_as(reader):
        contact = db.session.scalars(visible(Contact).where(Contact.id == contact_id)).one()
        kind = "people" if contact.is_person else "organizations"
        return values_of(list(fields_of(kind).values()), [contact])[0]


def test_notes_further_names_parents_and_networks_are_told() -> None:
    facts = ContactFacts(notes="Ask for Reem.\nNever on Fridays.", tags=("Legal", "Asia"))
    place = add_organization("Cedar Beirut", facts=facts, actor=SHELL)
    add_name(place.id, "Cèdre", kind=NameKind.ALIAS, actor=SHELL)
    for name, kind in (
        ("Cedar International", RelationKind.BRANCH_OF),
        ("Forest Network", RelationKind.MEMBER_OF),
        ("Arab Alliance", RelationKind.MEMBER_OF),
        ("A partner", RelationKind.PARTNER),
    ):
        add_relation(place.id, an_organization(name).id, kind=kind, actor=SHELL)
    left = an_organization("Left").id
    yesterday = today() - timedelta(days=1)
    add_relation(place.id, left, kind=RelationKind.MEMBER_OF, until=yesterday, actor=SHELL)
    told = _values(place.id)
    wanted = {
        "notes": facts.notes,
        "other_names": ["Cèdre"],
        "branch_of": ["Cedar International"],
        "networks": ["Forest Network", "Arab Alliance"],
        "tags": ["Asia", "Legal"],
        "email": None,
    }
    assert {key: told[key] for key in wanted} == wanted
    assert (
        _values(add_person("Reem", facts=ContactFacts(notes="Calls back."), actor=SHELL).id)["notes"] == "Calls back."
    )


def test_who_may_not_read_what_was_said_reads_no_notes() -> None:
    place = add_organization("Cedar", facts=ContactFacts(notes="In danger."), actor=SHELL)
    assert _values(place.id, a_user(Role.VIEWER).as_actor())["notes"] is None
    assert _values(place.id, a_user(Role.STAFF).as_actor())["notes"] == "In danger."


def test_a_parent_a_network_and_an_employer_of_another_team_are_not_named() -> None:
    place, person, ours = an_organization("Open house"), add_person("Reem", actor=SHELL), a_team()
    for name, kind in (("Hidden parent", RelationKind.BRANCH_OF), ("Hidden network", RelationKind.MEMBER_OF)):
        hidden = an_organization(name)
        add_relation(place.id, hidden.id, kind=kind, actor=SHELL)
        add_affiliation(person.id, hidden.id, actor=SHELL, facts=AffiliationFacts(role=f"Of {name}"))
        set_teams(hidden.id, [a_team().id], actor=SHELL)
    for contact in (place, person):
        assert "Hidden" not in str(_values(contact.id, a_user(team_id=ours.id).as_actor()))
        assert "Hidden" in str(_values(contact.id))


def test_what_stands_in_other_tables_is_read_at_once_for_a_page_of_rows() -> None:
    for number in range(3):
        place = add_organization(
            f"Cedar {number}", facts=ContactFacts(tags=("Legal",), emails=(f"{number}@cedar.example",)), actor=SHELL
        )
        add_relation(place.id, an_organization(f"Parent {number}").id, kind=RelationKind.BRANCH_OF, actor=SHELL)
    rows = db.session.scalars(visible(Contact).where(Contact.name.startswith("Cedar")).order_by(Contact.id)).all()
    with counted_queries() as queries:
        told = values_of(list(fields_of("organizations").values()), rows)
    assert [one["email"] for one in told] == [[f"{number}@cedar.example"] for number in range(3)]
    assert [one["branch_of"] for one in told] == [[f"Parent {number}"] for number in range(3)]
    assert len(queries) == 1
