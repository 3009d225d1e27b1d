"""New people who meet nobody are written by a short way; what they become is what the long way makes of them."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm.core.actor import SHELL
from crm.core.db import db
from crm.imports.services import begin_undo, undo_import
from crm.imports.values import ImportAs
from crm.matching.queries import find_organizations_named
from tests.factories.contacts import an_organization
from tests.factories.imports import a_file, an_import
from tests.imports.dumps import dump

HEADER = ["name", "mail", "phone", "role", "organization", "country", "city", "languages", "signed on", "notes", "id"]
#: Numbers that are given once only, and what tells when a row was made.
_LEFT_OUT = {
    "id", "contact_id", "person_id", "organization_id", "other_id", "for_id", "record_id", "signature_id", "cause_id",
    "batch_id", "statement_id", "version_id", "source", "created_at", "updated_at", "at", "stage_since",
}  # fmt: skip

WORDS = st.text(alphabet="abcdé ñ'-Жя", min_size=0, max_size=8)
ROWS = st.tuples(
    st.one_of(WORDS, st.sampled_from(["Ada Obi", "Ben Dia", "Anonymous", "Dia Ben", "أمل"])),
    st.one_of(st.just(""), WORDS.map(lambda word: f"{word}@reef.example"), st.sampled_from(["a@b.example", "x"])),
    st.sampled_from(["", "+254 711 222333", "0711 222333", "call me"]),
    st.sampled_from(["", "Cook", "Director"]),
    st.sampled_from(["", "Reef Watch", "REEF WATCH", "Peace Office"]),
    st.sampled_from(["", "Kenya", "KE", "Nowhere"]),
    st.sampled_from(["", "Nairobi"]),
    st.sampled_from(["", "en, fr", "sw"]),
    st.sampled_from(["", "2026-03-04", "soon"]),
    st.sampled_from(["", "met in Geneva"]),
    st.sampled_from(["", "1", "2", "3", "4"]),
)


def _told() -> dict[str, list[str]]:
    """Return what the tables hold, without numbers."""
    return {
        table: sorted(repr({key: value for key, value in row.items() if key not in _LEFT_OUT}) for row in rows)
        for table, rows in dump().items()
    }


def _brought_in(path: Path, import_as: ImportAs) -> tuple[Any, dict[str, list[str]]]:
    batch = an_import(path, import_as, statement="letter")
    found = batch.counts, _told()
    begin_undo(batch.id, actor=SHELL)
    undo_import(batch.id, actor=SHELL)
    db.session.remove()
    return found


@settings(
    max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(rows=st.lists(ROWS, min_size=1, max_size=12), import_as=st.sampled_from([ImportAs.PEOPLE, ImportAs.SIGNATURES]))
def test_the_short_way_makes_what_the_long_way_makes(
    app: Flask, tmp_path: Path, rows: list[tuple[str, ...]], import_as: ImportAs
) -> None:
    if not find_organizations_named(["reef watch"]):
        an_organization("Reef Watch")
    kept = [row for row in rows if any(row)] or [("Ada Obi", *[""] * 10)]
    path = a_file(tmp_path, [HEADER, *map(list, kept)])
    short = _brought_in(path, import_as)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crm.imports.services.planning.is_plain", lambda _row: False)
        counts, long = _brought_in(path, import_as)
    assert counts == short[0]
    for table, told in long.items():
        assert told == short[1][table], table
