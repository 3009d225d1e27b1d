"""The test kit: an application over a fresh database for each test, on SQLite and on a real PostgreSQL.

Rooms and migrations run on both; doors (web, cli, worker, public, api) and journeys on SQLite, with ``--big`` on both.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, text

from config import Settings
from crm.core.actor import SHELL
from crm.core.db import Model, db
from crm.core.scope import Unscoped, reading_as
from crm.factory import create_app
from crm.web.shared.navigation import forget_counts
from tests import machine

DOORS = {"web", "cli", "worker", "public", "api", "journeys", "scripts"}
os.environ["CRM_FAST_PASSWORDS"] = "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --big."""
    parser.addoption("--big", action="store_true", help="run the proofs at full size, and the doors on PostgreSQL too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked big unless it is asked for."""
    if config.getoption("--big"):
        return
    skip = pytest.mark.skip(reason="runs with --big")
    for item in items:
        if item.get_closest_marker("big"):
            item.add_marker(skip)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on the databases that its room asks for."""
    if "database" in metafunc.fixturenames:
        place = Path(str(metafunc.definition.path)).relative_to(Path(__file__).parent).parts[0]
        both = place not in DOORS or metafunc.config.getoption("--big")
        metafunc.parametrize("database", ["sqlite", "postgresql"] if both else ["sqlite"], scope="session")


@pytest.fixture(scope="session")
def workplace() -> Iterator[Path]:
    """Give a folder that is gone after the run."""
    folder = Path(tempfile.mkdtemp(prefix="crm-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server(workplace: Path) -> Iterator[str]:
    """Start a PostgreSQL of our own and give its address."""
    if machine.find_postgres() is None:
        sentence = machine.how_to_get("postgresql")
        if os.environ.get("CRM_REQUIRE_ALL"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    server = machine.start_postgres(workplace / "postgresql")
    yield server.url
    server.stop()


def settings_for(folder: Path, url: str, **changes: object) -> Settings:
    """Make the settings of a test installation."""
    values: dict[str, object] = {
        "data_dir": folder,
        "database_url": url,
        "redis_url": None,
        "smtp_url": None,
        "mail_from": None,
        "imap_url": None,
        "public_url": "http://127.0.0.1:8000",
        "port": 8000,
        "secret_key": "a secret of tests",
        "is_developer": False,
        "fixed": frozenset(),
    }
    return Settings(**{**values, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def migrated(database: str, workplace: Path, request: pytest.FixtureRequest) -> str:
    """Migrate one database of each kind; tests get a copy of it, or it emptied."""
    folder = workplace / "template"
    folder.mkdir(exist_ok=True)
    url = f"sqlite:///{folder / 'crm.db'}" if database == "sqlite" else request.getfixturevalue("postgres_server")
    app = create_app(settings_for(folder, url))
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return url


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Give the data folder of the test's installation."""
    return tmp_path


@pytest.fixture
def app(database: str, migrated: str, data_dir: Path) -> Iterator[Flask]:
    """Give an application over an empty, migrated database, with the shell reading and acting."""
    url = migrated
    if database == "sqlite":
        shutil.copy(migrated.removeprefix("sqlite:///"), data_dir / "crm.db")
        url = f"sqlite:///{data_dir / 'crm.db'}"
    application = create_app(settings_for(data_dir, url), TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    forget_counts()
    with application.app_context(), reading_as(SHELL):
        yield application
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()
    if database == "postgresql":
        _empty(url)


def _empty(url: str) -> None:
    engine = create_engine(url)
    names = ", ".join(f'"{table.name}"' for table in Model.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(
            text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"), execution_options={"unscoped": Unscoped.UPKEEP}
        )
    engine.dispose()
