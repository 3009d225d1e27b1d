"""`crm bench`: what pages cost here, each measured beside a floor in the same run.

A figure is the median of five runs of ours and five of the floor, taken in turn, so that what else the machine does
falls on both. Ratios say more than milliseconds: they hold on another machine.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import Context
from http import HTTPStatus
from typing import Any

import click
from flask import Flask, template_rendered
from flask.cli import ScriptInfo
from flask.testing import FlaskClient
from jinja2 import Template

from crm.accounts.models import User
from crm.accounts.queries import list_active_users
from crm.accounts.services import begin_session, end_session
from crm.accounts.values import Role
from crm.cli.bench_data import data_command
from crm.cli.bench_export import export_bench_command
from crm.cli.bench_import import import_bench_command
from crm.cli.bench_match import match_command
from crm.cli.figures import Figure, answer, measure
from crm.cli.shared import Answer, say, verb
from crm.core.actor import Actor
from crm.core.errors import DomainError
from crm.core.paging import PAGE_SIZE
from crm.core.scope import current_reader, reading_as
from crm.segments.queries import Wanted, find_place, list_by_key, list_ids, list_page
from crm.segments.values import Condition, Question, usual_question

LETTERS = 3


@click.group("bench", help="Measure what pages cost here, beside a floor in the same run.")
def bench_group() -> None:
    """Group the measurements."""


@verb("lists", help="Lists of people: first page, deep page, by country, by first letters; floor: rows by primary key.")
@click.option("--record", default="people", show_default=True, help="The list that is measured.")
def lists_command(*, record: str, actor: Actor) -> Answer:
    """Measure list pages against the same rows fetched by primary key and put through the same template."""
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()
    user = _somebody()
    figures = []
    with reading_as(user.as_actor()), _signed_in(app, user) as client:
        for name, address, wanted, after in _pages(record):
            say(f"Measuring: {name} …")
            figures.append(_figure(app, client, name, address, list_page(wanted, after=after).rows))
    return answer(figures, record=record, user=user.email)


bench_group.add_command(lists_command)
bench_group.add_command(data_command)
bench_group.add_command(import_bench_command)
bench_group.add_command(match_command)
bench_group.add_command(export_bench_command)


def _pages(record: str) -> Iterator[tuple[str, str, Wanted, str | None]]:
    """Give the pages to measure: their name, address, what they show and where they begin."""
    usual = usual_question(record)
    plain = Wanted(usual)
    first = list_page(plain)
    if len(first.rows) < PAGE_SIZE:
        raise DomainError("There are too few rows to measure; make a base first.")
    url = f"/{record}"
    yield "first page", url, plain, None
    deep_row = list_ids(plain, above=_middle(plain), size=1)[0]
    deep = find_place(plain, deep_row)
    yield "deep page by key", f"{url}?after={deep}", plain, deep
    countries = Counter(row.country for row in first.rows if row.country).most_common(1)
    if not countries:
        raise DomainError("There is no country among the first rows to measure with; make a base first.")
    country = countries[0][0]
    by_country = Question(record, (*usual.conditions, Condition("country", "is", (country,))))
    filters = "&".join(f"f={condition.text}" for condition in by_country.conditions)
    yield f"filtered by country ({country})", f"{url}?{filters}", Wanted(by_country), None
    letters = _letters(list_page(plain, after=deep).rows)
    yield f"searched by first letters ({letters})", f"{url}?q={letters}", Wanted(usual, letters), None


def _middle(wanted: Wanted) -> int:
    """Return an id half-way between the lowest and the highest, found by halving."""
    low, high = 0, 2**31
    while high - low > 1:
        half = (low + high) // 2
        low, high = (half, high) if list_ids(wanted, above=half, size=1) else (low, half)
    return low // 2


def _letters(rows: Sequence[Any]) -> str:
    words = (row.name.split()[-1].lower() for row in rows)
    return next((word[:LETTERS] for word in words if word.isascii() and word.isalpha() and len(word) > LETTERS), "mar")


def _figure(app: Flask, client: FlaskClient, name: str, address: str, rows: Sequence[Any]) -> Figure:
    template, context = _rendered(app, client, address)
    ids = [row.id for row in rows]
    model, reader = type(rows[0]), current_reader()

    def floor() -> None:
        with reading_as(reader), app.app_context(), app.test_request_context(address):
            list_by_key(model, ids)
            template.render(context)

    # Each run begins with nothing at hand, like a request to a server: no session of the database, no row read before.
    return measure(
        name, lambda: Context().run(_get, client, address), lambda: Context().run(floor), note=f"{len(ids)} rows"
    )


def _rendered(app: Flask, client: FlaskClient, address: str) -> tuple[Template, dict[str, Any]]:
    """Return the template of a page and what it was given."""
    seen: list[tuple[Template, dict[str, Any]]] = []

    def keep(_app: Flask, template: Template, context: dict[str, Any], **_more: object) -> None:
        seen.append((template, context))

    with template_rendered.connected_to(keep, app):
        Context().run(_get, client, address)
    return seen[-1]


def _get(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    if response.status_code != HTTPStatus.OK:
        raise DomainError("%(address)s answered %(status)s.", address=address, status=response.status_code)


def _somebody() -> User:
    """Return the user as whom pages are asked for: an administrator, who sees all rows."""
    for user in list_active_users():
        if user.has_role(Role.ADMIN) and user.team_ids() is None:
            return user
    raise DomainError("Pages are measured as an administrator, and there is none yet. Add one first (crm user add).")


@contextmanager
def _signed_in(app: Flask, user: User) -> Iterator[FlaskClient]:
    """Give a browser that has signed in, and sign it out again."""
    token = begin_session(user.id, agent="crm bench", actor=user.as_actor())
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": token, "_fresh": True})
    try:
        yield client
    finally:
        end_session(token, actor=user.as_actor())
