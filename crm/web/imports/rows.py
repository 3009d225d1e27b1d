"""What the pages of imports say of one row: its values, what becomes of it, the two sides of a decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.contacts.models import Contact
from crm.contacts.values import ORGANIZATION_TYPE_WORDS, ContactKind, OrganizationType
from crm.core.text import country_name, language_name
from crm.core.words import N_
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.services import Trace, trace_values
from crm.imports.services.deciding import SKIP
from crm.imports.services.reading import reader_of
from crm.imports.values import ROW_OUTCOME_WORDS, BatchState, RowOutcome
from crm.imports.values.parsed import ParsedRow
from crm.imports.values.parts import TakenBack
from crm.imports.values.plans import TAKEN
from crm.imports.values.remarks import Remark, read_remarks
from crm.imports.values.rows import RowReader
from crm.imports.values.targets import TARGET_WORDS, Target
from crm.web.imports.texts import OUTCOME_SIGNS
from crm.web.shared.access import current_actor
from crm.web.shared.page import day, number, page_lang, who_acted

Traces = Mapping[tuple[int, str], Trace]

_FURTHER = {
    "point": N_("Address"),
    "alias": TARGET_WORDS[Target.ALIAS],
    "former": N_("Former name"),
    "organization": TARGET_WORDS[Target.ORGANIZATION],
    "external_id": TARGET_WORDS[Target.EXTERNAL_ID],
    "tag": TARGET_WORDS[Target.TAGS],
    "postal": TARGET_WORDS[Target.ADDRESS],
    "signature": N_("Signature"),
    "signed_name": N_("Name as signed"),
    "signed_role": TARGET_WORDS[Target.ROLE],
    "signed_organization": TARGET_WORDS[Target.ORGANIZATION],
    "signed_country": TARGET_WORDS[Target.COUNTRY],
    "signed_on": TARGET_WORDS[Target.SIGNED_ON],
    "for_id": N_("Signed by"),
    "value": N_("Address"),
}


#: Single facts in the order of a pair.
_FACTS = (
    "acronym", "native_name", "organization_type", "country", "city", "languages", "website", "founded", "notes",
)  # fmt: skip


def row_lines(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[dict[str, Any]]:
    """Return the rows of a tab: name, old and new values, remarks."""
    reader = reader_of(batch)
    changed = {row.contact_id for row in rows if row.contact_id and row.outcome is RowOutcome.UPDATED}
    traces = trace_values(changed, before_batch=batch.id)
    return [_row_line(batch, reader, row, traces) for row in rows]


def _again(batch: ImportBatch, row: ImportRow) -> tuple[str, str]:
    url = url_for("imports.show", batch_id=batch.id, row=row.number, outcome=(row.outcome or ""), _anchor="pair")
    return gettext("Decided; decide again"), url


def repair_url(batch: ImportBatch, row: ImportRow) -> str | None:
    """Return where a refused row is repaired; None where it was left out on purpose, or the batch is taken back."""
    if row.decision == SKIP or batch.state not in {BatchState.REVIEW, BatchState.DONE}:
        return None
    return url_for("imports.show", batch_id=batch.id, outcome="refused", repair=row.number, _anchor="refused")


_TAKEN_WORDS = {
    TakenBack.REVERSED: N_("Taken back"),
    TakenBack.PARTLY: N_("Taken back in part"),
    TakenBack.KEPT: N_("Kept"),
}


def _word_of(row: ImportRow, outcome: RowOutcome) -> str:
    """Return what became of a row, in a word."""
    if row.taken_back:
        return str(gettext(_TAKEN_WORDS[TakenBack(row.taken_back)]))
    return str(gettext("Left out") if row.decision == SKIP else gettext(ROW_OUTCOME_WORDS[outcome]))


def _may_be_taken_back(batch: ImportBatch, row: ImportRow) -> bool:
    is_changed = row.outcome in {RowOutcome.CREATED, RowOutcome.UPDATED} and row.taken_back != TakenBack.REVERSED
    may = current_actor().may(Permission.IMPORTS_COMMIT)
    return batch.state is BatchState.DONE and is_changed and may


def _act_on(batch: ImportBatch, row: ImportRow) -> tuple[str, str] | None:
    """Return what can be done with a row of the list: decide it again, or repair it."""
    if batch.state is BatchState.REVIEW and row.decision:
        return _again(batch, row)
    url = repair_url(batch, row) if row.outcome is RowOutcome.REFUSED else None
    return (gettext("Type it"), url) if url else None


def _row_line(batch: ImportBatch, reader: RowReader, row: ImportRow, traces: Traces) -> dict[str, Any]:
    parsed = reader.read(row.number, row.cells)
    outcome = row.outcome or RowOutcome.REFUSED
    changes = _new_values(parsed) if outcome is RowOutcome.CREATED else _changed_values(row, traces)
    return {
        "number": row.number,
        "word": _word_of(row, outcome),
        "tone": OUTCOME_SIGNS[outcome][1],
        "name": parsed.name or gettext("No name given"),
        "fields": changes,
        "remarks": remarks_of(row),
        "mark": "person" if parsed.kind is ContactKind.PERSON else "organization",
        "url": url_for("contacts.show", contact_id=row.contact_id) if row.contact_id else None,
        "act": _act_on(batch, row),
        "tick": ("undo-rows", row.number) if _may_be_taken_back(batch, row) else None,
    }


def remarks_of(row: ImportRow) -> list[str]:
    """Return what is to be said of a row."""
    return [remark_in_words(remark) for remark in read_remarks(row.reason)]


def remark_in_words(remark: Remark) -> str:
    """Return a remark in the reader's language."""
    return str(gettext(remark.text, **_translated(remark.values)))


