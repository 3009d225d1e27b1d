"""Lists of other people, brought in."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crm.core.actor import SHELL, Actor
from crm.imports.models import ImportBatch
from crm.imports.services import ImportWish, begin_command, run_import, upload_file
from crm.imports.values import ImportAs


def a_list(folder: Path, text: str, name: str = "list.csv") -> Path:
    """Write a file from lines with cells between bars; the first line is the header."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return a_file(folder, rows, name)


def a_file(folder: Path, rows: Sequence[Sequence[str]], name: str = "list.csv", **dialect: Any) -> Path:
    """Write a CSV file; the first row is the header."""
    path = folder / name
    with path.open("w", encoding=dialect.pop("encoding", "utf-8"), newline="") as file:
        csv.writer(file, **dialect).writerows(rows)
    return path


def an_import(
    path: Path, import_as: ImportAs = ImportAs.ORGANIZATIONS, *, actor: Actor = SHELL, **wish: Any
) -> ImportBatch:
    """Bring a file in, whole."""
    batch = upload_file(path, path.name, ImportWish(import_as=import_as, **wish), actor=actor)
    begin_command(batch.id, actor=actor)
    return run_import(batch.id, actor=actor)


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """Return the counts that are not 0."""
    return {outcome: count for outcome, count in batch.counts.items() if count}
