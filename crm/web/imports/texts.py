"""What the pages of imports say: outcomes, changes, reasons, the two sides of a pair."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from crm.core.text.folding import fold
from crm.core.words import N_
from crm.imports.models import ImportBatch
from crm.imports.services import Foreseen
from crm.imports.values import BATCH_STATE_WORDS, ROW_OUTCOME_WORDS, BatchState, RowOutcome
from crm.imports.values.columns import How
from crm.imports.values.targets import TARGET_WORDS, Target, fields_of
from crm.web.shared.page import number

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
    "joined": N_("It is part of what another row of this file made or changed."),
}


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


def repaired_in_words(number_of_row: int, outcome: RowOutcome) -> str:
    """Return what became of a row that was repaired."""
    if outcome is RowOutcome.REFUSED:
        return str(gettext("Row %(row)s still cannot be read.", row=number(number_of_row)))
    word = gettext(ROW_OUTCOME_WORDS[outcome])
    return str(gettext("Row %(row)s can be read now: %(outcome)s.", row=number(number_of_row), outcome=word))


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
    How.MEMORY: N_("As last time"),
    How.HEADER: N_("Recognised by its header"),
    How.WORD: N_("A guess, by a word of its header"),
    How.VALUES: N_("A guess, by its values"),
}


def _why_chosen(guesses: Mapping[str, Sequence[str]] | None, header: str, chosen: str | None) -> dict[str, Any]:
    """Say by what a column was recognised; nothing of a file whose columns somebody named beforehand."""
    if guesses is None:
        return {"why": "", "is_guess": False}
    target, how = guesses.get(header, (None, ""))
    if (target or None) != (chosen or None):
        return {"why": gettext("Chosen by hand"), "is_guess": False}
    words = gettext(_BY[How(how)]) if how else gettext("Not recognised")
    return {"why": words, "is_guess": how in {How.WORD, How.VALUES}}


def field_in_words(field: str) -> str:
    """Return the word of what a column becomes; several fields stand in the order of its cells."""
    return " + ".join(gettext(TARGET_WORDS[one]) for one in fields_of(field))


def mapped_columns(batch: ImportBatch) -> list[tuple[str, str]]:
    """Return each column that is imported with the word of what it becomes."""
    return [
        (header, field_in_words(field)) for header in batch.reading["columns"] if (field := batch.mapping.get(header))
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
    pace = _pace(batch) if batch.state is BatchState.RUNNING else ""
    return {"value": done, "max": total, "words": f"{words} {pace}".strip(), "done": is_over}


def _pace(batch: ImportBatch) -> str:
    """Return how many rows are done in a second, and how long the rest takes; nothing before there is a measure."""
    if not batch.seconds or not batch.done_rows:
        return ""
    rate = batch.done_rows / batch.seconds
    left = round((batch.row_count - batch.done_rows) / rate)
    if left < _MINUTE:
        time = ngettext("%(count)s second left", "%(count)s seconds left", left, count=number(left))
    else:
        minutes = round(left / _MINUTE)
        time = ngettext("%(count)s minute left", "%(count)s minutes left", minutes, count=number(minutes))
    rows = max(round(rate), 1)
    each = ngettext("%(rows)s row a second", "%(rows)s rows a second", rows, rows=number(rows))
    return f"· {each} · {time}"


_MINUTE = 60
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
    "joined": N_("another row of this file is about too"),
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
