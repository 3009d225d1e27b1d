"""The shape of a field and of a kind of record."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select

from crm.core.scope import current_reader
from crm.core.words import N_


class FieldKind(StrEnum):
    """How a value is shown, typed and compared."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    YESNO = "yesno"
    CHOICE = "choice"
    COUNTRY = "country"
    LANGUAGE = "language"
    TAG = "tag"
    USER = "user"
    TEAM = "team"
    CONTACT = "contact"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"


class Relation(StrEnum):
    """How a condition compares; each field names those it knows."""

    IS = "is"
    IS_NOT = "is_not"
    ANY_OF = "any_of"
    BEGINS = "begins"
    CONTAINS = "contains"
    BEFORE = "before"
    AFTER = "after"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EMPTY = "empty"
    GIVEN = "given"


#: What a relation is called in a filter chip.
RELATION_WORDS = {
    Relation.IS: N_("is"),
    Relation.IS_NOT: N_("is not"),
    Relation.ANY_OF: N_("is one of"),
    Relation.BEGINS: N_("begins with"),
    Relation.CONTAINS: N_("contains"),
    Relation.BEFORE: N_("before"),
    Relation.AFTER: N_("after"),
    Relation.AT_LEAST: N_("at least"),
    Relation.AT_MOST: N_("at most"),
    Relation.EMPTY: N_("is empty"),
    Relation.GIVEN: N_("is given"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a field has in another table for a page of rows: its part of the query that reads all such fields at once.

    ``query`` gives row id, value and what stands beside the value (None for nothing), all three in this order;
    ``read`` makes the value of the field of the last two, which arrive as text; without it the value stays as it is.
    """

    query: Select[*tuple[Any, ...]]
    order: tuple[Any, ...]
    read: Callable[[str, str], object] | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """Reads a value that is a column of the row as it stands, so that a walk over many rows can read columns alone.

    ``permission`` is what a reader needs to see it at all; for others it is empty.
    """

    column: Any
    permission: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether the reader may see it."""
        return not self.permission or current_reader().may(self.permission)

    def __call__(self, row: Any) -> object:
        """Return the value of a loaded row."""
        if not self.is_open:
            return None
        value = getattr(row, self.column.key)
        return value.value if isinstance(value, Enum) else value


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of one kind of record.

    ``value`` takes a loaded row and returns the plain value (None when empty; a user or team is its id). What lives in
    another table has ``facts`` instead: it takes the ids of a page of rows (or a query of
    ids), and one query reads them for all fields. Or
    it has ``load``, which takes the ids and returns the values by id in a query of its own. Several values are a list.
    ``where`` makes a condition from a relation and the values as `parse_values` gives them, with bound parameters only.
    ``order`` is the indexed column by which lists can be sorted (then by id).
    """

    record: str
    key: str
    label: str
    kind: FieldKind
    value: Callable[[Any], object] | None = None
    load: Callable[[Sequence[int]], dict[int, object]] | None = None
    facts: Callable[[Any], Facts] | None = None
    where: Callable[[Relation, Any], ColumnElement[bool]] | None = None
    relations: tuple[Relation, ...] = ()
    order: Callable[[], ColumnElement[Any]] | None = None
    #: Choices as (value, source text); for countries, languages, tags, users and teams the door knows them.
    choices: Callable[[], Sequence[tuple[str, str]]] | None = None
    #: Shown in lists unless a view says otherwise.
    is_shown: bool = False
    #: Column header in exports and templates of imports; the key when empty.
    header: str = ""
    #: How lists draw it where its kind does not say enough: `stage`, `event`, `due`, `task_state`, ….
    look: str = ""
    #: A second fact of the row that belongs to the first in lists: the kind of the last contact, the day of a step.
    beside: Callable[[Any], object] | None = None
    #: Who lacks this permission sees its values masked and compares with none: only empty or not can be asked.
    permission: str = ""
    #: Left out of exports (it repeats another column).
    is_exported: bool = True


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record that has lists, views and exports (`organizations`, `people`, `tasks`)."""

    key: str
    label: str
    model: type[Any]
    #: The query over its rows within the reader's scope.
    base: Callable[[], Select[Any]]
    #: The key of the field that lists are sorted by at first.
    order: str
    #: The kind of the name index to search in, None when it has none.
    search: str | None = None
    #: The column that the index's record_id meets.
    search_column: Callable[[], ColumnElement[Any]] | None = None
    #: Conditions (field, relation, value) that hold unless a question says something about the same field.
    usual: tuple[tuple[str, Relation, str], ...] = ()
    #: The condition that a row tells of somebody who is kept to some teams; None where rows tell of nobody.
    protected: Callable[[], ColumnElement[bool]] | None = None
