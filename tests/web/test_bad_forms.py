"""Forms that cannot be taken in: each says what is true of it, and what was typed stays with the browser."""

import re

import pytest
from flask import Flask

from crm.accounts.values import Role
from crm.tasks.queries import count_states
from tests.web.kit import client_for

_END = "--edge--\r\n"
_PARTS = "multipart/form-data; boundary=edge"
_PAIRS = "application/x-www-form-urlencoded"


def _part(name: str, value: str) -> str:
    return f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


BROKEN = "What was sent could not be read: it came damaged or cut short."
TOO_MUCH = "This form is too large: it may have up to 4 MB of text and 5,000 fields."
STRANGE = "This form was not sent whole from a page of this site."
OLD = "This form is too old to be sent."


@pytest.mark.parametrize(
    "kind, body, status, words",
    [
        pytest.param(_PARTS, _part("title", "TOKEN"), 400, BROKEN, id="cut short"),
        pytest.param(_PARTS.replace("edge", "other"), _part("title", "x") + _END, 400, BROKEN, id="another edge"),
        pytest.param("multipart/form-data", _part("title", "x") + _END, 400, BROKEN, id="no edge"),
        pytest.param("application/json", '{"title": "x"}', 400, BROKEN, id="no form"),
        pytest.param(_PARTS, "".join(_part(f"f{n}", "") for n in range(5_001)) + _END, 413, TOO_MUCH, id="fields"),
        pytest.param(_PARTS, _part("title", "x" * 5_000_000) + _END, 413, TOO_MUCH, id="words"),
        pytest.param(_PAIRS, "title=x", 400, STRANGE, id="no token"),
        pytest.param(_PAIRS, "", 400, STRANGE, id="nothing"),
        pytest.param(_PAIRS, "title=x&csrf_token=of-another-day", 400, OLD, id="old"),
        pytest.param(_PAIRS, "title=x&csrf_token=TOKEN", 422, "Write how many people it takes.", id="whole"),
    ],
)
def test_a_form_that_cannot_be_taken_in_says_why(
    app: Flask, monkeypatch: pytest.MonkeyPatch, kind: str, body: str, status: int, words: str
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", "on")
    client = client_for(app, Role.STAFF)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/tasks/new").text)
    assert token
    answer = client.post("/tasks/new", data=body.replace("TOKEN", token[1]), content_type=kind)
    assert answer.status_code == status
    assert words in answer.text
    assert count_states() == {}


def test_a_body_that_is_larger_than_any_file_is_called_so(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1_000)
    answer = client_for(app, Role.STAFF).post("/imports/new", data={"file": "x" * 2_000})
    assert answer.status_code == 413
    assert "Files may have up to 500 MB." in answer.text
