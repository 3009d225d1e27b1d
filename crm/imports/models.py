"""Tables of import batches, their rows, and the memory by which a row is known again."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.contacts.models import of_seen_contact
from crm.core.clock import now
from crm.core.db import Json, Keyed, Model, Versioned, one_of
from crm.core.files.models import KeptFile
from crm.core.scope import scoped
from crm.imports.values import BatchState, ImportAs, MappingScope, RowOutcome
from crm.statements.models import Statement


class ImportBatch(Keyed, Versioned, Model):
    """One file brought in: how it was read, what was decided, what became of it."""

    __tablename__ = "import_batch"
    __table_args__ = (UniqueConstraint("once_key"), Index("ix_import_batch_created_at", "created_at", "id"))

    file_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id", ondelete="SET NULL"), index=True)
    file_name: Mapped[str] = mapped_column(String(300))
    #: Same form sent twice, same batch.
    once_key: Mapped[str | None] = mapped_column(String(64))
    import_as: Mapped[ImportAs] = mapped_column(one_of(ImportAs))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id", ondelete="SET NULL"), index=True)
    #: The list this file is an edition of; its rows are known again under this name.
    source: Mapped[str] = mapped_column(String(200), default="")
    #: How the file was read: kind, encoding, delimiter, columns, notes.
    reading: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    #: Column header to field key; None for a column that is not imported.
    mapping: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    only_fill: Mapped[bool] = mapped_column(default=False)
    #: What is done with values that records have already, by field, where it is not the rule of the whole batch.
    rules: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, server_default="{}")
    state: Mapped[BatchState] = mapped_column(one_of(BatchState), default=BatchState.UPLOADED)
    row_count: Mapped[int] = mapped_column(default=0)
    #: Rows by outcome; their sum is row_count, always.
    counts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    #: The last row that is committed: where a killed run goes on.
    done_rows: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float | None]
    #: What an undo took back, kept or could only partly take back.
    undo_report: Mapped[dict[str, Any] | None]
    error: Mapped[str | None] = mapped_column(Text)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    user_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]

    file: Mapped[KeptFile | None] = relationship()
    statement: Mapped[Statement | None] = relationship()


class ImportRow(Keyed, Model):
    """One data row of a file and what becomes of it."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        Index("ix_import_row_outcome", "batch_id", "outcome", "number"),
        Index("ix_import_row_contact_id", "contact_id"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"))
    #: Counted from 1, in file order.
    number: Mapped[int]
    #: The cells as read, by column.
    cells: Mapped[list[Any]]
    #: SHA-256 of the mapped, normalised content, and how often it came before in this file.
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    occurrence: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[RowOutcome | None] = mapped_column(one_of(RowOutcome))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    #: Possible matches as [{"id", "score", "reasons"}].
    candidates: Mapped[list[Any]] = mapped_column(Json, default=list)
    #: Old to new by field: [{"field", "before", "after"}].
    changes: Mapped[list[Any]] = mapped_column(Json, default=list)
    reason: Mapped[str | None] = mapped_column(Text)
    #: What a person decided: a contact's id, `new` or `skip`.
    decision: Mapped[str | None] = mapped_column(String(24))
    #: How far an undo of chosen rows took it back (`TakenBack`); None for a row that nobody took back.
    taken_back: Mapped[str | None] = mapped_column(String(8))


class KnownRow(Keyed, Model):
    """The memory of a source: this row became that contact and signature."""

    __tablename__ = "known_row"
    __table_args__ = (
        UniqueConstraint("source", "key", "occurrence"),
        Index("ix_known_row_contact_id", "contact_id"),
        Index("ix_known_row_batch_id", "batch_id"),
        Index("ix_known_row_signature_id", "signature_id"),
    )

    source: Mapped[str] = mapped_column(String(200))
    #: `id:` and the external id, or `content:` and the fingerprint.
    key: Mapped[str] = mapped_column(String(220))
    occurrence: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(String(64))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signature.id", ondelete="CASCADE"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"))


class KnownMapping(Keyed, Model):
    """What somebody said of the columns or values of a list, for the next one of its kind."""

    __tablename__ = "known_mapping"
    __table_args__ = (UniqueConstraint("import_as", "scope", "key"),)

    import_as: Mapped[ImportAs] = mapped_column(one_of(ImportAs))
    scope: Mapped[MappingScope] = mapped_column(one_of(MappingScope))
    #: A digest of all folded headers; a folded header; a field and a value of it.
    key: Mapped[str] = mapped_column(String(200))
    #: Field by folded header; or the field; or field, value and what it means.
    meaning: Mapped[dict[str, Any]] = mapped_column(Json)
    used_at: Mapped[datetime] = mapped_column(default=now)


scoped(ImportRow, lambda entity, teams: of_seen_contact(entity.contact_id, teams))
