"""Keeps the program's processes running: starts them, starts again what dies, stops all of them cleanly."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import IO, Self

#: So many deaths of one child within so many seconds, and the supervisor gives up.
DEATHS = 5
WITHIN_SECONDS = 60.0
#: How long a child may take to finish what it has in hand.
GRACE_SECONDS = 10.0
#: Waiting times before the first, second, ... restart in a row.
DELAYS = (0.5, 1.0, 2.0, 4.0)
STEP_SECONDS = 0.1


class GivenUpError(Exception):
    """A child dies again and again; the message is one sentence for whoever started the program."""


@dataclass
class Child:
    """One process that has to run."""

    name: str
    command: Sequence[str]
    is_held: bool
    process: "subprocess.Popen[str] | None" = None
    deaths: deque[float] = field(default_factory=deque)
    start_at: float = 0.0


class Supervisor:
    """Runs helpers to their end and children until it is told to stop; used as a context, it leaves nothing behind.

    SIGINT, SIGTERM and SIGHUP ask it to stop: ``stop`` is set and nothing is interrupted half-way.
    """

    def __init__(self, env: Mapping[str, str], cwd: str, *, grace: float = GRACE_SECONDS) -> None:
        self.stop = threading.Event()
        self._env = dict(env)
        self._cwd = cwd
        self._grace = grace
        self._children: list[Child] = []
        self._guard: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked_to_stop)
        self._guard = self._popen([sys.executable, "-m", "crm.cli.guard"], stdin=subprocess.PIPE)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end([child.process for child in self._children if child.process])
        if self._guard and self._guard.stdin:
            with suppress(BrokenPipeError):
                self._guard.stdin.close()
            self._guard.wait()

    def _asked_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop.set()

    def begin(
        self, command: Sequence[str], *, stdin: int = subprocess.DEVNULL, stdout: IO[str] | int = subprocess.DEVNULL
    ) -> "subprocess.Popen[str]":
        """Start a process in a group of its own, so that Ctrl-C reaches the supervisor alone."""
        return self._popen(command, stdin=stdin, stdout=stdout, guarded=True)

    def finish(self, process: "subprocess.Popen[str]") -> int | None:
        """Wait for a helper and return its exit code; None when the supervisor was told to stop before."""
        while not self.stop.is_set():
            try:
                code = process.wait(STEP_SECONDS)
            except subprocess.TimeoutExpired:
                self.look_after()
            else:
                self._tell_guard(f"-{process.pid}")
                return code
        self._end([process])
        return None

    def keep(self, name: str, command: Sequence[str], *, held: bool = False) -> None:
        """Start a child and have it started again whenever it dies.

        One that is held begins its work when its standard input ends, at ``release``; until then it can make itself
        ready.
        """
        child = Child(name, command, held)
        self._children.append(child)
        self._start(child)

    def release(self) -> None:
        """Let the children that are held begin."""
        for child in self._children:
            child.is_held = False
            _close_input(child.process)

    def look_after(self) -> None:
        """Start again what has died; raise GivenUpError when that does not help."""
        for child in self._children:
            if child.process is None:
                if time.monotonic() >= child.start_at:
                    self._start(child)
            elif child.process.poll() is not None:
                self._bury(child, child.process)

    def run(self) -> None:
        """Look after the children until somebody says stop."""
        while not self.stop.wait(STEP_SECONDS):
            self.look_after()

    def _start(self, child: Child) -> None:
        child.process = self.begin(child.command, stdin=subprocess.PIPE if child.is_held else subprocess.DEVNULL)

    def _bury(self, child: Child, process: "subprocess.Popen[str]") -> None:
        self._tell_guard(f"-{process.pid}")
        _close_input(process)
        child.process = None
        now = time.monotonic()
        while child.deaths and child.deaths[0] < now - WITHIN_SECONDS:
            child.deaths.popleft()
        child.deaths.append(now)
        how = _how_it_ended(process.returncode)
        if len(child.deaths) >= DEATHS:
            raise GivenUpError(
                f"The {child.name} stopped {DEATHS} times within a minute, the last time {how}: "
                "what it said is above; mend that and start again."
            )
        delay = DELAYS[len(child.deaths) - 1]
        child.start_at = now + delay
        sys.stderr.write(f"The {child.name} stopped {how}; starting it again in {delay:g} s.\n")
        sys.stderr.flush()

    def _end(self, processes: "Sequence[subprocess.Popen[str]]") -> None:
        """Ask processes to stop, wait for what they have in hand, then insist."""
        for process in processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + self._grace
        for process in processes:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            self._tell_guard(f"-{process.pid}")

    def _popen(
        self,
        command: Sequence[str],
        *,
        stdin: int = subprocess.DEVNULL,
        stdout: IO[str] | int = subprocess.DEVNULL,
        guarded: bool = False,
    ) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=stdout,
            env=self._env,
            cwd=self._cwd,
            text=True,
            start_new_session=True,
            preexec_fn=self._come_under_guard if guarded else None,  # noqa: PLW1509 - the supervisor has no threads
        )

    def _come_under_guard(self) -> None:
        # In the child, before its program begins: it holds the guard's pipe until then, so there is no moment in which
        # the supervisor can be killed and the child is unknown to the guard.
        self._tell_guard(f"+{os.getpid()}")

    def _tell_guard(self, line: str) -> None:
        # Without the guard the children still stop with the supervisor, unless that is killed.
        with suppress(BrokenPipeError):
            if self._guard and self._guard.stdin:
                self._guard.stdin.write(line + "\n")
                self._guard.stdin.flush()


def _close_input(process: "subprocess.Popen[str] | None") -> None:
    if process and process.stdin:
        process.stdin.close()


def _how_it_ended(code: int) -> str:
    return f"by signal {-code}" if code < 0 else f"with exit code {code}"
