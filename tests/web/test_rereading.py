"""How a file was read, on the screen: shown with its confidence, corrected, kept; and lists that are pasted."""

import io
from typing import Any

from flask import Flask

from crm.accounts.values import Role
from crm.core.actor import SHELL
from crm.core.files.queries import get_file, path_of
from crm.imports.queries import get_batch, list_batches
from crm.imports.services import prepare_review
from crm.imports.services.batches import match_columns
from tests.web.kit import Browser, client_for

LIST = """Liste des membres, été 2024;;

Nom;Pays;Courriel
Réseau Mémoire;Sénégal;bureau@memoire.example
Reef Watch;Kenya;info@reef.example
TOTAL;2;
"""


def _upload(client: Browser, text: str = LIST, **changes: Any) -> Any:
    file = (io.BytesIO(text.encode("cp1252")), "Membres.csv")
    return client.submit("/imports/new", {"file": file, **changes}, content_type="multipart/form-data")


def test_what_was_guessed_is_shown_on_the_cells_of_the_file(app: Flask) -> None:
    client = client_for(app, Role.COORDINATOR)
    _upload(client)
    page = client.get("/imports/1/columns").text
    for words in ("How the file was read", "cp1252", "Réseau Mémoire · ", "Liste des membres, été 2024", "TOTAL | 2"):
        assert words.replace(" · ", "") in page
    assert "%" in page


def test_a_wrong_guess_is_corrected_and_the_choice_holds(app: Flask) -> None:
    client = client_for(app, Role.COORDINATOR)
    _upload(client)
    said = {"header_rows": "3", "first_row": "5", "last_row": "6", "delimiter": ";", "encoding": "cp1252"}
    answer = client.submit("/imports/1/columns", said, action="/imports/1/reading")
    assert answer.headers["Location"] == "/imports/1/columns"
    batch = get_batch(1)
    assert (batch.row_count, batch.reading["first_row"], batch.reading["last_row"]) == (2, 5, 6)
    assert batch.reading["options"] == {
        "encoding": "cp1252", "delimiter": ";", "header_rows": [3], "first_row": 5, "last_row": 6,
    }  # fmt: skip
    assert batch.mapping["Nom"] == "name"
    page = client.get("/imports/1/columns").text
    assert 'value="5"' in page
    match_columns(1, dict(batch.mapping), only_fill=False, version=batch.version, actor=SHELL)
    prepare_review(1, actor=SHELL, progress=lambda _done, _all: None)
    assert get_batch(1).row_count == 2


def test_a_correction_that_cannot_be_read_changes_nothing(app: Flask) -> None:
    client = client_for(app, Role.COORDINATOR)
    _upload(client)
    for said in (
        {"encoding": "klingon"},
        {"header_rows": "the third"},
        {"first_row": "9", "last_row": "4"},
        {"first_row": "900"},
        {"first_row": "x"},
    ):
        before = dict(get_batch(1).reading)
        assert client.submit("/imports/1/columns", said, action="/imports/1/reading").status_code == 302
        assert "c-tone-red" in client.get("/imports/1/columns").text, said
        assert get_batch(1).reading == before


def test_a_list_that_is_pasted_is_kept_as_a_file(app: Flask) -> None:
    client = client_for(app, Role.COORDINATOR)
    text = "These have signed:\n\n1. Réseau Mémoire, Sénégal\n2. Reef Watch, Kenya\n3. Paz, Perú\n"
    answer = client.submit("/imports/new", {"pasted": text})
    assert answer.headers["Location"] == "/imports/1/columns"
    batch = get_batch(list_batches(limit=1)[0].id)
    assert (batch.file_name, batch.row_count, batch.reading["kind"]) == ("Pasted list.txt", 3, "markdown")
    assert "Réseau Mémoire" in path_of(get_file(batch.file_id or 0)).read_text("utf-8")
    assert client.submit("/imports/new", {"pasted": "  \n "}).status_code == 422
