"""A person becomes a volunteer."""

import pytest
from flask import Flask

from crm.contacts.queries import get_contact
from crm.core.actor import SHELL, Actor, ActorKind
from crm.core.errors import ConflictError, DomainError, NotFoundError, StaleError
from crm.core.scope import reading_as
from crm.volunteers.queries import get_volunteer, list_active_volunteers, list_skills
from crm.volunteers.services import change_offer, make_volunteer, set_status
from crm.volunteers.values import Offer, VolunteerStatus
from tests.factories import a_team
from tests.factories.contacts import a_person, an_organization
from tests.factories.tasks import a_volunteer


def test_a_person_becomes_a_volunteer_with_skills_languages_and_hours(app: Flask) -> None:
    person = a_person("Leila Karimova")
    offer = Offer(skills=("Translation", "translation", "Law"), languages=("ru", "en"), hours_a_week=6)
    volunteer = get_volunteer(make_volunteer(person.id, offer, actor=SHELL).id)
    assert [held.skill.name for held in volunteer.skills] == ["Translation", "Law"]
    assert (volunteer.languages, volunteer.hours_a_week) == (["ru", "en"], 6)
    assert volunteer.contact.name == "Leila Karimova"


def test_nobody_is_a_volunteer_twice_and_no_organisation_is_one(app: Flask) -> None:
    volunteer = a_volunteer()
    with pytest.raises(ConflictError, match="already a volunteer"):
        make_volunteer(volunteer.contact_id, Offer(), actor=SHELL)
    with pytest.raises(DomainError, match="Only a person"):
        make_volunteer(an_organization().id, Offer(), actor=SHELL)


def test_skills_are_shared_by_their_folded_name_and_can_be_dropped(app: Flask) -> None:
    volunteer = a_volunteer(skills=("Arabic media",))
    a_volunteer(skills=("ARABIC  MEDIA", "Web"))
    assert [skill.name for skill in list_skills()] == ["Arabic media", "Web"]
    changed = change_offer(volunteer.id, Offer(skills=("Web",)), version=volunteer.version, actor=SHELL)
    assert [held.skill.name for held in get_volunteer(changed.id).skills] == ["Web"]


def test_two_edits_at_once_overwrite_nothing(app: Flask) -> None:
    volunteer = a_volunteer(hours_a_week=2)
    seen = volunteer.version
    change_offer(volunteer.id, Offer(hours_a_week=3), version=seen, actor=SHELL)
    with pytest.raises(StaleError):
        change_offer(volunteer.id, Offer(hours_a_week=4), version=seen, actor=SHELL)
    assert get_volunteer(volunteer.id).hours_a_week == 3


def test_a_paused_volunteer_is_not_offered_for_tasks(app: Flask) -> None:
    volunteer = a_volunteer()
    set_status(volunteer.id, VolunteerStatus.PAUSED, actor=SHELL)
    assert list_active_volunteers() == []


def test_a_week_has_no_more_hours_than_it_has() -> None:
    with pytest.raises(DomainError) as caught:
        Offer(hours_a_week=169)
    assert caught.value.field == "hours_a_week"


def test_another_team_does_not_know_the_volunteer(app: Flask) -> None:
    own, other = a_team(), a_team()
    volunteer = a_volunteer(team_ids=(own.id,))
    with reading_as(Actor(ActorKind.USER, "other", 1, team_ids=frozenset({other.id}))):
        with pytest.raises(NotFoundError):
            get_volunteer(volunteer.id)
        assert list_active_volunteers() == []
        with pytest.raises(NotFoundError):
            get_contact(volunteer.contact_id)
