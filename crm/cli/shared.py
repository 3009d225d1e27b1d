"""What the commands share: who acts, one JSON object as answer, one sentence when nothing was done."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from crm.accounts.queries import find_user_by_email
from crm.accounts.values import Permission
from crm.core.actor import SHELL, Actor
from crm.core.db import DatabaseError, db, in_words, is_prepared
from crm.core.errors import DomainError, ForbiddenError, NotFoundError
from crm.core.scope import reading_as

#: What a command answers: the object for --json, and the lines for people.
Answer = tuple[dict[str, Any], str]


def verb(
    name: str, *, needs: Permission | None = None, **attributes: Any
) -> Callable[[Callable[..., Answer]], click.Command]:
    """Make a command of a function that takes ``actor`` and its options and returns the object and the words.

    ``needs`` is what a user named by --user must be allowed.

    Exit code 0: done. 1: nothing was done, one sentence on standard error. 2: wrong usage (click's own).
    """

    def wrap(function: Callable[..., Answer]) -> click.Command:
        @click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
        @click.option("--user", "acting_as", metavar="ADDRESS", help="Act as this user; else as the shell.")
        @wraps(function)
        def run(*, as_json: bool, acting_as: str | None, **options: Any) -> None:
            try:
                actor = _actor(acting_as)
                if needs is not None and not actor.may(needs):
                    raise ForbiddenError("%(name)s may not do this.", name=actor.name)
                with reading_as(actor):
                    data, words = function(actor=actor, **options)
            except DomainError as error:
                fail(str(error))
            except DatabaseError as error:
                fail(_in_words(error))
            click.echo(json.dumps(data, ensure_ascii=False, default=str) if as_json else words)

        within: Any = with_appcontext
        make: Any = click.command(name, **attributes)
        command: click.Command = make(within(run))
        return command

    return wrap


def _in_words(error: DatabaseError) -> str:
    words = in_words(error)
    if isinstance(words, DomainError):
        return str(words)
    db.session.rollback()
    if not is_prepared():
        return "The database is not prepared yet. Run crm db upgrade."
    return f"The database refused: {error.orig}"


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Give a place beside a file to write to; it takes the file's place at the end, or nothing is left of it."""
    part = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            part = Path(file.name)
        yield part
        part.replace(target)
    except OSError as error:
        raise DomainError("%(file)s cannot be written (%(why)s).", file=target, why=error.strerror) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def fail(sentence: str) -> None:
    """Say why nothing was done and end with 1."""
    click.echo(sentence, err=True)
    sys.exit(1)


def in_number(count: int, one: str, many: str) -> str:
    """Return a number with its word."""
    return f"{count} {one if count == 1 else many}"


def say(message: str) -> None:
    """Tell people something while work goes on; standard output belongs to the answer."""
    click.echo(message, err=True)


def _actor(email: str | None) -> Actor:
    if email is None:
        return SHELL
    user = find_user_by_email(email)
    if user is None or not user.is_active:
        raise NotFoundError("There is no active user with the address %(email)s.", email=email)
    return user.as_actor()
