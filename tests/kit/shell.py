"""Running commands of one group in the application at work."""

import json
from typing import Any

from click import Group
from click.testing import Result
from flask import Flask

from crm.core.db import db


def run_group(app: Flask, group: Group, *words: str) -> Result:
    """Run a command of a group; what it read is not kept."""
    answer = app.test_cli_runner().invoke(group, list(words))
    db.session.rollback()
    return answer


def json_of(app: Flask, group: Group, *words: str) -> dict[str, Any]:
    """Run a command that goes well, and return what it says as JSON."""
    answer = run_group(app, group, *words, "--json")
    assert answer.exit_code == 0, answer.output
    found: dict[str, Any] = json.loads(answer.stdout)
    return found