def _translated(values: Mapping[str, str]) -> dict[str, str]:
    field = next((target.value for target, words in TARGET_WORDS.items() if words == values.get("field")), "")
    told = {key: _code_in_words(field or key, value) for key, value in values.items()}
    return {**told, "field": gettext(values["field"])} if field else told


def _code_in_words(field: str, value: str) -> str:
    """Return the word for a country or a type of organisation; anything else stays as it stood in the file."""
    is_code = field == "country" or (field == "organization_type" and value in set(OrganizationType))
    return value_in_words(field, value) if is_code else value


def _new_values(parsed: ParsedRow) -> list[tuple[str, str, str, str]]:
    further = [
        *parsed.ties,
        *((Target.ALIAS, alias) for alias in parsed.aliases),
        *((Target.TAGS, tag) for tag in parsed.tags),
        (Target.MAIN_CONTACT, parsed.main_contact),
        (Target.EXTERNAL_ID, parsed.external_id),
    ]
    told = [(label, value) for _key, label, value in _values_of(parsed)]
    told += [(label_of(field), value) for field, value in further if value]
    return [(label, "", value, "") for label, value in told]


def _source_of(row: ImportRow, field: str, traces: Traces) -> str:
    """Return where the old value of a field comes from: a file and its row, or who typed it, and when."""
    trace = traces.get((row.contact_id or 0, field)) or traces.get((row.contact_id or 0, ""))
    if trace is None or field not in TAKEN:
        return ""
    on = day(trace.at.date())
    if trace.file:
        place = gettext("%(file)s, row %(row)s", file=trace.file, row=number(trace.row)) if trace.row else trace.file
        return f"{place}, {on}"
    return f"{who_acted(trace.actor)}, {on}"


def _changed_values(row: ImportRow, traces: Traces) -> list[tuple[str, str, str, str]]:
    return [
        (
            label_of(one["field"]),
            value_in_words(one["field"], one["before"]),
            value_in_words(one["field"], one["after"]),
            _source_of(row, one["field"], traces) if one["before"] else "",
        )
        for one in row.changes
        if one.get("field")
    ]


def label_of(field: str) -> str:
    """Return what a field is called."""
    if field in _FURTHER:
        return str(gettext(_FURTHER[field]))
    try:
        return str(gettext(TARGET_WORDS[Target(field)]))
    except ValueError:
        return field


def value_in_words(field: str, value: object) -> str:
    """Return a value as people read it."""
    if value in (None, "", []):
        return ""
    if field in {"country", "signed_country"}:
        return country_name(str(value), page_lang())
    if field == "languages" and isinstance(value, list):
        return ", ".join(language_name(one, page_lang()) for one in value)
    if field == "organization_type":
        return str(gettext(ORGANIZATION_TYPE_WORDS[OrganizationType(str(value))]))
    return str(value)


def _values_of(parsed: ParsedRow) -> list[tuple[str, str, str]]:
    """Return what a row says of its main contact: key, label, value."""
    told = [
        (field, label_of(field), value_in_words(field, parsed.facts[field]))
        for field in _FACTS
        if field in parsed.facts
    ]
    more = [("role", parsed.role), ("organization", parsed.organization)]
    more += [(point.kind.value, point.value) for point in parsed.points]
    if parsed.signed_on:
        more.append(("signed_on", parsed.signed_on.isoformat()))
    return told + [(key, label_of(key), value) for key, value in more if value]


def decided_in_words(row: ImportRow) -> str:
    """Return what was decided of a row of a draft; nothing while it waits."""
    words = {"new": gettext("Decided: different."), "skip": gettext("Decided: skipped.")}
    return words.get(row.decision, gettext("Decided: the same.")) if row.decision else ""


def pair_of(batch: ImportBatch, row: ImportRow, other: Contact | None, other_row: ImportRow | None) -> dict[str, Any]:
    """Return the two sides of a decision: the row, and the record or earlier row that it could be."""
    reader = reader_of(batch)
    parsed = reader.read(row.number, row.cells)
    theirs = _record_values(other) if other is not None else _parsed_values(reader, other_row)
    fields = []
    for key, label, left in [("name", gettext("Name"), parsed.name), *_values_of(parsed)]:
        right = theirs.get(key, "")
        fields.append(
            {
                "key": f"take-{key}",
                "label": label,
                "left": left,
                "right": right,
                "equal": left == right,
                "both": key not in {"name", *_FACTS} or other is None,
                "chosen": "right" if right else "left",
            }
        )
    return {"name": parsed.name, "fields": fields}


def _parsed_values(reader: RowReader, row: ImportRow | None) -> dict[str, str]:
    if row is None:
        return {}
    parsed = reader.read(row.number, row.cells)
    return {"name": parsed.name} | {key: value for key, _label, value in _values_of(parsed)}


def _record_values(contact: Contact) -> dict[str, str]:
    values = {field: value_in_words(field, getattr(contact, field)) for field in _FACTS}
    values["name"] = contact.name
    for point in contact.points:
        values.setdefault(point.kind.value, point.value)
    for place in contact.affiliations:
        values.setdefault("role", place.role or "")
        values.setdefault("organization", place.place)
    return values


def reasons_in_words(candidate: Mapping[str, Any]) -> str:
    """Return why two could be one, in one line; never a bare score."""
    said = ". ".join(gettext(one) for one in candidate["reasons"])
    return str(gettext("%(reasons)s. Agrees at %(score)s of 100.", reasons=said, score=number(candidate["score"])))
