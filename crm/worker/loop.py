"""The worker: lanes that take due jobs, a pulse, a watch over other workers' pulses, an ear for the alarm clock.

What must never stop is a thread of its own that survives anything its work raises. A job whose end cannot be written
(the disk is full, the database is locked) is kept in hand until it can.
"""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask

from crm.core.jobs.alarm import listen
from crm.core.jobs.queries import list_pulses
from crm.core.jobs.registry import daily_names, long_names
from crm.core.jobs.values import LeaseLostError
from crm.core.jobs.work import (
    Watch,
    beat,
    enqueue_daily,
    forget_old_rows,
    is_due,
    seconds_until_due,
    take_job,
    take_over,
)
from crm.core.once.services import forget_old_keys
from crm.worker.handling import Verdict, do_job

#: Seconds between two beats; whoever misses so many is taken for dead.
BEAT_SECONDS = 5.0
MISSED_BEATS = 6
#: Longest time between two looks for due jobs, when the alarm clock is silent or lost.
LOOK_SECONDS = 30.0
#: How long a lane rests after it met trouble (a full disk, a locked database).
REST_SECONDS = 2.0

_log = logging.getLogger(__name__)


def new_name() -> str:
    """Make the name of a worker process: machine, process, and something that never comes again."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(3)}"


@dataclass
class WorkerLoop:
    """One worker process; `run` returns after `stop` was set and what was in hand is finished or given back."""

    app: Flask
    lanes: int = 2
    beat_seconds: float = BEAT_SECONDS
    name: str = field(default_factory=new_name)
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._bells = [threading.Event() for _ in range(self.lanes)]
        window = self.beat_seconds * MISSED_BEATS
        self._watch = Watch(window)
        self._look_seconds = min(window, LOOK_SECONDS)
        self._next_upkeep = 0.0

    def run(self) -> None:
        """Work until somebody says stop."""
        self._in_context(lambda: beat(self.name))
        tasks: list[Callable[[], None]] = [self._listen, self._beat]
        tasks += [lambda number=number: self._lane(number) for number in range(self.lanes)]  # type: ignore[misc]
        threads = [threading.Thread(target=task, name=f"worker-{number}") for number, task in enumerate(tasks)]
        for thread in threads:
            thread.start()
        while not self.stop.wait(min(self.beat_seconds, self._look_seconds)):
            self._in_context(self._look_around)
        self._ring()
        for thread in threads:
            thread.join()

    def _in_context(self, task: Callable[[], object]) -> bool:
        """Do something in an application context of its own; say whether it went well."""
        try:
            with self.app.app_context():
                task()
        except Exception:  # noqa: BLE001 - a worker outlives whatever the database or a handler raises
            _log.exception("The worker met trouble and goes on.")
            return False
        return True

    def _beat(self) -> None:
        while not self.stop.wait(self.beat_seconds):
            self._in_context(lambda: beat(self.name))

    def _listen(self) -> None:
        self._in_context(lambda: listen(self.stop, self._ring))

    def _ring(self) -> None:
        for bell in self._bells:
            bell.set()

    def _look_around(self) -> None:
        """Take over from the dead, and twice a minute write what is due daily."""
        others = {owner: beats for owner, beats in list_pulses().items() if owner != self.name}
        for owner, beats in self._watch.dead(others, time.monotonic()).items():
            if take_over(owner, beats):
                _log.warning("Worker %s is gone; its jobs are taken over.", owner)
                self._ring()
        if time.monotonic() >= self._next_upkeep:
            self._next_upkeep = time.monotonic() + self._look_seconds
            if enqueue_daily(daily_names()):
                forget_old_rows()
                forget_old_keys()
                self._ring()

    def _lane(self, number: int) -> None:
        """Do jobs one after the other; the first of several lanes leaves long ones to the others."""
        leave_out = long_names() if number == 0 and self.lanes > 1 else []
        bell = self._bells[number]
        while not self.stop.is_set():
            bell.clear()
            if not self._in_context(lambda: self._work(leave_out)):
                self.stop.wait(REST_SECONDS)
                continue
            self._in_context(lambda: self._sleep(bell, leave_out))

    def _work(self, leave_out: list[str]) -> None:
        while not self.stop.is_set():
            with self.app.app_context():
                if not is_due(leave_out):
                    return
                lease = take_job(self.name, leave_out=leave_out, is_stopping=self.stop.is_set)
                if lease is None:
                    return
                verdict = do_job(lease)
            if verdict is not None:
                self._write(verdict)

    def _write(self, verdict: Verdict) -> None:
        """Write what became of a job, as often as it takes; unwritten at the end, the job is begun again elsewhere."""

        def write() -> None:
            try:
                verdict()
            except LeaseLostError:
                _log.warning("A job was taken over by another worker before its end was written.")

        while not self._in_context(write):
            if self.stop.wait(REST_SECONDS):
                return

    def _sleep(self, bell: threading.Event, leave_out: list[str]) -> None:
        bell.wait(seconds_until_due(leave_out, self._look_seconds))
