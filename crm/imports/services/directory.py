"""What the planner knows of the directory: loaded for some rows at once, with what is only planned laid over it."""

from collections.abc import Collection, Iterable, Sequence

from crm.contacts.values import ContactKind, PointKind, match_key
from crm.core.text.folding import fold
from crm.core.text.urls import url_domain
from crm.imports.queries import find_numbered, load_known, load_owned, load_records
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.plans import Known, Order, Record
from crm.matching.queries import (
    find_contacts_at,
    find_organizations_like,
    find_organizations_named,
    find_people_named,
    load_facts,
)
from crm.matching.values import BlockKeys, Facts, block_keys, name_keys, short_names
from crm.matching.values.sieve import Sieve

_PEOPLE, _ORGANIZATIONS = ContactKind.PERSON, ContactKind.ORGANIZATION


def row_keys(row: ParsedRow) -> list[str]:
    """Return the folded names of a row."""
    return list(dict.fromkeys(key for name in [row.name, *further_names(row)] for key in name_keys(name)))


def further_names(row: ParsedRow) -> list[str]:
    """Return the names that a row gives beside the first, as they are written."""
    native = row.facts.get("native_name")
    return [*row.aliases, *([native] if isinstance(native, str) else [])]


def facts_of(row: ParsedRow, contact_id: int = 0) -> Facts:
    """Return what comparison needs of a row's main contact."""
    facts = Facts(contact_id, row.kind, row.name, keys=row_keys(row), country=row.country)
    facts.emails = set(row.emails)
    city = row.facts.get("city")
    facts.city = fold(city) if isinstance(city, str) else ""
    facts.phones = {point.key for point in row.points if point.kind is PointKind.PHONE and point.key}
    facts.postal = {point.key for point in row.points if point.kind is PointKind.POSTAL and point.key}
    facts.names = further_names(row)
    if row.kind is _ORGANIZATIONS:
        _add_organization_facts(facts, row)
    elif row.organization:
        facts.places = {fold(row.organization): {fold(row.role)} - {""}}
    if row.external_id:
        facts.numbers = {row.external_id}
    return facts


def _add_organization_facts(facts: Facts, row: ParsedRow) -> None:
    acronym, website = row.facts.get("acronym"), row.facts.get("website")
    facts.shorts = short_names(row.name, acronym if isinstance(acronym, str) else None)
    facts.given_shorts = {fold(acronym).replace(" ", "")} - {""} if isinstance(acronym, str) else set()
    facts.site = url_domain(website) if isinstance(website, str) else ""


