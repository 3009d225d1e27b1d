"""Set the CRM up in this folder and start it: ``python3 scripts/run.py``.

Makes ``.venv`` with the locked dependencies, every one checked by its hash, then hands over to ``crm serve``. A second
start finds the environment ready and goes straight on; one that was broken off is mended by the next start.

This file needs nothing but Python, and parses on every Python from 3.6 on, so that an old one is told so in a sentence.
"""

import platform
import shutil
import sys

VERSION = "{}.{}".format(*sys.version_info[:2])
if sys.platform == "win32":
    sys.exit("Coalition CRM runs on Linux and macOS; on Windows start it inside WSL (https://aka.ms/wsl).")
if sys.version_info < (3, 11):
    NEWER = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
    WAY_OUT = (
        f"start it with the newer one of this machine: {NEWER[0]} {sys.argv[0]}"
        if NEWER
        else "install a newer one (Debian and Ubuntu: apt install python3.11 python3.11-venv; "
        "macOS: brew install python@3.13) and start this command with it"
    )
    sys.exit(f"Coalition CRM needs Python 3.11 or newer and this is Python {VERSION}; {WAY_OUT}.")

import argparse
import errno
import fcntl
import hashlib
import json
import os
import re
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
#: What the environment was made from; says "making" while it is not whole.
STATE = VENV / "coalition-crm.json"
LOG = VENV / "install.log"
#: The lock files that each kit installs; the last one is the whole of it, the test kit contains the program's.
KITS = {"program": ("requirements.txt",), "tests": ("requirements.txt", "requirements-test.txt")}
LAST_PORT = 65535
#: How often the count of fetched packages is said.
STEP = 20
#: How pip's lines begin when it has a package in hand.
FETCHED = ("Collecting ", "Processing ", "Requirement already satisfied")

#: What an installer's words mean: the first line whose words occur tells the reason.
REASONS = (
    (
        ("No space left on device", "Errno 28", "os error 28"),
        "the disk is full: make room and start this again",
    ),
    (
        ("DO NOT MATCH THE HASHES", "Hash mismatch"),
        "a package does not match its recorded hash and was refused: check the proxy or mirror that packages come from",
    ),
    (
        (
            "Failed to establish a new connection",
            "NameResolutionError",
            "name resolution",
            "nodename nor servname",
            "ConnectTimeoutError",
            "ReadTimeoutError",
            "Connection refused",
            "ProxyError",
            "Network is unreachable",
            "CERTIFICATE_VERIFY_FAILED",
            "dns error",
            "client error (Connect)",
            "error sending request",
        ),
        "the package index cannot be reached: check the network or the proxy and start this again",
    ),
    (
        ("No matching distribution found", "has no wheels", "No solution found", "no usable wheels"),
        f"a package is not to be had ready-made for Python {VERSION} on this machine: try another one from 3.11 on",
    ),
)


class StopError(Exception):
    """The set-up cannot go on; the message is the one sentence for the user."""


def prepare(kit: str) -> None:
    """Make the environment with the packages of the kit, unless it is there; raise StopError with a sentence."""
    if is_ready(kit):
        return
    with _alone():
        if is_ready(kit):
            return
        _check_writable()
        try:
            _make_environment()
            _install(kit)
        except OSError as error:
            raise StopError(_words_for(error)) from error


def is_ready(kit: str) -> bool:
    """Tell whether the environment was made whole, from these very files and this Python."""
    return PYTHON.exists() and _read_state().get(kit) == fingerprint(kit)


def fingerprint(kit: str) -> str:
    """Digest what the environment depends on: Python, this folder, the locks, what pyproject.toml says to install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    installed = [project.get("project"), project.get("build-system"), project.get("tool", {}).get("setuptools")]
    parts = [platform.python_version(), str(ROOT), json.dumps(installed, sort_keys=True)]
    parts += [(ROOT / lock).read_text(encoding="utf-8") for lock in KITS[kit]]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def say(words: str) -> None:
    """Show one line of progress at once, also when the output is a pipe."""
    print(words, flush=True)


def _read_state() -> dict[str, str]:
    try:
        state = json.loads(STATE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _write_state(state: dict[str, str]) -> None:
    """Replace the state in one step, so that a kill leaves the old one or the new one."""
    draft = STATE.with_suffix(".new")
    draft.write_text(json.dumps(state), encoding="utf-8")
    draft.replace(STATE)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one start at a time work on the environment.

    The lock is on the folder itself and is shared with the installer: after a kill it is free when that has ended too.
    """
    folder = os.open(ROOT, os.O_RDONLY)
    os.set_inheritable(folder, True)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is preparing the environment; waiting for it.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _check_writable() -> None:
    try:
        with tempfile.TemporaryFile(dir=ROOT):
            pass
    except OSError as error:
        raise StopError(_words_for(error)) from error


