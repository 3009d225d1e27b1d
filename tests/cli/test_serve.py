"""The real program under the real supervisor: from an empty data folder to a page that answers."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.machine import free_port

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0
Crm = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def crm(tmp_path: Path) -> Iterator[Crm]:
    """Start commands of the program on a data folder of the test's own."""
    own = {name: value for name, value in os.environ.items() if not name.endswith(("_URL", "CRM_PORT", "SECRET_KEY"))}
    begun: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "crm", *arguments],
            cwd=ROOT,
            env={**own, "CRM_DATA": str(tmp_path / "data")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def _link(process: "subprocess.Popen[str]") -> str:
    """Wait for the line with the link."""
    assert process.stdout is not None
    for line in process.stdout:
        if "open http" in line:
            return line.partition("open ")[2].strip()
    raise AssertionError(process.communicate()[1])


def _get(url: str) -> http.client.HTTPResponse:
    parts = urlsplit(url)
    assert parts.hostname is not None
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", parts.path)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response


def test_an_empty_folder_becomes_a_running_crm_whose_link_leads_in(crm: Crm) -> None:
    port = str(free_port())
    first = crm("serve", "--port", port)
    link = _link(first)
    assert link.startswith(f"http://127.0.0.1:{port}/setup/")
    assert _get(link).status == 200
    # Beside it the shell knows the port, and nothing is put in place of what runs; nobody else reads the files.
    beside = crm("link")
    assert beside.communicate(timeout=PATIENCE_SECONDS)[0].startswith(f"http://127.0.0.1:{port}/setup/")
    backup = crm("backup", "--json")
    file = json.loads(backup.communicate(timeout=PATIENCE_SECONDS)[0])["file"]
    over = crm("restore", file, "--force")
    assert over.communicate(timeout=PATIENCE_SECONDS)[1].splitlines()[-1].startswith("The CRM runs: stop web server")
    assert over.returncode == 1
    data = Path(file).parents[1]
    assert {one.stat().st_mode & 0o077 for one in data.rglob("*")} == {0}
    first.send_signal(signal.SIGINT)
    assert first.wait(PATIENCE_SECONDS) == 0
    with pytest.raises(ConnectionRefusedError):
        _get(link)
    assert crm("restore", file, "--force").wait(PATIENCE_SECONDS) == 0

    assert crm("user", "add", "ada@example.org", "--name", "Ada", "--role", "admin").wait(PATIENCE_SECONDS) == 0
    again = crm("serve", "--port", port)
    assert _link(again) == f"http://127.0.0.1:{port}/"
    again.send_signal(signal.SIGTERM)
    assert again.wait(PATIENCE_SECONDS) == 0


def test_an_address_beyond_this_machine_without_https_is_refused_in_one_sentence(crm: Crm, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "crm.env").write_text("PUBLIC_URL=http://crm.example.org\n")
    process = crm("serve")
    _, complaint = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1
    assert complaint.count("\n") == 1
    assert "only https is safe" in complaint


def test_the_web_server_alone_answers_hides_its_make_and_ends_when_asked(crm: Crm) -> None:
    assert crm("db", "upgrade").wait(PATIENCE_SECONDS) == 0
    port = free_port()
    web = crm("web", "--port", str(port))
    response = _when_it_listens(f"http://127.0.0.1:{port}/healthz")
    assert response.status == 200
    assert response.getheader("Server") is None
    busy = crm("web", "--port", str(port))
    assert f"Port {port} is in use" in busy.communicate(timeout=PATIENCE_SECONDS)[1]
    assert busy.returncode == 1
    web.send_signal(signal.SIGTERM)
    assert web.wait(PATIENCE_SECONDS) == 0


def _when_it_listens(url: str) -> http.client.HTTPResponse:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            return _get(url)
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError(f"nobody listens at {url}")
