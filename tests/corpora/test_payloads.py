"""Words that are known to break programs: whatever is sent, no page answers with an error of the server."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import Context
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from crm.accounts.values import Role
from crm.core.actor import SHELL
from crm.imports.queries import list_batches
from crm.imports.services import begin_import, match_columns, prepare_review, run_import
from crm.imports.values import BatchState
from tests.factories.contacts import an_organization
from tests.web.kit import Browser, client_for

OK, FOUND = 200, 302
SERVER_ERROR = 500
T = TypeVar("T")
#: The ordinary run joins so many strings and sends them to every third place, in turn; --big sends each alone to all.
JOINED = 20
TURNS = 3
PAGES = (
    "/organizations",
    "/people",
    "/tasks/",
    "/tasks/list",
    "/",
    "/follow-ups",
    "/change-log",
    "/imports/",
    "/users",
)


@pytest.fixture
def payloads(corpora: Path) -> list[str]:
    """Return the strings of both lists, and some that no file can hold."""
    folder = corpora / "payloads"
    naughty: list[str] = json.loads((folder / "blns.json").read_text(encoding="utf-8"))
    formulas = (folder / "csv_injection_payloadbox.txt").read_text(encoding="utf-8").splitlines()
    return [
        *dict.fromkeys([*naughty, *formulas, "\0", "a\0b", "\ud800".encode("utf-8", "replace").decode(), "9" * 400])
    ]


def test_no_address_breaks_a_page(app: Flask, payloads: list[str], request: pytest.FixtureRequest) -> None:
    """As search, as filter, as column, order, cursor and name of a view."""
    client = client_for(app, Role.ADMIN)
    an_organization("Reef Watch", country="KE")
    for number, text in enumerate(_joined(payloads, request)):
        _ask(client, "/organizations", {"q": text})
        places: list[tuple[str, dict[str, object]]] = [
            ("/organizations", {"f": [f"country:is:{text}", f"name:{text}", text], "cols": text, "order": text}),
            ("/organizations", {"view": text, "after": text}),
            ("/people", {"af": text, "ar": text, "av": text}),
            ("/people", {"af": "country", "ar": "is", "av": text}),
            ("/contacts/find", {"q": text}),
            ("/change-log", dict.fromkeys(("who", "what", "after", "action", "record", "since", "until"), text)),
        ]
        for path, query in _in_turn(places, number, request):
            _ask(client, path, query)


def test_no_words_in_forms_break_a_page(app: Flask, payloads: list[str], request: pytest.FixtureRequest) -> None:
    """As every field of organisations, people, tasks, contacts made and saved views, then on pages."""
    client = client_for(app, Role.ADMIN)
    known = an_organization("Reef Watch")
    forms = {
        "/contacts/new?kind=organization": (
            "name",
            "native_name",
            "city",
            "emails",
            "phones",
            "website",
            "notes",
            "country",
            "languages",
        ),
        "/contacts/new?kind=person": ("name", "organization", "role", "emails", "notes", "stage"),
        "/tasks/new": ("title", "description", "places", "due_on", "skills", "languages", "priority", "owner"),
        f"/interactions/new?contacts={known.id}": (
            "text",
            "at",
            "minutes",
            "kind",
            "outcome",
            "follow_up_on",
            "follow_up_text",
        ),
        f"/follow-ups/new?contact={known.id}": ("text", "due_on", "owner", "kind"),
        "/lists/organizations/views/new": ("name", "audience"),
    }
    right = {"places": "1", "contacts": [str(known.id)], "audience": "private", "is_other": "yes", "priority": "normal"}
    taken: set[str] = set()
    for number, text in enumerate(_joined(payloads, request)):
        for path, fields in _in_turn(forms.items(), number, request):
            _send(client, path, {**right, **dict.fromkeys(fields, text)})
            owner = "0" if path.startswith("/tasks") else ""
            if (
                _send(
                    client,
                    path,
                    {**right, "owner": owner, "stage": "identified", "due_on": "2027-01-31", fields[0]: text[:150]},
                )
                == FOUND
            ):
                taken.add(path)
    assert "/contacts/new?kind=organization" in taken
    assert "/contacts/new?kind=person" in taken
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, f"{path} answers {answer.status_code}"


def test_no_cells_and_headers_break_an_import(app: Flask, payloads: list[str]) -> None:
    """As names and facts, then as the headers themselves, a hundred at a time."""
    client = client_for(app, Role.ADMIN)
    # A file with a null in it is refused whole; the tests of sheets say so.
    payloads = [text for text in payloads if "\0" not in text]
    cells = [[text, text[:20], text, text] for text in payloads]
    _bring_in(client, [["Name", "Country", "Mail", "Notes"], *cells])
    for some in _portions(payloads, 100):
        _bring_in(client, [some, [f"Value {place}" for place in range(len(some))]])
    for path in PAGES:
        assert client.get(path).status_code == 200
    for format_ in ("csv", "xlsx"):
        assert client.get(f"/lists/organizations/export?format={format_}").status_code < SERVER_ERROR


def _bring_in(client: Browser, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = (io.BytesIO(text.getvalue().encode("utf-8", "surrogatepass")), "list.csv")
    answer = client.post(
        "/imports/new",
        data={"file": file, "import_as": "organizations", "statement": ""},
        content_type="multipart/form-data",
    )
    assert answer.status_code == FOUND
    batch = list_batches()[0]
    assert _open(client, f"/imports/{batch.id}/columns").status_code == OK
    columns = batch.reading["columns"]
    mapping = {**dict.fromkeys(columns), columns[0]: "name"}
    match_columns(batch.id, mapping, only_fill=False, version=batch.version, actor=SHELL)
    prepare_review(batch.id, actor=SHELL, progress=lambda _done, _all: None)
    assert _open(client, f"/imports/{batch.id}").status_code == OK
    begin_import(batch.id, actor=SHELL)
    assert run_import(batch.id, actor=SHELL).state is BatchState.DONE
    assert _open(client, f"/imports/{batch.id}").status_code == 200


def _ask(client: Browser, path: str, query: dict[str, object]) -> None:
    with _named(path, query):
        assert _open(client, path, query_string=query).status_code < SERVER_ERROR


def _send(client: Browser, path: str, data: dict[str, object]) -> int:
    with _named(path, data):
        status = _open(client, path, method="POST", data=data).status_code
        assert status < SERVER_ERROR
    return status


def _open(client: Browser, path: str, **sent: Any) -> TestResponse:
    """Send a request without reading the page by the letter, which takes longer than the page itself."""
    return Context().run(FlaskClient.open, client, path, **sent)


def _joined(payloads: list[str], request: pytest.FixtureRequest) -> list[str]:
    if request.config.getoption("--big"):
        return payloads
    return [" ".join(some) for some in _portions(payloads, JOINED)]


def _in_turn(places: Iterable[T], number: int, request: pytest.FixtureRequest) -> list[T]:
    turns = 1 if request.config.getoption("--big") else TURNS
    return [place for at, place in enumerate(places) if (at + number) % turns == 0]


@contextmanager
def _named(path: str, sent: object) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        error.add_note(f"{path} was sent {sent!r:.400}")
        raise


def _portions(texts: list[str], size: int) -> Iterator[list[str]]:
    rest = iter(texts)
    while some := list(islice(rest, size)):
        yield some
