"""A browser for tests of pages: signed in, and strict about every page that it is given.

``client_for(app, Role.STAFF)`` returns a test client. Each request runs like a real one, in a context of its own. Each
answer in HTML is parsed by the letter of the standard; a duplicate id, a field without a label, a picture or button
without words, inline style or script, a reference to nothing, or a change that no `atomic()` committed fails the test.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, has_app_context, request_tearing_down
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from werkzeug.test import TestResponse

from crm.accounts.models import User
from crm.accounts.services import begin_session
from crm.accounts.values import Role
from crm.core.db import db, find_act
from tests.factories import a_user

#: What a person does not fill in.
_NOT_FILLED = {"hidden", "submit", "button", "image", "reset"}
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "popovertarget", "list")

_uncommitted: list[str] = []


class Browser(FlaskClient):
    """A client that reads every page strictly; `user` is who has signed in, None for the public."""

    user: User | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request as a process that does nothing else, and check what comes back."""
        _uncommitted.clear()
        response = Context().run(super().open, *args, **{"buffered": True, **kwargs})
        if has_app_context():
            db.session.rollback()
        response.request.environ["wsgi.input"].close()
        where = f"{response.request.method} {response.request.path}"
        assert not _uncommitted, f"{where} changed something outside of atomic(): {', '.join(_uncommitted)}"
        if response.mimetype == "text/html":
            faults = faults_of(response.text)
            assert not faults, f"{where} answered {response.status_code}: {'; '.join(faults)}"
        return response

    def sign_in_as(self, user: User) -> None:
        """Begin a session of this user, as the sign-in page does."""
        token = begin_session(user.id, agent="Firefox/140.0 of the tests", actor=user.as_actor())
        with self.session_transaction() as session:
            session.clear()
            session.update({"_user_id": token, "_fresh": True})
        self.user = user

    def submit(
        self, url: str, changes: Mapping[str, object], *, action: str | None = None, **kwargs: Any
    ) -> TestResponse:
        """Open a page, fill in its form (the one that is sent to `action`, else to the page) and send it.

        What is not among the changes is sent as the page shows it; None takes a field away.
        """
        page = self.get(url)
        assert page.status_code == 200, f"{url} answered {page.status_code}"
        values = form_values(page.text, action or url)
        for name, value in changes.items():
            values.pop(name, None)
            if value is not None:
                values[name] = value
        return self.post(action or url, data=values, **kwargs)


def client_for(app: Flask, role: Role | str | None = None, *, user: User | None = None, **facts: Any) -> Browser:
    """Return a client signed in as a new user with this role (`facts` go to `a_user`), as `user`, or as nobody."""
    _watch(app)
    client = Browser(app, app.response_class, use_cookies=True)
    if user is None and role is not None:
        user = a_user(Role(role), **facts)
    if user is not None:
        client.sign_in_as(user)
    return client


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collect the queries that a block makes, to hold a page to its number of them."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def form_values(html: str, action: str) -> dict[str, object]:
    """Return what a browser would send of the form with this action; lists where a name stands more than once."""
    tree = parse(html)
    for form in tree.iter("form"):
        if form.get("method", "get").lower() == "post" and form.get("action", action).split("#")[0] in {action, ""}:
            values: dict[str, object] = {}
            for name, value in _sent(form):
                known = values.get(name)
                several = [*known, value] if isinstance(known, list) else [known, value]
                values[name] = several if name in values else value
            return values
    actions = [form.get("action", "(the page itself)") for form in tree.iter("form")]
    raise AssertionError(f"no form is sent to {action}; there are {actions}")


def _sent(form: Element) -> Iterator[tuple[str, str]]:
    for field in form.iter():
        name = field.get("name")
        if name and field.get("disabled") is None:
            for value in _READ[field.tag](field) if field.tag in _READ else ():
                yield name, value


def _of_input(field: Element) -> list[str]:
    kind = field.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [] if kind in {"submit", "button", "image", "reset", "file"} else [field.get("value", "")]