class Directory:
    """Contacts by name, address and number, those of the database and those that are only planned."""

    def __init__(self, order: Order, sieve: Sieve | None = None) -> None:
        self.order = order
        #: Where the base holds only what one run made: the keys of all that, so that most rows need no look.
        self.sieve = sieve
        self.facts: dict[int, Facts] = {}
        self.records: dict[int, Record] = {}
        self.known: dict[tuple[str, int], Known] = {}
        #: What the source itself gave last, as (table, id, field).
        self.owned: set[tuple[str, int, str]] = set()
        #: What lists for another purpose remember.
        self._told: dict[tuple[str, int], Known] = {}
        self._holders: dict[tuple[ContactKind, str], dict[int, None]] = {}
        self._named: dict[tuple[ContactKind, str], dict[int, None]] = {}
        self._told_by: dict[int, tuple[Facts, BlockKeys]] = {}

    def load(self, rows: Sequence[ParsedRow], chosen: Collection[int] = ()) -> None:
        """Look up what these rows could meet, in a few queries for all of them; ``chosen`` are contacts by decision."""
        if self.sieve is not None:
            self._told_by = {row.number: _tell(row) for row in rows}
            near = [row for row in rows if row.refusal is None and self._may_meet(row, self.sieve)]
            self._admit(self._find(near) | set(chosen))
            return
        self.known |= load_known(self.order.memory, {key for row in rows for key in (row.key, row.content_key)})
        new = [row for row in rows if self._needs_look(row)]
        self._told_by = {row.number: _tell(row) for row in new}
        for memory in self.order.siblings:
            self._told = load_known(memory, {row.key for row in new}) | self._told
        changed = _contacts_of(self.find_known(row) for row in new)
        told = _contacts_of(self._told.get((row.key, row.occurrence)) for row in new)
        self._admit(self._find(new) | changed | told | set(chosen))
        self.owned |= load_owned(changed, self.order.source)

    def facts_about(self, row: ParsedRow) -> Facts:
        """Return what comparison needs of the main contact of a row that was loaded."""
        return self._keys_about(row)[0]

    def _keys_about(self, row: ParsedRow) -> tuple[Facts, BlockKeys]:
        if row.number not in self._told_by:
            self._told_by[row.number] = _tell(row)
        return self._told_by[row.number]

    def _may_meet(self, row: ParsedRow, sieve: Sieve) -> bool:
        """Say whether a row could mean, or name as an organisation, somebody whom the run made."""
        if row.organization and sieve.holds_one((f"{_ORGANIZATIONS}:{match_key(row.organization)}",)):
            return True
        if row.kind is not _PEOPLE or row.ties or (row.external_id and sieve.holds_one((f"#:{row.external_id}",))):
            return True
        return sieve.holds_one(self._told_by[row.number][1].sought)

    def _admit(self, ids: Collection[int]) -> None:
        """Load contacts, and let them be found."""
        fresh = set(ids) - self.facts.keys()
        self.facts |= load_facts(fresh)
        self.records |= load_records(fresh, self.order)
        for contact_id in fresh & self.records.keys():
            self._open(self.records[contact_id])

    def _open(self, record: Record) -> None:
        """Let a contact of the database be found; a signer without a name never is."""
        facts = self.facts.get(record.id)
        if facts is None:
            self.facts[record.id] = Facts(record.id, record.kind, record.columns["name"])
            return
        facts.numbers = set(record.numbers)
        self.enter(facts)

    def _needs_look(self, row: ParsedRow) -> bool:
        known = self.find_known(row)
        return row.refusal is None and (known is None or known.fingerprint != row.fingerprint)

    def find_known(self, row: ParsedRow) -> Known | None:
        """Return what the source remembers of a row."""
        return self.known.get((row.key, row.occurrence))

    def find_aside(self, row: ParsedRow) -> Known | None:
        """Return what the source remembers of a row with a number that means somebody else."""
        return self.known.get((row.content_key, row.occurrence)) if row.external_id else None

    def find_told(self, row: ParsedRow) -> int | None:
        """Return whom a list for another purpose knows behind the same row, if the names agree."""
        known = self._told.get((row.key, row.occurrence))
        facts = self.facts.get(known.contact_id or 0) if known else None
        return facts.id if facts is not None and facts.kind is row.kind and match_key(row.name) in facts.keys else None

    def _find(self, rows: Iterable[ParsedRow]) -> set[int]:
        people: list[Facts] = []
        organizations: set[str] = set()
        places: set[str] = set()
        points: dict[PointKind, set[str]] = {PointKind.EMAIL: set(), PointKind.PHONE: set()}
        numbers: set[str] = set()
        for row in rows:
            if row.external_id:
                numbers.add(row.external_id)
            if row.is_unnamed:
                places.add(match_key(row.organization))
                continue
            for point in row.points:
                if point.kind in points and point.key:
                    points[point.kind].add(point.key)
            if row.kind is _PEOPLE:
                people.append(self.facts_about(row))
                places.add(match_key(row.organization))
                continue
            organizations.update([row.name, *further_names(row)])
            places.update(row_keys(row), self.facts_about(row).shorts, [match_key(name) for _field, name in row.ties])
        found = find_people_named(people) | find_organizations_named(places) | find_organizations_like(organizations)
        for kind, keys in points.items():
            found |= find_contacts_at(kind, keys)
        return found | find_numbered(self.order.source, numbers)

    def enter(self, facts: Facts, keys: BlockKeys | None = None) -> None:
        """Let a contact be found by what is known of it; safe to do again after it learned more."""
        held = (keys or block_keys(facts)).held + [f"#:{number}" for number in facts.numbers]
        for key in held:
            self._holders.setdefault((facts.kind, key), {})[facts.id] = None
        if self.sieve is not None:
            self.sieve.put([*held, *(f"{facts.kind}:{key}" for key in facts.keys)])
        for key in facts.keys:
            self._named.setdefault((facts.kind, key), {})[facts.id] = None

    def enter_row(self, row: ParsedRow, contact_id: int) -> None:
        """Let the contact be found that a loaded row is going to be."""
        facts, keys = self._keys_about(row)
        facts.id = contact_id
        self.facts[contact_id] = facts
        self.enter(facts, keys)

    def candidates(self, facts: Facts, row: ParsedRow | None = None) -> list[Facts]:
        """Return the contacts that could be this one, in the order in which they came; ``row`` is the one it tells."""
        found: dict[int, None] = {}
        keys = self._keys_about(row)[1] if row is not None else block_keys(facts)
        for key in (*keys.sought, *(f"#:{number}" for number in facts.numbers)):
            found |= self._holders.get((facts.kind, key), {})
        return [self.facts[contact_id] for contact_id in found]

    def find_organization(self, name: str, country: str | None = None) -> int | None:
        """Return the one organisation of this very name, if there is exactly one."""
        ids = [
            contact_id
            for contact_id in self._named.get((_ORGANIZATIONS, match_key(name)), {})
            if not country or self.facts[contact_id].country in {None, country}
        ]
        return ids[0] if len(ids) == 1 else None

    def add(self, facts: Facts, record: Record) -> None:
        """Lay a planned contact over what the database holds."""
        self.facts[facts.id] = facts
        self.records[record.id] = record
        self.enter(facts)


def _tell(row: ParsedRow) -> tuple[Facts, BlockKeys]:
    facts = facts_of(row)
    return facts, block_keys(facts)


def _contacts_of(known: Iterable[Known | None]) -> set[int]:
    return {one.contact_id for one in known if one is not None and one.contact_id is not None}
