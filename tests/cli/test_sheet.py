"""`crm sheet`: how a file is read, and the table that is read of it."""

import csv
import json
from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask

from crm.cli.sheet import sheet_group

LIST = """Liste des membres, été 2024;;

Nom;Pays;Courriel
Réseau Mémoire;Sénégal;bureau@memoire.example
=Reef;Kenya;-
TOTAL;2;
"""
KEYS = [
    "kind",
    "encoding",
    "delimiter",
    "sheet",
    "header_rows",
    "first_row",
    "last_row",
    "columns",
    "rows",
    "confidence",
    "notes",
]


def _run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(sheet_group, list(words))


def _file(folder: Path) -> str:
    path = folder / "list.csv"
    path.write_bytes(LIST.encode("cp1252"))
    return str(path)


def test_inspect_tells_how_a_file_was_read(app: Flask, tmp_path: Path) -> None:
    answer = _run(app, "inspect", _file(tmp_path), "--json")
    told: dict[str, Any] = json.loads(answer.stdout)
    assert list(told) == KEYS
    assert (told["kind"], told["encoding"], told["delimiter"], told["sheet"]) == ("csv", "cp1252", ";", None)
    assert (told["header_rows"], told["first_row"], told["last_row"], told["rows"]) == ([3], 4, 5, 2)
    assert told["columns"] == ["Nom", "Pays", "Courriel"]
    assert 0 <= told["confidence"] <= 1
    assert any("TOTAL | 2" in note for note in told["notes"])
    words = _run(app, "inspect", _file(tmp_path)).stdout
    assert "header rows: 3" in words
    assert "été 2024" in words


def test_cat_writes_exactly_the_table(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    answer = _run(app, "cat", _file(tmp_path), "-o", str(target), "--json")
    assert json.loads(answer.stdout)["rows"] == 2
    with target.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Nom", "Pays", "Courriel"],
            ["Réseau Mémoire", "Sénégal", "bureau@memoire.example"],
            ["=Reef", "Kenya", "-"],
        ]


def test_guesses_are_corrected_by_options(app: Flask, tmp_path: Path) -> None:
    file = _file(tmp_path)
    told = json.loads(_run(app, "inspect", file, "--json", "--header-rows", "0", "--last-row", "6").stdout)
    assert (told["header_rows"], told["columns"][0], told["rows"]) == ([], "Column 1", 5)
    told = json.loads(_run(app, "inspect", file, "--json", "--header-rows", "3-4", "--first-row", "5").stdout)
    assert (told["header_rows"], told["columns"][0], told["rows"]) == ([3, 4], "Nom / Réseau Mémoire", 1)
    told = json.loads(_run(app, "inspect", file, "--json", "--delimiter", "tab", "--encoding", "cp1250").stdout)
    assert (told["delimiter"], told["encoding"]) == ("\t", "cp1250")
    assert _run(app, "inspect", file, "--header-rows", "first").exit_code == 2
    assert _run(app, "inspect", file, "--header-rows", "1-1000000").exit_code == 2
    refused = _run(app, "inspect", file, "--encoding", "klingon")
    assert refused.exit_code == 1
    assert "is not known" in refused.stderr
