"""JSON and YAML as tables: a list of objects or of lists, a list inside one object, an object a line.

Nested values are joined: an object gives a column for each of its parts, a list of plain values one cell.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

import yaml

from crm.core.sheets.limits import MEGABYTE, Limits
from crm.core.sheets.notes import Notes
from crm.core.sheets.sentences import SheetError
from crm.core.sheets.sources import Source, in_portions
from crm.core.sheets.texts import open_text, read_blocks

_DEEPEST: Final = 3
_MOST_VALUES: Final = 2_000_000
_MOST_ALIASES: Final = 1000
_LARGEST_YAML: Final = 20 * MEGABYTE
_PRIOR: Final = 0.3
_A_LIST: Final = -0.1


class _Plain(yaml.CSafeLoader):
    """Reads scalars as they are written: no date, number or "no" (Norway's code) is turned into something else."""


_Plain.yaml_implicit_resolvers = {}
_Plain.add_constructor("tag:yaml.org,2002:null", lambda _loader, _node: None)


def read_json(path: Path, options: Mapping[str, Any], limits: Limits, notes: Notes) -> Source:
    """Read JSON, or lines of it."""
    text, facts = _text_of(path, options, limits, notes)
    try:
        return _table(json.loads(text, parse_float=str, parse_int=str), {"kind": "json", **facts}, limits)
    except json.JSONDecodeError:
        return _table(list(_lines(text)), {"kind": "json", **facts}, limits)
    except RecursionError as error:
        raise SheetError("too_deep") from error


def _lines(text: str) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line, parse_float=str, parse_int=str)
        except (json.JSONDecodeError, RecursionError) as error:
            raise SheetError("bad_record", row=number) from error


def read_yaml(path: Path, options: Mapping[str, Any], limits: Limits, notes: Notes) -> Source:
    """Read a YAML list."""
    text, facts = _text_of(path, options, limits, notes)
    if len(text) > _LARGEST_YAML:
        raise SheetError("text_too_big", size=len(text) // MEGABYTE, limit=_LARGEST_YAML // MEGABYTE)
    try:
        aliases = sum(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.CSafeLoader))
        if aliases > _MOST_ALIASES:
            raise SheetError("too_deep")
        document = yaml.load(text, Loader=_Plain)  # noqa: S506 - a safe loader that makes fewer types still
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise SheetError("bad_record", row=mark.line + 1 if mark else 1) from error
    except RecursionError as error:
        raise SheetError("too_deep") from error
    return _table(document, {"kind": "yaml", **facts}, limits)


def _text_of(path: Path, options: Mapping[str, Any], limits: Limits, notes: Notes) -> tuple[str, dict[str, Any]]:
    encoding = open_text(path, options, limits, notes)
    text = "".join(read_blocks(path, encoding, notes)).replace("\r\n", "\n").lstrip("\ufeff")
    return text, {"encoding": encoding.name}


def _table(document: object, facts: dict[str, Any], limits: Limits) -> Source:
    """Make a table of the list in a document."""
    records = _list_in(document)
    if not records:
        raise SheetError("no_list")
    budget = _Budget()
    if all(isinstance(record, list) for record in records):
        rows = ([_in_one_cell(cell, limits, budget) for cell in record] for record in records)
        return Source(in_portions(rows), facts, prior=_PRIOR)
    if not any(isinstance(record, dict) for record in records):
        lines = ([_in_one_cell(record, limits, budget)] for record in records)
        return Source(in_portions(lines), facts, prior=_A_LIST)
    flat = [dict(_parts(record, "", limits, budget)) for record in records]
    columns = list(dict.fromkeys(chain.from_iterable(flat)))
    if len(columns) > limits.columns:
        raise SheetError("columns", limit=limits.columns)
    return Source(in_portions([one.get(name, "") for name in columns] for one in flat), facts, columns=columns)


def _list_in(document: object) -> list[Any]:
    """Find the list: the document itself, the longest list inside an object, or the objects that an object names."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return []
    lists = [value for value in document.values() if isinstance(value, list) and value]
    if lists:
        return max(lists, key=lambda one: (any(isinstance(item, dict) for item in one), len(one)))
    inner = [value for value in document.values() if isinstance(value, dict)]
    if inner and len(inner) == len(document):
        found = [rows for rows in map(_list_in, inner) if rows]
        return found[0] if len(found) == 1 else [{"key": key, **value} for key, value in document.items()]
    found = [rows for rows in map(_list_in, inner) if rows]
    return found[0] if len(found) == 1 else [document]


class _Budget:
    """Counts values, so that what refers to itself in many places does not grow without end."""

    def __init__(self) -> None:
        self._left = _MOST_VALUES

    def spend(self) -> None:
        """Count one value more."""
        self._left -= 1
        if self._left < 0:
            raise SheetError("too_deep")


def _parts(record: object, name: str, limits: Limits, budget: _Budget, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Give the values of a record by the names of their columns."""
    if not isinstance(record, dict):
        yield name or "value", _in_one_cell(record, limits, budget)
        return
    for key, value in record.items():
        inner = " ".join(filter(None, (name, _word(key))))
        if isinstance(value, dict) and value and depth < _DEEPEST:
            yield from _parts(value, inner, limits, budget, depth + 1)
        else:
            yield inner, _in_one_cell(value, limits, budget)


def _in_one_cell(value: object, limits: Limits, budget: _Budget) -> str:
    """Give a value as the text of one cell."""
    budget.spend()
    text = _word(value)
    if len(text) > limits.cell_letters:
        raise SheetError("cell", row=1, limit=limits.cell_letters)
    return text


def _word(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return "; ".join(_word(item) for item in _short(value))
    if isinstance(value, list | dict):
        return _as_json(value)
    return str(value).replace("\0", "")


def _short(values: Sequence[Any]) -> Sequence[Any]:
    if len(values) > _MOST_ALIASES * 10:
        raise SheetError("too_deep")
    return values


def _as_json(value: object) -> str:
    """Give what is nested too deep as JSON, unless it is far too long for a cell."""
    written: list[str] = []
    size = 0
    try:
        for piece in json.JSONEncoder(ensure_ascii=False, default=str).iterencode(value):
            written.append(piece)
            size += len(piece)
            if size > MEGABYTE:
                raise SheetError("too_deep")
    except (RecursionError, ValueError) as error:
        raise SheetError("too_deep") from error
    return "".join(written)
