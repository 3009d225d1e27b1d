"""What the pages of imports say of rows that cannot be read: why, and the small form in which one is repaired."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext

from crm.core.text.cleaning import clean_text
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import list_rows
from crm.imports.values import BatchState, RowOutcome
from crm.imports.values.remarks import NAME_TOO_LONG, NO_NAME, Remark, read_remarks
from crm.imports.values.targets import Target, fields_of
from crm.web.imports.rows import remark_in_words, repair_url
from crm.web.imports.texts import field_in_words
from crm.web.shared.ids import queried_id

_SHOWN = 10
#: What a row is called by; of an organisation that signs, the name may stand in its own column.
_NAMES = (Target.NAME, Target.FIRST_NAME, Target.LAST_NAME, Target.ORGANIZATION)


def refused_lines(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return the first refused rows, and the one that is being repaired with its form."""
    wanted = queried_id("repair") if batch.state in {BatchState.REVIEW, BatchState.DONE} else 0
    rows = [*list_rows(batch.id, outcome=RowOutcome.REFUSED, limit=_SHOWN)]
    if wanted and all(row.number != wanted for row in rows):
        rows = [*list_rows(batch.id, outcome=RowOutcome.REFUSED, after=wanted - 1, up_to=wanted, limit=1), *rows]
    return [_line(batch, row, is_open=row.number == wanted) for row in rows]


def _line(batch: ImportBatch, row: ImportRow, *, is_open: bool) -> dict[str, Any]:
    remarks = read_remarks(row.reason)
    url = repair_url(batch, row)
    told = {
        "row": row.number,
        "reason": " ".join(map(remark_in_words, remarks)),
        "url": url,
        "act": gettext("Type it"),
        "form": None,
    }
    if is_open and url:
        told |= {"form": _form(batch, row, remarks), "url": None}
    return told


def _form(batch: ImportBatch, row: ImportRow, remarks: Sequence[Remark]) -> dict[str, Any]:
    """Return the cells that are read from a row, each with what is wrong with it."""
    columns = [
        (place, header, targets[0])
        for place, header in enumerate(batch.reading["columns"])
        if (targets := fields_of(batch.mapping.get(header)))
    ]
    fields = [
        {
            "name": f"cell-{place}",
            "label": header,
            "word": field_in_words(batch.mapping[header]),
            "value": row.cells[place] if place < len(row.cells) else "",
            "reasons": [],
        }
        for place, header, _target in columns
    ]
    general: list[str] = []
    for remark in remarks:
        place = _place_of(remark, row, columns)
        (general if place is None else fields[place]["reasons"]).append(remark_in_words(remark))
    return {
        "fields": fields,
        "reasons": general,
        "url": url_for("imports.repair", batch_id=batch.id, number=row.number),
        "cancel_url": url_for("imports.show", batch_id=batch.id, outcome="refused"),
    }


def _place_of(remark: Remark, row: ImportRow, columns: Sequence[tuple[int, str, Target]]) -> int | None:
    """Return the field that a remark speaks of: one that names the row, or the one whose cell it quotes."""
    if remark.text in {NO_NAME, NAME_TOO_LONG}:
        return next((place for place, (_cell, _header, target) in enumerate(columns) if target in _NAMES), None)
    value = remark.values.get("value")
    quotes = (place for place, (cell, *_) in enumerate(columns) if value and value in clean_text(row.cells[cell]))
    return next(quotes, None)
