"""Exports: what a list shows as a file for a spreadsheet program, row by row, however many there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from crm.accounts.queries import list_teams, list_users
from crm.accounts.values import Permission
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic
from crm.core.errors import DomainError, ForbiddenError
from crm.core.fields.registry import fields_of
from crm.core.fields.values import Field, FieldKind
from crm.core.sheets import write_csv, write_xlsx
from crm.core.words import N_
from crm.segments.queries import Wanted, each_chunk, select_segment, values_of

FORMS = ("csv", "xlsx")
_SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    rows: int
    columns: tuple[str, ...]


def exported_fields(kind: str, keys: Sequence[str] = ()) -> list[Field]:
    """Return the fields of an export: the named ones in their order, or all that are exported."""
    fields = fields_of(kind)
    chosen = [fields[key] for key in keys if key in fields]
    return chosen or [field for field in fields.values() if field.is_exported]


def export_list(
    wanted: Wanted, fields: Sequence[Field], target: Path | BinaryIO, *, form: str, actor: Actor
) -> Exported:
    """Write everything that a list shows as CSV or XLSX, and note in the audit log how many rows went out.

    The rows are those that the reader sees. Raises DomainError when a filter is not understood.
    """
    if not actor.may(Permission.CONTACTS_EXPORT):
        raise ForbiddenError(N_("You may not export. Ask an administrator if you should."))
    if form not in FORMS:
        raise DomainError(N_("Files are exported as csv or xlsx."))
    select_segment(wanted.question)
    columns = tuple(field.header or field.key for field in fields)
    write = write_csv if form == "csv" else write_xlsx
    count = write(target, columns, _rows(wanted, fields))
    with atomic(actor):
        record(actor, "list.exported", wanted.question.record, rows=count, form=form, columns=list(columns))
    return Exported(count, columns)


def _rows(wanted: Wanted, fields: Sequence[Field]) -> Iterator[list[object]]:
    users = {user.id: user.name for user in list_users()}
    teams = {team.id: team.name for team in list_teams()}
    names = {FieldKind.USER: users, FieldKind.TEAM: teams}
    for rows in each_chunk(wanted):
        for values in values_of(fields, rows):
            yield [_cell(values[field.key], names.get(field.kind)) for field in fields]


def _cell(value: Any, names: dict[int, str] | None) -> object:
    """Return a value as it stands in a file: several between semicolons, users and teams by name, codes as they are."""
    if isinstance(value, list):
        return _SEPARATOR.join(str(_cell(one, names)) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return names.get(value, "") if names is not None and value is not None else value
