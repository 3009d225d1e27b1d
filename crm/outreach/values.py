"""Words of outreach."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from crm.contacts.values import Stage
from crm.core.words import N_

#: From so many days before its end on, the coming week counts to a week.
LAST_DAYS = 2


class InteractionKind(StrEnum):
    """How a contact was made."""

    CALL = "call"
    MAIL = "mail"
    MEETING = "meeting"
    EVENT = "event"
    LETTER = "letter"
    MESSAGE = "message"
    NOTE = "note"


INTERACTION_KIND_WORDS = {
    InteractionKind.CALL: N_("Call"),
    InteractionKind.MAIL: N_("Mail"),
    InteractionKind.MEETING: N_("Meeting"),
    InteractionKind.EVENT: N_("Event"),
    InteractionKind.LETTER: N_("Letter"),
    InteractionKind.MESSAGE: N_("Message"),
    InteractionKind.NOTE: N_("Note"),
}


class Direction(StrEnum):
    """Who made the contact."""

    OUT = "out"
    IN = "in"


DIRECTION_WORDS = {Direction.OUT: N_("We contacted them"), Direction.IN: N_("They contacted us")}


class Outcome(StrEnum):
    """What came of it; some move the stage of the main ask."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    INTERESTED = "interested"
    PROMISED = "promised"
    DECLINED = "declined"
    DONE = "done"


OUTCOME_WORDS = {
    Outcome.REACHED: N_("Talked"),
    Outcome.NO_ANSWER: N_("No answer"),
    Outcome.INTERESTED: N_("Interested"),
    Outcome.PROMISED: N_("Promised"),
    Outcome.DECLINED: N_("Declined"),
    Outcome.DONE: N_("Done"),
}

#: What a note to oneself is not: contact made. It moves neither the last contact nor a stage.
NO_CONTACT = (InteractionKind.NOTE,)
#: Where an outcome leads in the main ask, if it is a way on.
STAGE_OF = {
    Outcome.INTERESTED: Stage.IN_CONVERSATION,
    Outcome.PROMISED: Stage.PLEDGED,
    Outcome.DECLINED: Stage.DECLINED,
}
#: How long somebody may change or take back what they logged themselves, unless they may change everybody's.
OWN_EDIT = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpFacts:
    """A dated promise, as somebody gave it; without an owner it belongs to whoever makes it."""

    text: str
    due_on: date
    owner_id: int | None = None
    kind: InteractionKind = InteractionKind.CALL


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionFacts:
    """One contact made or received, as somebody gave it."""

    kind: InteractionKind
    #: Everybody who took part, people and organisations, the main one first.
    contact_ids: tuple[int, ...]
    #: None stands for now.
    at: datetime | None = None
    direction: Direction = Direction.OUT
    text: str = ""
    outcome: Outcome | None = None
    minutes: int | None = None
    follow_up: FollowUpFacts | None = None


class Due(StrEnum):
    """When a follow-up is due, as lists group it."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


DUE_WORDS = {Due.LATE: N_("Late"), Due.TODAY: N_("Today"), Due.WEEK: N_("This week"), Due.LATER: N_("Later")}


def due_group(due_on: date, day: date) -> Due:
    """Say to which group a day belongs, seen from another; the week ends on Sunday, and on Friday with the next one."""
    if due_on <= day:
        return Due.LATE if due_on < day else Due.TODAY
    return Due.WEEK if due_on <= week_end(day) else Due.LATER


def week_end(day: date) -> date:
    """Return the last day of a week; from Friday on the next one counts to it, so that Monday surprises nobody."""
    left = 6 - day.weekday()
    return day + timedelta(days=left if left > LAST_DAYS else left + 7)
