"""The whole CRM under one supervisor (`crm serve`).

It imports next to nothing: a start waits for it before anything else begins.
"""

import errno
import http.client
import json
import os
import socket
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import click

from config import ROOT, Settings, SettingsError, keep_served_port, read_settings
from crm.cli.supervisor import STEP_SECONDS, GivenUpError, Supervisor

HOST = "127.0.0.1"
PROGRAM = (sys.executable, "-m", "crm")
PORTS = click.IntRange(1, 65535)
#: How long the web server may take to answer for the first time.
START_SECONDS = 120.0
SERVER_ERROR = 500


class CannotStartError(Exception):
    """The program cannot start; the message, if any, is one sentence that was not said yet."""


@click.command("serve")
@click.option("--port", type=PORTS, metavar="N", help="Listen on this port of 127.0.0.1 (8000 by default).")
@click.option("--demo", is_flag=True, help="Fill an invented coalition first and show its logins.")
def serve_command(*, port: int | None, demo: bool) -> None:
    """Bring the database up to date, start web server and worker, and print the link that leads in."""
    settings = settings_for(port)
    keep_served_port(settings.data_dir, settings.port)
    env = {**os.environ, "CRM_DATA": str(settings.data_dir), "CRM_PORT": str(settings.port)}
    sys.exit(start(env, settings.port, demo=demo))


def start(env: Mapping[str, str], port: int, *, demo: bool, program: Sequence[str] = PROGRAM) -> int:
    """Run everything until it is told to stop; return the exit code, after a sentence when it could not run."""
    try:
        with Supervisor(env, str(ROOT)) as supervisor:
            serve(supervisor, port, demo=demo, program=program)
    except (CannotStartError, GivenUpError) as error:
        if str(error):
            click.echo(str(error), err=True)
        return 1
    click.echo("Stopped.")
    return 0


def serve(supervisor: Supervisor, port: int, *, demo: bool, program: Sequence[str]) -> None:
    """Go through the start, then run until the supervisor is told to stop."""
    check_port(port)
    if demo:
        _answer(supervisor, [*program, "db", "upgrade"])
        _show_logins(_answer(supervisor, [*program, "demo", "--json"]))
    if supervisor.stop.is_set():
        return
    # The web server makes itself ready while the tables are looked at, and serves only when they are.
    supervisor.keep("web server", [*program, "web", "--host", HOST, "--port", str(port), "--held"], held=True)
    link = _last_line(_answer(supervisor, [*program, "begin"]))
    supervisor.release()
    _wait_until_it_answers(supervisor, port)
    if not supervisor.stop.is_set():
        click.echo(f"Coalition CRM is running; open {link}\nCtrl-C stops it.")
        supervisor.keep("worker", [*program, "worker"])
    supervisor.run()


def check_port(port: int, host: str = HOST) -> None:
    """Raise CannotStartError when the port cannot be listened on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # A port that was left a moment ago counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotStartError(
                    f"Port {port} is in use, perhaps by a CRM that runs already: "
                    "stop what listens there or choose another port with --port N."
                ) from error
            raise CannotStartError(
                f"Port {port} cannot be used ({error.strerror}): choose another port with --port N."
            ) from error


def _answer(supervisor: Supervisor, command: Sequence[str]) -> str:
    """Run one of the program's own commands and return what it printed; what it says on stderr is shown as it comes."""
    if supervisor.stop.is_set():
        return ""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        code = supervisor.finish(supervisor.begin(command, stdout=output))
        if code:
            raise CannotStartError("" if code > 0 else f"`crm {command[-1]}` was ended by signal {-code}.")
        output.seek(0)
        return output.read() if code is not None else ""


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]


def _show_logins(answer: str) -> None:
    logins: list[dict[str, Any]] = json.loads(answer or "{}").get("logins", [])
    for login in logins:
        click.echo("  {name} ({role}): {email}  {password}".format_map(login))


def _wait_until_it_answers(supervisor: Supervisor, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not supervisor.stop.is_set() and not _is_up(port):
        if time.monotonic() > deadline:
            raise CannotStartError(
                f"The web server does not answer after {START_SECONDS:g} seconds: "
                "look at what it said above, and try again when this machine is less busy."
            )
        supervisor.look_after()
        supervisor.stop.wait(STEP_SECONDS)


def _is_up(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def settings_for(port: int | None) -> Settings:
    """Read the settings, the port of the command line before any other; end with a sentence when they are wrong."""
    if port:
        os.environ["CRM_PORT"] = str(port)
    try:
        return read_settings()
    except SettingsError as error:
        give_up(str(error))


def give_up(sentence: str) -> NoReturn:
    """End with the sentence."""
    click.echo(sentence, err=True)
    sys.exit(1)
