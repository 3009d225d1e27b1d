"""`crm serve`: one link, children that are kept running, a stop that leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

#: A program with the commands that the supervisor uses; what happened is left as files in its folder.
PROGRAM = """
    import os, signal, sys, time
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from pathlib import Path

    def note(name, text):
        draft = Path(f"{name}.draft")
        draft.write_text(text)
        draft.rename(name)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *words):
            pass

    def finish(number, frame):
        note("worker.finished", "yes")
        sys.exit(0)

    match sys.argv[1:]:
        case ["db", "upgrade"]:
            note("upgraded", "yes")
        case ["demo", "--json"]:
            note("demo", Path("upgraded").read_text())
            print("Made 600 organisations.", file=sys.stderr)
            print('{"logins": [{"name": "Ada", "role": "admin", "email": "ada@example.org", "password": "pw"}]}')
        case ["begin"]:
            if Path("broken").exists():
                sys.exit("The database cannot be brought up to date.")
            print("The tables are of this version.")
            note("tables", "ready")
            print("http://127.0.0.1/begin/token")
        case ["web", "--host", host, "--port", port, "--held"]:
            sys.stdin.read()
            note("served", Path("tables").read_text())
            note("web.pid", str(os.getpid()))
            HTTPServer((host, int(port)), Answer).serve_forever()
        case ["worker"]:
            if Path("sick").exists():
                sys.exit(3)
            signal.signal(signal.SIGTERM, signal.SIG_IGN if Path("deaf").exists() else finish)
            note("worker.pid", str(os.getpid()))
            time.sleep(600)
"""
#: Starts the supervisor on it, impatient, so that the tests need not wait for what a person would.
START = """
    import os, pathlib, signal, subprocess, sys
    from crm.cli import serve, supervisor
    supervisor.DELAYS = (0.0, 0.0, 0.0, 0.0)
    supervisor.Supervisor.__init__.__kwdefaults__["grace"] = float(os.environ["GRACE"])
    serve.ROOT = os.getcwd()
    if "--dies-at-birth" in sys.argv:
        class LastChild(subprocess.Popen):
            def __init__(self, command, **more):
                super().__init__(command, **more)
                if command[-1] == "worker":
                    pathlib.Path("born.pid").write_text(str(self.pid))
                    os.kill(os.getpid(), signal.SIGKILL)
        subprocess.Popen = LastChild
    program = [sys.executable, "program.py"]
    port, demo = int(sys.argv[1]), "--demo" in sys.argv
    sys.exit(serve.start(os.environ, port, demo=demo, program=program))
