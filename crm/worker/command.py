"""`crm worker`: the shell's way to start a worker."""

import logging
import signal
from types import FrameType

import click
from flask.cli import ScriptInfo, pass_script_info, with_appcontext

from crm.core.log import log_to_stderr
from crm.core.running import note_running
from crm.core.settings import settings
from crm.worker.loop import BEAT_SECONDS, WorkerLoop


@click.command("worker", help="Do the jobs of this installation until SIGTERM or Ctrl-C.")
@click.option("--lanes", type=click.IntRange(1, 16), default=2, show_default=True, help="Jobs done at the same time.")
@click.option(
    "--beat",
    type=click.FloatRange(0.05, 60),
    default=BEAT_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Time between two heartbeats; a worker that misses six is taken for dead.",
)
@pass_script_info
@with_appcontext
def worker_command(info: ScriptInfo, *, lanes: int, beat: float) -> None:
    """Run a worker; what it has in hand when it is told to stop is finished or given back."""
    log_to_stderr(logging.INFO)
    logging.getLogger("huey").setLevel(logging.ERROR)
    note_running(settings().data_dir)
    loop = WorkerLoop(info.load_app(), lanes=lanes, beat_seconds=beat)

    def stop(_number: int, _frame: FrameType | None) -> None:
        loop.stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    loop.run()
