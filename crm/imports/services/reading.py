"""Reading a file into a batch: how it was read, what its columns are, its rows with their fingerprints."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from crm.contacts.values import match_key
from crm.core.actor import Actor
from crm.core.db import atomic, db
from crm.core.errors import ConflictError, DomainError
from crm.core.files.queries import get_file, path_of
from crm.core.sheets import Sheet, read_sheet
from crm.core.text.cleaning import clean_line
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import get_batch, known_names, last_number, list_memories, walk_cells
from crm.imports.services.remembering import recall_columns, recall_values, with_memory
from crm.imports.values.columns import recognize, unique_headers
from crm.imports.values.days import DayOrder, day_order
from crm.imports.values.mappings import check_mapping
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.plans import Order, Survey, name_memory
from crm.imports.values.questions import note_values
from crm.imports.values.rows import RowReader
from crm.imports.values.targets import TIES, Target
from crm.imports.values.terms import Terms, holds_codes
from crm.imports.values.ties import organization_keys, tie_keys
from crm.imports.values.words import BatchState, ImportAs
from crm.statements.queries import find_latest_version

_CHUNK = 1000
#: How much is remembered of the cells of every row.
_MARK_BITS = 32
_MARK = (1 << _MARK_BITS) - 1
_SAMPLES = 5
_MOST_ACCENTED = 8
_MOST_SHEETS = 200
#: Rows by which columns are recognised, and rows by which a list is known again.
_LOOKED_AT, _COMPARED = 1000, 50_000
#: Lists for another purpose that are asked whom a row means.
_SIBLINGS = 5
_SOURCE_LENGTH = 170
#: So many numbers that two lists share, and not one name: they are two lists.
_STRANGERS = 3


@dataclass(slots=True)
class FileRead:
    """A file as it was read: headers, rows to walk over, and what was guessed on the way."""

    headers: list[str]
    sheet: Sheet
    reading: dict[str, Any]

    @property
    def row_count(self) -> int:
        """Return how many data rows the file has."""
        return int(self.sheet.row_count)

    def column(self, places: Sequence[int]) -> Iterator[str]:
        """Walk over the values of some columns."""
        return (row[place] for row in self.sheet for place in places)


@contextmanager
def read_file(path: Path, name: str, options: Mapping[str, Any] | None = None) -> Iterator[FileRead]:
    """Read a spreadsheet; DomainError with one sentence where it is none or holds no rows."""
    with read_sheet(path, name=name, **(options or {})) as sheet:
        headers = unique_headers(sheet.columns)
        if not headers or not sheet.row_count:
            raise DomainError("The file holds no rows.", "file")
        first = list(islice(sheet, _LOOKED_AT))
        reading = {
            "kind": str(sheet.kind),
            "encoding": sheet.encoding,
            "delimiter": sheet.delimiter,
            "sheet": clean_line(sheet.sheet),
            "sheets": [clean_line(one) for one in sheet.sheets[:_MOST_SHEETS]],
            "header_rows": sheet.header_rows,
            "first_row": sheet.first_row,
            "last_row": sheet.last_row,
            "above": [[number, clean_line(text)] for number, text in sheet.above],
            "below": [[number, clean_line(text)] for number, text in sheet.below],
            "confidence": sheet.confidence,
            "options": dict(options or {}),
            "columns": headers,
            "notes": [[note.sentence, _clean_values(note.values)] for note in sheet.notes],
            "samples": _samples(headers, first),
            "accented": _accented(first),
            **note_values(headers, first),
        }
        yield FileRead(headers, sheet, reading)


@contextmanager
def read_batch(batch: ImportBatch) -> Iterator[FileRead]:
    """Read the kept file of a batch, as somebody said that it is to be read."""
    with read_file(path_of(get_file(batch.file_id or 0)), batch.file_name, batch.reading.get("options")) as file:
        yield file


def _clean_values(values: Mapping[str, object]) -> dict[str, object]:
    return {key: clean_line(value) if isinstance(value, str) else value for key, value in values.items()}


def _accented(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a few different cells with letters beyond ASCII, on which a wrong encoding shows."""
    cells = (clean_line(cell)[:60] for row in rows for cell in row if not cell.isascii())
    return list(dict.fromkeys(islice(cells, _MOST_ACCENTED)))


