"""Real data beside the project: named by CRM_CORPORA, and never part of it."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Give the folder of real data; without it these tests are skipped, or fail where everything is required."""
    folder = os.environ.get("CRM_CORPORA")
    if folder and Path(folder).is_dir():
        return Path(folder)
    sentence = "CRM_CORPORA names no folder with real data."
    if os.environ.get("CRM_REQUIRE_ALL") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)
