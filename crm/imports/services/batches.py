"""Beginning a batch: the file is kept, its columns are recognised, what it is a list of is said."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from crm.accounts.values import Permission
from crm.core.actor import Actor
from crm.core.audit.services import record
from crm.core.db import atomic, db
from crm.core.engines import hold_alone
from crm.core.errors import DomainError, ForbiddenError
from crm.core.files.models import KeptFile
from crm.core.files.services import keep_file
from crm.core.jobs.services import enqueue
from crm.core.scope import Unscoped
from crm.core.text.cleaning import clean_line
from crm.imports.models import ImportBatch, ImportRow
from crm.imports.queries import find_batch_by_key, get_batch
from crm.imports.services.reading import choose_mapping, demand_state, read_file
from crm.imports.services.remembering import remember_columns
from crm.imports.values.mappings import check_mapping
from crm.imports.values.questions import Answers
from crm.imports.values.rules import check_rules
from crm.imports.values.words import BatchState, ImportAs
from crm.statements.queries import find_statement
from crm.statements.services import draft_statement, make_slug

_MEDIA_TYPE = "application/octet-stream"
#: The lock under which uploads of one key find each other.
_UPLOAD_LOCK = 0x63726D03


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWish:
    """What somebody wants done with a file."""

    import_as: ImportAs
    #: Short name of the statement that signatures are for; made as a draft when it is not known.
    statement: str = ""
    source: str = ""
    #: What is said of how the file is to be read (options of `read_sheet`); the rest is guessed.
    reading: Mapping[str, Any] = field(default_factory=dict)
    mapping: Mapping[str, object] | None = None
    only_fill: bool = False
    #: What is done with values that records have already, by field (`Rule`).
    rules: Mapping[str, str] = field(default_factory=dict)
    #: A draft may wait for somebody to say which column holds the names.
    is_draft: bool = False
    #: The same form or command sent twice is one batch.
    once_key: str | None = None


def demand(actor: Actor, permission: Permission) -> None:
    """Refuse who may not do this."""
    if not actor.may(permission):
        raise ForbiddenError("You may not do this. Ask an administrator if you should.")


def upload_file(path: Path, name: str, wish: ImportWish, *, actor: Actor) -> ImportBatch:
    """Keep a file as a draft: how it was read and what its columns are; nothing of it is brought in yet."""
    demand(actor, Permission.IMPORTS_PREPARE if wish.is_draft else Permission.IMPORTS_COMMIT)
    if wish.once_key and (known := find_batch_by_key(wish.once_key)) is not None:
        return known
    with read_file(path, name, wish.reading) as file:
        mapping = choose_mapping(file, wish.import_as, wish.mapping, is_draft=wish.is_draft)
        reading, row_count = file.reading, file.row_count
    with atomic(actor):
        hold_alone(_UPLOAD_LOCK)
        if wish.once_key and (known := find_batch_by_key(wish.once_key)) is not None:
            return known
        statement_id, made = _find_or_draft(wish, name, actor)
        with path.open("rb") as stream:
            kept = keep_file(stream, name=name, media_type=_MEDIA_TYPE)
        batch = ImportBatch(
            file=kept, file_name=clean_line(name)[:300] or "list", once_key=wish.once_key, import_as=wish.import_as,
            statement_id=statement_id, source=wish.source[:170], mapping=mapping, only_fill=wish.only_fill,
            rules=check_rules(wish.rules),            reading={**reading, "made_statement": made}, row_count=row_count,
            user_id=actor.user_id, user_name=actor.name,
        )  # fmt: skip
        db.session.add(batch)
        db.session.flush()
        record(actor, "import.uploaded", batch, rows=row_count, sha256=kept.sha256)
    return batch


def keep_upload(path: Path, name: str, *, actor: Actor) -> KeptFile:
    """Keep a file whose form was refused, so that nobody has to choose it again."""
    demand(actor, Permission.IMPORTS_PREPARE)
    with atomic(actor), path.open("rb") as stream:
        kept = keep_file(stream, name=clean_line(name)[:300] or "list", media_type=_MEDIA_TYPE)
        record(actor, "import.file_kept", kept, sha256=kept.sha256)
    return kept


def _find_or_draft(wish: ImportWish, file_name: str, actor: Actor) -> tuple[int | None, int | None]:
    """Return the statement's id, and the same once more where it was made here."""
    if wish.import_as is not ImportAs.SIGNATURES:
        return None, None
    title = wish.statement or Path(file_name).stem
    slug = make_slug(title) or "statement"
    known = find_statement(wish.statement) or find_statement(slug)
    if known is not None:
        return known.id, None
    made = draft_statement(title, slug=slug, actor=actor)
    return made.id, made.id


