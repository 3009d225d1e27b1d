"""Importing on the screen: upload, match columns, review, decide, import, undo."""

import html
import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from crm.accounts.models import User
from crm.accounts.values import Role
from crm.contacts.models import Contact
from crm.contacts.services import edit_contact
from crm.core.actor import SHELL
from crm.core.db import atomic, db
from crm.core.jobs.models import Job
from crm.core.jobs.registry import get_kind
from crm.core.scope import reading_as, visible
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch, list_batches
from crm.imports.values import BatchState
from tests.factories import a_team
from tests.factories.contacts import an_organization
from tests.factories.imports import a_list, an_import
from tests.imports.dumps import dump
from tests.web.kit import Browser, client_for, counted_queries, form_values

MEMBERS = """Nom;Pays;Courriel;Fax
Réseau Mémoire;Sénégal;bureau@memoire.example;12
Reef Watch;Kenya;info@reef.example;13
;Mali;;14
Reef Watch;Uganda;;15
"""


def _upload(client: Browser, text: str = MEMBERS, *, name: str = "Membres été.csv", **changes: Any) -> Any:
    file = (io.BytesIO(text.encode("cp1252")), name)
    return client.submit("/imports/new", {"file": file, **changes}, content_type="multipart/form-data")


def _work(app: Flask, user: User | None) -> None:
    """Do the waiting jobs of imports as a worker would."""
    assert user is not None
    actor = user.as_actor()
    with reading_as(actor):
        for job in db.session.scalars(select(Job).where(Job.name.startswith("imports.")).order_by(Job.id)).all():
            kind = get_kind(job.name)
            assert kind is not None
            kind.handler(actor=actor, job_id=job.id, **job.payload)
    db.session.rollback()


def _batch() -> ImportBatch:
    return get_batch(list_batches(limit=1)[0].id)


def _names() -> list[str]:
    return list(db.session.scalars(visible(Contact, Contact.name).order_by(Contact.id)))


def test_a_list_goes_from_upload_to_result_and_back(app: Flask) -> None:
    """The whole way of a French list with semicolons, by a coordinator."""
    an_organization("Reef Watch", country="KE")
    before = dump()
    client = client_for(app, Role.COORDINATOR)
    answer = _upload(client)
    assert answer.headers["Location"] == "/imports/1/columns"
    columns = client.get("/imports/1/columns").text
    assert all(
        words in columns for words in ("Encoding", "Cells parted by ;", "bureau@memoire.example", "Réseau Mémoire")
    )
    assert client.submit("/imports/1/columns", {}).status_code == 302
    assert "data-poll" in client.get("/imports/1").text
    assert (client.get("/imports/1/progress").json or {})["done"] is False
    _work(app, client.user)
    review = client.get("/imports/1").text
    assert "Import 2 rows, leave 2 for later" in review
    assert "info@reef.example" in review
    refused = client.get("/imports/1?outcome=refused").text
    assert "The name is empty." in refused
    client.post("/imports/1/rows/4", data={"act": "different"})
    assert "Import 3 rows, leave 1 for later" in client.get("/imports/1").text
    assert _names() == ["Reef Watch"]
    client.post("/imports/1/begin")
    _work(app, client.user)
    assert "Imported: 2 new, 1 updated, 0 the same as before." in client.get("/imports/1").text
    assert _names() == ["Reef Watch", "Réseau Mémoire", "Reef Watch"]
    client.post("/imports/1/undo")
    _work(app, client.user)
    assert "Taken back: 3 rows. Kept: 0." in client.get("/imports/1").text
    after = dump()
    assert {name: rows for name, rows in after.items() if name not in _SIGNING_IN} == {
        name: rows for name, rows in before.items() if name not in _SIGNING_IN
    }


_SIGNING_IN = {"user", "user_session", "role_grant"}


