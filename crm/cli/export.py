"""`crm export`: any list or saved view as a file for a spreadsheet program, an address book or another program."""

from pathlib import Path

import click

from crm.cli.shared import Answer, in_number, verb, written_whole
from crm.core.actor import Actor
from crm.core.errors import DomainError
from crm.core.fields.registry import get_record_kind
from crm.core.mail.rendering import words_of
from crm.core.sheets import Program
from crm.segments.queries import Wanted, get_view_by_name
from crm.segments.services.exports import FORMS, Form, Shape, export_list, exported_fields
from crm.segments.values import read_question, usual_question

LISTS = ("organizations", "people", "signatures", "volunteers", "tasks", "interactions")


@verb(
    "export", help="Write a list or a saved view as CSV, XLSX, vCard or JSON lines; the ending of the file says which."
)
@click.argument("record", type=click.Choice(LISTS), metavar="LIST")
@click.option("--view", "view_name", metavar="NAME", help="A saved view of the list; else all of it.")
@click.option("--columns", "columns", metavar="KEYS", help="Fields between commas, in this order; else all of them.")
@click.option(
    "--for",
    "program",
    type=click.Choice([program.value for program in Program]),
    default=Program.EXCEL.value,
    show_default=True,
    help="What opens a CSV file.",
)
@click.option("--words", "language", metavar="LANGUAGE", help="Headers in the words of a language (en, es), not keys.")
@click.option("--with-protected", is_flag=True, help="Take along who is limited to teams; else they are left out.")
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file to write; one that is there is replaced when the new one is whole.",
)
def export_command(  # noqa: PLR0913 - click hands each option over by its name
    *,
    record: str,
    view_name: str | None,
    columns: str | None,
    program: str,
    language: str | None,
    with_protected: bool,
    target: Path,
    actor: Actor,
) -> Answer:
    """Export a list."""
    form = target.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise DomainError("Give the file the ending .csv, .xlsx, .vcf or .jsonl.")
    wanted, keys = _chosen(record, view_name)
    if columns is not None:
        keys = _known_keys(record, columns)
    translate = words_of(language).gettext if language else None
    shape = Shape(Form(form), Program(program), translate, with_protected=with_protected)
    with written_whole(target) as part:
        done = export_list(wanted, exported_fields(record, keys), part, shape, actor=actor)
    data = {"file": str(target), "rows": done.rows, "columns": list(done.columns), "left_out": done.left_out}
    words = f"{in_number(done.rows, 'row is', 'rows are')} in {target}."
    if done.left_out:
        left_out = in_number(done.left_out, "row that is limited to teams is", "rows that are limited to teams are")
        words += f"\n{left_out} left out; --with-protected takes them along."
    return data, words


def _chosen(record: str, view_name: str | None) -> tuple[Wanted, tuple[str, ...]]:
    """Return what goes out and its columns: of a saved view, or of the whole list."""
    kind = get_record_kind(record)
    if not view_name:
        return Wanted(usual_question(kind.key)), ()
    view = get_view_by_name(record, view_name)
    keys = (kind.order.removeprefix("-"), *view.columns) if view.columns else ()
    return Wanted(read_question(view.question), order=view.order), keys


def _known_keys(record: str, columns: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in columns.split(",") if key.strip())
    known = [one.key for one in exported_fields(record)]
    unknown = next((key for key in keys if key not in known), None)
    if unknown is not None or not keys:
        names = ", ".join(known)
        raise DomainError("There is no column “%(column)s”. There are: %(known)s.", column=unknown or "", known=names)
    return keys
