"""One application and one world for all proofs of who may enter."""

import shutil
from collections.abc import Iterator
from contextvars import Context

import pytest

from crm.cli.db import upgrade_tables
from crm.core.actor import SHELL
from crm.core.db import db
from crm.core.scope import reading_as
from crm.factory import create_app
from tests.architecture.world import World, build
from tests.conftest import settings_for


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give the world; whoever changes it puts it back."""
    folder = tmp_path_factory.mktemp("world")
    file = folder / "crm.db"
    settings = settings_for(folder, f"sqlite:///{file}", is_developer=True)
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def make() -> World:
        with app.app_context(), reading_as(SHELL):
            upgrade_tables()
            return build(app, file)

    made = Context().run(make)
    yield made
    made.watch.close()
    made.pristine.close()
    with app.app_context():
        db.engine.dispose()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def restored(world: World) -> Iterator[World]:
    """Give the world and put it back afterwards."""
    yield world
    if world.changes():
        world.restore()