def test_a_decision_takes_the_values_that_were_chosen(app: Flask) -> None:
    """Of the pair: the file's city, our name."""
    known = an_organization("Reef Watch", country="UG", city="Kampala")
    client = client_for(app, Role.COORDINATOR)
    _upload(client, "Name;Country;City\nReef  Watch;Kenya;Mombasa\n")
    client.submit("/imports/1/columns", {})
    _work(app, client.user)
    page = client.get("/imports/1").text
    assert re.search(r"Same name\. .*Another country\. .*Agrees at \d\d of 100\.", page)
    choice = {"act": "same", "with": str(known.id), "take-city": "left", "take-country": "right", "take-name": "right"}
    client.post("/imports/1/rows/1", data=choice)
    client.post("/imports/1/begin")
    _work(app, client.user)
    db.session.expire_all()
    assert (known.name, known.country, known.city) == ("Reef Watch", "UG", "Mombasa")
    assert _batch().counts["updated"] == 1


def test_no_page_shows_what_turns_or_hides_its_words(app: Flask) -> None:
    """Control characters and overrides of headers, cells, sheet and file name; what is kept of a cell is its text."""
    client = client_for(app, Role.COORDINATOR)
    text = "Na\u202eme;Cou\x9bntry;Fax\x1b\nReef\x9b Wa\u202dtch;Atlan\x9btis\u202e;1\x1b2\n;Kenya;\n"
    file = (io.BytesIO(text.encode()), "list\u202evsc.csv")
    client.submit("/imports/new", {"file": file}, content_type="multipart/form-data")
    pages = [client.get("/imports/1/columns").text]
    client.submit("/imports/1/columns", {})
    _work(app, client.user)
    pages += [client.get(f"/imports/1?outcome={one}").text for one in ("created", "refused")]
    pages.append(client.get("/imports/").text)
    assert "Reef Watch" in pages[1]
    assert "Atlantis" in pages[1]
    assert not [one for page in pages for one in page if one in "\x9b\x1b\u202d\u202e"]


