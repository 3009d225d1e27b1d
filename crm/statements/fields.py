"""What lists, questions and exports know of signatures and statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import selectinload

from crm.contacts.models import ExternalKey, is_limited
from crm.contacts.queries import load_addresses
from crm.contacts.values import PointKind
from crm.core.db import db
from crm.core.fields.conditions import OF_CHOICE, OF_DATE, OF_TEXT, where_column
from crm.core.fields.loading import gather
from crm.core.fields.registry import declare, declare_kind
from crm.core.fields.values import Field, FieldKind, RecordKind, Relation
from crm.core.scope import row_rule, visible
from crm.core.words import N_
from crm.statements.models import Signature, Statement
from crm.statements.queries import list_statements
from crm.statements.values import (
    SIGNATURE_STATE_WORDS,
    SIGNED_AS_WORDS,
    STATEMENT_STATE_WORDS,
    SignatureState,
)

SIGNATURES, STATEMENTS = "signatures", "statements"


def _base() -> Select[Any]:
    return visible(Signature).options(selectinload(Signature.statement), selectinload(Signature.contact))


def _of_key(column: Any) -> Any:
    """Return what loads a fact of the signatories' keys in other lists."""

    def load(ids: Sequence[int]) -> dict[int, object]:
        query = (
            visible(ExternalKey, Signature.id, column)
            .join(Signature, Signature.contact_id == ExternalKey.contact_id)
            .where(row_rule(Signature), Signature.id.in_(ids))
        )
        return gather(query.order_by(ExternalKey.id))

    return load


def _where_statement(relation: Relation, slugs: Sequence[Any]) -> ColumnElement[bool]:
    """Ask for signatures under statements, named by their short names."""
    ids = list(db.session.scalars(select(Statement.id).where(Statement.slug.in_(slugs))))
    return where_column(Signature.statement_id)(relation, ids or [0])


def _count(ids: Sequence[int]) -> dict[int, object]:
    query = (
        visible(Signature, Signature.statement_id, func.count(Signature.id))
        .where(Signature.statement_id.in_(ids), Signature.state != SignatureState.WITHDRAWN)
        .group_by(Signature.statement_id)
    )
    counts: dict[int, int] = {row[0]: row[1] for row in db.session.execute(query)}
    return {statement_id: counts.get(statement_id, 0) for statement_id in ids}


declare_kind(
    RecordKind(
        SIGNATURES,
        N_("Signatures"),
        Signature,
        _base,
        order="name",
        search="person",
        search_column=lambda: Signature.contact_id.expression,
        protected=lambda: is_limited(Signature.contact_id),
    )
)
declare(
    Field(
        SIGNATURES,
        "name",
        N_("Name"),
        FieldKind.TEXT,
        value=lambda row: row.signed_name or None,
        where=where_column(Signature.signed_name),
        relations=OF_TEXT,
        order=lambda: Signature.sort_name.expression,
        is_shown=True,
    ),
    Field(
        SIGNATURES,
        "statement",
        N_("Statement"),
        FieldKind.CHOICE,
        value=lambda row: row.statement.slug,
        where=_where_statement,
        relations=OF_CHOICE,
        choices=lambda: [(one.slug, one.title) for one in list_statements()],
        is_shown=True,
    ),
    Field(
        SIGNATURES,
        "signed_as",
        N_("Signed as"),
        FieldKind.CHOICE,
        value=lambda row: row.signed_as.value,
        where=where_column(Signature.signed_as),
        relations=(Relation.IS,),
        choices=lambda: [(one.value, word) for one, word in SIGNED_AS_WORDS.items()],
        is_shown=True,
    ),
    Field(
        SIGNATURES,
        "organization",
        N_("Organisation"),
        FieldKind.TEXT,
        value=lambda row: row.signed_organization,
        where=where_column(Signature.signed_organization),
        relations=OF_TEXT,
        is_shown=True,
    ),
    Field(SIGNATURES, "role", N_("Role"), FieldKind.TEXT, value=lambda row: row.signed_role),
    Field(
        SIGNATURES,
        "country",
        N_("Country"),
        FieldKind.COUNTRY,
        value=lambda row: row.signed_country,
        where=where_column(Signature.signed_country),
        relations=OF_CHOICE,
        is_shown=True,
    ),
    Field(
        SIGNATURES,
        "signed_on",
        N_("Signed on"),
        FieldKind.DAY,
        value=lambda row: row.signed_on,
        where=where_column(Signature.signed_on),
        relations=OF_DATE,
        is_shown=True,
    ),
    Field(
        SIGNATURES,
        "state",
        N_("State"),
        FieldKind.CHOICE,
        value=lambda row: row.state.value,
        where=where_column(Signature.state),
        relations=(Relation.IS, Relation.IS_NOT),
        choices=lambda: [(one.value, word) for one, word in SIGNATURE_STATE_WORDS.items()],
        is_shown=True,
    ),
    Field(
        SIGNATURES,
        "email",
        N_("Mail address"),
        FieldKind.EMAIL,
        load=lambda ids: load_addresses(PointKind.EMAIL, ids, of=Signature),
    ),
    Field(
        SIGNATURES,
        "contact_id",
        N_("Number of the record"),
        FieldKind.NUMBER,
        value=lambda row: row.contact_id,
    ),
    Field(
        SIGNATURES,
        "external_id",
        N_("Number in their list"),
        FieldKind.TEXT,
        load=_of_key(ExternalKey.value),
    ),
    Field(
        SIGNATURES,
        "external_source",
        N_("Their list"),
        FieldKind.TEXT,
        load=_of_key(ExternalKey.source),
    ),
)

declare_kind(RecordKind(STATEMENTS, N_("Statements"), Statement, lambda: select(Statement), order="created"))
declare(
    Field(STATEMENTS, "title", N_("Title"), FieldKind.TEXT, value=lambda row: row.title, is_shown=True),
    Field(
        STATEMENTS,
        "state",
        N_("State"),
        FieldKind.CHOICE,
        value=lambda row: row.state.value,
        where=where_column(Statement.state),
        relations=(Relation.IS, Relation.IS_NOT),
        choices=lambda: [(one.value, word) for one, word in STATEMENT_STATE_WORDS.items()],
        is_shown=True,
    ),
    Field(STATEMENTS, "signatures", N_("Signatures"), FieldKind.NUMBER, load=_count, is_shown=True),
    Field(STATEMENTS, "slug", N_("Short name"), FieldKind.TEXT, value=lambda row: row.slug, is_shown=True),
    Field(
        STATEMENTS,
        "created",
        N_("Made"),
        FieldKind.MOMENT,
        value=lambda row: row.created_at,
        order=lambda: Statement.created_at.expression,
        is_shown=True,
    ),
)
