"""Filling an empty base with the invented coalition: the same every time, dated from the day it is made."""

import random
from dataclasses import dataclass
from datetime import timedelta

from crm.accounts.queries import count_users
from crm.accounts.services import add_team
from crm.accounts.services.passwords import hash_new_password
from crm.coalition.services import add_campaign, add_key_date
from crm.coalition.values import REGION_OF, KeyDateFacts, Region
from crm.contacts.models import Contact
from crm.contacts.values import Stage
from crm.core.actor import Actor
from crm.core.clock import now, today
from crm.core.db import atomic
from crm.core.errors import ConflictError
from crm.core.fields.values import Relation
from crm.core.preferences.queries import find_preference
from crm.core.preferences.services import set_preference
from crm.invented.services.contacting import add_statements, promise, sign, tell
from crm.invented.services.contacts import add_individuals, add_organizations, add_tags
from crm.invented.services.logins import sit_down
from crm.invented.services.rows import Rows, last_key
from crm.invented.services.scene import Scene
from crm.invented.services.volunteering import add_tasks, add_volunteers
from crm.invented.values.logins import LOGINS, Login
from crm.invented.values.places import PLACES
from crm.invented.values.stories import CAMPAIGN, COALITION, MAIN_ASK, TEAMS
from crm.segments.models import Audience, SavedView

#: Where the base remembers that it holds the invented coalition.
MARK = "demo.filled_on"
SEED = 2027
#: Sessions and deadlines as (title, days from today, further days, place).
KEY_DATES = (
    ("Preparatory Committee, first session", -84, 4, "New York"),
    ("Text closes", 52, 0, ""),
    ("Preparatory Committee, second session", 139, 3, "New York"),
    ("Conference of states", 390, 18, "New York"),
)
#: A line of a saved question: field, relation, values.
Condition = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of filling a base: whether it was new, and what it holds."""

    is_new: bool
    logins: tuple[Login, ...]
    rows: int = 0


def fill_demo(*, actor: Actor) -> Filled:
    """Fill an empty base with the invented coalition; do nothing when it is there already.

    Raises ConflictError when the base holds anything else.
    """
    if find_preference(MARK) is not None:
        return Filled(is_new=False, logins=LOGINS)
    _refuse_other()
    hashes = [hash_new_password(login.password, login.name, login.email) for login in LOGINS]
    with atomic(actor):
        _refuse_other()
        set_preference(MARK, today().isoformat())
        set_preference("coalition.name", COALITION)
        team_ids = [add_team(name, actor=actor).id for name in TEAMS]
        desks = [
            sit_down(login, hashed, actor=actor, team_ids=team_ids)
            for login, hashed in zip(LOGINS, hashes, strict=True)
        ]
        campaign_id = _begin_campaign(actor)
        scene = Scene(Rows("demo"), today(), desks, random.Random(SEED), team_ids, campaign_id)
        make_up(scene)
        number = scene.rows.write(actor, "demo.filled")
        scene.rows.finish()
    return Filled(is_new=True, logins=LOGINS, rows=number)


def make_up(scene: Scene) -> None:
    """Put the whole coalition on the scene's heap."""
    add_tags(scene)
    add_organizations(scene)
    add_individuals(scene)
    add_statements(scene)
    sign(scene)
    tell(scene)
    promise(scene)
    add_volunteers(scene)
    add_tasks(scene)
    _save_views(scene)


def _refuse_other() -> None:
    if count_users() or last_key(Contact):
        raise ConflictError("This base holds users or contacts already. The invented coalition needs an empty one.")


def _begin_campaign(actor: Actor) -> int:
    """Begin the campaign with its sessions and deadlines around today."""
    campaign = add_campaign(CAMPAIGN, MAIN_ASK, actor=actor)
    campaign.created_at = now() + timedelta(days=KEY_DATES[0][1])
    for title, in_days, length, place in KEY_DATES:
        on = today() + timedelta(days=in_days)
        until = on + timedelta(days=length) if length else None
        add_key_date(campaign.id, KeyDateFacts(title=title, on=on, until=until, place=place), actor=actor)
    return campaign.id


def _save_views(scene: Scene) -> None:
    """Save the questions that everybody asks."""
    for position, (record, name, conditions) in enumerate(_views()):
        lines = [
            {"field": field, "relation": relation, "value": list(values)} for field, relation, values in conditions
        ]
        scene.rows.add(
            SavedView,
            scene.desk(0),
            scene.at(300),
            record=record,
            name=name,
            audience=Audience.EVERYONE,
            owner_id=scene.desk(0).user_id,
            question={"version": 1, "record": record, "all": lines},
            position=position,
        )


def _views() -> list[tuple[str, str, list[Condition]]]:
    african = tuple(place.country for place in PLACES.values() if REGION_OF[place.country] is Region.AFRICA)
    there: Condition = ("archived", Relation.IS.value, ("no",))
    return [
        ("organizations", "Signed", [there, ("stage", Relation.IS.value, (Stage.SIGNED.value, Stage.ACTIVE.value))]),
        ("organizations", "Pledged, not signed", [there, ("stage", Relation.IS.value, (Stage.PLEDGED.value,))]),
        ("organizations", "With a next step", [there, ("next_step", Relation.GIVEN.value, ())]),
        ("organizations", "No contact for 90 days", [there, ("last_contact", Relation.BEFORE.value, ("-90d",))]),
        ("organizations", "Africa group", [there, ("country", Relation.ANY_OF.value, african)]),
        ("people", "Arabic media", [there, ("country", Relation.ANY_OF.value, ("LB", "EG", "JO", "TN", "MA"))]),
        ("people", "Signed for themselves", [there, ("stage", Relation.IS.value, (Stage.SIGNED.value,))]),
    ]
