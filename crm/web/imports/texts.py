"""What the pages of imports say: outcomes, changes, reasons, the two sides of a pair."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from crm.contacts.models import Contact
from crm.contacts.values import ORGANIZATION_TYPE_WORDS, ContactKind, OrganizationType
from crm.core.text import country_name, language_name
from crm.core.text.folding import fold
from crm.core.words import N_
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.services import Foreseen
from crm.imports.services.reading import reader_of
from crm.imports.values import BATCH_STATE_WORDS, ROW_OUTCOME_WORDS, BatchState, RowOutcome
from crm.imports.values.columns import How
from crm.imports.values.remarks import read_remarks
from crm.imports.values.rows import ParsedRow, RowReader
from crm.imports.values.targets import TARGET_WORDS, Target
from crm.web.shared.page import number, page_lang

#: The signs and tones of outcomes, in the order of the tabs.
OUTCOME_SIGNS = {
    RowOutcome.CREATED: ("new", "green"),
    RowOutcome.UPDATED: ("update", "blue"),
    RowOutcome.SAME: ("same", "grey"),
    RowOutcome.DECIDE: ("ask", "amber"),
    RowOutcome.REFUSED: ("no", "red"),
}
STATE_TONES = {
    BatchState.UPLOADED: "grey",
    BatchState.READING: "blue",
    BatchState.REVIEW: "amber",
    BatchState.RUNNING: "blue",
    BatchState.DONE: "green",
    BatchState.UNDOING: "blue",
    BatchState.UNDONE: "grey",
    BatchState.FAILED: "red",
}
WHY_KEPT = {
    "changed": N_("Somebody changed it since."),
    "linked": N_("Something else hangs on it by now."),
    "named": N_("Another list names it too."),
}
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


def steps_of(batch: ImportBatch | None) -> list[dict[str, str | None]]:
    """Return where the work on a batch stands, for the wizard's steps."""
    names = [gettext("Upload"), gettext("Match columns"), gettext("Review"), gettext("Import")]
    here = {
        None: 0,
        BatchState.UPLOADED: 1,
        BatchState.FAILED: 1,
        BatchState.READING: 2,
        BatchState.REVIEW: 2,
        BatchState.RUNNING: 3,
    }.get(batch.state if batch else None, 4)
    columns = url_for("imports.columns", batch_id=batch.id) if batch and batch.state is BatchState.REVIEW else None
    return [
        {
            "label": name,
            "state": "done" if place < here else "now" if place == here else "next",
            "url": columns if place == 1 else None,
        }
        for place, name in enumerate(names)
    ]


def state_badge(batch: ImportBatch) -> dict[str, str]:
    """Return the word and tone of a batch's state."""
    return {"label": gettext(BATCH_STATE_WORDS[batch.state]), "tone": STATE_TONES[batch.state]}


#: Rows to decide stand beside the list, on a phone under it.
_PAIR = {RowOutcome.DECIDE: "pair"}


def outcome_tabs(batch: ImportBatch, chosen: RowOutcome) -> list[dict[str, Any]]:
    """Return the counts of a batch as tabs."""
    return [
        {
            "kind": OUTCOME_SIGNS[outcome][0],
            "label": gettext(ROW_OUTCOME_WORDS[outcome]),
            "count": batch.counts.get(outcome.value, 0),
            "url": url_for("imports.show", batch_id=batch.id, outcome=outcome.value, _anchor=_PAIR.get(outcome)),
            "active": outcome is chosen,
        }
        for outcome in RowOutcome
    ]


def how_it_was_read(batch: ImportBatch) -> list[str]:
    """Return what was guessed about a file, in words."""
    reading = batch.reading
    words = [f"{reading.get('kind', '').upper()}"]
    if reading.get("sheet"):
        words.append(gettext("Sheet “%(sheet)s”", sheet=reading["sheet"]))
    if reading.get("encoding"):
        words.append(gettext("Encoding %(encoding)s", encoding=reading["encoding"]))
    if reading.get("delimiter"):
        shown = {"\t": gettext("tab"), " ": gettext("space")}.get(reading["delimiter"], reading["delimiter"])
        words.append(gettext("Cells parted by %(delimiter)s", delimiter=shown))
    words.append(rows_in_words(batch.row_count))
    return [*words, *(gettext(text, **_localised(values)) for text, values in reading.get("notes", ()))]


def rows_in_words(rows: int) -> str:
    """Return a number of rows with its word."""
    return str(ngettext("%(rows)s row", "%(rows)s rows", rows, rows=number(rows)))


