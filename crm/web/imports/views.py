"""Pages of imports: the list, upload, match columns."""

import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from crm.accounts.values import Permission
from crm.core.errors import DomainError
from crm.core.files.queries import path_of
from crm.imports.models import ImportBatch
from crm.imports.queries import get_batch, list_batches
from crm.imports.services import (
    ImportWish,
    keep_upload,
    match_columns,
    upload_file,
)
from crm.imports.values import BatchState, ImportAs, RowOutcome
from crm.web.imports import rereading, review, texts
from crm.web.imports.asking import answers_in, day_question, is_asked_anew, value_questions
from crm.web.imports.door import blueprint
from crm.web.imports.forms import ColumnsForm, UploadForm, target_choices
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, seen_version
from crm.web.shared.page import full_moment, moment, who_acted

__all__ = ["blueprint", "rereading", "review"]


@blueprint.get("/")
@require(Permission.IMPORTS_PREPARE)
def index() -> str:
    """Show what was brought in, and the drafts."""
    rows = [
        {
            "id": batch.id,
            "url": url_for("imports.show", batch_id=batch.id),
            "name": batch.file_name,
            "title": batch.file_name,
            "native": None,
            "mark": None,
            "cells": {
                "state": texts.state_badge(batch),
                "rows": batch.row_count,
                **{outcome.value: batch.counts.get(outcome.value, 0) for outcome in RowOutcome},
                "who": who_acted(batch.user_name),
                "when": {"text": moment(batch.created_at), "title": full_moment(batch.created_at)},
            },
        }
        for batch in list_batches()
    ]
    return render_template("imports/index.html", rows=rows)


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.IMPORTS_PREPARE)
def new() -> Answer:
    """Upload a file."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            with _sent_file(form) as (path, name):
                batch = upload_file(path, name, _wish(form), actor=current_actor())
        except DomainError as error:
            error.field = error.field if error.field in form else "file"
            form.reject(error)
        else:
            return redirect(url_for("imports.columns", batch_id=batch.id))
    _keep_file(form)
    if not form.once_key.data:
        form.once_key.data = secrets.token_hex(16)
    return form.answer("imports/new.html", steps=texts.steps_of(None), kept=form.kept_file())


def _wish(form: UploadForm) -> ImportWish:
    return ImportWish(
        import_as=ImportAs(form.import_as.data),
        statement=form.statement.data or form.new_statement.data or "",
        once_key=form.once_key.data or None,
        is_draft=True,
    )


@contextmanager
def _sent_file(form: UploadForm) -> Iterator[tuple[Path, str]]:
    """Give the file that was sent, now or with a form before, and its name."""
    kept = form.kept_file()
    if kept is not None:
        yield path_of(kept), kept.name
        return
    sent: FileStorage = form.file.data
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        if not sent:
            path.write_text(form.pasted.data, "utf-8")
            yield path, f"{gettext('Pasted list')}.txt"
            return
        sent.stream.seek(0)
        sent.save(path)
        yield path, Path((sent.filename or "").replace("\\", "/")).name or "list"


def _keep_file(form: UploadForm) -> None:
    """Keep a file that came with a form in which something else is wrong."""
    if form.errors and not form.file.errors and form.file.data:
        with _sent_file(form) as (path, name):
            form.kept.data = str(keep_upload(path, name, actor=current_actor()).id)
        form.file.data = None
    elif form.file.errors:
        form.kept.data = ""


@blueprint.route("/<int:batch_id>/columns", methods=["GET", "POST"])
@require(Permission.IMPORTS_PREPARE)
def columns(batch_id: int) -> Answer:
    """Say what the columns become."""
    batch = get_batch(batch_id)
    if batch.state not in {BatchState.UPLOADED, BatchState.REVIEW, BatchState.FAILED}:
        return redirect(url_for("imports.show", batch_id=batch_id))
    form = ColumnsForm(only_fill=batch.only_fill, version=batch.version)
    chosen: Any = batch.mapping
    if form.validate_on_submit():
        chosen = form.mapping(batch, request.form)
        if not is_asked_anew(batch, chosen, request.form) and _match(batch, form, chosen):
            return redirect(url_for("imports.show", batch_id=batch_id))
    return form.answer(
        "imports/columns.html",
        batch=batch,
        steps=texts.steps_of(batch),
        reading=texts.how_it_was_read(batch),
        reading_form=rereading.reading_form(batch),
        guesses=rereading.guesses(batch),
        left_out=rereading.left_out(batch),
        rows=texts.column_rows(batch, chosen),
        choices=target_choices(batch),
        questions=value_questions(batch, chosen, request.form),
        days=day_question(batch, chosen, request.form),
    )


def _match(batch: ImportBatch, form: ColumnsForm, chosen: Mapping[str, Any]) -> bool:
    """Say what the columns become and what was said of their values; return whether that can be."""
    try:
        match_columns(
            batch.id,
            chosen,
            only_fill=bool(form.only_fill.data),
            version=seen_version(form),
            actor=current_actor(),
            answers=answers_in(batch, chosen, request.form),
        )
    except DomainError as error:
        form.reject(error)
        return False
    return True
