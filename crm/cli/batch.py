"""`crm batch`: imports that were brought in are looked at, decided, repaired, taken back."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from crm.cli.imports import parents_of
from crm.cli.shared import Answer, in_number, verb, written_whole
from crm.core.actor import Actor
from crm.core.db import LARGEST_ID, read_id
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch, list_batches, walk_rows
from crm.imports.services import begin_undo, decide_rows, retry_file, undo_import, walk_refused
from crm.imports.values import RowOutcome
from crm.imports.values.parts import read_spans
from crm.imports.values.remarks import in_english

_ID = click.IntRange(1, LARGEST_ID)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("batch", help="Imports that were brought in: look, decide, repair, take back.")
def batch_group() -> None:
    """Group the commands about batches."""


def batch_facts(batch: ImportBatch) -> dict[str, Any]:
    """Return what is told of every batch."""
    counts = {outcome.value: batch.counts.get(outcome.value, 0) for outcome in RowOutcome}
    return {
        "batch": batch.id,
        "file": batch.file_name,
        "as": batch.import_as.value,
        "statement": batch.statement.slug if batch.statement else None,
        "source": batch.source,
        "state": batch.state.value,
        "rows": batch.row_count,
        **counts,
        "created_at": batch.created_at.isoformat(),
        "user": batch.user_name,
    }


def batch_line(facts: dict[str, Any]) -> str:
    """Return the same in one line."""
    rows = in_number(facts["rows"], "row", "rows")
    return (
        f"{facts['batch']:>5}  {facts['state']:<8}  {facts['file']}: {rows}, {facts['created']} new, "
        f"{facts['updated']} updated, {facts['same']} same, {facts['decide']} to decide, {facts['refused']} refused"
    )


@verb("list", help="List the newest imports.")
def list_command(*, actor: Actor) -> Answer:
    """List batches."""
    batches = [batch_facts(batch) for batch in list_batches()]
    return {"batches": batches}, "\n".join(map(batch_line, batches)) or "Nothing was imported yet."


@verb("show", help="Show one import: its counts, what waits for a decision, what was refused.")
@click.argument("batch_id", metavar="ID", type=_ID)
def show_command(batch_id: int, *, actor: Actor) -> Answer:
    """Show a batch."""
    batch = get_batch(batch_id)
    told = batch_facts(batch) | {
        "mapping": batch.mapping,
        "refused_rows": [
            {"row": row.number, "reason": in_english(row.reason)} for row in walk_rows(batch_id, RowOutcome.REFUSED)
        ],
        "decide_rows": [
            {"row": row.number, "name": row.cells, "candidates": row.candidates}
            for row in walk_rows(batch_id, RowOutcome.DECIDE)
        ],
        "undo": _undo_facts(batch),
        "parents": parents_of(batch),
    }
    lines = [batch_line(told)]
    lines += [f"  and {name}, which rows name as their parent or network" for name in told["parents"]]
    lines += [f"  row {one['row']}: {one['reason']}" for one in told["refused_rows"]]
    lines += [
        f"  row {one['row']} could be " + ", ".join(f"{each.get('id')} ({each['score']})" for each in one["candidates"])
        for one in told["decide_rows"]
    ]
    return told, "\n".join(lines)


@verb("decide", help="Decide rows: ROW=CONTACT for the same as a record, ROW=new, or ROW=skip.")
@click.argument("batch_id", metavar="ID", type=_ID)
@click.argument("decisions", nargs=-1, required=True, metavar="ROW=CONTACT|new|skip ...")
def decide_command(batch_id: int, decisions: tuple[str, ...], *, actor: Actor) -> Answer:
    """Decide rows of a batch."""
    told = batch_facts(decide_rows(batch_id, _read_decisions(decisions), actor=actor))
    return told, batch_line(told)


def _is_id(text: str) -> bool:
    return read_id(text) is not None


def _read_decisions(texts: Iterable[str]) -> dict[int, str]:
    read: dict[int, str] = {}
    for row, decision in map(_read_decision, texts):
        if row in read:
            raise click.UsageError(f"Row {row} is decided twice.")
        read[row] = decision
    return read


def _read_decision(text: str) -> tuple[int, str]:
    row, equals, decision = text.partition("=")
    if not equals or not _is_id(row) or not (decision in {"new", "skip"} or decision.isdecimal()):
        raise click.UsageError(f"“{text}” is no decision: write 12=345, 12=new or 12=skip.")
    return int(row), decision


@verb("undo", help="Take an import back: what it made goes, what it changed is restored.")
@click.argument("batch_id", metavar="ID", type=_ID)
@click.option("--rows", default="", metavar="3,7-9", help="Take back these rows only.")
def undo_command(batch_id: int, rows: str, *, actor: Actor) -> Answer:
    """Undo a batch, or rows of it."""
    begin_undo(batch_id, rows=read_spans(rows), actor=actor)
    batch = undo_import(batch_id, actor=actor)
    told = {"batch": batch.id, "state": batch.state.value, **_undo_facts(batch)}
    rows = in_number(told["reversed"], "row", "rows")
    words = f"{rows} taken back, {told['kept']} kept, {told['partly']} taken back in part."
    return told, "\n".join([words, *(f"  row {one['row']} {one['was']}" for one in told["rows"])])


def _undo_facts(batch: ImportBatch) -> dict[str, Any]:
    report = batch.undo_report or {}
    return {
        "reversed": report.get("reversed", 0),
        "kept": report.get("kept", 0),
        "partly": report.get("partly", 0),
        "rows": report.get("rows", []),
    }


@verb("refused", help="Write the rows that could not be read to a file, each with its reason.")
@click.argument("batch_id", metavar="ID", type=_ID)
@click.option("-o", "out", type=_NEW_FILE, required=True, metavar="OUT.csv")
def refused_command(batch_id: int, out: Path, *, actor: Actor) -> Answer:
    """Give the refused rows back."""
    with written_whole(out) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        lines = sum(1 for _ in map(csv.writer(file).writerow, walk_refused(batch_id)))
    rows = lines - 1  # the first is the header
    return {"batch": batch_id, "file": str(out), "rows": rows}, f"{out}: {in_number(rows, 'row', 'rows')}."


@verb("retry", help="Try refused rows again, from their file with what you corrected in it.")
@click.argument("batch_id", metavar="ID", type=_ID)
@click.argument("file", type=_FILE)
def retry_command(batch_id: int, file: Path, *, actor: Actor) -> Answer:
    """Try corrected rows again."""
    tried = retry_file(batch_id, file, file.name, actor=actor)
    lines = [{"row": row, "outcome": one.value} for row, one in tried.items()]
    told = batch_facts(get_batch(batch_id)) | {"tried": lines}
    still = sum(one is RowOutcome.REFUSED for one in tried.values())
    words = f"{in_number(len(tried), 'row', 'rows')} tried again, {still} refused again."
    return told, "\n".join([words, batch_line(told)])


for _command in (list_command, show_command, decide_command, undo_command, refused_command, retry_command):
    batch_group.add_command(_command)
