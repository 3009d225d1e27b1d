"""Pages of imports: review, decisions, import, result, undo."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from crm.accounts.values import Permission
from crm.contacts.models import Contact
from crm.contacts.queries import get_record, list_affiliations_of
from crm.core.errors import ConflictError, DomainError, NotFoundError
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import get_batch, get_row, list_rows
from crm.imports.services import (
    begin_import,
    begin_undo,
    change_decision,
    choose_rules,
    decide_rows,
    drop_draft,
    foresee_undo,
    match_columns,
    repair_rows,
    walk_refused,
)
from crm.imports.values import BatchState, RowOutcome
from crm.imports.values.parts import Spans, read_spans, spans_in_words
from crm.web.imports import texts
from crm.web.imports.door import blueprint
from crm.web.imports.forms import ColumnsForm
from crm.web.imports.refused import refused_lines
from crm.web.imports.rows import decided_in_words, pair_of, reasons_in_words, row_lines
from crm.web.imports.rules import chosen_rules, field_rows, rule_choices
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, in_words, seen_version
from crm.web.shared.ids import queried_id
from crm.web.shared.toasts import toast

_PAGE = 50
_BUSY = {BatchState.READING, BatchState.RUNNING, BatchState.UNDOING}


@blueprint.get("/<int:batch_id>")
@require(Permission.IMPORTS_PREPARE)
def show(batch_id: int) -> Answer:
    """Show where a batch stands: its review, its progress, its result, what an undo took back."""
    batch = get_batch(batch_id)
    if batch.state in {BatchState.UPLOADED, BatchState.FAILED} and not batch.error:
        return redirect(url_for("imports.columns", batch_id=batch_id))
    if batch.state in _BUSY:
        bar = texts.progress_words(batch)
        return render_template(
            "imports/busy.html",
            batch=batch,
            steps=texts.steps_of(batch),
            heading=texts.busy_heading(batch),
            bar=bar,
            may_drop=batch.state is BatchState.READING and not batch.reading.get("runs_at_once"),
        )
    if batch.state is BatchState.FAILED:
        return render_template("imports/failed.html", batch=batch, steps=texts.steps_of(batch))
    return _rows_page(batch)


def _rows_page(batch: ImportBatch) -> str:
    chosen = _chosen_outcome(batch)
    rows = _listed_rows(batch, chosen)
    shown = rows[:_PAGE]
    asked = _asked(batch)
    lines = row_lines(batch, shown)
    counts = {outcome.value: batch.counts.get(outcome.value, 0) for outcome in RowOutcome}
    is_review = batch.state is BatchState.REVIEW
    return render_template(
        "imports/show.html",
        batch=batch,
        badge_of_state=texts.state_badge(batch),
        steps=texts.steps_of(batch),
        mapped=texts.mapped_columns(batch),
        left_out=texts.left_out_columns(batch),
        parents=texts.parents_of(batch),
        kept_rows=batch.reading.get("kept_rows", 0),
        suppressed=batch.reading.get("suppressed", 0),
        fields=field_rows(batch),
        rule_choices=rule_choices(),
        rows_in_words=texts.rows_in_words(batch.row_count),
        tabs=texts.outcome_tabs(batch, chosen),
        outcome=chosen.value,
        lines=lines,
        next_url=url_for("imports.show", batch_id=batch.id, outcome=chosen.value, after=shown[-1].number)
        if len(rows) > _PAGE
        else None,
        asked=asked,
        refused=refused_lines(batch),
        counts=counts,
        writes=counts["created"] + counts["updated"],
        left=counts["decide"] + counts["refused"],
        undone=_undone(batch) if batch.state is BatchState.UNDONE else None,
        taken=_undone(batch) if batch.state is BatchState.DONE else None,
        ticks=any(line["tick"] for line in lines),
        is_review=is_review,
        is_done=batch.state is BatchState.DONE,
        may_commit=current_actor().may(Permission.IMPORTS_COMMIT),
    )


def _listed_rows(batch: ImportBatch, chosen: RowOutcome) -> Sequence[ImportRow]:
    """Return the rows of a tab, or the one row that a value comes from."""
    wanted = queried_id("at")
    if wanted:
        return list_rows(batch.id, after=wanted - 1, up_to=wanted, limit=1)
    return list_rows(batch.id, outcome=chosen, after=queried_id("after"), limit=_PAGE + 1)


def _chosen_outcome(batch: ImportBatch) -> RowOutcome:
    """Return the tab that was asked for, else the first that holds rows."""
    try:
        return RowOutcome(request.args.get("outcome", ""))
    except ValueError:
        order = (RowOutcome.UPDATED, RowOutcome.CREATED, RowOutcome.DECIDE, RowOutcome.REFUSED, RowOutcome.SAME)
        return next((one for one in order if batch.counts.get(one.value)), RowOutcome.CREATED)


def _asked(batch: ImportBatch) -> dict[str, Any] | None:
    """Return the pair that is to be decided next, or the one that was asked for, also to decide it again."""
    if batch.state not in {BatchState.REVIEW, BatchState.DONE}:
        return None
    wanted = queried_id("row")
    asked = [*list_rows(batch.id, after=wanted - 1, up_to=wanted, limit=1)] if wanted else []
    if batch.state is not BatchState.REVIEW or not any(row.decision for row in asked):
        asked = []
    waiting = list_rows(batch.id, outcome=RowOutcome.DECIDE, after=max(wanted - 1, 0), limit=2)
    if wanted and not waiting:
        waiting = list_rows(batch.id, outcome=RowOutcome.DECIDE, limit=2)
    rows = [*asked, *waiting]
    return _pair(batch, rows[0], rows[1].number if len(rows) > 1 else None) if rows else None


def _pair(batch: ImportBatch, row: ImportRow, following: int | None) -> dict[str, Any]:
    place = min(queried_id("candidate"), max(len(row.candidates) - 1, 0))
    candidate = row.candidates[place] if row.candidates else {"reasons": [], "score": 0}
    contact, other_row = _other_side(batch, candidate)
    return {
        "row": row.number,
        "decided": decided_in_words(row),
        "value": str(candidate["id"]) if candidate.get("id") else f"row:{candidate.get('row')}",
        "reasons": reasons_in_words(candidate) if candidate["reasons"] else "",
        "since": contact.created_at.year if contact else None,
        "contact_id": contact.id if contact else None,
        "other_row": other_row.number if other_row else None,
        "candidates": [
            url_for(
                "imports.show",
                batch_id=batch.id,
                row=row.number,
                candidate=number,
                outcome=request.args.get("outcome"),
                _anchor="pair",
            )
            for number in range(len(row.candidates))
        ],
        "place": place,
        "next": following,
        **pair_of(batch, row, contact, other_row),
    }


def _other_side(batch: ImportBatch, candidate: dict[str, Any]) -> tuple[Contact | None, ImportRow | None]:
    try:
        if candidate.get("id"):
            contact = get_record(int(candidate["id"]))
            list_affiliations_of(contact.id)
            return contact, None
        return None, get_row(batch.id, int(candidate.get("row") or 0))
    except NotFoundError:
        return None, None


def _undone(batch: ImportBatch) -> dict[str, Any] | None:
    report = batch.undo_report
    if report is None or "reversed" not in report:
        return None
    rows = [
        {
            "row": one["row"],
            "reason": " ".join(gettext(texts.WHY_KEPT[reason]) for reason in one["reasons"]),
            "url": url_for("contacts.show", contact_id=one["contact_id"]) if one.get("contact_id") else None,
            "act": gettext("Open the record"),
        }
        for one in report["rows"][:200]
    ]
    return {**report, "rows": rows}


@blueprint.get("/<int:batch_id>/progress")
@require(Permission.IMPORTS_PREPARE)
def progress(batch_id: int) -> BaseResponse:
    """Tell the bar how far it is."""
    batch = get_batch(batch_id)
    told = texts.progress_words(batch)
    return jsonify({**told, "next": url_for("imports.show", batch_id=batch_id) if told["done"] else None})


@blueprint.post("/<int:batch_id>/rows/<int:number>")
@require(Permission.IMPORTS_PREPARE)
def decide(batch_id: int, number: int) -> BaseResponse:
    """Decide a row: the same as the record beside it, different, or left out."""
    act = request.form.get("act", "")
    decision = {"different": "new", "skip": "skip"}.get(act, request.form.get("with", ""))
    take = {
        key.removeprefix("take-") for key, side in request.form.items() if key.startswith("take-") and side == "left"
    }
    try:
        if act == "again":
            change_decision(batch_id, number, actor=current_actor())
        else:
            decide_rows(
                batch_id, {number: decision}, take={number: take} if act == "same" else {}, actor=current_actor()
            )
    except ConflictError as error:
        toast(in_words(error))
    following = request.form.get("next", type=int)
    return redirect(
        url_for(
            "imports.show",
            batch_id=batch_id,
            row=following,
            outcome=request.form.get("outcome") or None,
            _anchor="pair",
        )
    )


@blueprint.post("/<int:batch_id>/rows/<int:number>/repair")
@require(Permission.IMPORTS_PREPARE)
def repair(batch_id: int, number: int) -> BaseResponse:
    """Give a refused row the cells that were typed, and try it again."""
    row, again = get_row(batch_id, number), None
    cells = [request.form.get(f"cell-{place}", cell) for place, cell in enumerate(row.cells)]
    try:
        outcome = repair_rows(batch_id, {number: cells}, actor=current_actor())[number]
    except ConflictError as error:
        toast(in_words(error))
    else:
        again = number if outcome is RowOutcome.REFUSED else None
        toast(texts.repaired_in_words(number, outcome))
    tab = RowOutcome.REFUSED.value if again else None
    return redirect(url_for("imports.show", batch_id=batch_id, outcome=tab, repair=again, _anchor="refused"))


@blueprint.post("/<int:batch_id>/only-fill")
@require(Permission.IMPORTS_PREPARE)
def fill(batch_id: int) -> BaseResponse:
    """Fill only empty fields, or not, and plan the rows of a draft anew; decisions stay."""
    form, mapping = ColumnsForm(), get_batch(batch_id).mapping
    try:
        match_columns(
            batch_id,
            mapping,
            only_fill=bool(form.only_fill.data),
            version=seen_version(form),
            actor=current_actor(),
        )
    except ConflictError as error:
        toast(in_words(error))
    return redirect(url_for("imports.show", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/rules")
@require(Permission.IMPORTS_PREPARE)
def rules(batch_id: int) -> BaseResponse:
    """Choose by field what happens with values that are there, and plan the rows of a draft anew."""
    batch, form = get_batch(batch_id), ColumnsForm()
    chosen, version = chosen_rules(request.form), seen_version(form)
    try:
        choose_rules(batch_id, chosen, only_fill=batch.only_fill, version=version, actor=current_actor())
    except ConflictError as error:
        toast(in_words(error))
    return redirect(url_for("imports.show", batch_id=batch_id))


@blueprint.post("/<int:batch_id>/begin")
@require(Permission.IMPORTS_COMMIT)
def begin(batch_id: int) -> BaseResponse:
    """Bring a reviewed batch in."""
    begin_import(batch_id, actor=current_actor())
    return redirect(url_for("imports.show", batch_id=batch_id))


@blueprint.route("/<int:batch_id>/undo", methods=["GET", "POST"])
@require(Permission.IMPORTS_COMMIT)
def undo(batch_id: int) -> Answer:
    """Say what an undo would do, then take the batch back."""
    if request.method == "POST":
        try:
            begin_undo(batch_id, rows=_ticked_rows(request.form), actor=current_actor())
        except DomainError as error:
            toast(in_words(error))
    elif (batch := get_batch(batch_id)).state is BatchState.DONE:
        rows = _ticked_rows(request.args)
        told = texts.foreseen(foresee_undo(batch, rows))
        return render_template("imports/undo.html", batch=batch, told=told, rows=spans_in_words(rows))
    return redirect(url_for("imports.show", batch_id=batch_id))


def _ticked_rows(sent: MultiDict[str, str]) -> Spans:
    """Return the rows that were ticked, or that the form before named; none stands for the whole import."""
    return read_spans(",".join(sent.getlist("row")))


@blueprint.post("/<int:batch_id>/drop")
@require(Permission.IMPORTS_PREPARE)
def drop(batch_id: int) -> BaseResponse:
    """Throw a draft away."""
    drop_draft(batch_id, actor=current_actor())
    toast(gettext("The draft is gone. Nothing of it was brought in."))
    return redirect(url_for("imports.index"))


@blueprint.get("/<int:batch_id>/refused.csv")
@require(Permission.IMPORTS_PREPARE)
def refused(batch_id: int) -> Response:
    """Give the rows that could not be read, with the reason beside each."""
    out = io.StringIO()
    csv.writer(out).writerows(walk_refused(batch_id))
    headers = {"Content-Disposition": f"attachment; filename=refused-{batch_id}.csv"}
    return Response(out.getvalue(), mimetype="text/csv", headers=headers)