def _words_for(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "The disk is full, so the environment cannot be made: make room and start this again."
    return (
        f"The folder {ROOT} cannot be written ({error.strerror}): "
        "move it to a place of yours or give yourself the right to write there, and start this again."
    )


def _make_environment() -> None:
    """Leave a working, perhaps empty, environment of this Python, marked as not whole."""
    state = _read_state()
    if VENV.exists() and (state.get("making") or not _is_of_this_python()):
        say("Removing the old environment in .venv.")
        shutil.rmtree(VENV)
    VENV.mkdir(exist_ok=True)
    _write_state({"making": platform.python_version()})
    LOG.write_text("", encoding="utf-8")
    if PYTHON.exists():
        return
    say("Making the environment in .venv (once; the next start is quick).")
    # A start from inside .venv must not build on itself.
    base = Path(sys.base_prefix) / "bin" / f"python{VERSION}"
    output = _run([str(base) if base.exists() else sys.executable, "-m", "venv", str(VENV)])
    if output is not None:
        raise StopError(
            f"Python's own venv is missing: apt install python{VERSION}-venv, then start this again."
            if "ensurepip" in output
            else f"The environment could not be made; {LOG} tells why."
        )


def _is_of_this_python() -> bool:
    """Tell whether .venv has a Python that runs and is of the version that runs now."""
    code = "import platform; print(platform.python_version())"
    try:
        answer = subprocess.run([str(PYTHON), "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == platform.python_version()


def _install(kit: str) -> None:
    lock = ROOT / KITS[kit][-1]
    total = len(set(re.findall(r"(?m)^(\S+)==", lock.read_text(encoding="utf-8"))))
    say(f"Installing {total} locked packages.")
    # A lock names everything: nothing is left to choose, so that a version published tomorrow cannot matter.
    checked = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    itself = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    for arguments, count in ((checked, total), (itself, 0)):
        output = _run([*_installer(), *arguments], count)
        if output is not None:
            raise StopError(_reason(output))
    done = {name: fingerprint(name) for name, locks in KITS.items() if set(locks) <= set(KITS[kit])}
    _write_state(done)


def _installer() -> list[str]:
    """Name the installer: uv where it is there, else the pip of the environment; both check hashes."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", str(PYTHON), "--compile-bytecode"]
    # With few retries a dead network is said soon; with none pip would not say that it is the network.
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "--retries", "2", "install"]


def _run(command: Sequence[str], total: int = 0) -> str | None:
    """Run a step with its noise in the log; return None when it went well, else what it wrote."""
    lines = []
    with LOG.open("a", encoding="utf-8") as log, _started(command) as process:
        fetched = 0
        for line in process.stdout or ():
            log.write(line)
            lines.append(line)
            if total and line.startswith(FETCHED):
                fetched += 1
                if fetched % STEP == 0:
                    say(f"  {fetched} of {total} fetched")
            elif total and line.startswith("Installing collected packages"):
                say("  all fetched, unpacking")
    return "".join(lines) if process.returncode else None


def _started(command: Sequence[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,
    )


def _reason(output: str) -> str:
    for words, sentence in REASONS:
        if any(word in output for word in words):
            return f"The dependencies could not be installed, {sentence} (all of it: {LOG})."
    said = [line.strip() for line in output.splitlines() if line.lower().startswith("error")]
    return f"The dependencies could not be installed; {LOG} tells why{': ' + said[0] if said else ''}."


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to {LAST_PORT}")
    return int(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Set the CRM up in this folder (once) and start it on this machine.",
        epilog="Settings come from the environment or from crm.env in the data folder; README.md lists them.",
    )
    parser.add_argument("--port", type=_port, metavar="N", help="listen on this port of 127.0.0.1 (8000 by default)")
    parser.add_argument("--demo", action="store_true", help="fill an invented coalition and show its logins")
    parser.add_argument("--install-only", action="store_true", help="stop when the environment in .venv is ready")
    return parser.parse_args()


def main() -> None:
    """Prepare the environment, then become the supervisor."""
    arguments = _arguments()
    try:
        prepare("program")
    except StopError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("\nStopped before the environment was ready; the next start mends it.")
    if arguments.install_only:
        say(f"The environment is ready in {VENV}.")
        return
    command = [str(PYTHON), "-m", "crm", "serve"]
    command += ["--port", str(arguments.port)] if arguments.port else []
    command += ["--demo"] if arguments.demo else []
    if os.environ.get("CRM_DATA"):
        # The working folder changes; a relative data folder stays where the user meant it.
        os.environ["CRM_DATA"] = str(Path(os.environ["CRM_DATA"]).expanduser().resolve())
    os.chdir(ROOT)
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
