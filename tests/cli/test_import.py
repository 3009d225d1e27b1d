"""`crm import` and `crm batch` from a shell: the contract that other programs read."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from crm.accounts.values import Role
from crm.cli.batch import batch_group
from crm.cli.imports import import_command
from crm.core.db import db
from crm.factory import create_app
from tests.conftest import settings_for
from tests.factories import a_user
from tests.factories.contacts import a_person
from tests.factories.imports import a_list
from tests.imports.dumps import dump

SIGNERS = """
name       | role | org        | mail
Ada Obi    | Cook | Reef Watch | ada@reef.example
Anonymous  |      |            |
Ben Dia    |      |            |
Ben Dia    | Cook |            |
Ada Obi    | Cook | Reef Watch | ada@reef.example
"""
_FIRST = ("Ida", "Leo", "Uma", "Finn", "Rosa", "Karl")
_LAST = ("Moss", "Quist", "Tembe", "Varga", "Xu", "Zeller")
_KEYS = [
    "batch", "rows", "created", "updated", "same", "decide", "refused", "mapping", "refused_rows", "suppressed",
    "seconds",
]  # fmt: skip
_OUTCOMES = ("created", "updated", "same", "decide", "refused")


def _run(app: Flask, *words: object) -> Result:
    answer = app.test_cli_runner().invoke(import_command, [str(word) for word in words])
    db.session.rollback()
    return answer


def _batch(app: Flask, *words: object) -> Result:
    answer = app.test_cli_runner().invoke(batch_group, [str(word) for word in words])
    db.session.rollback()
    return answer


def _json(answer: Result) -> dict[str, Any]:
    assert answer.exit_code == 0, answer.output
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_answer_has_the_keys_that_other_programs_read(app: Flask, tmp_path: Path) -> None:
    """One JSON object, the sum of the outcomes, a line for each row in file order."""
    path, out = a_list(tmp_path, SIGNERS), tmp_path / "out.csv"
    answer = _run(app, path, "--as", "signatures", "--statement", "letter", "--outcomes", out, "--json")
    told = _json(answer)
    assert list(told) == _KEYS
    assert {key: told[key] for key in ("rows", *_OUTCOMES)} == {
        "rows": 5, "created": 3, "updated": 0, "same": 1, "decide": 1, "refused": 0,
    }  # fmt: skip
    assert told["mapping"] == {"name": "name", "role": "role", "org": "organization", "mail": "email"}
    assert "“letter” was not known; it was made as a draft" in answer.stderr
    lines = _lines(out)
    assert list(lines[0]) == ["row", "outcome", "contact_id", "candidates", "reason"]
    assert [line["row"] for line in lines] == ["1", "2", "3", "4", "5"]
    assert lines[0]["contact_id"] == lines[4]["contact_id"]
    assert lines[3]["contact_id"] == ""
    assert lines[3]["candidates"] == f"{lines[2]['contact_id']}:70"


def test_parents_that_are_made_are_told_by_name_beside_the_rows(app: Flask, tmp_path: Path) -> None:
    """Before and after; the sum is that of the rows. What a column was taken for by its values is called a guess."""
    branches = "Name | Signatory house\nReef Watch Kenya | Reef Watch\nReef Watch Mali | Reef Watch\nPeace Office |"
    path = a_list(tmp_path, branches)
    words = (path, "--as", "organizations", "--json")
    foreseen, real = _run(app, *words, "--preview"), _run(app, *words)
    for answer, made in ((foreseen, "Would make"), (real, "Made")):
        told = _json(answer)
        assert list(told) == _KEYS
        assert (told["rows"], told["created"]) == (3, 3)
        assert answer.stderr.splitlines() == [
            "The column “Signatory house” was taken as parent by its values, a guess; --mapping says it otherwise.",
            f"{made} 1 organisation that rows name as their parent or network, beside the rows: Reef Watch.",
        ]
    assert _json(_batch(app, "show", _json(real)["batch"], "--json"))["parents"] == ["Reef Watch"]
    again = _run(app, *words)
    assert _json(again)["same"] == 3
    assert "beside the rows" not in again.stderr


def test_a_preview_writes_nothing_and_foresees_what_the_import_does(app: Flask, tmp_path: Path) -> None:
    """Not even a batch or a statement; the outcomes are the import's, new contacts are new-1, new-2 and so on."""
    a_person("Ben Dia")
    path, seen, done = a_list(tmp_path, SIGNERS), tmp_path / "seen.csv", tmp_path / "done.csv"
    before = dump(everything=True)
    words = (path, "--as", "signatures", "--statement", "letter", "--json")
    foreseen = _run(app, *words, "--preview", "--outcomes", seen)
    assert dump(everything=True) == before
    assert "would make it as a draft" in foreseen.stderr
    told, real = _json(foreseen), _json(_run(app, *words, "--outcomes", done))
    assert told["batch"] is None
    assert [told[one] for one in _OUTCOMES] == [real[one] for one in _OUTCOMES]
    assert [line["outcome"] for line in _lines(seen)] == [line["outcome"] for line in _lines(done)]
    assert [line["contact_id"] for line in _lines(seen)] == ["new-1", "new-2", "", "", "new-1"]