def _localised(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: number(value) if isinstance(value, int) else value for key, value in values.items()}


def column_rows(batch: ImportBatch, chosen: Mapping[str, str | None]) -> list[dict[str, Any]]:
    """Return the columns of a file with a few of their values, what they become, and why."""
    samples = batch.reading.get("samples", {})
    return [
        {
            "place": place,
            "header": header,
            "samples": samples.get(header, []),
            "chosen": chosen.get(header) or "",
            **_why_chosen(batch.reading.get("guesses"), header, chosen.get(header)),
        }
        for place, header in enumerate(batch.reading["columns"])
    ]


_BY = {
    How.HEADER: N_("Recognised by its header"),
    How.WORD: N_("A guess, by a word of its header"),
    How.VALUES: N_("A guess, by its values"),
}


def _why_chosen(guesses: Mapping[str, Sequence[str]] | None, header: str, chosen: str | None) -> dict[str, Any]:
    """Say by what a column was recognised; nothing of a file whose columns somebody named beforehand."""
    if guesses is None:
        return {"why": "", "is_guess": False}
    target, how = guesses.get(header, (None, ""))
    if target != chosen:
        return {"why": gettext("Chosen by hand"), "is_guess": False}
    words = gettext(_BY[How(how)]) if how else gettext("Not recognised")
    return {"why": words, "is_guess": how in {How.WORD, How.VALUES}}


def mapped_columns(batch: ImportBatch) -> list[tuple[str, str]]:
    """Return each column that is imported with the word of what it becomes."""
    return [
        (header, gettext(TARGET_WORDS[Target(field)]))
        for header in batch.reading["columns"]
        if (field := batch.mapping.get(header))
    ]


def left_out_columns(batch: ImportBatch) -> list[dict[str, Any]]:
    """Return the columns that are not imported, with a few of their values."""
    samples = batch.reading.get("samples", {})
    return [
        {"header": header, "samples": samples.get(header, [])}
        for header in batch.reading["columns"]
        if not batch.mapping.get(header)
    ]


def parents_of(batch: ImportBatch) -> dict[str, Any] | None:
    """Return what is said of the organisations that are made because rows name them, and these by name."""
    if batch.state is BatchState.REVIEW:
        named = [{"name": name, "url": None} for name in batch.reading.get("parents", {})]
    else:
        made = batch.reading.get("made_parents", [])
        named = [{"name": one["name"], "url": url_for("contacts.show", contact_id=one["id"])} for one in made]
    if not named:
        return None
    return {"words": _parents_in_words(batch, len(named)), "named": sorted(named, key=lambda one: fold(one["name"]))}


def _parents_in_words(batch: ImportBatch, count: int) -> str:
    if Target.NETWORK.value in batch.mapping.values():
        words = ngettext(
            "and %(count)s organisation that rows name as their parent or network:",
            "and %(count)s organisations that rows name as their parent or network:",
            count,
            count=number(count),
        )
    else:
        words = ngettext(
            "and %(count)s organisation that rows name as their parent:",
            "and %(count)s organisations that rows name as their parent:",
            count,
            count=number(count),
        )
    return str(words)


def row_lines(batch: ImportBatch, rows: Sequence[ImportRow]) -> list[dict[str, Any]]:
    """Return the rows of a tab: name, old and new values, remarks."""
    reader = reader_of(batch)
    return [_row_line(batch, reader, row) for row in rows]


def _again(batch: ImportBatch, row: ImportRow) -> tuple[str, str]:
    url = url_for("imports.show", batch_id=batch.id, row=row.number, outcome=(row.outcome or ""), _anchor="pair")
    return gettext("Decided; decide again"), url


def _row_line(batch: ImportBatch, reader: RowReader, row: ImportRow) -> dict[str, Any]:
    parsed = reader.read(row.number, row.cells)
    outcome = row.outcome or RowOutcome.REFUSED
    changes = _new_values(parsed) if outcome is RowOutcome.CREATED else _changed_values(row)
    return {
        "number": row.number,
        "word": gettext("Left out") if row.decision == "skip" else gettext(ROW_OUTCOME_WORDS[outcome]),
        "tone": OUTCOME_SIGNS[outcome][1],
        "name": parsed.name or gettext("No name given"),
        "fields": changes,
        "remarks": remarks_of(row),
        "mark": "person" if parsed.kind is ContactKind.PERSON else "organization",
        "url": url_for("contacts.show", contact_id=row.contact_id) if row.contact_id else None,
        "act": _again(batch, row) if batch.state is BatchState.REVIEW and row.decision else None,
    }


