"""The kit itself: what it must not let through."""

import pytest
from flask import Flask

from crm.accounts.values import Role
from crm.web.shared.access import current_actor, open_to_all, signed_in_user
from tests.web.kit import client_for, faults_of, form_values

#: What is looked at here is the application itself.
pytestmark = pytest.mark.own_app

_PAGE = "<!doctype html><html lang=en><head><title>t</title></head><body><h1>t</h1>{}</body></html>"

FAULTS = {
    "<p id=a></p><p id=a></p>": "the id a stands 2 times",
    "<input name=q>": "the field q has no label",
    "<label for=x>X</label>": "points to x",
    "<p style='color:red'>x</p>": "inline style",
    "<script>1</script>": "inline script",
    "<p onclick='x'>x</p>": "inline onclick",
    "<img src=a>": "alternative text",
    "<button></button>": "no words",
    "<div><span></div>": "broken",
    "<h1>another</h1>": "2 h1",
}


@pytest.mark.parametrize("fragment", FAULTS)
def test_a_faulty_page_is_refused(fragment: str) -> None:
    assert any(FAULTS[fragment] in fault for fault in faults_of(_PAGE.format(fragment)))


def test_a_sound_page_passes() -> None:
    page = _PAGE.format("<label>Name <input name=q></label><label for=n>N</label><select id=n name=n></select>")
    assert faults_of(page) == []


def test_a_form_is_read_as_a_browser_sends_it() -> None:
    form = """<form method=post action=/a><label>A <input name=a value=1></label>
    <label><input type=checkbox name=c value=x checked> c</label>
    <label><input type=checkbox name=c value=y checked> c</label><label><input type=radio name=r value=z> r</label>
    <label>S <select name=s><option value=1>1<option value=2 selected>2</select></label>
    <label>T <textarea name=t>words</textarea></label><button name=b>Go</button></form>"""
    assert form_values(_PAGE.format(form), "/a") == {"a": "1", "c": ["x", "y"], "s": "2", "t": "words"}


def test_each_client_is_who_it_signed_in_as(app: Flask) -> None:
    app.add_url_rule("/who", "who", open_to_all(lambda: {"name": current_actor().name}))
    first, second = client_for(app, Role.STAFF, name="A"), client_for(app, Role.ADMIN, name="B")
    public = client_for(app)
    answers = [client.get("/who").json for client in (first, second, public, first)]
    assert [answer["name"] for answer in answers if answer] == ["A", "B", "the public", "A"]


def test_a_change_that_nobody_committed_is_refused(app: Flask) -> None:
    @open_to_all
    def careless() -> str:
        user = signed_in_user()
        user.name = "changed"
        return ""

    app.add_url_rule("/careless", "careless", careless)
    client = client_for(app, Role.STAFF)
    with pytest.raises((AssertionError, RuntimeError), match=r"outside of atomic"):
        client.get("/careless")
