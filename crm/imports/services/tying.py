"""Ties between the organisations of a file, made when all its rows are there: a branch may stand before its head."""

from collections import Counter
from collections.abc import Iterable, Sequence

from crm.contacts.models import Contact, ContactRelation
from crm.contacts.values import ContactKind, RelationKind, match_key
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import db
from crm.core.scope import visible
from crm.core.text.folding import sort_key
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import contacts_of_rows, list_rows
from crm.imports.services.reading import find_row, order_of, reader_of
from crm.imports.services.writing import Writer
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.plans import Insert, RowPlan, Survey
from crm.imports.values.targets import Target
from crm.imports.values.words import RowOutcome

_CHUNK = 300
#: Below all references of planned contacts.
_FIRST_REF = -1_000_000
_KINDS = {Target.PARENT.value: RelationKind.BRANCH_OF, Target.NETWORK.value: RelationKind.MEMBER_OF}


def find_missing(survey: Survey) -> dict[str, str]:
    """Return the parents and networks that an import would make: folded name to name."""
    named = {key: name for key, name in survey.shared.items() if key not in survey.names}
    known = _organizations(set(named)) if named else {}
    return {key: name for key, name in named.items() if key not in known}


def count_missing(missing: dict[str, str], ties: Iterable[Sequence[str]]) -> Counter[str]:
    """Count by name how often these ties (field and name) name an organisation that would be made."""
    return Counter(missing[key] for _field, name in ties if (key := match_key(name)) in missing)


def tie_rows(batch: ImportBatch, survey: Survey, *, actor: Actor) -> bool:
    """Make the ties of the next rows in the act at work; return whether there were any rows left."""
    rows = list_rows(batch.id, after=batch.reading.get("tied_rows", 0), limit=_CHUNK)
    if not rows:
        return False
    tie_some(batch, rows, survey, actor=actor)
    batch.reading = {**batch.reading, "tied_rows": rows[-1].number}
    return True


def tie_some(batch: ImportBatch, rows: Sequence[ImportRow], survey: Survey, *, actor: Actor) -> None:
    """Make the ties that some rows name, as far as they are not there; safe to do again."""
    reader = reader_of(batch)
    changed = {RowOutcome.CREATED, RowOutcome.UPDATED}
    parsed = [(reader.read(row.number, row.cells), row.contact_id) for row in rows if row.outcome in changed]
    named = [(row, contact_id) for row, contact_id in parsed if contact_id and row.ties]
    if not named:
        return
    tier = _Tier(batch, survey, [row for row, _contact_id in named])
    for row, contact_id in named:
        tier.tie(row, contact_id or 0)
    if tier.plan.inserts:
        writer = Writer(order_of(batch))
        record(actor, "import.tied", batch, rows=len(named), digest=writer.write([tier.plan]))
        made = [{"id": writer.ids[ref], "name": survey.shared[key]} for key, ref in tier.made.items()]
        batch.reading = {**batch.reading, "made_parents": [*batch.reading.get("made_parents", []), *made]}


class _Tier:
    """Finds the organisation behind each name and plans the ties that are missing."""

    def __init__(self, batch: ImportBatch, survey: Survey, rows: Sequence[ParsedRow]) -> None:
        self.survey = survey
        self.plan = RowPlan(ParsedRow(0, []))
        names = {name for row in rows for _field, name in row.ties}
        places = {number for name in names if (number := find_row(survey, name)) is not None}
        self.by_row = contacts_of_rows(batch.id, places)
        self.by_key = _organizations({match_key(name) for name in names})
        self.made: dict[str, int] = {}
        self.there = _relations([*self.by_row.values(), *(one for ids in self.by_key.values() for one in ids)])

    def tie(self, row: ParsedRow, contact_id: int) -> None:
        """Plan the ties of one organisation."""
        for field, name in row.ties:
            kind = _KINDS[field]
            other = self._find(name, row.number)
            if other is not None and other != contact_id and (contact_id, other, kind) not in self.there:
                self.there.add((contact_id, other, kind))
                values = {"contact_id": contact_id, "other_id": other, "kind": kind, "since": None, "until": None}
                self.plan.inserts.append(Insert("contact_relation", values, row.number))

    def _find(self, name: str, row: int) -> int | None:
        """Return the organisation of a name: another row of the file, a known one, one that several rows share."""
        key = match_key(name)
        number = find_row(self.survey, name)
        if number is not None and number in self.by_row:
            return self.by_row[number]
        known = self.by_key.get(key, [])
        if len(known) == 1:
            return known[0]
        if known or key not in self.survey.shared:
            return None
        return self.made.get(key) or self._make(self.survey.shared[key], key, row)

    def _make(self, name: str, key: str, row: int) -> int:
        ref = _FIRST_REF - len(self.made)
        columns = {
            "kind": ContactKind.ORGANIZATION, "name": name, "sort_name": sort_key(name), "match_key": key,
            "is_unnamed": False, "main_person": None,
        }  # fmt: skip
        self.plan.inserts.append(Insert("contact", columns, row, ref))
        self.made[key] = ref
        return ref


def _organizations(keys: set[str]) -> dict[str, list[int]]:
    query = visible(Contact, Contact.match_key, Contact.id).where(
        Contact.match_key.in_(keys - {""}), Contact.kind == ContactKind.ORGANIZATION
    )
    found: dict[str, list[int]] = {}
    for key, contact_id in db.session.execute(query.order_by(Contact.id)):
        found.setdefault(key, []).append(contact_id)
    return found


def _relations(other_ids: Sequence[int]) -> set[tuple[int, int, RelationKind]]:
    query = visible(ContactRelation, ContactRelation.contact_id, ContactRelation.other_id, ContactRelation.kind)
    rows = db.session.execute(query.where(ContactRelation.other_id.in_(other_ids), ContactRelation.until.is_(None)))
    return {(row.contact_id, row.other_id, row.kind) for row in rows}