def remarks_of(row: ImportRow) -> list[str]:
    """Return what is to be said of a row."""
    return [gettext(remark.text, **_translated(remark.values)) for remark in read_remarks(row.reason)]


def _translated(values: Mapping[str, str]) -> dict[str, str]:
    field = next((target.value for target, words in TARGET_WORDS.items() if words == values.get("field")), "")
    told = {key: _code_in_words(field, value) for key, value in values.items()}
    return {**told, "field": gettext(values["field"])} if field else told


def _code_in_words(field: str, value: str) -> str:
    """Return the word for a country or a type of organisation; anything else stays as it stood in the file."""
    is_code = field == "country" or (field == "organization_type" and value in set(OrganizationType))
    return value_in_words(field, value) if is_code else value


def _new_values(parsed: ParsedRow) -> list[tuple[str, str, str]]:
    further = [
        *parsed.ties,
        *((Target.ALIAS, alias) for alias in parsed.aliases),
        *((Target.TAGS, tag) for tag in parsed.tags),
        (Target.MAIN_CONTACT, parsed.main_contact),
        (Target.EXTERNAL_ID, parsed.external_id),
    ]
    told = [(label, value) for _key, label, value in _values_of(parsed)]
    told += [(label_of(field), value) for field, value in further if value]
    return [(label, "", value) for label, value in told]


def _changed_values(row: ImportRow) -> list[tuple[str, str, str]]:
    return [
        (
            label_of(one["field"]),
            value_in_words(one["field"], one["before"]),
            value_in_words(one["field"], one["after"]),
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


def progress_words(batch: ImportBatch) -> dict[str, Any]:
    """Return how far a batch is, as the bar shows it."""
    total = max(batch.row_count, 1)
    if batch.state is BatchState.READING:
        done = sum(batch.counts.values())
    elif batch.state is BatchState.UNDOING:
        report = batch.undo_report or {}
        first, last, here = report.get("first_line"), report.get("last_line"), report.get("before_line")
        done = total * (last - here) // max(last - first + 1, 1) if here and first and last else 0
    else:
        done = batch.done_rows
    words = ngettext("%(done)s of %(all)s row", "%(done)s of %(all)s rows", total, done=number(done), all=number(total))
    is_over = batch.state not in _BUSY_WORDS
    return {"value": done, "max": total, "words": words, "done": is_over}


_BUSY_WORDS = {
    BatchState.READING: N_("Reading and comparing the rows"),
    BatchState.RUNNING: N_("Bringing the rows in"),
    BatchState.UNDOING: N_("Taking the rows back"),
}


def busy_heading(batch: ImportBatch) -> str:
    """Return what is being done with a batch."""
    return str(gettext(_BUSY_WORDS[batch.state]))


_KEPT = {
    "changed": N_("somebody changed since"),
    "linked": N_("something else hangs on by now"),
    "named": N_("another list names too"),
}


def foreseen(told: Foreseen) -> list[tuple[str, list[str]]]:
    """Return what an undo would delete, restore and keep: a word for each, and what it concerns."""
    places, people, signed = told.organizations, told.people, told.signatures
    gone = [
        ngettext("%(count)s organisation", "%(count)s organisations", places, count=number(places)) if places else "",
        ngettext("%(count)s person", "%(count)s people", people, count=number(people)) if people else "",
        ngettext("%(count)s signature", "%(count)s signatures", signed, count=number(signed)) if signed else "",
    ]
    return [
        (gettext("Deleted"), [*filter(None, gone)]),
        (gettext("Restored"), [_restored(told.restored)] if told.restored else []),
        (gettext("Kept"), _kept(told)),
    ]


def _restored(records: int) -> str:
    return str(
        ngettext(
            "%(count)s record gets its values of before back",
            "%(count)s records get their values of before back",
            records,
            count=number(records),
        )
    )


def _kept(told: Foreseen) -> list[str]:
    if told.kept is None:
        return [gettext("What people changed or use by now; the result lists it")]
    kept = [
        ngettext("%(count)s record that %(why)s", "%(count)s records that %(why)s", count, count=number(count),
                 why=gettext(_KEPT[reason]))
        for reason, count in sorted(told.kept.items())
    ]  # fmt: skip
    if told.left:
        kept.append(
            ngettext(
                "values of %(count)s record that somebody changed since",
                "values of %(count)s records that somebody changed since",
                told.left,
                count=number(told.left),
            )
        )
    return kept
