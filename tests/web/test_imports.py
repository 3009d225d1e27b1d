"""Importing on the screen: upload, match columns, review, decide, import, undo."""

import io
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from crm.accounts.models import User
from crm.accounts.values import Role
from crm.contacts.models import Contact
from crm.core.db import db
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
from tests.web.kit import Browser, client_for, counted_queries

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
    assert "Same name. Another country. Agrees at 55 of 100." in page
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
        "Nom,Pays,reason",
        ",'=1+1,The name is empty. Country “=1+1” is not in the list; it is left empty.",
    ]


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
