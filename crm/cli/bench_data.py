"""`crm bench data`: very many invented contacts, to measure with."""

import time
from dataclasses import asdict
from pathlib import Path

import click

from crm.cli.shared import Answer, say, verb
from crm.core.actor import Actor
from crm.invented.services import admit_first, fill_bench, write_list
from crm.invented.values.logins import MEASURER


@verb("data", help="Fill an empty base with invented people and a twentieth of organisations, to measure with.")
@click.option("--people", type=int, default=1_000_000, show_default=True, metavar="N", help="How many people.")
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT.csv",
    help="Write a signatory list of so many rows instead, to measure imports with; the base stays as it is.",
)
def data_command(*, people: int, file: Path | None, actor: Actor) -> Answer:
    """Fill an empty base with very many contacts, the same for the same number, and admit who measures."""
    if file is not None:
        return _write_file(file, people)
    begun = time.perf_counter()
    size = fill_bench(people, actor=actor, tell=say)
    seconds = time.perf_counter() - begun
    words = (
        f"{size.people:,} people and {size.organizations:,} organisations, {size.rows:,} rows "
        f"in {seconds:,.0f} seconds ({size.people / seconds:,.0f} people a second)."
    )
    told = {**asdict(size), "seconds": round(seconds, 1)}
    if admit_first(MEASURER, actor=actor):
        told["login"] = {"email": MEASURER.email, "password": MEASURER.password}
        words += f"\nSign in as {MEASURER.email} with the password: {MEASURER.password}"
    return told, words


def _write_file(path: Path, rows: int) -> Answer:
    begun = time.perf_counter()
    size = write_list(path, rows)
    seconds = time.perf_counter() - begun
    told = {"file": str(path), "rows": rows, "bytes": size, "seconds": round(seconds, 1)}
    return told, f"{rows:,} signatures in {path} ({size / 1e6:,.1f} MB), written in {seconds:,.0f} seconds."