"""
PATIENCE_SECONDS = 30.0


class Running:
    """A supervisor at work in a folder of its own."""

    def __init__(self, folder: Path, *options: str, grace: float = 20.0) -> None:
        self.folder = folder
        self.port = _free_port()
        (folder / "program.py").write_text(textwrap.dedent(PROGRAM))
        code = textwrap.dedent(START)
        environ = {**os.environ, "GRACE": str(grace), "PYTHONPATH": str(Path(__file__).parents[2])}
        with (folder / "out").open("w") as out, (folder / "err").open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-c", code, str(self.port), *options], cwd=folder, stdout=out, stderr=err, env=environ
            )

    @property
    def said(self) -> str:
        """What it printed."""
        return (self.folder / "out").read_text()

    @property
    def complained(self) -> str:
        """What it wrote on standard error."""
        return (self.folder / "err").read_text()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that has to happen."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, f"it did not happen; said: {self.said} complained: {self.complained}"
            time.sleep(0.02)

    def until_it_runs(self) -> None:
        """Wait for the link and for both children."""
        self.until(lambda: "open http" in self.said and self.has("worker.pid"))

    def has(self, name: str) -> bool:
        """Tell whether a file was left."""
        return (self.folder / name).exists()

    def pid(self, name: str) -> int:
        """Return the process id that a child noted."""
        return int((self.folder / f"{name}.pid").read_text())

    def end(self, number: int) -> int:
        """Send a signal to the supervisor and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_SECONDS)


Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start supervisors that are gone after the test, whatever it does."""
    begun: list[Running] = []

    def begin(*options: str, **more: float) -> Running:
        begun.append(Running(tmp_path, *options, **more))
        return begun[-1]

    yield begin
    for running in begun:
        running.process.kill()
        running.process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended but was not yet collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_one_link_is_shown_when_the_web_server_answers(start: Start) -> None:
    running = start()
    running.until_it_runs()
    assert running.said.count("http://") == 1
    assert running.has("served")
    assert "open http://127.0.0.1/begin/token" in running.said
    assert running.complained == ""


def test_the_demo_logins_are_shown_before_the_link(start: Start) -> None:
    running = start("--demo")
    running.until_it_runs()
    assert running.said.index("Ada (admin): ada@example.org  pw") < running.said.index("open http")
    assert "Made 600 organisations." in running.complained
    assert running.has("demo")


def test_ctrl_c_stops_both_lets_the_worker_finish_and_leaves_no_process(start: Start) -> None:
    running = start()
    running.until_it_runs()
    children = [running.pid("web"), running.pid("worker")]
    assert running.end(signal.SIGINT) == 0
    assert running.has("worker.finished")
    assert not any(_is_alive(pid) for pid in children)
    assert running.said.endswith("Stopped.\n")
    assert running.complained == ""


def test_a_service_manager_stops_it_as_ctrl_c_does(start: Start) -> None:
    running = start()
    running.until_it_runs()
    assert running.end(signal.SIGTERM) == 0
    assert running.has("worker.finished")


def test_a_worker_that_does_not_listen_is_killed_in_the_end(start: Start, tmp_path: Path) -> None:
    (tmp_path / "deaf").touch()
    running = start(grace=0.3)
    running.until_it_runs()
    worker = running.pid("worker")
    assert running.end(signal.SIGINT) == 0
    assert not _is_alive(worker)


@pytest.mark.parametrize("name, words", [("web", "web server"), ("worker", "worker")])
def test_a_child_that_dies_is_started_again_and_said_so(start: Start, name: str, words: str) -> None:
    running = start()
    running.until_it_runs()
    first = running.pid(name)
    os.kill(first, signal.SIGKILL)
    running.until(lambda: running.pid(name) != first)
    assert f"The {words} stopped by signal 9; starting it again" in running.complained
    assert running.end(signal.SIGINT) == 0


def test_a_child_that_dies_again_and_again_is_given_up_in_one_sentence(start: Start, tmp_path: Path) -> None:
    (tmp_path / "sick").touch()
    running = start()
    assert running.process.wait(PATIENCE_SECONDS) == 1
    last = running.complained.splitlines()[-1]
    assert last.startswith("The worker stopped 5 times within a minute, the last time with exit code 3")


def test_killing_the_supervisor_leaves_no_process(start: Start) -> None:
    running = start()
    running.until_it_runs()
    children = [running.pid("web"), running.pid("worker")]
    running.end(signal.SIGKILL)
    running.until(lambda: not any(_is_alive(pid) for pid in children))
    assert running.has("worker.finished")


def test_not_even_a_child_that_was_just_born_is_left(start: Start) -> None:
    """The supervisor is killed in the moment in which it has started the worker."""
    running = start("--dies-at-birth")
    running.until(lambda: running.process.poll() == -signal.SIGKILL)
    running.until(lambda: not any(_is_alive(running.pid(name)) for name in ("web", "born")))


def test_a_port_in_use_is_one_sentence_with_a_way_out(start: Start) -> None:
    first = start()
    first.until_it_runs()
    second = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(START), str(first.port)],
        cwd=first.folder,
        env={**os.environ, "GRACE": "1", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert f"Port {first.port} is in use" in second.stderr
    assert "--port" in second.stderr


def test_a_database_that_cannot_be_upgraded_stops_the_start_with_its_own_sentence(start: Start, tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    running = start()
    assert running.process.wait(PATIENCE_SECONDS) == 1
    assert running.complained == "The database cannot be brought up to date.\n"
    assert not running.has("served")
