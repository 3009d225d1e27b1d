"""The servers that the tests start: real ones, on this machine alone, gone afterwards."""

import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import machine


def test_a_server_answers_while_it_runs_and_is_gone_when_stopped(tmp_path: Path) -> None:
    if machine.find_redis() is None:
        pytest.skip(machine.how_to_get("redis"))
    server = machine.start_redis(tmp_path)
    parts = urlsplit(server.url)
    assert parts.hostname == "127.0.0.1"
    assert parts.port is not None
    socket.create_connection((parts.hostname, parts.port)).close()
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((parts.hostname, parts.port)).close()
    assert not server.data.exists()


def test_what_is_missing_comes_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "find_chromium", lambda: None)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "Chromium was not found on this machine; apt install chromium brings it." in machine.missing()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert machine.how_to_get("redis") == "A Redis server was not found on this machine; brew install redis brings it."