def _of_select(field: Element) -> list[str]:
    options = list(field.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and field.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value", "".join(option.itertext()).strip()) for option in chosen]


_READ: dict[str, Callable[[Element], list[str]]] = {
    "textarea": lambda field: ["".join(field.itertext())],
    "select": _of_select,
    "input": _of_input,
}


def parse(html: str) -> Element:
    """Parse a document, or a fragment of one, by the letter of the standard; its root has all elements below it."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    whole = html.lstrip()[:9].lower() == "<!doctype"
    tree: Element = parser.parse(html) if whole else parser.parseFragment(html)
    return tree


def faults_of(html: str) -> list[str]:
    """Say everything that is wrong with a page."""
    try:
        tree = parse(html)
    except html5lib.html5parser.ParseError as error:
        return [f"the HTML is broken: {error}"]
    faults = [*_faults_of_ids(tree), *_faults_of_words(tree), *_faults_of_policy(tree), *_faults_of_keys(tree)]
    if tree.tag == "html" and (headings := len(list(tree.iter("h1")))) != 1:
        faults.append(f"{headings} h1 instead of one")
    return faults


def _faults_of_ids(tree: Element) -> Iterator[str]:
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    for name, times in ids.items():
        if times > 1:
            yield f"the id {name} stands {times} times"
    if tree.tag != "html":
        return
    for element in tree.iter():
        for attribute in _REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{attribute} of <{element.tag}> points to {name}, which is not there"


def _faults_of_words(tree: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(inner) for label in tree.iter("label") for inner in label.iter()}
    for element in tree.iter():
        named = element.get("aria-label") or element.get("aria-labelledby") or element.get("title")
        if element.tag in {"input", "select", "textarea"} and element.get("type") not in _NOT_FILLED:
            if not (named or element.get("id") in labelled or id(element) in wrapped):
                yield f"the field {element.get('name') or element.get('id')} has no label"
        elif element.tag == "img" and element.get("alt") is None:
            yield f"the picture {element.get('src')} has no alternative text"
        elif element.tag in {"button", "a"} and not (named or _has_words(element)):
            yield f"a <{element.tag}> has no words ({element.attrib})"


def _faults_of_keys(tree: Element) -> Iterator[str]:
    """Miss the key of a form in which somebody writes: what is sent twice is done once."""
    for form in tree.iter("form") if tree.get("data-reader") else ():
        fields = [field for field in form.iter() if field.tag in {"input", "select", "textarea"} and field.get("name")]
        is_written = any(field.get("type", "text") not in {*_NOT_FILLED, "checkbox", "radio"} for field in fields)
        has_key = any(field.get("name") == "once" for field in fields)
        if form.get("method", "get").lower() == "post" and is_written and not has_key:
            yield f"the form that is sent to {form.get('action', 'the page itself')} has no key"


def _has_words(element: Element) -> bool:
    pictures = any(picture.get("alt") for picture in element.iter("img"))
    return pictures or bool("".join(element.itertext()).strip())


def _faults_of_policy(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if element.get("style") is not None or element.tag == "style":
            yield f"<{element.tag}> has an inline style"
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            yield "an inline script"
        for attribute in element.attrib:
            if str(attribute).startswith("on"):
                yield f"<{element.tag}> has an inline {attribute}"


# --- changes that nobody committed -----------------------------------------------------------------------------------

_watched: set[int] = set()


def _watch(app: Flask) -> None:
    """Note changes that a request makes outside of `atomic()`."""
    request_tearing_down.connect(_note_leftovers, app)
    if not _watched:
        event.listen(db.session, "after_flush", _note_flush)
        event.listen(db.session, "do_orm_execute", _note_statement)
        _watched.add(1)


def _note_leftovers(_app: Flask, **_extra: object) -> None:
    session = db.session()
    changed = [row for row in session.dirty if session.is_modified(row)]
    left = (*session.new, *session.deleted, *changed)
    _uncommitted.extend(f"{type(row).__name__} left in the session" for row in left)


def _note_flush(_session: Session, _context: object) -> None:
    if find_act() is None:
        _uncommitted.append("a flush")


def _note_statement(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and find_act() is None:
        _uncommitted.append(str(state.statement))
