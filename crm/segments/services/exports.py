"""Exports: what a list shows as a file, row by row, however many there are."""

import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from crm.accounts.queries import list_teams, list_users
from crm.accounts.values import Permission
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic, db
from crm.core.errors import DomainError, ForbiddenError
from crm.core.fields.registry import fields_of, get_record_kind
from crm.core.fields.values import Field, FieldKind, Relation
from crm.core.own_ids import OWN_ID, get_sign, write_own_id
from crm.core.sheets import DIALECTS, Program, stream_json_lines, stream_slices, write_xlsx
from crm.core.sheets.streams import plain_text
from crm.core.sheets.vcard_writing import stream_cards
from crm.core.words import N_
from crm.segments.queries import Wanted, count_protected, each_values, select_segment
from crm.segments.services.cards import CARD_LISTS, card_of, role_of
from crm.segments.values import Condition, Question

SEPARATOR = "; "
_BLOCK = 1 << 16


class Form(StrEnum):
    """The format of a file, by its ending."""

    CSV = "csv"
    XLSX = "xlsx"
    VCF = "vcf"
    JSONL = "jsonl"


FORMS = tuple(form.value for form in Form)
FORM_WORDS = {
    Form.CSV: N_("CSV, for every spreadsheet program"),
    Form.XLSX: N_("XLSX, a workbook for Excel and LibreOffice"),
    Form.VCF: N_("vCard, for address books"),
    Form.JSONL: N_("JSON lines, for other programs"),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How an export is written and whom it leaves out."""

    form: Form = Form.CSV
    #: What opens the CSV file.
    program: Program = Program.EXCEL
    #: Puts a field's label into the words of a language; without it columns are called by their keys.
    translate: Callable[[str], str] | None = None
    #: Take people and organisations along who are limited to teams, as far as the reader sees them.
    with_protected: bool = False


@dataclass(slots=True)
class Exported:
    """What was written."""

    columns: tuple[str, ...]
    rows: int = 0
    #: Rows that were left out because they tell of somebody who is limited to teams.
    left_out: int = 0
    is_whole: bool = False


def exported_fields(kind: str, keys: Sequence[str] = ()) -> list[Field]:
    """Return the fields of an export: the named ones in their order, or the record's id and all that are exported."""
    known = {OWN_ID: id_field(kind), **fields_of(kind)}
    chosen = [known[key] for key in dict.fromkeys(keys) if key in known]
    return chosen or [one for one in known.values() if one.is_exported]


def id_field(kind: str) -> Field:
    """Return the column by which a file that comes back finds the same records."""
    return Field(kind, OWN_ID, N_("CRM id"), FieldKind.TEXT)


@dataclass(slots=True)
class Export:
    """One export under way: blocks of bytes to walk over once; when the walk ends, also half-way, the log knows it."""

    wanted: Wanted
    fields: Sequence[Field]
    shape: Shape
    actor: Actor
    done: Exported = field(init=False)
    _read: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        headers = (self._header(one) for one in self.fields)
        self.done = Exported(tuple(headers), left_out=0 if self.shape.with_protected else count_protected(self.wanted))

    def __iter__(self) -> Generator[bytes, None, None]:
        """Give the file block by block; each counts as sent with its rows when it is handed out."""
        try:
            for block in self._blocks():
                self.done.rows = self._read
                yield block
            self.done.is_whole = True
        finally:
            self._note()

    def _header(self, one: Field) -> str:
        by_key = self.shape.translate is None or self.shape.form not in {Form.CSV, Form.XLSX}
        return (one.header or one.key) if by_key or self.shape.translate is None else self.shape.translate(one.label)

    def _blocks(self) -> Iterator[bytes]:
        form, headers = self.shape.form, self.done.columns
        if form is Form.XLSX:
            with tempfile.TemporaryFile() as file:
                write_xlsx(file, headers, (row for columns in self._flat() for row in zip(*columns, strict=True)))
                file.seek(0)
                while block := file.read(_BLOCK):
                    yield block
        elif form is Form.CSV:
            yield from stream_slices(headers, self._flat(), DIALECTS[self.shape.program])
        elif form is Form.JSONL:
            yield from stream_json_lines(headers, self._slices())
        else:
            yield from stream_cards(self._cards())

    def _cards(self) -> Iterator[Any]:
        keys, kind = [one.key for one in self.fields], self.wanted.question.record
        for columns in self._slices():
            yield (card_of(kind, dict(zip(keys, row, strict=True))) for row in zip(*columns, strict=True))

    def _flat(self) -> Iterator[list[Sequence[Any]]]:
        """Give the slices as cells of a table: several values between semicolons, yes and no in words."""
        for columns in self._slices():
            yield [_flattened(column) for column in columns]

    def _slices(self) -> Iterator[list[Sequence[Any]]]:
        """Give the values of the fields, some thousand rows at a time, users and teams by name."""
        wanted = replace(self.wanted, is_open=not self.shape.with_protected)
        names = {FieldKind.USER: _names(list_users()), FieldKind.TEAM: _names(list_teams())}
        stored = [one for one in self.fields if one.key != OWN_ID]
        sign = get_sign(actor=self.actor) if len(stored) < len(self.fields) else ""
        for ids, values in each_values(wanted, stored):
            columns = [
                _named(column, names[one.kind]) if one.kind in names else column
                for one, column in zip(stored, values, strict=True)
            ]
            if sign:
                place = next(place for place, one in enumerate(self.fields) if one.key == OWN_ID)
                columns.insert(place, [write_own_id(sign, wanted.question.record, one) for one in ids])
            self._read += len(ids)
            yield columns

    def _note(self) -> None:
        """Write into the audit log how many rows went out, and whether that was all of them."""
        db.session.rollback()
        told: dict[str, Any] = {"rows": self.done.rows, "form": self.shape.form, "columns": list(self.done.columns)}
        if self.done.left_out:
            told["left_out"] = self.done.left_out
        if not self.done.is_whole:
            told["broke_off"] = True
        with atomic(self.actor):
            record(self.actor, "list.exported", self.wanted.question.record, **told)


def begin_export(wanted: Wanted, fields: Sequence[Field], shape: Shape, *, actor: Actor) -> Export:
    """Prepare an export of everything that a list shows, as far as the reader sees it; walking over it sends it.

    Raises DomainError when a filter is not understood, or when the list's rows are nobody that a vCard could show.
    """
    if not actor.may(Permission.CONTACTS_EXPORT):
        raise ForbiddenError(N_("You may not export. Ask an administrator if you should."))
    if shape.form is Form.VCF and wanted.question.record not in CARD_LISTS:
        raise DomainError(N_("Only lists of people and organisations become vCards."), "form")
    select_segment(wanted.question)
    return Export(wanted, fields, shape, actor)


def read_form(text: str) -> Form:
    """Return the format of that ending; raise DomainError for another."""
    try:
        return Form(text)
    except ValueError:
        raise DomainError(N_("Files are exported as csv, xlsx, vcf or jsonl."), "form") from None


def read_program(text: str) -> Program:
    """Return the spreadsheet program of that name; the first one for another."""
    return Program(text) if text in set(Program) else Program.EXCEL


def export_list(
    wanted: Wanted, fields: Sequence[Field], target: Path | BinaryIO, shape: Shape, *, actor: Actor
) -> Exported:
    """Write everything that a list shows to a file or a stream of bytes (see `begin_export`)."""
    export = begin_export(wanted, fields, shape, actor=actor)
    if isinstance(target, Path):
        with target.open("wb") as file:
            file.writelines(export)
    else:
        target.writelines(export)
    return export.done


def cells_of(kind: str, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return what an export writes of some records now, by id and key of the field, as plain cells of text."""
    if not ids:
        return {}
    fields = [one for one in exported_fields(kind) if one.key != OWN_ID]
    both = (Relation.IS.value, ("yes", "no"))
    every = Question(kind, tuple(Condition(name, *both) for name, _relation, _value in get_record_kind(kind).usual))
    names = {FieldKind.USER: _names(list_users()), FieldKind.TEAM: _names(list_teams())}
    found: dict[int, dict[str, str]] = {}
    for row_ids, columns in each_values(Wanted(every, ids=tuple(ids)), fields):
        named = (
            _flattened(_named(column, names[one.kind]) if one.kind in names else column)
            for one, column in zip(fields, columns, strict=True)
        )
        for row_id, row in zip(row_ids, zip(*named, strict=True), strict=True):
            texts = {one.key: _as_text(cell) for one, cell in zip(fields, row, strict=True)}
            found[row_id] = {**texts, "role": texts.get("role") or _role_of(kind, texts)}
    return found


def _as_text(cell: Any) -> str:
    return cell if isinstance(cell, str) else plain_text(cell)


def _role_of(kind: str, texts: dict[str, str]) -> str:
    places = texts.get("affiliations", "").split(SEPARATOR)
    return role_of(kind, {**texts, "affiliations": places})


def _names(rows: Sequence[Any]) -> dict[int, str]:
    return {row.id: row.name for row in rows}


def _named(column: Sequence[Any], names: dict[int, str]) -> list[Any]:
    """Put names for numbers, of users and teams."""
    return [
        [names[one] for one in value if one in names] if isinstance(value, list) else names.get(value)
        for value in column
    ]


def _flattened(column: Sequence[Any]) -> Sequence[Any]:
    """Return a column as cells: several values between semicolons, yes and no in words, the rest as it is."""
    kinds = set(map(type, column))
    if not kinds & {list, tuple, bool}:
        return column
    return [flat_cell(value) for value in column]


def flat_cell(value: Any) -> Any:
    """Return one value as a cell."""
    if type(value) is list or type(value) is tuple:
        return str(value[0]) if len(value) == 1 else SEPARATOR.join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
