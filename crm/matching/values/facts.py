"""What comparison knows of a contact, and what it says of two."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from crm.contacts.values import ContactKind


class Zone(StrEnum):
    """What a comparison says."""

    SAME = "same"
    ASK = "ask"
    DIFFERENT = "different"


@dataclass(slots=True)
class Facts:
    """What comparison knows of a contact; `id` is below zero while it is only planned."""

    id: int
    kind: ContactKind
    name: str
    #: Folded names, the contact's own first.
    keys: list[str] = field(default_factory=list)
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    country: str | None = None
    #: Folded short names of an organisation.
    shorts: set[str] = field(default_factory=set)
    #: Folded organisations of a person, each with the folded roles there.
    places: dict[str, set[str]] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    #: The city, folded.
    city: str = ""
    #: Postal addresses, folded.
    postal: set[str] = field(default_factory=set)
    #: The domain of an organisation's website.
    site: str = ""
    #: Further names as they were given.
    names: list[str] = field(default_factory=list)
    #: Short names that stand beside an organisation's name or in it, folded.
    given_shorts: set[str] = field(default_factory=set)
    #: Many in the directory have this person's name, so that it tells little.
    is_plain: bool = False
    #: What a campaign knows beside, by its name, as a date of birth ("birth", ISO 8601): never kept in the directory.
    further: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """How much speaks for two contacts being one: 0 to 100, and why."""

    id: int
    score: int
    zone: Zone
    reasons: tuple[str, ...]


def choose(matches: Iterable[Match]) -> tuple[Match | None, list[Match]]:
    """Return the one certain match, if there is exactly one best; else all that a person should look at, best first."""
    found = sorted(
        (match for match in matches if match.zone is not Zone.DIFFERENT), key=lambda m: (-m.score, abs(m.id))
    )
    same = [match for match in found if match.zone is Zone.SAME]
    best = [match for match in same if match.score == same[0].score]
    if len(best) == 1:
        return best[0], []
    return None, found
