"""`crm export`: any list or saved view as a file for a spreadsheet program."""

from pathlib import Path

import click

from crm.cli.shared import Answer, in_number, verb, written_whole
from crm.core.actor import Actor
from crm.core.errors import DomainError
from crm.core.fields.registry import get_record_kind
from crm.segments.queries import Wanted, get_view_by_name
from crm.segments.services.exports import FORMS, export_list, exported_fields
from crm.segments.values import read_question, usual_question

LISTS = ("organizations", "people", "signatures", "volunteers", "tasks", "interactions")


@verb("export", help="Write a list or a saved view as CSV or XLSX; the ending of the file says which.")
@click.argument("record", type=click.Choice(LISTS), metavar="LIST")
@click.option("--view", "view_name", metavar="NAME", help="A saved view of the list; else all of it.")
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file to write; one that is there is replaced when the new one is whole.",
)
def export_command(*, record: str, view_name: str | None, target: Path, actor: Actor) -> Answer:
    """Export a list."""
    kind = get_record_kind(record)
    form = target.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise DomainError("Give the file the ending .csv or .xlsx.")
    wanted = Wanted(usual_question(kind.key))
    keys: tuple[str, ...] = ()
    if view_name:
        view = get_view_by_name(record, view_name)
        wanted = Wanted(read_question(view.question), order=view.order)
        keys = (kind.order.removeprefix("-"), *view.columns) if view.columns else ()
    with written_whole(target) as part:
        done = export_list(wanted, exported_fields(record, keys), part, form=form, actor=actor)
    data = {"file": str(target), "rows": done.rows, "columns": list(done.columns)}
    return data, f"{in_number(done.rows, 'row is', 'rows are')} in {target}."
