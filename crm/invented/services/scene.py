"""What the parts of the invented coalition share: its people at the desks, its chance, its calendar, its contacts."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from crm.contacts.models import Contact
from crm.contacts.values import Stage
from crm.core.actor import Actor
from crm.invented.services.rows import Rows
from crm.invented.values.places import Place

T = TypeVar("T")


@dataclass(slots=True)
class Figure:
    """A contact of the invented coalition, while its story is made up."""

    key: int
    name: str
    place: Place
    #: Days since it is known.
    age: int
    #: Whose contact it is, as a number of a login; None where nobody minds.
    desk: int | None
    stage: Stage = Stage.IDENTIFIED
    is_limited: bool = False
    #: Days since it signed the statement of the campaign.
    signed_ago: int | None = None
    #: Of an organisation: who is there now, the main contact first.
    people: list["Figure"] = field(default_factory=list)
    #: The last interaction and when it was.
    interaction_id: int | None = None
    #: When the last contact was made.
    last_at: datetime | None = None
    latin: str = ""


@dataclass(slots=True)
class Scene:
    """Where the invented coalition is made up."""

    rows: Rows
    day: date
    #: Those who sign in, in the order of the logins.
    desks: list[Actor]
    chance: random.Random
    team_ids: list[int] = field(default_factory=list)
    campaign_id: int | None = None
    organizations: list[Figure] = field(default_factory=list)
    individuals: list[Figure] = field(default_factory=list)

    def at(self, days_ago: int) -> datetime:
        """Return a moment in the working hours of a day; today has none that is surely over."""
        minutes = self.chance.randrange(7 * 60, 17 * 60)
        return datetime.combine(self.on(max(days_ago, 1)), time(), UTC) + timedelta(minutes=minutes)

    def on(self, days_ago: int) -> date:
        """Return a day."""
        return self.day - timedelta(days=days_ago)

    def desk(self, number: int | None) -> Actor:
        """Return who sits at a desk; anybody, where nobody minds."""
        return self.desks[number if number is not None else self.chance.randrange(4)]

    def one_of(self, choices: Sequence[T]) -> T:
        """Return one of some things."""
        return self.chance.choice(choices)

    def happens(self, share: float) -> bool:
        """Say whether something happens that happens in this share of cases."""
        return self.chance.random() < share

    def move(self, figure: Figure, stage: Stage, at: datetime) -> None:
        """Let a contact stand at a stage since a moment."""
        figure.stage = stage
        self.rows.change(Contact, figure.key, stage=stage, stage_since=at)
