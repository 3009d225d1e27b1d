"""What is planned for a row: its outcome, and the writes that make it true. Numbers below zero stand for new rows."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm.contacts.values import ContactKind, PointKind
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.remarks import Remark
from crm.imports.values.rules import Rule
from crm.imports.values.words import ImportAs, RowOutcome
from crm.matching.values import Match


@dataclass(slots=True)
class Insert:
    """One new row of a table; `ref` (below zero) is how other writes name it before it has an id."""

    table: str
    values: dict[str, Any]
    row: int
    ref: int = 0


@dataclass(slots=True)
class Update:
    """One changed field of one row; derived columns go along in `derived`, without a line in the journal.

    What changes on a row that is only planned has been written into its insert already (its id is 0 or below then);
    on a planned contact it is written there with the other facts.
    """

    table: str
    id: int
    field: str
    before: Any
    after: Any
    row: int
    derived: dict[str, Any] = dataclasses.field(default_factory=dict)
    #: The contact whose story it is; looked up where it is not said.
    subject: int | None = None


@dataclass(slots=True)
class Memory:
    """What is remembered of a row: whom it became (None: left out by decision)."""

    contact: int | None
    signature: int | None
    #: The fingerprint that was remembered before; None for a row that is new to its source.
    before: str | None = None
    known_id: int | None = None
    #: The key under which it is remembered, where it is not the row's own.
    key: str = ""


@dataclass(slots=True)
class RowPlan:
    """What becomes of one row."""

    row: ParsedRow
    outcome: RowOutcome = RowOutcome.SAME
    contact: int | None = None
    candidates: list[Match] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    inserts: list[Insert] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    memory: Memory | None = None
    #: Fields in which a decision takes the file's value, whatever the rules say.
    taken: frozenset[str] = frozenset()
    #: A new person who meets nobody: written straight from the row, without planned inserts.
    is_plain: bool = False
    #: The organisation in which such a person has their place, where it is one of ours.
    place: int | None = None
    #: Parents and networks that it comes under when all rows are there, as field and name.
    ties: list[tuple[str, str]] = field(default_factory=list)

    def changes(self) -> list[dict[str, Any]]:
        """Return what a reviewer reads of the changes: field, before, after."""
        told = [
            {"field": one.field, "before": one.before, "after": one.after} for one in self.updates if one.field != "key"
        ]
        for one in self.inserts:
            if one.table in _TOLD:
                key, value = _TOLD[one.table]
                told.append({"field": one.values.get("kind") or key, "before": None, "after": one.values.get(value)})
        told.extend({"field": field, "before": None, "after": name} for field, name in self.ties)
        memory = self.memory
        if memory is not None and memory.known_id is not None and memory.before != self.row.fingerprint:
            told.append({"known": memory.known_id, "before": memory.before})
        return told


_TOLD = {
    "contact_point": ("point", "value"),
    "contact_name": ("alias", "name"),
    "affiliation": ("organization", "told"),
    "external_key": ("external_id", "value"),
    "contact_tag": ("tag", "tag"),
    "signature": ("signature", "signed_name"),
}


@dataclass(slots=True)
class Place:
    """A person's place in an organisation, as far as imports change it."""

    id: int
    organization_id: int | None
    key: str
    role: str | None
    #: The write that will make it, while it is only planned (its id is 0 then).
    pending: Insert | None = None


@dataclass(slots=True)
class Signed:
    """A signature under the batch's statement, as far as imports change it."""

    id: int
    facts: dict[str, Any]
    is_withdrawn: bool = False
    pending: Insert | None = None


@dataclass(slots=True)
class PointHere:
    """An address or number that a contact has."""

    id: int
    kind: PointKind
    value: str
    key: str


@dataclass(slots=True)
class Record:
    """What a contact holds, as far as imports change it."""

    id: int
    kind: ContactKind
    columns: dict[str, Any]
    points: list[PointHere] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    ties: set[str] = field(default_factory=set)
    signed: Signed | None = None


@dataclass(slots=True)
class Portion:
    """Some rows of a batch that follow each other, with what was said of them before."""

    rows: Sequence[ParsedRow]
    #: A contact's id, `new` or `skip`, by row number; and the fields in which the file's value is taken.
    decisions: dict[int, str] = field(default_factory=dict)
    taken: dict[int, set[str]] = field(default_factory=dict)
    #: What a review said would become of them; empty where the rows are not stored yet.
    before: dict[int, RowOutcome | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """A row that a source remembers."""

    id: int
    fingerprint: str
    contact_id: int | None
    signature_id: int | None


@dataclass(slots=True)
class Survey:
    """What must be known of a whole file before its first row is planned."""

    #: Number of the first row with exactly these cells, for rows that come more than once.
    first_of: dict[int, int] = field(default_factory=dict)
    #: Parents and networks that several rows name: folded name to the name as first given.
    shared: dict[str, str] = field(default_factory=dict)
    #: Rows by the folded names and short names of their organisations; None where several have one.
    names: dict[str, int | None] = field(default_factory=dict)


def name_memory(source: str, import_as: ImportAs, statement_id: int | None) -> str:
    """Return under what a list's rows are remembered: one list can hold signatures of several texts."""
    return f"{import_as}:{statement_id or ''}:{source}"[:200]


#: Fields in which a decision can take the file's value.
TAKEN = frozenset(
    {
        "name",
        "acronym",
        "native_name",
        "organization_type",
        "country",
        "city",
        "languages",
        "website",
        "founded",
        "notes",
    }
)


@dataclass(frozen=True, slots=True)
class Order:
    """What a batch asks for, as the planner needs it."""

    batch_id: int
    source: str
    #: The memory of that list for this purpose (`name_memory`).
    memory: str
    #: Memories of lists that hold the same rows for another purpose: they know whom a named row means.
    siblings: tuple[str, ...]
    statement_id: int | None
    version_id: int | None
    only_fill: bool
    has_ties: bool
    has_tags: bool
    #: Rules of single fields; for the others, the whole batch has one (`only_fill`).
    rules: Mapping[str, str] = field(default_factory=dict)

    def rule_for(self, name: str) -> Rule:
        """Return what happens with the values that records have in a field."""
        return Rule(self.rules.get(name) or (Rule.FILL if self.only_fill else Rule.CORRECT))
