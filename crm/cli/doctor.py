"""`crm doctor`: one line a check."""

import sys
from collections.abc import Iterator

import click

from crm.cli.db import revisions
from crm.cli.shared import Answer, verb
from crm.core.actor import Actor
from crm.core.db import DatabaseError, in_words
from crm.core.errors import DomainError
from crm.core.health import CHECKS, Finding, Level

SIGNS = {Level.FINE: "ok", Level.WARNING: "look", Level.DANGER: "bad"}


@verb("doctor", help="Check database, disk, worker, mail out and backup, a line each.")
@click.option("--strict", is_flag=True, help="End with 1 when anything is not fine, for monitoring.")
def doctor_command(*, actor: Actor, strict: bool) -> Answer:
    """Say how the installation is; that something is wrong is an answer, so the exit code is 0 unless --strict."""
    findings = list(_examine())
    is_fine = all(finding.level is Level.FINE for finding in findings)
    data = {
        "fine": is_fine,
        "checks": [{"check": each.check, "level": each.level.value, "words": each.words} for each in findings],
    }
    words = "\n".join(f"{SIGNS[each.level]:<5} {each.check}: {each.words}" for each in findings)
    if strict and not is_fine:
        click.get_current_context().call_on_close(lambda: sys.exit(1))
    return data, words


def _examine() -> Iterator[Finding]:
    """Run every check; one that cannot be run is a finding itself."""
    for name, check in CHECKS.items():
        try:
            yield _check_tables() or check() if name == "database" else check()
        except (DomainError, DatabaseError) as error:
            said = in_words(error) if isinstance(error, DatabaseError) else error
            words = said.orig if isinstance(said, DatabaseError) else said
            yield Finding(name, Level.DANGER, "%(said)s", {"said": str(words).splitlines()[0]})


def _check_tables() -> Finding | None:
    here, head = revisions()
    if here == head:
        return None
    return Finding("database", Level.DANGER, "The tables are not those of this version: run crm db upgrade.")
