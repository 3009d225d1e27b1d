"""Reading batches, their rows, and what planning needs of the directory for many rows at once."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased, selectinload

from crm.contacts.models import Affiliation, Contact, ContactPoint, ContactRelation, ContactTag, ExternalKey, Tag
from crm.contacts.values import match_key
from crm.core.db import db
from crm.core.errors import NotFoundError
from crm.core.files.models import KeptFile
from crm.core.journal.models import Change, JournalLine
from crm.core.scope import Unscoped, current_reader, row_rule, visible
from crm.core.text.folding import fold
from crm.imports.models import ImportBatch, ImportRow, KnownMapping, KnownRow
from crm.imports.values.plans import Known, Order, Place, PointHere, Record, Signed
from crm.imports.values.words import ImportAs, MappingScope, RowOutcome
from crm.statements.models import Signature
from crm.statements.values import SignatureState

_AT_ONCE = 5000
_CHUNK = 2000
Value = TypeVar("Value", str, int)
_IDENTITY = {"unscoped": Unscoped.IDENTITY}


def _portions(values: Collection[Value]) -> Iterator[list[Value]]:
    ordered = list(values)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


# --- batches and rows ---


def select_batches(*columns: Any) -> Select[Any]:
    """Begin a query over batches, or over these columns of them.

    Their names and raw rows tell of everybody in the file, so a team's member sees their own.
    """
    reader, query = current_reader(), select(*(columns or (ImportBatch,)))
    return query if reader.team_ids is None else query.where(ImportBatch.user_id == reader.user_id)


def get_batch(batch_id: int, *, lock: bool = False) -> ImportBatch:
    """Return a batch or raise NotFoundError; with ``lock`` no other worker changes it until the act ends."""
    query = select_batches().where(ImportBatch.id == batch_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    batch: ImportBatch | None = db.session.scalars(query).one_or_none()
    if batch is None:
        raise NotFoundError("There is no such import.")
    return batch


def find_batch_by_key(once_key: str) -> ImportBatch | None:
    """Return the batch that the same form or command began."""
    return db.session.scalars(select(ImportBatch).where(ImportBatch.once_key == once_key)).one_or_none()


def find_own_upload(file_id: int) -> KeptFile | None:
    """Return a file that the reader sent before, if it is theirs."""
    query = select(KeptFile).where(KeptFile.id == file_id, KeptFile.user_id == current_reader().user_id)
    return db.session.scalars(query).one_or_none()


def find_known_mappings(import_as: ImportAs, keys: Collection[str]) -> list[KnownMapping]:
    """Return what is remembered of columns or values under these keys."""
    query = select(KnownMapping).where(KnownMapping.import_as == import_as)
    return [one for some in _portions(keys) for one in db.session.scalars(query.where(KnownMapping.key.in_(some)))]


def list_known_values(import_as: ImportAs, *, limit: int = 1000) -> Sequence[KnownMapping]:
    """Return what people said that values mean, the newest first."""
    query = select(KnownMapping).where(KnownMapping.import_as == import_as, KnownMapping.scope == MappingScope.VALUE)
    return db.session.scalars(query.order_by(KnownMapping.used_at.desc(), KnownMapping.id).limit(limit)).all()


def list_batches(*, limit: int = 50) -> Sequence[ImportBatch]:
    """Return the newest batches."""
    query = select_batches().options(selectinload(ImportBatch.statement))
    return db.session.scalars(query.order_by(ImportBatch.created_at.desc(), ImportBatch.id.desc()).limit(limit)).all()


def list_rows(
    batch_id: int, *, outcome: RowOutcome | None = None, after: int = 0, limit: int = 50, up_to: int | None = None
) -> Sequence[ImportRow]:
    """Return rows of a batch in file order, from behind a row number."""
    query = visible(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.number > after)
    if outcome is not None:
        query = query.where(ImportRow.outcome == outcome)
    if up_to is not None:
        query = query.where(ImportRow.number <= up_to)
    return db.session.scalars(query.order_by(ImportRow.number).limit(limit)).all()


def get_row(batch_id: int, number: int) -> ImportRow:
    """Return one row of a batch by its number or raise NotFoundError."""
    query = visible(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.number == number)
    row: ImportRow | None = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFoundError("The file has no row %(row)s.", row=number)
    return row


def get_rows(batch_id: int, numbers: Collection[int]) -> list[ImportRow]:
    """Return rows of a batch by their numbers, in file order, or raise NotFoundError for one that the file has not."""
    query = visible(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.number.in_(numbers))
    rows = {row.number: row for row in db.session.scalars(query)}
    for number in sorted(numbers):
        if number not in rows:
            raise NotFoundError("The file has no row %(row)s.", row=number)
    return [rows[number] for number in sorted(numbers)]


def walk_rows(batch_id: int, outcome: RowOutcome | None = None) -> Iterator[ImportRow]:
    """Walk over all rows of a batch in file order, a portion at a time."""
    after = 0
    while rows := list_rows(batch_id, outcome=outcome, after=after, limit=_CHUNK):
        yield from rows
        after = rows[-1].number


def walk_cells(batch_id: int) -> Iterator[tuple[int, list[str]]]:
    """Walk over number and cells of all rows of a batch."""
    after = 0
    while True:
        query = visible(ImportRow, ImportRow.number, ImportRow.cells).where(
            ImportRow.batch_id == batch_id, ImportRow.number > after
        )
        rows = db.session.execute(query.order_by(ImportRow.number).limit(_CHUNK)).all()
        if not rows:
            return
        yield from ((row.number, row.cells) for row in rows)
        after = rows[-1].number


def contacts_of_rows(batch_id: int, numbers: Collection[int]) -> dict[int, int]:
    """Return whom rows of a batch became, by row number."""
    found: dict[int, int] = {}
    for some in _portions(numbers):
        query = visible(ImportRow, ImportRow.number, ImportRow.contact_id).where(
            ImportRow.batch_id == batch_id, ImportRow.number.in_(some), ImportRow.contact_id.is_not(None)
        )
        found.update((row.number, row.contact_id) for row in db.session.execute(query))
    return found


def last_number(batch_id: int) -> int:
    """Return the number of the last stored row of a batch, 0 when there is none."""
    query = select(func.max(ImportRow.number)).where(ImportRow.batch_id == batch_id)
    return db.session.scalar(query.execution_options(unscoped=Unscoped.BULK)) or 0


# --- memory of sources ---


def load_known(memory: str, keys: Collection[str]) -> dict[tuple[str, int], Known]:
    """Return what a memory holds of these keys."""
    found: dict[tuple[str, int], Known] = {}
    for some in _portions(keys):
        one = KnownRow
        query = select(one.key, one.occurrence, one.id, one.fingerprint, one.contact_id, one.signature_id)
        for row in db.session.execute(query.where(one.source == memory, one.key.in_(some))):
            found[row.key, row.occurrence] = Known(row.id, row.fingerprint, row.contact_id, row.signature_id)
    return found


def list_memories() -> dict[str, int]:
    """Return all that sources remember: memory by name, with the number of its rows."""
    query = select(KnownRow.source, func.count()).group_by(KnownRow.source).order_by(KnownRow.source)
    return {row[0]: row[1] for row in db.session.execute(query)}


def known_names(memory: str, keys: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return fingerprint and folded name of the contact by remembered key, to see whether two lists are one."""
    found: dict[str, tuple[str, str]] = {}
    for some in _portions(keys):
        query = (
            select(KnownRow.key, KnownRow.fingerprint, Contact.match_key)
            .outerjoin(Contact, KnownRow.contact_id == Contact.id)
            .where(KnownRow.source == memory, KnownRow.key.in_(some), KnownRow.occurrence == 0)
            .execution_options(**_IDENTITY)
        )
        found.update((row.key, (row.fingerprint, row.match_key or "")) for row in db.session.execute(query))
    return found


