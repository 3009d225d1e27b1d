"""Logging contacts, and follow-ups."""

from datetime import date, timedelta

import pytest

from crm.accounts.models import Team
from crm.accounts.values import Role
from crm.contacts.queries import get_contact
from crm.contacts.services import set_teams
from crm.contacts.values import Stage
from crm.core.actor import SHELL, Actor, ActorKind
from crm.core.clock import now, today
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError, ForbiddenError, NotFoundError
from crm.core.paging import count_many
from crm.core.scope import Unscoped, reading_as
from crm.outreach.models import Interaction
from crm.outreach.queries import (
    count_interactions,
    get_interaction,
    list_done_follow_ups,
    list_follow_ups_due,
    list_interactions,
    list_main_places,
    list_open_follow_ups,
    page_follow_ups,
    select_follow_ups_due,
)
from crm.outreach.services import (
    add_follow_up,
    bring_back_interaction,
    edit_follow_up,
    edit_interaction,
    finish_follow_up,
    hand_over_follow_up,
    log_interaction,
    remove_follow_up,
    remove_interaction,
    reopen_follow_up,
)
from crm.outreach.values import Due, FollowUpFacts, InteractionFacts, InteractionKind, Outcome, due_group
from tests.factories import a_team, a_user
from tests.factories.contacts import a_follow_up, a_person, an_interaction, an_organization

pytestmark = pytest.mark.usefixtures("app")


def _last_kind(contact_id: int) -> str | None:
    return get_contact(contact_id).last_contact_kind


def test_a_call_is_on_the_timeline_of_everybody_who_took_part() -> None:
    """With the follow-up, the last contact and the next step on the first."""
    place = an_organization()
    reem, georges = a_person(of=place), a_person(of=place)
    user = a_user(Role.STAFF)
    facts = InteractionFacts(
        kind=InteractionKind.CALL,
        contact_ids=(place.id, reem.id, georges.id, reem.id),
        text="The board meets.",
        outcome=Outcome.PROMISED,
        minutes=12,
        follow_up=FollowUpFacts(text="Ask for the form", due_on=date(2026, 12, 4)),
    )
    interaction = log_interaction(facts, actor=user.as_actor())
    for contact in (place, reem, georges):
        assert [one.id for one in list_interactions(contact.id)] == [interaction.id]
        assert _last_kind(contact.id) == "call"
        assert count_interactions(contact.id) == 1
    assert get_contact(place.id).next_step == "Ask for the form"
    assert [one.owner for one in list_open_follow_ups(place.id)] == [user]
    assert get_contact(place.id).stage is Stage.PLEDGED
    assert get_contact(reem.id).stage is Stage.IDENTIFIED


def test_a_person_alone_moves_their_own_stage_and_a_note_moves_nothing() -> None:
    """A note is no contact."""
    person = a_person()
    an_interaction(person, kind=InteractionKind.NOTE, outcome=Outcome.PROMISED)
    assert get_contact(person.id).stage is Stage.IDENTIFIED
    assert _last_kind(person.id) is None
    an_interaction(person, outcome=Outcome.INTERESTED)
    assert get_contact(person.id).stage is Stage.IN_CONVERSATION
    an_interaction(person, outcome=Outcome.DECLINED)
    assert get_contact(person.id).stage is Stage.DECLINED


def test_undo_takes_back_the_call_its_follow_up_and_its_move_and_can_itself_be_undone() -> None:
    """Everything as before, and again as after."""
    place = an_organization()
    an_interaction(place, days_ago=9, kind=InteractionKind.MAIL)
    follow_up = FollowUpFacts(text="Ask", due_on=today())
    call = an_interaction(place, outcome=Outcome.PROMISED, follow_up=follow_up)
    remove_interaction(call.id, actor=SHELL)
    contact = get_contact(place.id)
    assert (contact.stage, contact.last_contact_kind, contact.next_step) == (Stage.IDENTIFIED, "mail", None)
    assert len(list_interactions(place.id)) == 1
    assert list_open_follow_ups(place.id) == []
    bring_back_interaction(call.id, actor=SHELL)
    contact = get_contact(place.id)
    assert (contact.stage, contact.last_contact_kind, contact.next_step) == (Stage.PLEDGED, "call", "Ask")
    assert len(list_interactions(place.id)) == 2


def test_undo_leaves_what_a_human_did_since() -> None:
    """A follow-up that is done stays done, a stage moved by something newer stays."""
    place = an_organization()
    call = an_interaction(place, outcome=Outcome.INTERESTED, follow_up=FollowUpFacts(text="Ask", due_on=today()))
    finish_follow_up(list_open_follow_ups(place.id)[0].id, actor=SHELL)
    an_interaction(place, outcome=Outcome.PROMISED)
    remove_interaction(call.id, actor=SHELL)
    assert get_contact(place.id).stage is Stage.PLEDGED
    assert len(list_done_follow_ups()) == 1


