"""What the record page is made of."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from crm.core.words import N_


class Strand(StrEnum):
    """Where an event of a timeline comes from."""

    CONTACT = "contact"
    FOLLOW_UP = "follow_up"
    STAGE = "stage"
    MEMBERSHIP = "membership"
    SIGNATURE = "signature"
    MAIL = "mail"
    CHANGE = "change"


#: What a timeline can be narrowed to: the strands of each word.
FILTERS: dict[str, frozenset[Strand]] = {
    "contacts": frozenset({Strand.CONTACT, Strand.MAIL}),
    "promises": frozenset({Strand.FOLLOW_UP}),
    "steps": frozenset({Strand.STAGE, Strand.SIGNATURE, Strand.MEMBERSHIP}),
    "changes": frozenset({Strand.CHANGE}),
}
FILTER_WORDS = {
    "contacts": N_("Contacts made"),
    "promises": N_("Follow-ups done"),
    "steps": N_("Stages, signatures, membership"),
    "changes": N_("Changes of the record"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part, for a line of a timeline."""

    id: int
    name: str
    is_person: bool


@dataclass(slots=True)
class Event:
    """One line of a timeline; which fields are filled depends on the strand.

    contact: kind, text, outcome (note), direction (other), who (actor), minutes (number), author (owner_id), people.
    follow_up: kind, text, who. stage: before (note), after (kind), cause (other), cause_id (number), who.
    membership: status (kind), whether it ended (note). signature: state (kind), statement (text), name (note).
    mail: subject (text), state (kind). change: table (kind), field (note), what happened (other), before, after, who,
    source (text), row (number); several changes of one act are one line (fields).
    """

    strand: Strand
    id: int
    at: datetime
    kind: str = ""
    text: str = ""
    note: str = ""
    other: str = ""
    actor: str = ""
    number: int | None = None
    owner_id: int | None = None
    made_at: datetime | None = None
    before: Any = None
    after: Any = None
    #: Whether only the day is known.
    is_day: bool = False
    people: list[Person] = field(default_factory=list)
    moves: list["Event"] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Detail:
    """A small fact that hangs on a contact: a further name, a tag, a team, a tie, a membership, a signature, a task."""

    what: str
    id: int
    ref_id: int | None
    name: str
    kind: str
    extra: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the present value of a field comes from."""

    field: str
    at: datetime
    actor: str
    source: str
    #: The file's name and the row in it, where it came from one.
    file: str | None
    row: int | None
    #: The import that it came with.
    batch_id: int | None = None


@dataclass(frozen=True, slots=True)
class Origins:
    """Where a contact's values come from, and when it was made (None where nobody knows any more)."""

    lines: list[Origin]
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of a timeline, and the cursor to older events (None at its end)."""

    events: list[Event]
    after: str | None


@dataclass(frozen=True, slots=True)
class SignatureCount:
    """How many signatures count, by whom, and how many there were at the end of each week of a span."""

    organizations: int
    people: int
    this_week: int
    by_week: list[int]

    @property
    def total(self) -> int:
        """Return how many there are."""
        return self.organizations + self.people


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What an installation has begun with."""

    has_contacts: bool
    has_interactions: bool
    has_colleagues: bool

    @classmethod
    def done(cls) -> "FirstSteps":
        """Return the steps of an installation that is at work."""
        return cls(has_contacts=True, has_interactions=True, has_colleagues=True)

    @property
    def is_done(self) -> bool:
        """Say whether nothing is left to teach."""
        return self.has_contacts and self.has_interactions


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened lately, for the first page of the day: what, who did it, with or to whom."""

    what: str
    id: int
    at: datetime
    kind: str
    actor: str
    name: str
    contact_id: int | None


class Keep(StrEnum):
    """Which value of a field stays in a merge."""

    KEPT = "kept"
    LOSING = "losing"
    BOTH = "both"


#: The fields of a contact that a merge can choose, in the order of its page; the last three are no columns.
MERGE_FIELDS = (
    "name", "native_name", "acronym", "organization_type", "country", "city", "languages", "website", "founded",
    "notes", "owner_id", "stage", "email", "phone", "teams",
)  # fmt: skip
#: Fields whose two values can both stay.
JOINABLE = frozenset({"languages", "notes"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of two records side by side: both values, and what stays unless somebody chooses."""

    field: str
    kept: Any
    losing: Any
    default: Keep

    @property
    def is_equal(self) -> bool:
        """Say whether there is nothing to choose."""
        return bool(self.kept == self.losing)


@dataclass(frozen=True, slots=True)
class Hanging:
    """How much hangs on a record, by what it is."""

    interactions: int = 0
    follow_ups: int = 0
    signatures: int = 0
    tasks: int = 0
    people: int = 0

    @property
    def total(self) -> int:
        """Return how much it is together."""
        return self.interactions + self.follow_ups + self.signatures + self.tasks + self.people


@dataclass(frozen=True, slots=True)
class Later:
    """Something that came to a record after another became part of it: a row, or a field that was changed.

    ``key`` names it for `unmerge`; ``what`` is a table, or `field`; ``kind`` (or the field) and ``text`` say which.
    """

    key: str
    what: str
    kind: str
    text: str
    on: date | datetime | None = None
    #: The value that a field has now.
    value: Any = None