def find_numbered(source: str, numbers: Collection[str]) -> set[int]:
    """Return the contacts that have one of these numbers in a list."""
    found: set[int] = set()
    for some in _portions(numbers):
        query = visible(ExternalKey, ExternalKey.contact_id)
        found.update(db.session.scalars(query.where(ExternalKey.source == source, ExternalKey.value.in_(some))))
    return found


def load_owned(contact_ids: Collection[int], source: str) -> set[tuple[str, int, str]]:
    """Return the fields of these contacts whose last value came from this source, as (table, id, field)."""
    batches = set(db.session.scalars(select(ImportBatch.id).where(ImportBatch.source == source)))
    last: dict[tuple[str, int, str], bool] = {}
    for some in _portions(contact_ids):
        query = visible(JournalLine).where(JournalLine.subject_id.in_(some)).order_by(JournalLine.id)
        for line in db.session.scalars(query):
            is_ours = line.source_kind == "file" and line.source_ref in batches
            if line.change == Change.CREATED:
                fields = ("created", *_FIELDS.get(line.table, ()))
                last.update(((line.table, line.record_id, field), is_ours) for field in fields)
            else:
                last[line.table, line.record_id, line.field] = is_ours
        for table, record_id, contact_id in _parts(some):
            is_ours = last.get(("contact", contact_id, "created"), False)
            for field in _FIELDS[table]:
                last.setdefault((table, record_id, field), is_ours)
    return {key for key, is_ours in last.items() if is_ours}


