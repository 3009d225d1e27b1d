"""Who may enter: every route, method and role against one file that people read, `roles.csv`.

`yes`: the door opens (whatever the page then says of an empty form). `own`: it opens, but only for what is one's own.
`no`: 403. `sign-in`: a page leads to signing in,
a form is answered 401. What is refused changes nothing; what is only looked at changes nothing either; what belongs to
another team is not found, and no answer names it.
"""

import csv
from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import BuildError, Rule
from werkzeug.test import TestResponse

from crm.accounts.values import PERMISSIONS_OF, Permission, Role
from crm.core.fields.registry import fields_of
from crm.factory import create_app
from crm.records.values import FILTERS
from crm.web.shared.access import OPEN, SIGNED_IN
from crm.web.shared.listing.page import find_list
from tests.architecture.world import CANARY, MAIL, PHONE, ROLES, SAID, SEEN, World, is_scoped, is_static
from tests.conftest import settings_for

FILE = Path(__file__).with_name("roles.csv")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
TEAM_ROLES = ("viewer", "staff", "coordinator")
#: Routes by which somebody who has signed in leads elsewhere without a look at their role.
NO_SESSION_LEFT = {"account.sign_out"}
#: Pages that take so much away at once that the log notes it.
NOTED = {"lists.export": ["audit_line"]}


def _app() -> Flask:
    """Return an application that only tells its routes."""
    folder = Path("/nonexistent")
    settings = settings_for(folder, "sqlite://", is_developer=True)
    object.__setattr__(settings, "data_dir", Path.cwd())
    return create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)


APP = _app()
RULES = {
    (rule.rule, method): rule
    for rule in APP.url_map.iter_rules()
    for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    if not is_static(rule)
}
PATHS = sorted({path for path, _method in RULES})


def _rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = {(row["route"], row["method"]): row for row in _rows()}


def _declared(rule: Rule, method: str) -> str:
    """Return the row that a route's own declaration amounts to, to be read and copied by a human."""
    access = getattr(APP.view_functions[rule.endpoint], "crm_access", None)
    cells = ["yes" if access == OPEN else "sign-in"]
    for role in ROLES[1:]:
        held = isinstance(access, Permission) and access in PERMISSIONS_OF[Role(role)]
        cells.append("yes" if held or access in {OPEN, SIGNED_IN} else "no")
    return ",".join([rule.rule, method, *cells])


def test_every_route_stands_in_the_file() -> None:
    missing = [_declared(RULES[key], key[1]) for key in sorted(RULES) if key not in ROWS]
    assert not missing, "say in tests/architecture/roles.csv who may enter, for example:\n" + "\n".join(missing)


def test_the_file_names_only_routes_that_exist_once_and_in_order() -> None:
    assert not [key for key in ROWS if key not in RULES]
    keys = [(row["route"], row["method"]) for row in _rows()]
    assert keys == sorted(set(keys))
    assert {cell for row in _rows() for cell in list(row.values())[2:]} <= {"yes", "own", "no", "sign-in"}


CELLS = sorted(key for key in ROWS if key in RULES)


#: A refusal in few words costs no page; what stands on pages is looked at where a door opens.
BRIEFLY = {"Accept": "application/json"}


def ask(world: World, role: str, method: str, url: str, **data: Any) -> TestResponse:
    """Send one request as a role, like a browser of its own."""
    client = world.app.test_client()
    if role != "public":
        client.set_cookie(world.app.config["SESSION_COOKIE_NAME"], world.cookies[role])
    answer = Context().run(client.open, url, method=method, buffered=True, **data)
    _check_headers(answer)
    return answer


