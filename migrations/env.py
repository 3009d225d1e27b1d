"""Runs migrations for Flask-Migrate over an engine of its own, with this house's transaction rules."""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import JSON, create_engine

from crm.core.db import Model, UTCDateTime
from crm.core.engines import engine_options, fit_engine


def _render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our column types as plain ones, so that old migrations do not depend on today's code."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'
    return False


def run() -> None:
    """Migrate the database of the current application."""
    url = current_app.config["CRM"].database_url
    engine = create_engine(url, **engine_options(url))
    fit_engine(engine)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=_render,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