def test_staff_prepare_and_a_coordinator_brings_in(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    _upload(client)
    client.submit("/imports/1/columns", {})
    _work(app, client.user)
    assert "A coordinator brings it in" in client.get("/imports/1").text
    assert client.post("/imports/1/begin").status_code == 403
    assert client.post("/imports/1/undo").status_code == 403
    assert client_for(app, Role.VIEWER).get("/imports/1").status_code == 403


@pytest.mark.parametrize(
    "content,sentence", [(b"%PDF-1.4", "This is a PDF."), (b"", "The file"), (b"a;b\n", "The file holds no rows.")]
)
def test_a_file_that_is_no_list_is_said_at_its_field_and_the_rest_is_kept(
    app: Flask, content: bytes, sentence: str
) -> None:
    client = client_for(app, Role.STAFF)
    answer = client.submit(
        "/imports/new",
        {"file": (io.BytesIO(content), "x.csv"), "import_as": "signatures", "new_statement": "Kept title"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Kept title" in answer.text
    assert not list_batches()


def test_signatures_need_a_statement_and_make_it_a_draft(app: Flask) -> None:
    client = client_for(app, Role.COORDINATOR)
    answer = _upload(client, "Nom;Fonction\nAda Obi;Directrice\n", import_as="signatures")
    assert answer.status_code == 422
    assert "Say what was signed" in answer.text
    assert (
        _upload(
            client, "Nom;Fonction\nAda Obi;Directrice\n", import_as="signatures", new_statement="Lettre"
        ).status_code
        == 302
    )
    assert "Lettre" in client.get("/statements/").text


def test_the_same_form_sent_twice_is_one_draft(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    first, second = (_upload(client, once_key="one key").headers["Location"] for _ in range(2))
    assert first == second
    assert len(list_batches()) == 1


def test_a_draft_can_be_left_matched_anew_and_dropped(app: Flask) -> None:
    """Columns are corrected: a name chosen twice is said, and what was chosen stays."""
    client = client_for(app, Role.STAFF)
    _upload(client)
    answer = client.submit("/imports/1/columns", {"column-1": "name"})
    assert answer.status_code == 422
    assert "Two columns become Name; choose one." in answer.text
    client.submit("/imports/1/columns", {"column-1": ""})
    _work(app, client.user)
    assert _batch().mapping["Pays"] is None
    assert client.submit("/imports/1/columns", {"column-1": "country"}).status_code == 302
    assert _batch().state is BatchState.READING
    assert "Membres été.csv" in client.get("/imports/").text
    client.post("/imports/1/drop")
    assert not list_batches()


def test_refused_rows_are_given_back_with_their_reason_and_without_formulas(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    _upload(client, "Nom;Pays\n;=1+1\nReef Watch;Kenya\n")
    client.submit("/imports/1/columns", {})
    _work(app, client.user)
    assert client.get("/imports/1/refused.csv").text.splitlines() == [
        "Nom,Pays,reason,row",
        ",'=1+1,The name is empty. Country “=1+1” is not in the list; it is kept in the notes.,1",
    ]


def test_a_refused_row_is_repaired_in_a_small_form_with_the_reason_at_its_cell(app: Flask) -> None:
    """In the draft; refused again, the form stays open with the new reason; once read, the row counts."""
    client = client_for(app, Role.COORDINATOR)
    _upload(client, "Nom;Pays;Fax\n;Mali;12\nReef Watch;Kenya;13\n")
    client.submit("/imports/1/columns", {})
    _work(app, client.user)
    review = client.get("/imports/1?outcome=refused").text
    assert "repair=1" in review
    form = client.get("/imports/1?outcome=refused&repair=1").text
    assert re.search(r'name="cell-0"[^>]*aria-invalid="true"', form)
    assert not re.search(r'name="cell-1"[^>]*aria-invalid', form)
    assert "cell-2" not in form
    url = "/imports/1?outcome=refused&repair=1"
    again = client.submit(url, {"cell-0": "x" * 600}, action="/imports/1/rows/1/repair")
    assert "repair=1" in again.headers["Location"]
    assert "longer than 500 characters" in client.get(again.headers["Location"]).text
    client.submit(url, {"cell-0": "Peace Office"}, action="/imports/1/rows/1/repair")
    assert "Row 1 can be read now: New." in client.get("/imports/1").text
    assert _batch().counts == {"created": 2, "updated": 0, "same": 0, "decide": 0, "refused": 0}
    client.post("/imports/1/begin")
    _work(app, client.user)
    assert _names() == ["Peace Office", "Reef Watch"]


def test_the_pages_cost_few_queries(app: Flask) -> None:
    client = client_for(app, Role.COORDINATOR)
    rows = "\n".join(f"Organisation {number};Kenya;" for number in range(60))
    _upload(client, f"Nom;Pays;Courriel\n{rows}\n")
    client.submit("/imports/1/columns", {})
    _work(app, client.user)
    for url in ("/imports/", "/imports/1", "/imports/1/columns"):
        with counted_queries() as queries:
            client.get(url)
        assert len(queries) <= 12, url


def test_statements_and_signatures_are_written_recorded_and_withdrawn(app: Flask) -> None:
    home = an_organization("Reef Watch")
    client = client_for(app, Role.STAFF)
    client.submit("/statements/new", {"title": "Open letter", "text": "We ask."})
    assert "Open letter" in client.get("/statements/").text
    client.submit("/statements/1/edit", {"state": "open", "text": "We ask again."})
    answer = client.submit("/signatures/new", {"contact": "Nobody At All"})
    assert answer.status_code == 422
    assert "Nobody of this name is in the CRM." in answer.text
    answer = client.submit("/signatures/new", {"contact": "reef watch", "signed_on": "2026-03-01"})
    assert answer.headers["Location"] == "/signatures/1"
    assert "Reef Watch" in client.get("/signatures/").text
    client.post("/signatures/1/withdraw")
    assert "Withdrawn" in client.get("/signatures/1").text
    assert home.name in client.get("/signatures/1").text


def test_a_member_of_a_team_sees_only_their_own_imports(app: Flask, tmp_path: Path) -> None:
    batch = an_import(a_list(tmp_path, "name\nSecret Partner\n\n"))
    stranger = client_for(app, Role.STAFF, team_id=a_team().id)
    assert stranger.get(f"/imports/{batch.id}").status_code == 404
    assert stranger.get(f"/imports/{batch.id}/refused.csv").status_code == 404
    assert batch.file_name not in stranger.get("/imports/").text


BRANCHES = """Name;GB signatory;Colour;Reports;Country
Reef Watch Kenya;Reef Watch;red;YES;Kenya
Reef Watch Mali;Reef Watch;blue;NO;
Peace Office Peru;Peace Office;red;YES;Peru
Peace Office Chile;Peace Office;red;NO;
Reef Watch Kenya;Delta Union;red;;Mali
Peace Office Peru;Delta Union;red;;Mali
"""


def _review(app: Flask, client: Browser, text: str, **changes: Any) -> str:
    """Bring a list to its review; return the page."""
    _upload(client, text, **changes)
    url = f"/imports/{_batch().id}"
    client.submit(f"{url}/columns", {})
    _work(app, client.user)
    return client.get(url).text


def _tiles(page: str) -> list[int]:
    return [int(one.replace(",", "")) for one in re.findall(r'c-outcome-number">([\d,]+)<', page)]


def _words(page: str) -> str:
    """Return what a reader reads, with single spaces between."""
    parts = re.sub(r"<(dt|dd|p|h2)\b", r" <\1", page)
    return " ".join(re.sub(r"<[^>]*>", "", html.unescape(parts)).split())


def test_the_tiles_of_a_review_hold_what_is_true_after_each_decision(app: Flask) -> None:
    """New, the same with and without a change, skipped, decided again, waiting again: the sum is always the rows."""
    known = an_organization("Reef Watch", country="UG")
    client = client_for(app, Role.COORDINATOR)
    rows = "Name;Country;City\nReef Watch;Kenya;Mombasa\nPeace Office;Mali;\nPeace Office;Peru;\nReef Watch;Fiji;\n"
    assert _tiles(_review(app, client, rows)) == [1, 0, 0, 3, 0]
    same = {"act": "same", "with": str(known.id)}
    steps = (
        (1, same, [1, 1, 0, 2, 0]),
        (3, {"act": "same", "with": "row:2"}, [1, 1, 1, 1, 0]),
        (4, {"act": "skip"}, [1, 1, 1, 0, 1]),
        (3, {"act": "different"}, [2, 1, 0, 0, 1]),
        (1, {"act": "again"}, [2, 0, 0, 1, 1]),
        (4, same | {"take-country": "left"}, [2, 1, 0, 1, 0]),
        (1, same, [2, 2, 0, 0, 0]),
    )
    for row, choice, tiles in steps:
        answer = client.post(f"/imports/1/rows/{row}", data={**choice, "outcome": "created"})
        assert answer.headers["Location"].endswith("#pair")
        page = client.get("/imports/1").text
        assert (_tiles(page), sum(tiles)) == (tiles, 4)
    assert "Import 4 rows" in page
    assert "Decided; decide again" in page
    again = client.get("/imports/1?row=4").text
    assert "Decided: the same." in again
    assert "Decide later" in again
    before = _batch().counts
    client.post("/imports/1/begin")
    _work(app, client.user)
    assert _batch().counts == before
    db.session.expire_all()
    assert (known.country, known.city) == ("FJ", "Mombasa")


def test_a_decision_in_a_draft_is_planned_with_the_rows_it_points_at(app: Flask) -> None:
    """A row that is the same as a row that is the same as a third; nothing of it is written yet."""
    client = client_for(app, Role.COORDINATOR)
    rows = "Name;Country;City\nReef Watch;Kenya;\nReef Watch;Mali;\nReef Watch;Peru;Lima\n"
    assert _tiles(_review(app, client, rows)) == [1, 0, 0, 2, 0]
    client.post("/imports/1/rows/2", data={"act": "same", "with": "row:1"})
    client.post("/imports/1/rows/3", data={"act": "same", "with": "row:2"})
    assert _tiles(client.get("/imports/1").text) == [1, 1, 1, 0, 0]
    assert not _names()
    client.post("/imports/1/begin")
    _work(app, client.user)
    assert _tiles(client.get("/imports/1").text) == [1, 1, 1, 0, 0]
    assert _names() == ["Reef Watch"]


def test_parents_that_would_be_made_are_named_in_the_review_and_in_the_result(app: Flask) -> None:
    """They are no rows and stand beside the counts; a decision can bring one, and take it away again."""
    client = client_for(app, Role.COORDINATOR)
    page = _words(_review(app, client, BRANCHES))
    assert "4 new rows, and 2 organisations that rows name as their parent: Peace Office, Reef Watch" in page
    client.post("/imports/1/rows/5", data={"act": "different"})
    three = "and 3 organisations that rows name as their parent: Delta Union, Peace Office, Reef Watch"
    assert f"5 new rows, {three}" in _words(client.get("/imports/1").text)
    client.post("/imports/1/rows/5", data={"act": "again"})
    assert "and 2 organisations" in _words(client.get("/imports/1").text)
    client.post("/imports/1/rows/5", data={"act": "different"})
    assert not _names()
    client.post("/imports/1/begin")
    _work(app, client.user)
    page = client.get("/imports/1").text
    assert f"Imported: 5 new, 0 updated, 0 the same as before, {three}" in _words(page)
    made = [int(one) for one in re.findall(r'<bdi><a href="/contacts/(\d+)">', page)]
    assert [client.get(f"/contacts/{one}").status_code for one in made] == [200] * 3
    assert len(_names()) == 8
    again = _words(_review(app, client, BRANCHES))
    assert "that rows name as their parent" not in again


def test_an_organisation_that_names_itself_as_its_parent_is_proposed_under_nobody(app: Flask) -> None:
    rows = (
        "Publisher;GB signatory",
        "Red Council (ICRC);ICRC",
        "ICRC Kenya;Delta",
        "ICRC Mali;Delta",
        "Interaction;InterAction",
    )
    page = _words(_review(app, client_for(app, Role.COORDINATOR), "\n".join(rows)))
    assert re.findall(r"Branch ofempty (\w+)", page) == ["Delta", "Delta"], page


def test_columns_say_why_they_were_recognised_and_those_left_out_are_named(app: Flask) -> None:
    """At the match and at the review; a guess is seen as a guess, a choice as a choice."""
    client = client_for(app, Role.COORDINATOR)
    _upload(client, BRANCHES)
    page = client.get("/imports/1/columns").text
    assert re.findall(
        r'<th scope="row"><bdi>(.*?)</bdi>.*?<td class="c-2">(?:<.*?> )?([A-Z][^<]*)</td>', page, re.DOTALL
    ) == [
        ("Name", "Recognised by its header"),
        ("GB signatory", "A guess, by its values"),
        ("Colour", "Not recognised"),
        ("Reports", "Not recognised"),
        ("Country", "Recognised by its header"),
    ]
    client.submit("/imports/1/columns", {"column-2": "notes"})
    _work(app, client.user)
    assert "Chosen by hand" in client.get("/imports/1/columns").text
    page = _words(client.get("/imports/1").text)
    assert "1 column is not imported: Reports Reports YES · NO" in page


def test_filling_only_what_is_empty_is_explained_and_shown_in_the_review(app: Flask) -> None:
    """The list says something else than before: it corrects itself, or not; decisions stay when that is switched."""
    client = client_for(app, Role.COORDINATOR)
    an_organization("Peace Office", country="ML")
    rows = "ID;Name;City\n1;Reef Watch;{}\n2;Delta Union;Suva\n"
    _review(app, client, rows.format("Mombasa"))
    client.post("/imports/1/begin")
    _work(app, client.user)
    edition = "ID;Name;City;Country\n1;Reef Watch;Kisumu;\n2;Delta Union;Suva;\n3;Peace Office;;Kenya\n"
    _upload(client, edition)
    assert "What your records say stays" in client.get("/imports/2/columns").text
    client.submit("/imports/2/columns", {})
    _work(app, client.user)
    page = client.get("/imports/2").text
    assert "Empty fields are filled; what this very list gave before is corrected." in page
    assert "the record stays as it is" not in page
    assert _tiles(page) == [0, 1, 1, 1, 0]
    client.post("/imports/2/rows/3", data={"act": "different"})
    client.submit("/imports/2", {}, action="/imports/2/only-fill")
    assert client.post("/imports/2/only-fill", data={"version": "1", "only_fill": "y"}).status_code == 302
    _work(app, client.user)
    page = client.get("/imports/2?outcome=same").text
    assert "Only empty fields are filled; what your records say stays." in page
    assert "In 1 row the file says something else, and the record stays as it is." in page
    assert "City stays “Mombasa”; the file says “Kisumu”." in _words(page)
    assert _tiles(page) == [1, 0, 2, 0, 0]


def test_an_undo_says_first_what_goes_what_comes_back_and_what_stays(app: Flask) -> None:
    """Opening the page does nothing; afterwards no undo is offered, and a second one says why it cannot be."""
    client = client_for(app, Role.COORDINATOR)
    known = an_organization("Reef Watch", country=None)
    home = an_organization("Far Away", country=None)
    people = ("Reef Watch;Kenya;Kisumu;", "Far Away;Fiji;Suva;", "Delta Union;Peru;;Ada Obi", "Peace Office;Mali;;")
    rows = "\n".join(["Name;Country;City;Main contact", *people])
    _review(app, client, rows)
    client.post("/imports/1/begin")
    _work(app, client.user)
    edit_contact(home.id, "city", value="Nadi", version=None, actor=SHELL)
    office = db.session.scalars(visible(Contact).where(Contact.name == "Peace Office")).one()
    edit_contact(office.id, "city", value="Gao", version=None, actor=SHELL)
    assert 'href="/imports/1/undo"' in client.get("/imports/1").text
    page = _words(client.get("/imports/1/undo").text)
    assert "Deleted 1 organisation; 1 person Restored 2 records get their values of before back" in page
    assert "Kept 1 record that somebody changed since; values of 1 record that somebody changed since" in page
    assert _batch().state is BatchState.DONE
    client.submit("/imports/1/undo", {})
    _work(app, client.user)
    page = client.get("/imports/1").text
    assert "Taken back: 2 rows. Kept: 1. Taken back in part: 1." in page
    assert "You can undo this import" not in page
    assert "/imports/1/undo" not in page
    assert "in part: 1." in page.partition('<nav aria-label="Before the undo">')[0]
    assert re.search(r"<h2[^>]*>Before the undo</h2>", page)
    assert "Outcomes" not in page
    assert known.name == "Reef Watch"
    assert client.get("/imports/1/undo").headers["Location"] == "/imports/1"
    client.post("/imports/1/undo")
    assert "This import is undone already." in client.get("/imports/1").text


def test_a_draft_can_be_dropped_on_every_step_before_the_import_runs(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    drop = 'action="/imports/1/drop"'
    _upload(client)
    assert drop in client.get("/imports/1/columns").text
    client.submit("/imports/1/columns", {})
    assert drop in client.get("/imports/1").text
    _work(app, client.user)
    assert drop in client.get("/imports/1").text
    boss = client_for(app, Role.COORDINATOR)
    _upload(client, once_key="another")
    client.submit("/imports/2/columns", {})
    client.post("/imports/2/drop")
    _work(app, client.user)
    assert [batch.id for batch in list_batches()] == [1]
    boss.post("/imports/1/begin")
    assert drop not in boss.get("/imports/1").text
    _work(app, boss.user)
    assert drop not in boss.get("/imports/1").text


def test_a_file_whose_form_was_refused_needs_not_be_chosen_again(app: Flask) -> None:
    """It is kept for who sent it, and for nobody else; a new one takes its place."""
    client = client_for(app, Role.STAFF)
    text = "Nom;Fonction\nAda Obi;Directrice\n"
    answer = _upload(client, text, import_as="signatures", name="Firmas été.csv")
    assert answer.status_code == 422
    assert "Kept from before: Firmas été.csv." in _words(answer.text)
    values = form_values(answer.text, "/imports/new")
    stranger = client_for(app, Role.STAFF).post("/imports/new", data={**values, "new_statement": "Lettre"})
    assert "Choose a file." in stranger.text
    again = client.post("/imports/new", data={**values, "statement": "unknown"})
    assert again.status_code == 422
    assert "Kept from before: Firmas été.csv." in _words(again.text)
    done = client.post("/imports/new", data={**form_values(again.text, "/imports/new"), "new_statement": "Lettre"})
    assert done.status_code == 302
    assert (_batch().file_name, _batch().row_count) == ("Firmas été.csv", 1)
    file = (io.BytesIO(b"%PDF-1.4"), "x.csv")
    other = {**values, "new_statement": "Lettre", "file": file, "once_key": "another"}
    answer = client.post("/imports/new", data=other, content_type="multipart/form-data")
    assert "This is a PDF." in answer.text
    assert "Kept from before" not in answer.text


def test_a_missing_statement_is_said_at_its_field(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    page = client.get("/imports/new").text
    assert "Needed only where the statement is a new one." in page
    assert "Not required" not in page
    page = _upload(client, import_as="signatures").text
    assert re.search(r'id="new_statement-error">.*?Say what was signed', page, re.DOTALL)


def test_counts_are_written_with_their_word_and_with_separators(app: Flask) -> None:
    """One row and a thousand of them, on each page of the way; the bar is the only place that counts while it works."""
    client = client_for(app, Role.COORDINATOR)
    page = _review(app, client, "Nom;Pays\nReef Watch;Kenya\n;Mali\n")
    assert "Import 1 row, leave 1 for later" in page
    assert "1 unread row" in page
    client.post("/imports/1/begin")
    assert (client.get("/imports/1/progress").json or {})["words"] == "0 of 2 rows"
    _work(app, client.user)
    client.post("/imports/1/undo")
    _work(app, client.user)
    assert "Taken back: 1 row. Kept: 0." in client.get("/imports/1").text
    rows = "".join(f"Office {number}\n" for number in range(1100))
    _upload(client, f"Nom\n{rows}")
    assert "1,100 rows" in client.get("/imports/2/columns").text
    client.submit("/imports/2/columns", {})
    busy = client.get("/imports/2").text
    assert "0 of 1,100 rows" in busy
    assert set(re.findall(r"[\d,]+ (?:of [\d,]+ )?rows", _words(busy))) == {"0 of 1,100 rows"}
    _work(app, client.user)
    page = client.get("/imports/2?after=1050").text
    assert "1,100 rows" in page
    assert "Import 1,100 rows" in page
    assert "1,060" in page


def test_the_whole_name_of_a_file_is_on_the_list_and_who_brought_it_in_begins_with_a_capital(
    app: Flask, tmp_path: Path
) -> None:
    name = "grand_bargain_signatories_of_the_humanitarian_portal_second_edition.csv"
    an_import(a_list(tmp_path, "name\nReef Watch", name))
    client = client_for(app, Role.COORDINATOR)
    page = client.get("/imports/").text
    assert f'title="{name}"' in page
    assert "The shell" in page
    assert "The shell imported" in _words(client.get("/").text)


def test_ticked_rows_are_taken_back_alone(app: Flask, tmp_path: Path) -> None:
    batch = an_import(a_list(tmp_path, "name\nReef Watch\nGreen Belt\nPeace Office"))
    client = client_for(app, Role.COORDINATOR)
    done = client.get(f"/imports/{batch.id}").text
    assert done.count('form="undo-rows"') == 3
    asked = client.get(f"/imports/{batch.id}/undo?row=1&row=2").text
    assert "Take back these rows of the import: 1-2?" in asked
    assert "2 organisations" in asked
    client.submit(f"/imports/{batch.id}/undo?row=1&row=2", {}, action=f"/imports/{batch.id}/undo?row=1&row=2")
    _work(app, client.user)
    assert _names() == ["Peace Office"]
    after = client.get(f"/imports/{batch.id}?outcome=created").text
    assert "Taken back: 2 rows. Kept: 0." in after
    assert after.count('form="undo-rows"') == 1
    assert 'form="undo-rows"' not in client_for(app, Role.STAFF).get(f"/imports/{batch.id}").text


def test_the_record_shows_what_files_say_otherwise_and_takes_it_with_one_press(app: Flask, tmp_path: Path) -> None:
    an_import(a_list(tmp_path, "name | city\nReef Watch | Mombasa", "first.csv"))
    batch = an_import(a_list(tmp_path, "name | city\nReef Watch | Kisumu", "second.csv"))
    client = client_for(app, Role.STAFF)
    about = client.get("/contacts/1?tab=about").text
    assert "What files say otherwise" in about
    assert f"/imports/{batch.id}?at=1" in about
    assert "City stays “Mombasa”; the file says “Kisumu”." in client.get(f"/imports/{batch.id}?at=1").text
    client.submit("/contacts/1?tab=about", {}, action="/contacts/1/fields/city/take")
    assert _names() == ["Reef Watch"]
    after = client.get("/contacts/1?tab=about").text
    assert "Kisumu" in after
    assert "What files say otherwise" not in after


def test_an_old_value_in_the_review_says_where_it_came_from(app: Flask, tmp_path: Path) -> None:
    an_import(a_list(tmp_path, "id | name | city\n1 | Reef Watch | Mombasa", "list.csv"))
    client = client_for(app, Role.COORDINATOR)
    _upload(client, "id;name;city\n1;Reef Watch;Kisumu\n", name="list.csv")
    client.submit("/imports/2/columns", {})
    _work(app, client.user)
    review = client.get("/imports/2").text
    assert "before: list.csv, row 1" in review


def test_a_running_import_says_how_fast_it_is_and_how_long_it_still_takes(app: Flask, tmp_path: Path) -> None:
    batch = an_import(a_list(tmp_path, "name\nReef Watch"))
    with atomic(SHELL):
        batch.state, batch.row_count, batch.done_rows, batch.seconds = BatchState.RUNNING, 100_000, 20_000, 10.0
    client = client_for(app, Role.COORDINATOR)
    told = client.get(f"/imports/{batch.id}/progress").json or {}
    assert told["words"] == "20,000 of 100,000 rows · 2,000 rows a second · 40 seconds left"
    with atomic(SHELL):
        batch.row_count = 1_000_000
    assert "8 minutes left" in client.get(f"/imports/{batch.id}").text


def test_values_that_are_not_clear_are_asked_on_the_page_of_columns(app: Flask) -> None:
    """A guess is chosen already and marked; an answer holds; columns that raise new questions show them first."""
    client = client_for(app, Role.STAFF)
    _upload(client, "Nom;Pays;Jour\nReef Watch;Colmbia;03/04/2026\nPeace Office;Oz;05/06/2026\n")
    page = client.get("/imports/1/columns").text
    assert "Colmbia means" in page
    assert '<option value="CO" selected>' in page
    assert "Dates like" not in page
    client.submit("/imports/1/columns", {"value-country-Oz": "AU"})
    _work(app, client.user)
    assert _batch().reading["meanings"] == {"country": {"Colmbia": "CO", "Oz": "AU"}}
    assert "Australia" in client.get("/imports/1?outcome=created").text


def test_columns_that_raise_new_questions_show_them_before_the_rows_are_read(app: Flask) -> None:
    client = client_for(app, Role.STAFF)
    _upload(client, "Nom;Woher\nReef Watch;Colmbia\nPeace Office;Oz\n")
    page = client.submit("/imports/1/columns", {"column-1": "country"})
    assert "Oz means" in page.text
    assert _batch().state is BatchState.UPLOADED
