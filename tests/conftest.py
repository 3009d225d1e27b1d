"""The test kit: an application over a fresh database for each test, on SQLite and on a real PostgreSQL.

Rooms and migrations run on both; doors (web, cli, worker, public, api) and journeys on SQLite, with ``--big`` on both.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest
from flask import Flask
from hypothesis import settings as properties
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import text
from typing_extensions import override

from config import Settings
from crm.cli.db import upgrade_tables
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.scope import Unscoped, reading_as
from crm.factory import create_app
from crm.web.shared.freshness import forget_counts
from tests import machine

DOORS = {"web", "cli", "worker", "public", "api", "journeys", "scripts"}
OWN = {"core", "cli", "worker", "public", "api", "journeys", "scripts"}
LONG = {"journeys", "worker"}
os.environ["CRM_FAST_PASSWORDS"] = "1"
# Properties are about what is true, not about how long it takes on a busy machine.
properties.register_profile("without a clock", deadline=None)
properties.load_profile("without a clock")


class KeptTemplates(BytecodeCache):
    """Compiles each template once a process, not once an application."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    @override
    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    @override
    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.codes[bucket.key, bucket.checksum] = bucket.code


Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": KeptTemplates()}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --big."""
    parser.addoption("--big", action="store_true", help="run the proofs at full size, and the doors on PostgreSQL too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with long tests, so that all processes end together; leave out what is big unless it is asked for."""
    items.sort(key=lambda item: _place(item.path) not in LONG)
    if config.getoption("--big"):
        return
    skip = pytest.mark.skip(reason="runs with --big")
    for item in items:
        if item.get_closest_marker("big"):
            item.add_marker(skip)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on the databases that its room asks for."""
    if "database" in metafunc.fixturenames:
        both = _place(metafunc.definition.path) not in DOORS or metafunc.config.getoption("--big")
        metafunc.parametrize("database", ["sqlite", "postgresql"] if both else ["sqlite"], scope="session")


def _place(path: Path) -> str:
    """Return the folder of tests that a file lies in."""
    return path.relative_to(Path(__file__).parent).parts[0]


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
        upgrade_tables()
        db.engine.dispose()
    return url


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Give the data folder of the test's installation."""
    return tmp_path


@pytest.fixture
def app(database: str, migrated: str, data_dir: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """Give an application over an empty, migrated database, with the shell reading and acting.

    Tests of rooms and pages share one application a database, since building it and learning its SQL costs more than
    most tests; tests of core and of the other doors, which look at the installation itself, have one of their own, as
    has what is marked with ``own_app``.
    """
    is_own = _place(request.node.path) in OWN or request.node.get_closest_marker("own_app")
    build = _own_app if is_own else _shared_app
    application = build(database, migrated, data_dir)
    forget_counts()
    with application.app_context(), reading_as(SHELL):
        yield application
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()
    if database == "postgresql":
        _empty(application)


_FLASK = {"TESTING": True, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}
_shared: dict[str, Flask] = {}


def _own_app(database: str, migrated: str, data_dir: Path) -> Flask:
    if database == "postgresql":
        return create_app(settings_for(data_dir, migrated), **_FLASK)
    shutil.copy(_file_of(migrated), data_dir / "crm.db")
    return create_app(settings_for(data_dir, f"sqlite:///{data_dir / 'crm.db'}"), **_FLASK)


def _shared_app(database: str, migrated: str, data_dir: Path) -> Flask:
    file = Path(_file_of(migrated)).with_name("shared.db")
    url = f"sqlite:///{file}" if database == "sqlite" else migrated
    settings = settings_for(data_dir, url)
    if database == "sqlite":
        for end in ("-wal", "-shm"):
            file.with_name(file.name + end).unlink(missing_ok=True)
        shutil.copy(_file_of(migrated), file)
    if database not in _shared:
        _shared[database] = create_app(settings, **_FLASK)
    _shared[database].config["CRM"] = settings
    return _shared[database]


def _file_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


#: Deletes what is in the tables and lets the keys begin at 1 again; foreign keys and triggers look away meanwhile.
_EMPTY = """
DO $$ DECLARE one text; is_used boolean; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', one) INTO is_used;
    IF is_used THEN EXECUTE format('DELETE FROM %I', one); END IF;
  END LOOP;
  FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', one);
  END LOOP;
END $$"""


def _empty(application: Flask) -> None:
    with application.app_context(), db.engine.begin() as connection:
        connection.execute(text(_EMPTY), execution_options={"unscoped": Unscoped.UPKEEP})
    with application.app_context():
        db.engine.dispose()