def test_an_edited_call_moves_between_timelines() -> None:
    """And the rows follow."""
    first, second = an_organization(), an_organization()
    call = an_interaction(first, days_ago=3)
    facts = InteractionFacts(kind=InteractionKind.MEETING, contact_ids=(second.id,), at=now() - timedelta(days=5))
    edit_interaction(call.id, facts, version=call.version, actor=SHELL)
    assert (_last_kind(first.id), _last_kind(second.id)) == (None, "meeting")
    assert [one.id for one in list_interactions(second.id)] == [call.id]
    assert get_interaction(call.id).participants[0].at == call.at
    with pytest.raises(ConflictError):
        edit_interaction(call.id, facts, version=1, actor=SHELL)


@pytest.mark.parametrize(
    "changes,field",
    [
        ({"contact_ids": ()}, "contacts"),
        ({"contact_ids": (999,)}, "contacts"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 100_000}, "minutes"),
        ({"text": "x" * 20_001}, "text"),
        ({"follow_up": FollowUpFacts(text=" ", due_on=date(2026, 1, 1))}, "follow_up_text"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_half_written(
    changes: dict[str, object], field: str
) -> None:
    """No interaction without its follow-up."""
    place = an_organization()
    values: dict[str, object] = {"kind": InteractionKind.CALL, "contact_ids": (place.id,), **changes}
    with pytest.raises(DomainError) as error:
        log_interaction(InteractionFacts(**values), actor=SHELL)  # type: ignore[arg-type]
    assert error.value.field == field
    assert list_interactions(place.id) == []


def test_what_lies_ahead_is_no_contact() -> None:
    """It is a follow-up."""
    with pytest.raises(DomainError) as error:
        an_interaction(an_organization(), days_ago=-1)
    assert error.value.field == "at"


def test_staff_change_their_own_entries_for_a_day_and_coordinators_everybodys() -> None:
    """trust.md, roles and rows."""
    place = an_organization()
    mine, other, boss = a_user(Role.STAFF), a_user(Role.STAFF), a_user(Role.COORDINATOR)
    call = an_interaction(place, actor=mine.as_actor())
    with pytest.raises(ForbiddenError):
        remove_interaction(call.id, actor=other.as_actor())
    remove_interaction(call.id, actor=mine.as_actor())
    with atomic(SHELL):
        row = db.session.get(Interaction, call.id, execution_options={"unscoped": Unscoped.UPKEEP})
        assert row is not None
        row.created_at = now() - timedelta(hours=25)
    with pytest.raises(ForbiddenError):
        bring_back_interaction(call.id, actor=mine.as_actor())
    bring_back_interaction(call.id, actor=boss.as_actor())


def test_an_entry_with_somebody_hidden_is_hidden() -> None:
    """Its text may name them."""
    place, secret = an_organization(), a_person()
    with atomic(SHELL):
        teams = [Team(name="One"), Team(name="Two")]
        db.session.add_all(teams)
    call = an_interaction(place, secret)
    number, place_id, secret_id = call.id, place.id, secret.id
    set_teams(secret.id, [teams[0].id], actor=SHELL)
    stranger = Actor(ActorKind.USER, "B", 2, team_ids=frozenset({teams[1].id}))
    db.session.expunge_all()
    with reading_as(stranger):
        assert list_interactions(place_id) == []
        assert count_interactions(place_id) == 0
        with pytest.raises(NotFoundError):
            get_interaction(number)
        with pytest.raises(DomainError):
            log_interaction(InteractionFacts(kind=InteractionKind.CALL, contact_ids=(secret_id,)), actor=stranger)


def test_what_was_promised_in_a_conversation_with_somebody_hidden_is_hidden() -> None:
    """On the record of the other one too: in follow-ups, and as the next step that every list shows."""
    place, secret = an_organization(), a_person()
    teams = [a_team(), a_team()]
    promise = FollowUpFacts(text="Hide Reem before Friday", due_on=today())
    an_interaction(place, secret, follow_up=promise)
    later = a_follow_up(place, text="Send the form", in_days=9)
    assert get_contact(place.id).next_step == "Hide Reem before Friday"
    set_teams(secret.id, [teams[0].id], actor=SHELL)
    stranger = Actor(ActorKind.USER, "B", 2, team_ids=frozenset({teams[1].id}))
    friend = Actor(ActorKind.USER, "A", 1, team_ids=frozenset({teams[0].id}))
    place_id, secret_id, later_id = place.id, secret.id, later.id
    db.session.expunge_all()
    with reading_as(stranger):
        assert get_contact(place_id).next_step == "Send the form"
        assert [one.id for one in list_open_follow_ups(place_id)] == [later_id]
        assert [one.id for one in page_follow_ups().rows] == [later_id]
    with reading_as(friend):
        assert [one.text for one in list_open_follow_ups(place_id)] == ["Hide Reem before Friday", "Send the form"]
    set_teams(place_id, [teams[0].id], actor=SHELL)
    db.session.expire_all()
    assert get_contact(place_id).next_step == "Hide Reem before Friday", "who sees the one sees the other"
    set_teams(place_id, [one.id for one in teams], actor=SHELL)
    db.session.expire_all()
    assert get_contact(place_id).next_step == "Send the form"
    set_teams(secret_id, [], actor=SHELL)
    db.session.expire_all()
    assert get_contact(place_id).next_step == "Hide Reem before Friday"


def test_the_main_place_of_a_person_is_known() -> None:
    """So that the organisation's timeline shows the call too."""
    place = an_organization()
    reem, alone = a_person(of=place), a_person()
    assert list_main_places([reem.id, alone.id]) == {reem.id: place.id}


def test_follow_ups_are_added_edited_handed_over_done_and_undone() -> None:
    """Each with its effect on the next step."""
    place = an_organization()
    user, colleague = a_user(Role.STAFF), a_user(Role.STAFF)
    later = add_follow_up(
        place.id, FollowUpFacts(text="Later", due_on=today() + timedelta(days=9)), actor=user.as_actor()
    )
    sooner = a_follow_up(place, text="Sooner", actor=user.as_actor())
    assert get_contact(place.id).next_step == "Sooner"
    finish_follow_up(sooner.id, actor=user.as_actor())
    assert (get_contact(place.id).next_step, sooner.done_by) == ("Later", user.name)
    reopen_follow_up(sooner.id, actor=user.as_actor())
    assert get_contact(place.id).next_step == "Sooner"
    facts = FollowUpFacts(text="Much later", due_on=today() + timedelta(days=30))
    edit_follow_up(sooner.id, facts, version=sooner.version, actor=user.as_actor())
    assert get_contact(place.id).next_step == "Later"
    hand_over_follow_up(later.id, colleague.id, actor=user.as_actor())
    assert [one.id for one in page_follow_ups(owner_id=colleague.id).rows] == [later.id]
    remove_follow_up(later.id, actor=user.as_actor())
    assert get_contact(place.id).next_step == "Much later"
    reopen_follow_up(later.id, actor=user.as_actor())
    assert get_contact(place.id).next_step == "Later"


def test_follow_ups_stand_in_the_order_of_their_days_page_by_page() -> None:
    """By key."""
    place = an_organization()
    for days in (5, -2, 0, 3, -2):
        a_follow_up(place, in_days=days, text=f"in {days}")
    first = page_follow_ups(size=2)
    second = page_follow_ups(size=2, after=first.after)
    third = page_follow_ups(size=2, after=second.after)
    texts = [one.text for page in (first, second, third) for one in page.rows]
    assert texts == ["in -2", "in -2", "in 0", "in 3", "in 5"]
    assert third.after is None


def test_mine_are_counted_and_listed_until_a_day() -> None:
    """Late ones too."""
    user = a_user(Role.STAFF)
    place = an_organization()
    for days in (-3, 0, 100):
        a_follow_up(place, in_days=days, actor=user.as_actor())
    a_follow_up(place, in_days=0)
    assert len(list_follow_ups_due(today(), owner_id=user.id)) == 2
    assert len(list_follow_ups_due(today())) == 3
    assert count_many([select_follow_ups_due(user.id)]) == [2]


@pytest.mark.parametrize(
    "day,due,group",
    [
        (date(2026, 11, 24), date(2026, 11, 23), Due.LATE),
        (date(2026, 11, 24), date(2026, 11, 24), Due.TODAY),
        (date(2026, 11, 24), date(2026, 11, 29), Due.WEEK),
        (date(2026, 11, 24), date(2026, 11, 30), Due.LATER),
        (date(2026, 11, 27), date(2026, 11, 30), Due.WEEK),
        (date(2026, 11, 29), date(2026, 12, 6), Due.WEEK),
        (date(2026, 11, 29), date(2026, 12, 7), Due.LATER),
    ],
)
def test_days_fall_into_groups(day: date, due: date, group: Due) -> None:
    """From Friday on the next week counts."""
    assert due_group(due, day) is group
