"""`crm bench export`: a whole list as CSV, beside the database's own program that writes the same columns."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from crm.cli.figures import answer, measure
from crm.cli.shared import Answer, verb
from crm.core.actor import Actor
from crm.core.errors import DomainError
from crm.core.settings import settings
from crm.segments.queries import Wanted
from crm.segments.services.exports import Shape, export_list, exported_fields
from crm.segments.values import usual_question

_OWN = (
    "id, name, country, stage, main_person, last_contact_at, next_step, owner_id, languages, city, website,"
    " native_name, notes, created_at, is_archived, is_unnamed"
)
_FURTHER = {
    "contact_tag": "{join}(CAST(tag_id AS TEXT), '; ')",
    "contact_team": "{join}(CAST(team_id AS TEXT), '; ')",
    "contact_point": "{join}(value, '; ')",
    "contact_name": "{join}(name, '; ')",
    "external_key": "{join}(value || source, '; ')",
}
_POINTS = ("email", "phone", "postal")


@verb("export", help="A list of people as CSV; floor: the same columns by sqlite3 -csv, or by COPY of PostgreSQL.")
@click.option("--record", type=click.Choice(["people"]), default="people", show_default=True, help="What goes out.")
def export_bench_command(*, record: str, actor: Actor) -> Answer:
    """Measure an export against the database's own program."""
    with tempfile.TemporaryDirectory(prefix="crm-bench-") as folder:
        ours, theirs = Path(folder) / "ours.csv", Path(folder) / "floor.csv"

        def export() -> None:
            export_list(Wanted(usual_question(record)), exported_fields(record), ours, Shape(), actor=actor)

        figure = measure("a list of people as CSV", export, _floor(theirs), note="all fields")
        return answer([figure], record=record, bytes=ours.stat().st_size, floor_bytes=theirs.stat().st_size)


def _floor(target: Path) -> Callable[[], None]:
    """Return what writes the same columns without this program."""
    url = settings().database_url
    is_sqlite = url.startswith("sqlite")
    program = shutil.which("sqlite3" if is_sqlite else "psql")
    if program is None:
        raise DomainError("The database's own program is not installed here, so there is no floor to measure beside.")
    query = _query("group_concat" if is_sqlite else "string_agg")
    if is_sqlite:
        command = [program, "-csv", url.removeprefix("sqlite:///"), query]
    else:
        plain = url.replace("postgresql+psycopg://", "postgresql://")
        command = [program, plain, "-c", f"COPY ({query}) TO STDOUT CSV"]

    def write() -> None:
        with target.open("wb") as file:
            subprocess.run(command, stdout=file, check=True)

    return write


def _query(join: str) -> str:
    parts = []
    for table, what in _FURTHER.items():
        kinds = [f" AND kind = '{kind}'" for kind in _POINTS] if table == "contact_point" else [""]
        value = what.format(join=join)
        parts += [f"(SELECT {value} FROM {table} t WHERE t.contact_id = contact.id{kind})" for kind in kinds]  # noqa: S608 - tables and kinds named above
    places = f"{join}(COALESCE(o.name, a.organization_name) || COALESCE(a.role, ''), '; ')"
    parts.append(
        f"(SELECT {places} FROM affiliation a LEFT JOIN contact o ON o.id = a.organization_id"  # noqa: S608 - the name of a function of the database
        " WHERE a.person_id = contact.id)"
    )
    only = "kind = 'person' AND NOT is_archived AND NOT is_unnamed"
    return f"SELECT {_OWN}, {', '.join(parts)} FROM contact WHERE {only} ORDER BY sort_name, id"  # noqa: S608 - columns named above
