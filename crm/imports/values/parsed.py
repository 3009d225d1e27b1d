"""One data row in its form: typed, with remarks on what could not be read."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from crm.contacts.values import ContactKind, PointKind
from crm.imports.values.remarks import Remark
from crm.imports.values.targets import Target
from crm.imports.values.ties import is_itself
from crm.statements.values import SignedAs


class Point(NamedTuple):
    """An address or number: as it is kept, and its key (empty where it could not be read)."""

    kind: PointKind
    value: str
    key: str


@dataclass(slots=True)
class ParsedRow:
    """One data row, typed. `name` is the name of the main contact of the row, as given."""

    number: int
    cells: list[str]
    kind: ContactKind = ContactKind.PERSON
    name: str = ""
    is_unnamed: bool = False
    #: The organisation beside a person; or the person who signs for an organisation.
    organization: str = ""
    signer: str = ""
    role: str = ""
    signed_as: SignedAs | None = None
    signed_on: date | None = None
    points: list[Point] = field(default_factory=list)
    #: Single facts by column of the contact: country, city, website …
    facts: dict[str, object] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parent: str = ""
    networks: list[str] = field(default_factory=list)
    main_contact: str = ""
    external_id: str = ""
    #: What could not be read, by the field that it was given for: it is kept in the notes.
    unread: tuple[tuple[Target, str], ...] = ()
    #: The id that an export of some base gave the row, and then what its cells say, by what their columns become.
    own: str = ""
    told: dict[Target, list[str]] | None = None
    remarks: list[Remark] = field(default_factory=list)
    refusal: Remark | None = None
    #: The mapped content in its normal form, for knowing the row again.
    fingerprint: str = ""
    occurrence: int = 0
    #: The number of the first row with the very same cells; 0 where this is it.
    first: int = 0

    @property
    def key(self) -> str:
        """Return the key by which the memory of a source knows this row."""
        return f"id:{self.external_id}" if self.external_id else self.content_key

    @property
    def content_key(self) -> str:
        """Return the key by which it is known where its number means somebody else."""
        return f"content:{self.fingerprint}"

    @property
    def ties(self) -> list[tuple[str, str]]:
        """Return the parents and networks that it names, as field and name; nobody is a branch of themselves."""
        named = [(Target.PARENT.value, self.parent), *((Target.NETWORK.value, one) for one in self.networks)]
        return [(field, name) for field, name in named if name and not is_itself(name, self.name)]

    @property
    def emails(self) -> list[str]:
        """Return the keys of its mail addresses."""
        return [point.key for point in self.points if point.kind is PointKind.EMAIL and point.key]

    @property
    def country(self) -> str | None:
        """Return the country's code."""
        value = self.facts.get("country")
        return value if isinstance(value, str) else None


def add_note(row: ParsedRow, text: str) -> None:
    """Add a line to the notes of a row."""
    before = row.facts.get("notes")
    row.facts["notes"] = f"{before}\n{text}" if before else text
