"""Merges two records in a process of its own that a test kills.

It is called ``python -m tests.records.killed DATA URL KEPT LOSING``.
"""

import sys
import time
from pathlib import Path

from crm.core.actor import SHELL
from crm.core.db import atomic
from crm.core.scope import reading_as
from crm.factory import create_app
from crm.records.services import merge_contacts
from tests.conftest import settings_for


def main(data: str, url: str, kept: str, losing: str) -> None:
    """Do all of a merge, say so, and wait before its commit."""
    app = create_app(settings_for(Path(data), url))
    with app.app_context(), reading_as(SHELL), atomic(SHELL):
        merge_contacts(int(kept), int(losing), choices={}, versions=None, actor=SHELL)
        print("midway", flush=True)  # noqa: T201 - the test waits for it
        time.sleep(600)


if __name__ == "__main__":
    main(*sys.argv[1:])
