"""Remembering what people said of columns and values, so that the next file of the kind is read so at once."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crm.core.clock import now
from crm.core.db import db
from crm.core.text.folding import fold_in_script
from crm.imports.models import ImportBatch, KnownMapping
from crm.imports.queries import find_known_mappings, list_known_values
from crm.imports.values.columns import Guess, How
from crm.imports.values.targets import REPEATED, TARGETS, fields_of
from crm.imports.values.words import ImportAs, MappingScope

_KEY_LENGTH = 200


def remember_columns(batch: ImportBatch) -> None:
    """Remember what the columns of a batch become, within the act at work: all of them for files with the same headers.

    What somebody chose against the recognition is remembered for its header wherever it comes again, too.
    """
    headers: Sequence[str] = batch.reading["columns"]
    guesses: Mapping[str, Sequence[str]] = batch.reading.get("guesses", {})
    told: dict[tuple[MappingScope, str], dict[str, Any]] = {
        (MappingScope.HEADERS, _key_of_all(headers)): {_key(header): field for header, field in batch.mapping.items()}
    }
    for header, field in batch.mapping.items():
        guess, how = guesses.get(header, (None, ""))
        if field and (field != guess or how == How.MEMORY):
            told[MappingScope.HEADER, _key(header)] = {"field": field}
    for field, values in batch.reading.get("meanings", {}).items():
        for value, meaning in values.items():
            told[MappingScope.VALUE, f"{field}:{value}"[:_KEY_LENGTH]] = {
                "field": field,
                "value": value,
                "means": meaning,
            }
    _write(batch.import_as, told)


def _write(import_as: ImportAs, told: Mapping[tuple[MappingScope, str], dict[str, Any]]) -> None:
    known = {(one.scope, one.key): one for one in find_known_mappings(import_as, {key for _scope, key in told})}
    for (scope, key), meaning in told.items():
        row = known.get((scope, key))
        if row is None:
            db.session.add(KnownMapping(import_as=import_as, scope=scope, key=key, meaning=meaning, used_at=now()))
        else:
            row.meaning, row.used_at = meaning, now()


def recall_columns(headers: Sequence[str], import_as: ImportAs) -> dict[str, Guess]:
    """Return what is remembered of the columns of a file: of the same headers all, else of single ones."""
    keys = {_key(header): header for header in headers}
    known = {(one.scope, one.key): one.meaning for one in find_known_mappings(import_as, {*keys, _key_of_all(headers)})}
    whole = known.get((MappingScope.HEADERS, _key_of_all(headers)))
    if whole is not None:
        remembered = {header: whole.get(key) or "" for key, header in keys.items()}
    else:
        told = {header: known.get((MappingScope.HEADER, key)) for key, header in keys.items()}
        remembered = {header: meaning["field"] for header, meaning in told.items() if meaning}
    allowed = set(TARGETS[import_as])
    return {
        header: Guess(field, How.MEMORY) for header, field in remembered.items() if allowed.issuperset(fields_of(field))
    }


def recall_values(import_as: ImportAs) -> dict[str, dict[str, str]]:
    """Return what people said that values mean, by field and value."""
    said: dict[str, dict[str, str]] = {}
    for one in list_known_values(import_as):
        said.setdefault(one.meaning["field"], {})[one.meaning["value"]] = one.meaning["means"]
    return said


def with_memory(guesses: Mapping[str, Guess | None], remembered: Mapping[str, Guess]) -> dict[str, Guess | None]:
    """Let what is remembered go before what is recognised; no field comes twice that only one column can become."""
    taken = {field for guess in remembered.values() for field in fields_of(guess.target)} - REPEATED
    return {
        header: remembered.get(header) or (guess if guess and not _takes(guess, taken) else None)
        for header, guess in guesses.items()
    }


def _takes(guess: Guess, taken: Iterable[str]) -> bool:
    return not set(fields_of(guess.target)).isdisjoint(taken)


def _key(header: str) -> str:
    return (fold_in_script(header) or header)[:_KEY_LENGTH]


def _key_of_all(headers: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(map(_key, headers))).encode()).hexdigest()
