"""Words of outreach."""

from enum import StrEnum

from crm.core.words import N_


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
