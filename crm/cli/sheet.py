"""`crm sheet`: how a file from outside is read, and the table that is read of it."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from crm.cli.shared import Answer, in_number, verb, written_whole
from crm.core.actor import Actor
from crm.core.errors import DomainError
from crm.core.sheets import Sheet, read_sheet
from crm.core.sheets.wishes import checked_options, read_row_numbers

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_ROW = click.IntRange(1)
F = TypeVar("F", bound=Callable[..., Any])


class RowNumbers(click.ParamType[list[int]]):
    """Rows of a header by their numbers: "3", "3-4", "3,5"; 0 for a table without a header."""

    name = "rows"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[int]:
        """Read the numbers."""
        if isinstance(value, list):
            return value
        try:
            return read_row_numbers(str(value))
        except DomainError as error:
            self.fail(str(error), param, ctx)


def reading_options(function: F) -> F:
    """Add the options that correct how a file is read."""
    for option in (
        click.option("--last-row", type=_ROW, metavar="ROW", help="The last row of data."),
        click.option("--first-row", type=_ROW, metavar="ROW", help="The first row of data."),
        click.option(
            "--header-rows", type=RowNumbers(), metavar="ROWS", help="The rows of the header: 3, 3-4, or 0 for none."
        ),
        click.option("--delimiter", metavar="SIGN", help=r"What parts the cells of a text file; tab or \t for a tab."),
        click.option("--encoding", metavar="NAME", help="How a text file is written: utf-8, cp1252 ..."),
        click.option("--sheet", metavar="NAME", help="The sheet of a workbook, or the table of a web page."),
    ):
        function = option(function)
    return function


@click.group("sheet", help="How a file is read: what is guessed, and the table that is read.")
def sheet_group() -> None:
    """Group the commands about files."""


@verb("inspect", help="Say how a file is read: its kind, encoding, delimiter, header, first and last row of data.")
@click.argument("file", type=_FILE)
@reading_options
def inspect_command(*, file: Path, actor: Actor, **options: Any) -> Answer:
    """Tell how a file is read."""
    with read_sheet(file, **checked_options(options)) as sheet:
        told = _facts(sheet)
    return told, "\n".join(_lines(told))


def _facts(sheet: Sheet) -> dict[str, Any]:
    return {
        "kind": sheet.kind,
        "encoding": sheet.encoding,
        "delimiter": sheet.delimiter,
        "sheet": sheet.sheet,
        "header_rows": sheet.header_rows,
        "first_row": sheet.first_row,
        "last_row": sheet.last_row,
        "columns": sheet.columns,
        "rows": sheet.row_count,
        "confidence": sheet.sureness,
        "notes": [str(note) for note in sheet.notes],
    }


def _lines(told: dict[str, Any]) -> list[str]:
    header = ", ".join(map(str, told["header_rows"])) or "none"
    shown = {**told, "header_rows": header, "columns": ", ".join(told["columns"]), "delimiter": repr(told["delimiter"])}
    lines = [
        f"{name.replace('_', ' ')}: {value}"
        for name, value in shown.items()
        if name != "notes" and told[name] is not None
    ]
    return [*lines, *told["notes"]]


@verb("cat", help="Write the table of a file as CSV: its header, then exactly the rows of data.")
@click.argument("file", type=_FILE)
@click.option("-o", "--output", "target", type=_NEW_FILE, required=True, metavar="OUT.csv", help="The file to write.")
@reading_options
def cat_command(*, file: Path, target: Path, actor: Actor, **options: Any) -> Answer:
    """Write a table as it is read, cell by cell: without the guard of exports, since it shows what the file holds."""
    with read_sheet(file, **checked_options(options)) as sheet, written_whole(target) as part:
        with part.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(sheet.columns)
            writer.writerows(sheet)
        data: dict[str, Any] = {"file": str(target), "rows": sheet.row_count, "columns": sheet.columns}
    return data, f"{in_number(data['rows'], 'row is', 'rows are')} in {target}."


for _command in (inspect_command, cat_command):
    sheet_group.add_command(_command)
