"""Campaigns, memberships and stages."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from crm.coalition.queries import (
    count_by_region,
    find_current_campaign,
    find_current_plan,
    find_membership,
    list_memberships,
    list_stage_moves,
)
from crm.coalition.services import (
    add_campaign,
    add_key_date,
    advance_stage,
    edit_campaign,
    edit_key_date,
    end_membership,
    join_coalition,
    make_campaign_current,
    move_stage,
    remove_key_date,
    remove_membership,
    take_back_moves,
)
from crm.coalition.values import REGION_OF, KeyDateFacts, MembershipStatus, MoveCause, Region, is_forward
from crm.contacts.queries import get_contact
from crm.contacts.services import archive_contact
from crm.contacts.values import Stage
from crm.core.actor import SHELL
from crm.core.audit.models import AuditLine
from crm.core.clock import today
from crm.core.db import db
from crm.core.errors import ConflictError, DomainError, NotFoundError
from tests.factories.contacts import a_person, an_organization

pytestmark = pytest.mark.usefixtures("app")


def test_the_first_campaign_is_the_current_one_and_another_can_take_its_place() -> None:
    """One at a time."""
    first = add_campaign("A treaty that protects", "Sign the joint statement", actor=SHELL)
    second = add_campaign("A treaty that protects", actor=SHELL)
    assert (first.is_current, second.is_current) == (True, False)
    assert first.slug != second.slug
    make_campaign_current(second.id, actor=SHELL)
    assert find_current_campaign() is second
    assert edit_campaign(second.id, "Another", main_ask="", version=second.version, actor=SHELL).name == "Another"
    with pytest.raises(ConflictError):
        edit_campaign(second.id, "Late", main_ask="", version=1, actor=SHELL)
    with pytest.raises(DomainError):
        add_campaign("  ", actor=SHELL)


def test_the_plan_is_the_current_campaign_with_its_dates_in_time() -> None:
    """Sessions and deadlines, added, moved and struck."""
    campaign, other = add_campaign("One", actor=SHELL), add_campaign("Two", actor=SHELL)
    day = today()
    for offset, title in ((30, "next"), (-9, "past")):
        add_key_date(campaign.id, KeyDateFacts(title=title, on=day + timedelta(days=offset)), actor=SHELL)
    add_key_date(other.id, KeyDateFacts(title="other", on=day), actor=SHELL)
    assert _dates() == ["past", "next"]
    facts = KeyDateFacts(title="moved", on=day - timedelta(days=20), until=day)
    edit_key_date(campaign.dates[0].id, facts, actor=SHELL)
    assert _dates() == ["moved", "next"]
    remove_key_date(campaign.dates[0].id, actor=SHELL)
    assert len(_dates()) == 1
    with pytest.raises(DomainError):
        add_key_date(campaign.id, KeyDateFacts(title="x", on=day, until=day - timedelta(days=1)), actor=SHELL)


def _dates() -> list[str]:
    db.session.expire_all()
    plan = find_current_plan()
    return [one.title for one in plan.dates] if plan else []


def test_membership_is_a_history_of_spans() -> None:
    """A new status ends the one before; nothing is overwritten."""
    place = an_organization()
    first = join_coalition(place.id, MembershipStatus.ENDORSING, since=date(2024, 1, 1), actor=SHELL)
    second = join_coalition(place.id, MembershipStatus.MEMBER, since=date(2025, 1, 1), actor=SHELL)
    assert [(one.status.value, one.until) for one in list_memberships(place.id)] == [
        ("member", None),
        ("endorsing", date(2025, 1, 1)),
    ]
    with pytest.raises(ConflictError):
        join_coalition(place.id, MembershipStatus.MEMBER, since=date(2026, 1, 1), actor=SHELL)
    with pytest.raises(DomainError):
        end_membership(second.id, date(2024, 6, 1), actor=SHELL)
    end_membership(second.id, date(2026, 1, 1), actor=SHELL)
    assert find_membership(place.id) is None
    remove_membership(first.id, actor=SHELL)
    assert len(list_memberships(place.id)) == 1
    with pytest.raises(NotFoundError):
        join_coalition(a_person().id, MembershipStatus.MEMBER, since=today(), actor=SHELL)


def test_a_stage_is_moved_by_hand_in_both_directions_with_its_history() -> None:
    """And the campaign that it was for."""
    place, campaign = an_organization(), add_campaign("One", actor=SHELL)
    move_stage(place.id, Stage.PLEDGED, actor=SHELL)
    assert move_stage(place.id, Stage.PLEDGED, actor=SHELL) is None
    move_stage(place.id, Stage.INVITED, actor=SHELL)
    moves = [(one.before.value, one.after.value, one.campaign_id) for one in list_stage_moves(place.id)]
    assert moves == [("pledged", "invited", campaign.id), ("identified", "pledged", campaign.id)]
    assert get_contact(place.id).stage is Stage.INVITED
    assert place.stage_since is not None
    actions = db.session.scalars(select(AuditLine.action)).all()
    assert actions.count("contact.stage_moved") == 2


def test_a_cause_only_moves_forward_and_takes_back_only_its_own_move() -> None:
    """A call that promised does not undo a signature."""
    place = an_organization()
    ids = [place.id]
    advance_stage(place.id, Stage.PLEDGED, actor=SHELL, cause=MoveCause.INTERACTION, cause_id=1)
    assert advance_stage(place.id, Stage.IN_CONVERSATION, actor=SHELL, cause=MoveCause.INTERACTION, cause_id=2) is None
    take_back_moves(ids, MoveCause.INTERACTION, 2, actor=SHELL)
    assert get_contact(place.id).stage is Stage.PLEDGED
    take_back_moves(ids, MoveCause.INTERACTION, 1, actor=SHELL)
    assert get_contact(place.id).stage is Stage.IDENTIFIED
    take_back_moves(ids, MoveCause.INTERACTION, 1, actor=SHELL)
    assert get_contact(place.id).stage is Stage.IDENTIFIED


@pytest.mark.parametrize(
    "before,after,forward",
    [
        (Stage.IDENTIFIED, Stage.PLEDGED, True),
        (Stage.PLEDGED, Stage.IN_CONVERSATION, False),
        (Stage.DECLINED, Stage.IN_CONVERSATION, True),
        (Stage.LAPSED, Stage.PLEDGED, True),
        (Stage.PLEDGED, Stage.DECLINED, True),
        (Stage.SIGNED, Stage.DECLINED, False),
        (Stage.DECLINED, Stage.DECLINED, False),
        (Stage.SIGNED, Stage.SIGNED, False),
    ],
)
def test_forward_is_along_the_arrows(before: Stage, after: Stage, forward: bool) -> None:  # noqa: FBT001
    """Out of the row counts as forward until something was signed."""
    assert is_forward(before, after) is forward


def test_the_coalition_is_counted_by_region_with_those_who_came_lately() -> None:
    """Signed, active or a member; each once; those put aside left out."""
    day = today()
    kenya, nepal = an_organization(country="KE"), an_organization(country="NP")
    join_coalition(kenya.id, MembershipStatus.MEMBER, since=day - timedelta(days=400), actor=SHELL)
    join_coalition(nepal.id, MembershipStatus.MEMBER, since=day - timedelta(days=2), actor=SHELL)
    move_stage(nepal.id, Stage.SIGNED, actor=SHELL)
    an_organization(country="KE", stage=Stage.SIGNED)
    an_organization(stage=Stage.ACTIVE)
    an_organization(country="KE", stage=Stage.PLEDGED)
    archive_contact(an_organization(country="NP", stage=Stage.SIGNED).id, actor=SHELL)
    counts = [(one.region, one.total, one.new) for one in count_by_region(day - timedelta(days=30))]
    assert counts == [(Region.AFRICA, 2, 1), (Region.ASIA_PACIFIC, 1, 1), (None, 1, 1)]


def test_every_member_state_is_in_one_region() -> None:
    """193 of them."""
    assert len(REGION_OF) == 193