def key_of_command(path: Path, wish: ImportWish) -> str:
    """Return the key under which an unfinished command is known again, so that it is continued and not doubled."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    said = [
        dict(wish.reading),
        wish.import_as,
        wish.statement,
        wish.source,
        dict(wish.mapping or {}),
        wish.only_fill,
        path.name,
    ]
    said += [dict(wish.rules)] if wish.rules else []
    digest.update(json.dumps(said, sort_keys=True).encode())
    return digest.hexdigest()


def match_columns(
    batch_id: int,
    mapping: Mapping[str, object],
    *,
    only_fill: bool,
    version: int | None,
    actor: Actor,
    answers: Answers | None = None,
) -> ImportBatch:
    """Say what the columns become and what their values mean, and have a worker read and plan the rows anew.

    It is remembered for the next list of the kind. Decisions stay where the columns and values of a reviewed draft stay
    what they were.
    """
    demand(actor, Permission.IMPORTS_PREPARE)
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        demand_state(batch, BatchState.UPLOADED, BatchState.REVIEW, BatchState.FAILED)
        batch.check_version(version)
        checked = check_mapping(mapping, batch.reading["columns"], batch.import_as)
        said = answers.kept(batch.reading) if answers else {}
        is_new = any((batch.reading.get(key) or None) != (value or None) for key, value in said.items())
        if is_new or checked != batch.mapping or batch.state is not BatchState.REVIEW:
            forget_rows(batch)
        batch.mapping, batch.only_fill, batch.reading = checked, only_fill, {**batch.reading, **said}
        remember_columns(batch)
        batch.state, batch.counts, batch.error = BatchState.READING, {}, None
        record(actor, "import.matched", batch)
        enqueue("imports.prepare", batch_id=batch.id)
    return batch


def forget_rows(batch: ImportBatch) -> None:
    """Forget the rows of a draft as they were read."""
    rows = delete(ImportRow).where(ImportRow.batch_id == batch.id)
    db.session.execute(rows, execution_options={"unscoped": Unscoped.BULK, "synchronize_session": False})


def begin_import(batch_id: int, *, actor: Actor, version: int | None = None) -> ImportBatch:
    """Let a reviewed batch be brought in by a worker; what waits for a decision stays for later."""
    demand(actor, Permission.IMPORTS_COMMIT)
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        if batch.state in {BatchState.RUNNING, BatchState.DONE}:
            return batch
        demand_state(batch, BatchState.REVIEW)
        batch.check_version(version)
        batch.state, batch.done_rows = BatchState.RUNNING, 0
        record(actor, "import.begun", batch, rows=batch.row_count)
        enqueue("imports.run", once_key=f"imports.run:{batch.id}", batch_id=batch.id)
    return batch


def begin_command(batch_id: int, *, actor: Actor) -> ImportBatch:
    """Let a batch be brought in without a review, by whoever comes first: the command that asks, or a worker."""
    demand(actor, Permission.IMPORTS_COMMIT)
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        if batch.state is BatchState.UPLOADED:
            batch.state = BatchState.READING
            batch.reading = {**batch.reading, "runs_at_once": True}
            record(actor, "import.begun", batch, rows=batch.row_count)
            enqueue("imports.run", once_key=f"imports.run:{batch.id}", batch_id=batch.id)
    return batch


def drop_draft(batch_id: int, *, actor: Actor) -> None:
    """Throw a draft away; nothing of it was brought in."""
    demand(actor, Permission.IMPORTS_PREPARE)
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        if batch.state not in {BatchState.UPLOADED, BatchState.READING, BatchState.REVIEW, BatchState.FAILED}:
            raise DomainError("This import has begun; undo it instead.")
        record(actor, "import.dropped", batch, file=batch.file_name)
        forget_rows(batch)
        db.session.delete(batch)


def fail_batch(batch_id: int, error: DomainError, *, actor: Actor) -> None:
    """Say on the batch why it could not go on."""
    with atomic(actor):
        batch = get_batch(batch_id, lock=True)
        batch.state, batch.error = BatchState.FAILED, str(error)
        batch.once_key = None
        record(actor, "import.failed", batch)
