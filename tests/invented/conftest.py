"""A base with the invented coalition, made once for each database; tests of it only read."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from crm.cli.db import upgrade_tables
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.scope import Unscoped, reading_as
from crm.factory import create_app
from crm.invented.services import fill_demo
from tests.conftest import settings_for


@pytest.fixture(scope="session")
def demo_app(database: str, migrated: str, workplace: Path) -> Iterator[Flask]:
    """Give an application over a base of its own that holds the invented coalition."""
    folder = workplace / f"invented-{database}"
    folder.mkdir()
    url = f"sqlite:///{folder / 'crm.db'}" if database == "sqlite" else _another_base(migrated)
    if database == "sqlite":
        shutil.copy(migrated.removeprefix("sqlite:///"), folder / "crm.db")
    app = create_app(settings_for(folder, url), TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    with app.app_context(), reading_as(SHELL):
        if database == "postgresql":
            upgrade_tables()
        fill_demo(actor=SHELL)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def _another_base(url: str) -> str:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE invented"), execution_options={"unscoped": Unscoped.UPKEEP})
    engine.dispose()
    return url.rpartition("/")[0] + "/invented"


@pytest.fixture
def demo(demo_app: Flask) -> Iterator[Flask]:
    """Read the invented coalition as the shell."""
    with demo_app.app_context(), reading_as(SHELL):
        yield demo_app
        db.session.rollback()
        db.session.remove()