def test_refused_and_waiting_rows_are_told_and_are_no_failure(app: Flask, tmp_path: Path) -> None:
    told = _json(
        _run(app, a_list(tmp_path, "name | country\n | Kenya\nReef Watch | Mali"), "--as", "organizations", "--json")
    )
    assert told["refused_rows"] == [{"row": 1, "reason": "The name is empty."}]
    assert (told["rows"], told["created"], told["refused"]) == (2, 1, 1)


def test_the_sum_holds_after_each_decision(app: Flask, tmp_path: Path) -> None:
    """A record, new, skip; a row that does not wait is one sentence and nothing is done."""
    rows = "name | city\nBen Dia | Lagos\nBen Dia | Accra\nBen Dia | Dakar\nBen Dia | Bamako"
    batch = _json(_run(app, a_list(tmp_path, rows), "--as", "people", "--json"))["batch"]
    first = _json(_batch(app, "show", batch, "--json"))["decide_rows"][0]["candidates"][0]["id"]
    for decision, outcome in ((f"2={first}", "updated"), ("3=new", "created"), ("4=skip", "refused")):
        before = _json(_batch(app, "list", "--json"))["batches"][0]
        told = _json(_batch(app, "decide", batch, decision, "--json"))
        assert told["rows"] == sum(told[one] for one in _OUTCOMES) == 4
        assert told["decide"] == before["decide"] - 1
        assert sum(told[one] - before[one] for one in (outcome, "same")) == 1
    again = _batch(app, "decide", batch, "3=new")
    assert (again.exit_code, again.stderr) == (1, "Row 3 does not wait for a decision.\n")
    assert _batch(app, "decide", batch, "3=perhaps").exit_code == 2


def test_a_decision_that_cannot_be_is_said_and_nothing_of_the_command_is_done(app: Flask, tmp_path: Path) -> None:
    """The same row twice is wrong usage; of a row that waits and one that does not, neither is brought in."""
    rows = "name | city\nBen Dia | Lagos\nBen Dia | Accra\nBen Dia | Dakar"
    batch = _json(_run(app, a_list(tmp_path, rows), "--as", "people", "--json"))["batch"]
    before = dump(everything=True)
    for words, code, sentence in (
        (("2=new", "2=skip"), 2, "Error: Row 2 is decided twice."),
        (("2=new", "02=new"), 2, "Error: Row 2 is decided twice."),
        (("2=new", "1=new"), 1, "Row 1 does not wait for a decision."),
        (("2=new", "9=new"), 1, "The file has no row 9."),
    ):
        answer = _batch(app, "decide", batch, *words)
        assert (answer.exit_code, answer.stdout) == (code, "")
        assert answer.stderr.splitlines()[-1] == sentence
        assert dump(everything=True) == before


def test_a_statement_for_a_list_of_no_signatures_is_wrong_usage(app: Flask, tmp_path: Path) -> None:
    path = a_list(tmp_path, "name\nReef Watch")
    before = dump(everything=True)
    for words in ((), ("--preview",)):
        answer = _run(app, path, "--as", "organizations", "--statement", "letter", *words)
        assert answer.exit_code == 2
        assert answer.stderr.splitlines()[-1] == "Error: Only signatures are under a statement: leave --statement out."
    assert dump(everything=True) == before


def test_an_undo_tells_what_was_reversed_kept_and_partly(app: Flask, tmp_path: Path) -> None:
    before = dump()
    batch = _json(_run(app, a_list(tmp_path, SIGNERS), "--as", "signatures", "--json"))["batch"]
    told = _json(_batch(app, "undo", batch, "--json"))
    assert (told["state"], told["reversed"], told["kept"], told["partly"]) == ("undone", 3, 0, 0)
    assert dump() == before
    again = _batch(app, "undo", batch, "--json")
    assert again.exit_code == 1
    assert _json(_batch(app, "show", batch, "--json"))["undo"]["reversed"] == 3