def _parts(contact_ids: list[int]) -> Iterator[tuple[str, int, int]]:
    """Walk over addresses and places of contacts, as (table, id, contact); many came together with their contact."""
    for model, owner in ((ContactPoint, ContactPoint.contact_id), (Affiliation, Affiliation.person_id)):
        for row in db.session.execute(visible(model, model.id, owner).where(owner.in_(contact_ids))):
            yield model.__tablename__, row[0], row[1]


_CONTACT_FIELDS = (
    "name", "native_name", "acronym", "organization_type", "country", "city", "languages", "website", "founded",
    "notes",
)  # fmt: skip
_SIGNATURE_FIELDS = ("signed_name", "signed_role", "signed_organization", "signed_country", "signed_on", "for_id")
_FIELDS = {
    "contact": _CONTACT_FIELDS,
    "contact_point": ("value",),
    "affiliation": ("role",),
    "signature": _SIGNATURE_FIELDS,
}


# --- records ---


def load_records(contact_ids: Collection[int], order: Order) -> dict[int, Record]:
    """Return what these contacts hold, as far as imports change it."""
    found: dict[int, Record] = {}
    fields = ("id", "kind", "is_unnamed", "main_person", *_CONTACT_FIELDS)
    columns = [getattr(Contact, field) for field in fields]
    for some in _portions(contact_ids):
        for row in db.session.execute(visible(Contact, *columns).where(Contact.id.in_(some))):
            found[row.id] = Record(row.id, row.kind, dict(zip(fields, row, strict=True)))
    for some in _portions(found):
        _load_points(some, found)
        _load_places(some, found)
        _load_numbers(some, found, order.source)
        if order.has_tags:
            _load_tags(some, found)
        if order.has_ties:
            _load_ties(some, found)
        if order.statement_id is not None:
            _load_signatures(some, found, order.statement_id)
    return found


def _each(query: Select[Any]) -> Iterable[Any]:
    return db.session.execute(query)


def _load_points(some: list[int], found: dict[int, Record]) -> None:
    query = visible(
        ContactPoint, ContactPoint.contact_id, ContactPoint.id, ContactPoint.kind, ContactPoint.value, ContactPoint.key
    ).where(ContactPoint.contact_id.in_(some))
    for row in _each(query.order_by(ContactPoint.id)):
        found[row.contact_id].points.append(PointHere(row.id, row.kind, row.value, row.key))


def _load_places(some: list[int], found: dict[int, Record]) -> None:
    place = aliased(Contact)
    columns = (Affiliation.person_id, Affiliation.id, Affiliation.organization_id, Affiliation.organization_name)
    query = (
        visible(Affiliation, *columns, Affiliation.role, place.name)
        .outerjoin(place, and_(Affiliation.organization_id == place.id, row_rule(place)))
        .where(Affiliation.person_id.in_(some))
        .order_by(Affiliation.id)
    )
    for person_id, place_id, organization_id, given, role, name in _each(query):
        found[person_id].places.append(Place(place_id, organization_id, fold(name or given or ""), role))


def _load_numbers(some: list[int], found: dict[int, Record], source: str) -> None:
    query = visible(ExternalKey, ExternalKey.contact_id, ExternalKey.value)
    for row in _each(query.where(ExternalKey.source == source, ExternalKey.contact_id.in_(some))):
        found[row.contact_id].numbers.add(row.value)


def _load_tags(some: list[int], found: dict[int, Record]) -> None:
    query = visible(ContactTag, ContactTag.contact_id, Tag.key).join(Tag, ContactTag.tag_id == Tag.id)
    for row in _each(query.where(ContactTag.contact_id.in_(some))):
        found[row.contact_id].tags.add(row.key)


def _load_ties(some: list[int], found: dict[int, Record]) -> None:
    other = aliased(Contact)
    query = (
        visible(ContactRelation, ContactRelation.contact_id, other.name)
        .join(other, and_(ContactRelation.other_id == other.id, row_rule(other)))
        .where(ContactRelation.contact_id.in_(some), ContactRelation.until.is_(None))
    )
    for contact_id, name in _each(query):
        found[contact_id].ties.add(match_key(name))


def _load_signatures(some: list[int], found: dict[int, Record], statement_id: int) -> None:
    columns = [getattr(Signature, field) for field in _SIGNATURE_FIELDS]
    # The statement is told apart here: along its index a database would walk over everybody who signed.
    query = visible(Signature, Signature.contact_id, Signature.id, Signature.state, Signature.statement_id, *columns)
    rows = _each(query.where(Signature.contact_id.in_(some)).order_by(Signature.id.desc()))
    for row in (row for row in rows if row.statement_id == statement_id):
        facts = {field: getattr(row, field) for field in _SIGNATURE_FIELDS}
        found[row.contact_id].signed = Signed(row.id, facts, row.state is SignatureState.WITHDRAWN)