def _check_headers(answer: TestResponse) -> None:
    """A22: the same headers on every response."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Server" not in answer.headers


def _url(world: World, rule: Rule, **which: Any) -> str:
    with world.app.test_request_context():
        adapter = world.app.url_map.bind("localhost")
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        try:
            return adapter.build(rule.endpoint, world.ids(rule, **which), method=method)
        except BuildError as error:  # pragma: no cover - advice for who adds a route
            raise AssertionError(f"{rule.rule}: say in tests/architecture/world.py what its parameters are") from error


def _fits(answer: TestResponse, expected: str, method: str) -> bool:
    leads_to_sign_in = answer.status_code == 302 and answer.location.startswith("/sign-in")
    if expected == "sign-in":
        return leads_to_sign_in if method == "GET" else answer.status_code == 401
    if expected == "no":
        return answer.status_code == 403
    if expected == "own":
        return answer.status_code in {200, 302, 403}
    return answer.status_code < 500 and answer.status_code not in {401, 403} and not leads_to_sign_in


@pytest.mark.parametrize("path, method", CELLS)
def test_the_door_opens_for_whom_the_file_says(restored: World, path: str, method: str) -> None:
    world, rule, row = restored, RULES[path, method], ROWS[path, method]
    for role in ROLES:
        url = _url(world, rule)
        headers = BRIEFLY if row[role] in {"no", "sign-in"} else {}
        answer = ask(world, role, method, url, headers=headers)
        if rule.endpoint in NO_SESSION_LEFT and row[role] == "yes":
            assert answer.status_code == 302
        else:
            assert _fits(answer, row[role], method), f"{role}: {answer.status_code} where the file says {row[role]}"
        changed = world.changes()
        if method == "GET" or row[role] != "yes":
            noted = NOTED.get(rule.endpoint, []) if row[role] == "yes" else []
            assert changed == noted, f"{role}: {method} {url} changed {changed}"
        if changed:
            world.restore()
        if role in TEAM_ROLES and row[role] == "yes":
            assert CANARY not in answer.text, f"{role} reads of another team at {url}"
        if role == "viewer":
            for secret in (SAID, MAIL, PHONE):
                assert secret not in answer.text, f"who only looks on reads {secret} at {url}"


HIDING = [key for key in CELLS if any(is_scoped(name) for name in RULES[key].arguments)]


@pytest.mark.parametrize("path, method", HIDING)
def test_what_belongs_to_another_team_is_not_found(restored: World, path: str, method: str) -> None:
    world, rule, row = restored, RULES[path, method], ROWS[path, method]
    scoped = {name for name in rule.arguments if is_scoped(name)}
    for role in TEAM_ROLES:
        if row[role] == "yes":
            for hidden in [scoped, *([{name} for name in scoped] if len(scoped) > 1 else [])]:
                url = _url(world, rule, hidden=hidden)
                answer = ask(world, role, method, url)
                assert not world.changes(), f"{role}: {method} {url} changed {world.changes()}"
                assert CANARY not in answer.text + str(answer.headers)
                # What hangs on a contact that may be seen can also have gone long ago: then nothing happens.
                gone = "contact_id" in rule.arguments - hidden and answer.status_code == 302
                assert gone or answer.status_code == 404, f"{role}: {method} {url} answers {answer.status_code}"


@pytest.mark.parametrize("path", [path for path in PATHS if (path, "GET") not in RULES])
def test_an_act_is_no_page(restored: World, path: str) -> None:
    answer = ask(restored, "admin", "GET", _url(restored, RULES[path, "POST"]), headers=BRIEFLY)
    assert answer.status_code == 405
    assert not restored.changes()


ACTS = [(path, method) for path, method in CELLS if method in UNSAFE]


@pytest.mark.parametrize("path, method", ACTS)
def test_nothing_is_done_without_the_token_of_this_browser(restored: World, path: str, method: str) -> None:
    world, row = restored, ROWS[path, method]
    roles = [role for role in ROLES if row[role] == "yes"]
    url = _url(world, RULES[path, method])
    world.app.config["WTF_CSRF_ENABLED"] = True
    try:
        for role in {roles[0], roles[-1]}:
            for data in ({}, {"csrf_token": "made up"}, {"csrf_token": _foreign_token(world)}):
                answer = ask(world, role, method, url, data=data, headers=BRIEFLY)
                assert answer.status_code == 400, f"{role}: {answer.status_code} with {data}"
                assert not world.changes()
    finally:
        world.app.config["WTF_CSRF_ENABLED"] = False


def _foreign_token(world: World) -> str:
    """Return the token that another browser was given."""
    if not world.foreign_token:
        page = ask(world, "public", "GET", "/sign-in").text
        world.foreign_token = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    return world.foreign_token


def test_every_address_is_written_alike() -> None:
    """Kebab-case, nouns, typed ids."""
    for (path, _method), rule in RULES.items():
        words = [word for word in path.split("/") if word and not word.startswith("<")]
        assert all(word == word.lower() and "_" not in word for word in words), path
        for name in rule.arguments:
            assert f"<int:{name}>" in path or not name.endswith("_id"), f"{path}: {name} is a number"


def test_a_route_that_says_nothing_lets_nobody_in(restored: World) -> None:
    view = restored.app.view_functions["users.index"]
    restored.app.view_functions["users.index"] = lambda: "open"
    try:
        assert [ask(restored, role, "GET", "/users").status_code for role in ROLES] == [403] * 5
    finally:
        restored.app.view_functions["users.index"] = view


def test_who_only_looks_on_reads_no_address_and_nothing_said_however_pages_are_asked(restored: World) -> None:
    """Every page that a viewer may open, with every column, tab and filter; who works there reads each secret."""
    read = {role: "".join(_every_page(restored, role)) for role in ("viewer", "staff")}
    for secret in (SAID, MAIL, PHONE):
        assert secret not in read["viewer"]
        assert secret in read["staff"]
    for masked in ("m…@person.example", "+254 … 87"):
        assert masked in read["viewer"]


def _every_page(world: World, role: str) -> Iterator[str]:
    """Open every page that a viewer may open, each in every way that its address knows."""
    for (path, method), row in sorted(ROWS.items()):
        if method == "GET" and row["viewer"] == "yes":
            for url in _ways(world, RULES[path, method]):
                yield ask(world, role, "GET", url).text
            if world.changes():
                world.restore()


def _ways(world: World, rule: Rule) -> Iterator[str]:
    url = _url(world, rule)
    yield url
    if rule.endpoint == "contacts.show":
        for name in ("contact", "person"):
            for more in ("tab=people", "tab=signatures", "tab=about", *(f"only={one}" for one in FILTERS)):
                yield f"/contacts/{world.seen.ids[name]}?{more}"
    record = RECORD_OF.get(str(rule.endpoint))
    if record is not None:
        fields = fields_of(record)
        yield f"{url}?f=&cols={','.join(fields)}"
        for key in (key for key, field in fields.items() if field.where is not None):
            yield f"{url}?add={key}"


RECORD_OF = {
    page.endpoint: page.record
    for record in ("organizations", "people", "signatures", "statements", "tasks")
    if (page := find_list(record)) is not None
}


def test_nobody_is_found_by_an_address_that_is_masked(restored: World) -> None:
    name = f"{SEEN} person"
    for url in (
        f"/contacts/find?q={MAIL}@per",
        f"/people?q={MAIL}",
        f"/people?f=email:is:{MAIL}@person.example",
        f"/people?f=phone:is:+254{PHONE}",
        f"/people?f=email:any_of:{MAIL}@person.example,x@y.example",
    ):
        assert name not in ask(restored, "viewer", "GET", url.replace("+", "%2B")).text, url
    for url in (f"/contacts/find?q={MAIL}@per", f"/people?f=email:is:{MAIL}@person.example"):
        assert name in ask(restored, "staff", "GET", url).text, url
    assert name in ask(restored, "viewer", "GET", "/people?f=email:given").text


def test_what_was_said_stands_on_the_record_for_those_who_may_read_it(restored: World) -> None:
    url = _url(restored, RULES["/contacts/<int:contact_id>", "GET"])
    read = {role: SAID in ask(restored, role, "GET", url).text for role in ROLES[1:]}
    assert read == {"viewer": False, "staff": True, "coordinator": True, "admin": True}
