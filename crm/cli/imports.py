"""`crm import` and `crm batch`: a spreadsheet brought in, looked at, decided, taken back."""

import csv
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import click

from crm.cli.shared import Answer, in_number, say, verb
from crm.cli.sheet import reading_options
from crm.core.actor import Actor
from crm.core.db import LARGEST_ID
from crm.core.errors import DomainError
from crm.core.sheets.wishes import OPTIONS, checked_options
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import walk_rows
from crm.imports.services import (
    ImportWish,
    begin_command,
    count_silent,
    key_of_command,
    preview_file,
    run_import,
    upload_file,
)
from crm.imports.values import ImportAs, RowOutcome
from crm.imports.values.columns import How
from crm.imports.values.plans import RowPlan
from crm.imports.values.remarks import in_english
from crm.imports.values.rules import check_rules

#: One line of --outcomes: row, outcome, contact_id, candidates, reason.
Line = tuple[int, str, str, str, str]
_HEADER = ("row", "outcome", "contact_id", "candidates", "reason")
_NO_MAPPING = 'The mapping is no JSON: write {"column": "field" or null}.'
_ID = click.IntRange(1, LARGEST_ID)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@verb("import", help="Bring a spreadsheet in: organisations, people or signatures.")
@click.argument("file", type=_FILE)
@click.option(
    "--as", "import_as", type=click.Choice([one.value for one in ImportAs]), required=True, help="What its rows are."
)
@click.option(
    "--statement", default="", metavar="SLUG", help="The statement that was signed; made as a draft if unknown."
)
@click.option("--mapping", type=_FILE, help="JSON of column to field, or to null for what is not imported.")
@click.option(
    "--source", default="", metavar="NAME", help="The list that this file is an edition of; else it is found out."
)
@click.option("--only-fill", is_flag=True, help="Fill empty fields only.")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="FIELD=correct|fill|overwrite|never",
    help="What happens with the values that records have in a field; may be said again.",
)
@click.option("--preview", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--outcomes", type=_NEW_FILE, metavar="OUT.csv", help="Write what became of each row.")
@reading_options
def import_command(
    file: Path,
    import_as: str,
    mapping: Path | None,
    outcomes: Path | None,
    *,
    preview: bool,
    actor: Actor,
    **wished: Any,
) -> Answer:
    """Bring a file in, or say what that would do."""
    if wished["statement"] and import_as != ImportAs.SIGNATURES:
        raise click.UsageError("Only signatures are under a statement: leave --statement out.")
    wished["rules"] = _read_rules(wished["rules"])
    wished["reading"] = checked_options({name: wished.pop(name) for name in OPTIONS})
    wish = ImportWish(import_as=ImportAs(import_as), mapping=_read_mapping(mapping), **wished)
    began = time.monotonic()
    bring = _preview if preview else _import
    try:
        with _Outcomes(outcomes) as out:
            told = bring(file, wish, out, actor=actor)
    except DomainError as error:
        if mapping is not None and error.field == "mapping":
            raise _WrongMapping(str(error)) from error
        raise
    told["seconds"] = round(time.monotonic() - began, 3)
    return told, _in_words(told)


class _WrongMapping(click.ClickException):
    """A mapping that does not fit its file or its kind of rows: wrong usage, said in one sentence."""

    exit_code = 2


def _read_mapping(path: Path | None) -> dict[str, object] | None:
    if path is None:
        return None
    try:
        mapping = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _WrongMapping(_NO_MAPPING) from error
    if not isinstance(mapping, dict):
        raise _WrongMapping(_NO_MAPPING)
    inner = mapping.get("mapping", mapping)
    return dict(inner) if isinstance(inner, dict) else dict(mapping)


def _read_rules(texts: Iterable[str]) -> dict[str, str]:
    """Return rules by field."""
    rules: dict[str, str] = {}
    for text in texts:
        field, equals, rule = text.partition("=")
        if not equals or field in rules:
            raise click.UsageError(f"“{text}” is no rule, or the second for its field: write country=overwrite.")
        rules[field] = rule
    try:
        return check_rules(rules)
    except DomainError as error:
        raise click.UsageError(str(error)) from error


class _Outcomes:
    """Counts what becomes of rows, and writes a line for each where a file was asked for."""

    def __init__(self, path: Path | None) -> None:
        self.counts = {outcome.value: 0 for outcome in RowOutcome}
        self.refused: list[dict[str, Any]] = []
        self._file = _open(path) if path else None
        self._writer = csv.writer(self._file) if self._file else None
        if self._writer:
            self._writer.writerow(_HEADER)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file:
            self._file.close()

    @property
    def is_wanted(self) -> bool:
        """Say whether a line for each row was asked for."""
        return self._writer is not None

    def take(self, lines: Iterable[Line]) -> None:
        """Take the lines of all rows, in file order."""
        for line in lines:
            number, outcome, _contact, _candidates, reason = line
            self.counts[outcome] += 1
            if outcome == RowOutcome.REFUSED:
                self.refused.append({"row": number, "reason": reason})
            if self._writer:
                self._writer.writerow(line)

    def believe(self, batch: ImportBatch) -> None:
        """Take the counts of a batch, and look only at the rows that were refused."""
        self.counts |= {outcome: batch.counts.get(outcome, 0) for outcome in self.counts}
        rows = walk_rows(batch.id, RowOutcome.REFUSED)
        self.refused = [{"row": row.number, "reason": in_english(row.reason)} for row in rows]


def _open(path: Path) -> Any:
    try:
        return path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise DomainError("%(path)s cannot be written (%(why)s).", path=path, why=error.strerror) from error


def _preview(file: Path, wish: ImportWish, out: _Outcomes, *, actor: Actor) -> dict[str, Any]:
    with preview_file(file, file.name, wish, actor=actor) as preview:
        if preview.makes_statement:
            say("The statement is not known; the import would make it as a draft.")
        _say_guesses(preview.reading)
        out.take(map(_planned_line, preview.plans))
        _say_parents(list(preview.parents), "Would make")
        return _told(None, preview.row_count, out, preview.mapping) | {"suppressed": len(preview.silent)}


def _planned_line(plan: RowPlan) -> Line:
    contact = _planned(plan.contact) if plan.contact is not None else ""
    candidates = " ".join(f"{_planned(one.id)}:{one.score}" for one in plan.candidates)
    return plan.row.number, plan.outcome.value, contact, candidates, " ".join(map(str, plan.remarks))


def _planned(contact: int) -> str:
    return str(contact) if contact > 0 else f"new{contact}"


def _import(file: Path, wish: ImportWish, out: _Outcomes, *, actor: Actor) -> dict[str, Any]:
    wish = ImportWish(
        import_as=wish.import_as, statement=wish.statement, source=wish.source, mapping=wish.mapping,
        only_fill=wish.only_fill, rules=wish.rules, reading=wish.reading, once_key=key_of_command(file, wish),
    )  # fmt: skip
    batch = upload_file(file, file.name, wish, actor=actor)
    if batch.reading.get("made_statement") and batch.statement is not None:
        say(f"The statement “{batch.statement.slug}” was not known; it was made as a draft.")
    begin_command(batch.id, actor=actor)
    batch = run_import(batch.id, actor=actor)
    if batch.error:
        raise DomainError(batch.error)
    _say_guesses(batch.reading)
    _say_parents(parents_of(batch), "Made")
    if out.is_wanted:
        out.take(_stored_lines(batch.id))
    else:
        out.believe(batch)
    return _told(batch.id, batch.row_count, out, batch.mapping) | {"suppressed": count_silent(batch)}


def _say_guesses(reading: Mapping[str, Any]) -> None:
    """Let nobody take a guess for knowledge."""
    for header, (target, how) in reading.get("guesses", {}).items():
        if how == How.VALUES:
            say(f"The column “{header}” was taken as {target} by its values, a guess; --mapping says it otherwise.")


def parents_of(batch: ImportBatch) -> list[str]:
    """Return the organisations that were made because rows name them."""
    return [one["name"] for one in batch.reading.get("made_parents", [])]


def _say_parents(names: Sequence[str], made: str) -> None:
    if names:
        listed = ", ".join(sorted(names))
        count = in_number(len(names), "organisation", "organisations")
        say(f"{made} {count} that rows name as their parent or network, beside the rows: {listed}.")


def _stored_lines(batch_id: int) -> Iterator[Line]:
    return map(_stored_line, walk_rows(batch_id))


def _stored_line(row: ImportRow) -> Line:
    candidates = " ".join(f"{one.get('id') or 'row-' + str(one.get('row'))}:{one['score']}" for one in row.candidates)
    outcome = row.outcome.value if row.outcome else ""
    return row.number, outcome, str(row.contact_id or ""), candidates, in_english(row.reason)


def _told(batch_id: int | None, rows: int, out: _Outcomes, mapping: dict[str, Any]) -> dict[str, Any]:
    return {
        "batch": batch_id,
        "rows": rows,
        **out.counts,
        "mapping": mapping,
        "refused_rows": out.refused,
    }


def _in_words(told: dict[str, Any]) -> str:
    waits = in_number(told["decide"], "waits", "wait")
    counts = (
        f"{{created}} new, {{updated}} updated, {{same}} same as before, {waits} for a decision, {{refused}} refused"
    )
    head = f"Batch {told['batch']}: " if told["batch"] else "Nothing was written. "
    silent = f" {in_number(told['suppressed'], 'row is', 'rows are')} suppressed." if told["suppressed"] else ""
    return f"{head}{in_number(told['rows'], 'row', 'rows')}: {counts.format_map(told)}.{silent}"