def test_a_mapping_of_the_shape_that_is_printed_is_taken(app: Flask, tmp_path: Path) -> None:
    """Null leaves a column out; one that does not fit the file is wrong usage, said in one sentence."""
    path, mapping = a_list(tmp_path, "Alpha | Beta\nReef Watch | Kenya"), tmp_path / "map.json"
    mapping.write_text('{"Alpha": "name", "Beta": null}')
    told = _json(_run(app, path, "--as", "organizations", "--mapping", mapping, "--json"))
    assert told["mapping"] == {"Alpha": "name", "Beta": None}
    for wrong, sentence in (
        ('{"Gamma": "name"}', "The file has no column “Gamma”."),
        ('{"Alpha": "shoe size"}', "There is no field “shoe size” here."),
        ('{"Alpha": "name", "Beta": "name"}', "Two columns become Name; choose one."),
        ('{"Beta": "country"}', "No column holds the names. Say which one does."),
        ('{"Alpha": ["shoe size"]}', "There is no field “shoe size” here."),
        ('{"Alpha": {"field": "name"}}', "There is no field"),
        ("nonsense", "The mapping is no JSON"),
    ):
        mapping.write_text(wrong)
        before = dump(everything=True)
        for preview in ((), ("--preview",)):
            answer = _run(app, path, "--as", "organizations", "--mapping", mapping, *preview)
            assert (answer.exit_code, answer.stdout) == (2, "")
            assert sentence in answer.stderr
            assert len(answer.stderr.splitlines()) == 1
        assert dump(everything=True) == before


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 nothing", b"name\n", b"PK\x03\x04broken"])
def test_a_file_that_is_no_list_is_one_sentence_and_nothing_is_done(app: Flask, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    before = dump(everything=True)
    answer = _run(app, path, "--as", "people", "--json")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert len(answer.stderr.strip().splitlines()) == 1
    assert dump(everything=True) == before


def test_wrong_usage_is_2_and_a_user_without_the_right_is_1(app: Flask, tmp_path: Path) -> None:
    path = a_list(tmp_path, SIGNERS)
    assert _run(app, path).exit_code == 2
    assert _run(app, tmp_path / "nothing.csv", "--as", "people").exit_code == 2
    staff, coordinator = a_user(Role.STAFF), a_user(Role.COORDINATOR)
    assert _run(app, path, "--as", "people", "--user", staff.email).exit_code == 1
    told = _json(_run(app, path, "--as", "people", "--user", coordinator.email, "--json"))
    assert _json(_batch(app, "list", "--json"))["batches"][0]["user"] == coordinator.name
    assert told["created"] == 2


@pytest.mark.parametrize("words", ["show {}", "undo {}", "decide {} 1=new", "decide 1 {}=new", "decide 1 2={}"])
def test_a_number_that_no_record_can_have_is_one_sentence(app: Flask, tmp_path: Path, words: str) -> None:
    _run(app, a_list(tmp_path, SIGNERS), "--as", "signatures")
    for number in (2**31, 10**30):
        answer = _batch(app, *words.format(number).split(), "--json")
        assert isinstance(answer.exception, SystemExit)
        assert answer.exit_code in {1, 2}
        assert answer.stdout == ""


def test_a_database_without_tables_is_one_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    empty = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path / 'crm.db'}"), TESTING=True)
    answer = empty.test_cli_runner().invoke(batch_group, ["show", "1", "--json"])
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.strip().splitlines() == ["The database is not prepared yet. Run crm db upgrade."]


def test_a_list_that_was_numbered_anew_asks_and_turns_nobody_into_somebody_else(app: Flask, tmp_path: Path) -> None:
    """Rows put in after the second one push all numbers on; a corrected name and a new address are still taken over."""
    people = [f"{first} {last} | {first}@{last}.example".lower() for first, last in zip(_FIRST, _LAST, strict=True)]
    text = "\n".join(["ID | Name | Email", *(f"{place} | {one}" for place, one in enumerate(people, 1))])
    _run(app, a_list(tmp_path, text), "--as", "people")
    before = dump()
    moved = [*people[:2], "new person | new@person.example", *people[2:]]
    text = "\n".join(["ID | Name | Email", *(f"{place} | {one}" for place, one in enumerate(moved, 1))])
    told = _json(_run(app, a_list(tmp_path, text), "--as", "people", "--json"))
    assert {one: told[one] for one in _OUTCOMES} == {"created": 0, "updated": 0, "same": 2, "decide": 5, "refused": 0}
    assert dump() == before
    out = tmp_path / "out.csv"
    told = _json(_batch(app, "decide", told["batch"], "3=new", "--json"))
    assert (told["created"], told["decide"]) == (1, 4)
    _run(app, a_list(tmp_path, text), "--as", "people", "--outcomes", out)
    assert [line["outcome"] for line in _lines(out)] == ["same"] * 3 + ["decide"] * 4
    told = _json(_batch(app, "decide", _json(_batch(app, "list", "--json"))["batches"][0]["batch"], "4=skip", "--json"))
    assert (told["refused"], told["decide"]) == (1, 3)
    _run(app, a_list(tmp_path, text), "--as", "people", "--outcomes", out)
    assert [line["outcome"] for line in _lines(out)] == ["same"] * 3 + ["refused"] + ["decide"] * 3
    fixed = text.splitlines()[:2]
    fixed[1] = fixed[1].replace("ida moss", "ida mosse").replace("ida@", "i@")
    _run(app, a_list(tmp_path, "\n".join(fixed)), "--as", "people", "--outcomes", out)
    assert [line["outcome"] for line in _lines(out)] == ["updated"]


def test_one_row_is_told_as_one_row(app: Flask, tmp_path: Path) -> None:
    path = a_list(tmp_path, "name | mail\nReef Watch | info@reef.example")
    assert "Batch 1: 1 row: 1 new, 0 updated" in _run(app, path, "--as", "organizations").stdout
    assert ": 1 row, 1 new, " in _batch(app, "list").stdout
    assert "1 row taken back, 0 kept" in _batch(app, "undo", 1).stdout
