"""Brings one file in, in a process of its own that a test kills: ``python -m tests.imports.killed DATA URL FILE``."""

import sys
from pathlib import Path

from crm.core.actor import SHELL
from crm.core.scope import reading_as
from crm.factory import create_app
from crm.imports.services import ImportWish, begin_command, key_of_command, run_import, upload_file
from crm.imports.values import ImportAs
from tests.conftest import settings_for


def main(data: str, url: str, file: str) -> None:
    """Do what `crm import` does, in small chunks, so that there are many moments to be killed at."""
    app = create_app(settings_for(Path(data), url))
    with app.app_context(), reading_as(SHELL):
        path = Path(file)
        wish = ImportWish(import_as=ImportAs.SIGNATURES, statement="letter")
        wish = ImportWish(import_as=wish.import_as, statement="letter", once_key=key_of_command(path, wish))
        batch = upload_file(path, path.name, wish, actor=SHELL)
        print("ready", flush=True)  # noqa: T201 - the test waits for it
        begin_command(batch.id, actor=SHELL)
        run_import(batch.id, actor=SHELL)


if __name__ == "__main__":
    main(*sys.argv[1:])