def _samples(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Return a few different values of each column, for people to recognise it by."""
    found: dict[str, list[str]] = {}
    for place, header in enumerate(headers):
        values = dict.fromkeys(value[:80] for row in rows if (value := clean_line(row[place])))
        found[header] = list(values)[:_SAMPLES]
    return found


def choose_mapping(
    file: FileRead, import_as: ImportAs, given: Mapping[str, object] | None = None, *, is_draft: bool = False
) -> dict[str, str | None]:
    """Return what the columns become: as given, else as remembered or recognised; a draft may still lack the names."""
    file.reading["meanings"] = recall_values(import_as)
    if given is None:
        recognized = recognize(file.headers, list(islice(file.sheet, _LOOKED_AT)), import_as)
        guesses = with_memory(recognized, recall_columns(file.headers, import_as))
        file.reading["guesses"] = {header: guess for header, guess in guesses.items() if guess}
        given = chosen = {header: str(guess.target) or None if guess else None for header, guess in guesses.items()}
        if is_draft:
            return chosen
    return check_mapping(given, file.headers, import_as)


def read_rows(
    file: FileRead, mapping: Mapping[str, str | None], import_as: ImportAs, terms: Terms | None = None
) -> Iterator[ParsedRow]:
    """Bring all rows of a file to their form, each with how often and where its content came before."""
    terms = terms or Terms.kept({**file.reading, **find_terms(file, mapping)})
    reader = RowReader(file.headers, mapping, import_as, terms)
    #: By the key of a row: the number of the first one that has it, and a mark of its cells.
    seen: dict[int, int] = {}
    times: dict[int, int] = {}
    for number, cells in enumerate(file.sheet, start=1):
        row = reader.read(number, cells)
        key, told = hash(row.key), number << _MARK_BITS | hash(tuple(row.cells)) & _MARK
        before = seen.setdefault(key, told)
        if before != told:
            row.occurrence = times[key] = times.get(key, 0) + 1
            row.first = before >> _MARK_BITS if (before ^ told) & _MARK == 0 else 0
        yield row


def find_terms(file: FileRead, mapping: Mapping[str, str | None]) -> dict[str, Any]:
    """Return what the columns show of how their values are to be read, as it is kept with a batch."""
    days, countries = (
        [place for place, header in enumerate(file.headers) if mapping.get(header) == target]
        for target in (Target.SIGNED_ON, Target.COUNTRY)
    )
    order = day_order(file.column(days)) if days else DayOrder.UNKNOWN
    has_codes = not countries or holds_codes(islice(file.column(countries), _LOOKED_AT))
    return {"day_order": order.value, "has_codes": has_codes}


def portions(rows: Iterable[ParsedRow], size: int) -> Iterator[list[ParsedRow]]:
    """Cut a walk over rows into lists of a size."""
    walk = iter(rows)
    while some := list(islice(walk, size)):
        yield some


def store_rows(batch_id: int, *, actor: Actor) -> None:
    """Keep the rows of a batch's file in the database, a portion at a time; safe to begin again at any row."""
    batch = get_batch(batch_id)
    if batch.state is not BatchState.READING:
        return
    mapping, import_as = dict(batch.mapping), batch.import_as
    with read_batch(batch) as file:
        terms = note_lineage(batch_id, file, actor=actor)
        for rows in portions(read_rows(file, mapping, import_as, terms), _CHUNK):
            if not _store(batch_id, rows, actor=actor):
                return


def note_lineage(batch_id: int, file: FileRead, *, actor: Actor) -> Terms:
    """Keep with a batch how many rows its file has, what it is an edition of, and on what terms its values are read."""
    batch = get_batch(batch_id)
    shown = find_terms(file, batch.mapping)
    terms = Terms.kept({**batch.reading, **shown})
    rows = read_rows(file, batch.mapping, batch.import_as, terms)
    lineage = find_lineage(batch.file_name, batch.import_as, batch.statement_id, rows, source=batch.source)
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        # Whoever else brings the same batch in has noted it before the first row.
        if not batch.done_rows:
            batch.row_count, batch.source = file.row_count, lineage.source
            batch.reading = {**batch.reading, **shown, "siblings": list(lineage.siblings)}
    return terms


def _store(batch_id: int, rows: Sequence[ParsedRow], *, actor: Actor) -> bool:
    """Store a portion unless it is there; return whether the batch is still being read."""
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        if batch.state is BatchState.READING and last_number(batch_id) == rows[0].number - 1:
            db.session.execute(insert(ImportRow), [_stored(batch_id, row) for row in rows])
        return batch.state is BatchState.READING


def _stored(batch_id: int, row: ParsedRow) -> dict[str, Any]:
    return {
        "batch_id": batch_id, "number": row.number, "cells": row.cells, "fingerprint": row.fingerprint,
        "occurrence": row.occurrence, "outcome": None, "contact_id": None, "candidates": [], "changes": [],
        "reason": None, "decision": None,
    }  # fmt: skip


def reader_of(batch: ImportBatch) -> RowReader:
    """Return what brings the stored rows of a batch to their form."""
    return RowReader(batch.reading["columns"], batch.mapping, batch.import_as, Terms.kept(batch.reading))


def order_of(batch: ImportBatch) -> Order:
    """Return what a batch asks for."""
    version = find_latest_version(batch.statement_id) if batch.statement_id else None
    return Order(
        batch.id,
        batch.source,
        name_memory(batch.source, batch.import_as, batch.statement_id),
        tuple(batch.reading.get("siblings", ())),
        batch.statement_id,
        version.id if version else None,
        only_fill=batch.only_fill,
        has_ties=has_ties(batch.mapping),
        has_tags=Target.TAGS.value in batch.mapping.values(),
        rules=batch.rules,
    )


def parse_stored(batch: ImportBatch, rows: Sequence[Any]) -> list[ParsedRow]:
    """Bring stored rows to their form again."""
    reader = reader_of(batch)
    parsed = []
    for stored in rows:
        row = reader.read(stored.number, stored.cells)
        row.fingerprint, row.occurrence = stored.fingerprint, stored.occurrence
        parsed.append(row)
    return parsed


def survey_batch(batch: ImportBatch) -> Survey:
    """Look once over all stored rows of a batch."""
    reader = reader_of(batch)
    cells = walk_cells(batch.id)
    if not has_ties(batch.mapping):
        return survey(ParsedRow(number, row) for number, row in cells)
    return survey(reader.read(number, row) for number, row in cells)


def has_ties(mapping: Mapping[str, str | None]) -> bool:
    """Say whether a file names parents or networks."""
    return bool(TIES & set(mapping.values()))


def survey(rows: Iterable[ParsedRow]) -> Survey:
    """Look once over all rows: which come again, which organisations there are, which parents several rows share."""
    found = Survey()
    seen: dict[int, int] = {}
    named: dict[str, tuple[str, set[str]]] = {}
    for row in rows:
        cells = hash(tuple(row.cells))
        if cells in seen:
            found.first_of[cells] = seen[cells]
        else:
            seen[cells] = row.number
        if row.name and row.refusal is None:
            _note_organization(found, row)
        for _field, name in row.ties:
            named.setdefault(match_key(name), (name, set()))[1].add(row.name)
    for key, (name, names) in named.items():
        if len(names) > 1 and find_row(found, name) is None:
            found.shared[key] = name
    return found


def _note_organization(found: Survey, row: ParsedRow) -> None:
    acronym = row.facts.get("acronym")
    for key in organization_keys(row.name, acronym if isinstance(acronym, str) else None):
        found.names[key] = None if key in found.names else row.number


def find_row(found: Survey, name: str) -> int | None:
    """Return the number of the row that a parent's name means, if it means exactly one."""
    for key in tie_keys(name):
        number = found.names.get(key)
        if number is not None:
            return number
    return None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where a file comes from: the list it is an edition of, and lists that hold the same rows for another purpose."""

    source: str
    siblings: tuple[str, ...] = ()


def find_lineage(
    file_name: str, import_as: ImportAs, statement_id: int | None, rows: Iterable[ParsedRow], *, source: str = ""
) -> Lineage:
    """Return the list that a file is an edition of: the known one that shares at least half of its rows, else its own.

    A new list is called after its file. Where that name is taken by a list that shares numbers with this one but no
    names, it is another list of the same name, and gets a number behind it. Of a very long file, the first rows speak.
    """
    stem = Path(file_name).stem[:_SOURCE_LENGTH] or "file"
    memories = list_memories()
    if not memories:
        return Lineage(source or stem)
    first = (row for row in islice(rows, _COMPARED) if row.occurrence == 0)
    told = {row.key: (row.fingerprint, match_key(row.name)) for row in first}
    alike = _alike(memories, told)
    ours = name_memory("", import_as, statement_id)
    editions = [memory.removeprefix(ours) for memory in alike if memory.startswith(ours)]
    chosen = source or next(iter(editions), "") or _own_source(stem, ours, memories, told)
    return Lineage(chosen, tuple(memory for memory in alike if memory != ours + chosen)[:_SIBLINGS])


def _alike(memories: Mapping[str, int], told: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return the memories that share at least half of the shorter list's rows, the nearest first."""
    found = []
    for memory, size in memories.items():
        shared = sum(_agrees(key, told[key], known) for key, known in known_names(memory, told).items())
        if shared and shared * 2 >= min(len(told), size):
            found.append((-shared, memory))
    return [memory for _shared, memory in sorted(found)]


def _own_source(stem: str, ours: str, memories: Mapping[str, int], told: Mapping[str, tuple[str, str]]) -> str:
    name, number = stem, 1
    while ours + name in memories and _are_strangers(ours + name, told):
        number += 1
        name = f"{stem} ({number})"
    return name


def _are_strangers(memory: str, told: Mapping[str, tuple[str, str]]) -> bool:
    known = {key: here for key, here in known_names(memory, told).items() if key.startswith("id:")}
    return len(known) >= _STRANGERS and not any(_agrees(key, told[key], here) for key, here in known.items())


def _agrees(key: str, told: tuple[str, str], known: tuple[str, str]) -> bool:
    """Say whether a row and a remembered one are the same: the same content, or the same number and name."""
    return told[0] == known[0] or (key.startswith("id:") and bool(told[1]) and told[1] == known[1])


def demand_state(batch: ImportBatch, *states: BatchState) -> None:
    """Refuse an act that a batch's state does not allow."""
    if batch.state not in states:
        raise ConflictError("This import is no longer where you saw it. Look at it again.")
