"""Planning rows: each one is known again, met, asked about or new; nothing is written here."""

from collections.abc import Mapping, Sequence
from typing import Any

from crm.contacts.values import ContactKind, match_key
from crm.core.text.folding import fold, sort_key
from crm.core.text.names import is_unnamed
from crm.imports.services.directory import Directory, facts_of, row_keys
from crm.imports.services.joining import join_contact, join_signature
from crm.imports.services.plain import is_plain
from crm.imports.services.reading import find_row
from crm.imports.services.returning import Returned, find_returned
from crm.imports.values.parsed import ParsedRow, add_note
from crm.imports.values.plans import Insert, Known, Memory, Order, Portion, Record, RowPlan, Survey
from crm.imports.values.remarks import KEPT_PARENT, LEFT_OUT, LEFT_OUT_BEFORE, Remark
from crm.imports.values.targets import TARGET_WORDS, Target
from crm.imports.values.ties import is_itself
from crm.imports.values.words import RowOutcome
from crm.matching.values import SAME_NUMBER, Facts, Match, Zone, choose, compare, is_like
from crm.matching.values.sieve import Sieve

_PERSON = ContactKind.PERSON
_NUMBER_SCORE = 90
_OTHER_NUMBER_SCORE = 80


class Planner:
    """Plans the rows of one file in their order; what is planned for a row is known to the next."""

    def __init__(self, order: Order, survey: Survey, sieve: Sieve | None = None) -> None:
        self.order = order
        self.survey = survey
        self.directory = Directory(order, sieve)
        #: Whom a row became, by its number; filled by the caller for rows of earlier chunks.
        self.contact_of: dict[int, int] = {}
        #: Fields in which a decision takes the file's value, by row.
        self.taken: dict[int, set[str]] = {}
        self._row_of: dict[int, int] = {}
        self._returned: dict[int, Returned] = {}
        #: Plans of new people who are written straight from their rows, as long as no other row means them.
        self._plain: dict[int, RowPlan] = {}
        self._new_contacts = 0
        self._new_signatures = 0

    def plan(self, rows: Sequence[ParsedRow], decisions: Mapping[int, str]) -> list[RowPlan]:
        """Plan some rows that follow each other; ``decisions`` are by row number: a contact's id, `new` or `skip`."""
        chosen = {self._chosen(decision) for decision in decisions.values()} - {None}
        self._returned = find_returned(rows, self.order)
        chosen |= {one.contact_id for one in self._returned.values()}
        self.directory.load(rows, [one for one in chosen if one is not None and one > 0])
        return [self._plan_row(row, self._standing(decisions.get(row.number))) for row in rows]

    def plan_portion(self, portion: Portion) -> list[RowPlan]:
        """Plan some rows with what was decided of them."""
        self.taken |= portion.taken
        return self.plan(portion.rows, portion.decisions)

    def _standing(self, decision: str | None) -> str | None:
        """Return a decision unless whom it names is gone since: then the row is asked about anew."""
        contact_id = self._chosen(decision) if decision else None
        is_gone = contact_id is not None and contact_id > 0 and contact_id not in self.directory.records
        return None if is_gone else decision

    def name_contact(self, contact_id: int) -> dict[str, Any]:
        """Say whom a number means: a contact by its id, or the row that a planned one comes from."""
        return {"id": contact_id} if contact_id > 0 else {"id": None, "row": self._row_of[contact_id]}

    def _plan_row(self, row: ParsedRow, decision: str | None) -> RowPlan:
        plan = RowPlan(row, remarks=list(row.remarks))
        returned = self._returned.get(row.number)
        if returned is not None and decision is None and returned.contact_id in self.directory.records:
            return self._come_back(plan, returned)
        if row.refusal is not None:
            return _refuse(plan, row.refusal)
        known, aside = self.directory.find_known(row), self.directory.find_aside(row)
        if aside is not None and decision is None:
            self._meet_again(plan, aside)
        elif known is not None and self._is_stranger(row, known):
            self._place_stranger(plan, decision, known, aside)
        elif known is not None and (decision is None or known.contact_id is not None):
            self._meet_again(plan, known)
        else:
            self._place(plan, decision, known)
        if plan.contact is not None:
            self.contact_of[row.number] = plan.contact
        return plan

    def _come_back(self, plan: RowPlan, returned: Returned) -> RowPlan:
        """Plan a row that carries the id of its record: mostly it says what the record says.

        Where even its name is another, somebody is asked: people make new rows by writing over old ones.
        """
        row, contact_id = plan.row, returned.contact_id
        self.contact_of[row.number] = plan.contact = contact_id
        if not returned.has_news:
            plan.remarks = []
            return plan
        facts = self.directory.facts[contact_id]
        if facts.keys and (row.is_unnamed or not is_like(row_keys(row), facts.keys)):
            plan.contact, plan.outcome = None, RowOutcome.DECIDE
            plan.candidates = [Match(contact_id, _NUMBER_SCORE, Zone.ASK, (SAME_NUMBER,))]
            return plan
        self._join(plan, contact_id, known=None)
        plan.memory = None
        return plan

    def _place_stranger(self, plan: RowPlan, decision: str | None, known: Known, aside: Known | None) -> None:
        """Place a row whose number went to somebody else: the number goes on to mean whom it named first.

        What the row became is remembered by its content, so that it is asked about once.
        """
        if decision == str(known.contact_id):
            self._place(plan, decision, known)
            return
        self._place(plan, decision, aside)
        if plan.is_plain and plan.contact is not None:
            self._unfold(plan.contact)
        if plan.memory is not None:
            plan.memory.key = plan.row.content_key

    def _meet_again(self, plan: RowPlan, known: Known) -> None:
        """Plan a row that the source remembers."""
        if known.contact_id is None:
            _refuse(plan, Remark(LEFT_OUT_BEFORE))
            return
        plan.contact = known.contact_id
        if known.fingerprint != plan.row.fingerprint and known.contact_id in self.directory.records:
            self._join(plan, known.contact_id, known=known)

    def _is_stranger(self, row: ParsedRow, known: Known) -> bool:
        """Say whether a row has the number of somebody with whom it shares neither a name nor an address."""
        facts = self.directory.facts.get(known.contact_id or 0)
        if facts is None or facts.kind is not row.kind or known.fingerprint == row.fingerprint:
            return False
        if row.is_unnamed or not facts.keys:
            return False
        return not is_like(row_keys(row), facts.keys) and compare(facts_of(row), facts).zone is Zone.DIFFERENT

    def _place(self, plan: RowPlan, decision: str | None, known: Known | None) -> None:
        """Find whom a row that is not known means: as decided, as in the same row before, or by what it says."""
        row = plan.row
        if decision == "skip":
            _refuse(plan, Remark(LEFT_OUT)).memory = _remember(None, None, known)
            return
        contact_id = self._chosen(decision) if decision else self._repeated(row)
        if contact_id is None and decision is None and not row.is_unnamed:
            contact_id = self.directory.find_told(row)
        facts = self.directory.facts_about(row)
        if contact_id is None and decision is None and not row.is_unnamed:
            best, asked = choose(self._matches(facts, row))
            if asked:
                plan.outcome, plan.candidates = RowOutcome.DECIDE, asked
                return
            contact_id = best.id if best else None
        if contact_id is not None:
            self._join(plan, contact_id, known=known)
        elif known is None and is_plain(row):
            self._note(plan)
        else:
            self._create(plan, known)

    def _chosen(self, decision: str) -> int | None:
        if decision.startswith("row:"):
            return self.contact_of.get(int(decision.removeprefix("row:")))
        return int(decision) if decision.lstrip("-").isdecimal() else None

    def _repeated(self, row: ParsedRow) -> int | None:
        """Return whom the very same cells became earlier in this file."""
        first = None if row.is_unnamed else self.survey.first_of.get(hash(tuple(row.cells)))
        return self.contact_of.get(first) if first is not None and first < row.number else None

    def _matches(self, facts: Facts, row: ParsedRow | None = None) -> list[Match]:
        others = self.directory.candidates(facts, row)
        return [_with_number(facts, other, compare(facts, other)) for other in others]

    def _note(self, plan: RowPlan) -> None:
        """Plan a new person who is written straight from the row, and let the next rows find them."""
        row = plan.row
        plan.is_plain, plan.outcome, plan.contact = True, RowOutcome.CREATED, self._next_ref(row.number)
        plan.place = self.directory.find_organization(row.organization, row.country) if row.organization else None
        self._plain[plan.contact] = plan
        if not row.is_unnamed:
            self.directory.enter_row(row, plan.contact)

    def _unfold(self, contact_id: int) -> None:
        """Plan a plain person with all that their row says: a further row means them."""
        plan = self._plain.pop(contact_id)
        plan.is_plain = False
        self._create(plan, None, contact_id)

    def _next_ref(self, number: int) -> int:
        """Return the number of the next planned contact, which comes from a row."""
        self._new_contacts += 1
        self._row_of[-self._new_contacts] = number
        return -self._new_contacts

    def _create(self, plan: RowPlan, known: Known | None, ref: int = 0) -> None:
        """Make a new contact of a row, with all that the row says; ``ref`` is its number where it has one."""
        row = plan.row
        plan.contact = self._new_contact(plan, row.kind, row.name, row, ref)
        self._join(plan, plan.contact, known=known)
        plan.outcome = RowOutcome.CREATED

    def _new_contact(self, plan: RowPlan, kind: ContactKind, name: str, row: ParsedRow | None, ref: int = 0) -> int:
        """Plan a contact; ``row`` is given for the main contact of its row."""
        ref = ref or self._next_ref(plan.row.number)
        unnamed = is_unnamed(name)
        columns: dict[str, Any] = {
            "kind": kind,
            "name": name,
            "sort_name": sort_key(name),
            "match_key": match_key(name),
            "is_unnamed": unnamed,
            "main_person": None,
        }
        plan.inserts.append(Insert("contact", columns, plan.row.number, ref))
        facts = facts_of(row, ref) if row is not None else Facts(ref, kind, name, keys=[match_key(name)])
        record = Record(ref, kind, columns)
        if unnamed:
            self.directory.facts[ref], self.directory.records[ref] = facts, record
        else:
            self.directory.add(facts, record)
        return ref

    def _join(self, plan: RowPlan, contact_id: int, *, known: Known | None) -> None:
        """Bring what the row says to a contact, and sign for it."""
        if contact_id in self._plain:
            self._unfold(contact_id)
        plan.contact = contact_id
        record = self.directory.records[contact_id]
        row = plan.row
        is_ours = known is not None and known.contact_id == contact_id
        owned = set(self.directory.owned) if is_ours else set()
        plan.taken = frozenset(self.taken.get(row.number, ()))
        self._note_ties(plan, record)
        join_contact(plan, record, self.directory, owned)
        signer = self._with_person(plan, record, row.signer or row.main_contact)
        signature = None
        if self.order.statement_id is not None:
            self._new_signatures += 1
            signature = join_signature(plan, record, self.order, ref=-self._new_signatures, signer=signer, owned=owned)
        writes = [one for one in plan.inserts if one.table != "contact" or one.ref != contact_id]
        is_new = any(one.table == "signature" for one in plan.inserts)
        plan.ties = self._new_ties(row, record)
        changed = bool(writes or plan.updates or plan.ties)
        plan.outcome = RowOutcome.CREATED if is_new else RowOutcome.UPDATED if changed else RowOutcome.SAME
        plan.memory = _remember(contact_id, signature, known)

    def _with_person(self, plan: RowPlan, organization: Record, name: str) -> int | None:
        """Find or plan the person who stands beside an organisation in its row."""
        if organization.kind is _PERSON or not name or is_unnamed(name):
            return None
        row = plan.row
        twin = ParsedRow(row.number, [], kind=_PERSON, name=name, organization=organization.columns["name"])
        best, asked = choose(self._matches(facts_of(twin)))
        found = best or next((one for one in asked if fold(organization.columns["name"]) in self._places(one.id)), None)
        if found is not None:
            return found.id
        ref = self._new_contact(plan, _PERSON, name, None)
        values = {
            "person_id": ref, "organization_id": organization.id, "organization_name": None, "role": row.role or None,
            "is_main_contact": bool(row.main_contact), "may_sign": bool(row.signer), "told": name,
        }  # fmt: skip
        plan.inserts.append(Insert("affiliation", values, row.number))
        self.directory.facts[ref].places = {fold(organization.columns["name"]): {fold(row.role)} - {""}}
        self.directory.records[ref].columns["main_person"] = organization.columns["name"]
        return ref

    def _places(self, contact_id: int) -> Mapping[str, set[str]]:
        return self.directory.facts[contact_id].places

    def _note_ties(self, plan: RowPlan, record: Record) -> None:
        """Say so where a parent or network stays a name."""
        for _field, name in plan.row.ties:
            if not self._resolves(name) and not is_itself(name, record.columns["name"]):
                plan.remarks.append(Remark(KEPT_PARENT, {"value": name}))
                add_note(plan.row, f"{TARGET_WORDS[Target.PARENT]}: {name}")

    def _resolves(self, name: str) -> bool:
        if match_key(name) in self.survey.shared or find_row(self.survey, name) is not None:
            return True
        return self.directory.find_organization(name) is not None

    def _new_ties(self, row: ParsedRow, record: Record) -> list[tuple[str, str]]:
        own = record.columns["name"]
        return [
            (field, name)
            for field, name in row.ties
            if match_key(name) not in record.ties and not is_itself(name, own) and self._resolves(name)
        ]


def _remember(contact_id: int | None, signature: int | None, known: Known | None) -> Memory:
    return Memory(contact_id, signature, known.fingerprint if known else None, known.id if known else None)


def _refuse(plan: RowPlan, reason: Remark) -> RowPlan:
    plan.outcome = RowOutcome.REFUSED
    plan.remarks.insert(0, reason)
    return plan


def _with_number(one: Facts, other: Facts, match: Match) -> Match:
    """Let the numbers of their list speak: the same one for, two different ones against."""
    if not one.numbers or not other.numbers:
        return match
    if one.numbers & other.numbers:
        if match.zone is Zone.SAME:
            return match
        return Match(other.id, max(match.score, _NUMBER_SCORE), Zone.ASK, (SAME_NUMBER, *match.reasons))
    if match.zone is Zone.SAME:
        return Match(other.id, _OTHER_NUMBER_SCORE, Zone.ASK, match.reasons)
    return match
