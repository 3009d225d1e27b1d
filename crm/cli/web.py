"""The web server alone (`crm web`): waitress around the application."""

import logging
import signal
import sys
from contextlib import suppress

import click
import waitress
from flask import Flask
from flask.cli import ScriptInfo, pass_script_info

from crm.cli.serve import HOST, PORTS, CannotStartError, check_port, give_up, settings_for
from crm.core.running import note_running
from crm.tables import get_ready

THREADS = 8
#: What waitress takes in before the application has a say; above the application's own limit, so that a file which is
#: too large is answered by a page in the user's language.
BODY_BYTES = 2 * 1024**3


@click.command("web")
@click.option("--host", default=HOST, show_default=True, metavar="ADDRESS", help="Listen on this address.")
@click.option("--port", type=PORTS, metavar="N", help="Listen on this port (8000 by default).")
@click.option("--held", is_flag=True, hidden=True, help="Serve when standard input ends.")
@pass_script_info
def web_command(info: ScriptInfo, *, host: str, port: int | None, held: bool) -> None:
    """Run the web server alone; `crm serve` starts it together with the worker."""
    settings = settings_for(port)
    try:
        check_port(settings.port, host)
    except CannotStartError as error:
        give_up(str(error))
    # A request that runs is answered; a server that waits for one ends at once.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        app = info.load_app()
        note_running(settings.data_dir)
        get_ready()
        if held:
            sys.stdin.read()
        _serve(app, host, settings.port)


def _serve(app: Flask, host: str, port: int) -> None:
    # A page brings its styles and scripts at once; that they wait for a thread a moment is no news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_body_size=BODY_BYTES,
        # Whether the proxy's X-Forwarded-* lines are believed is for the application to say.
        clear_untrusted_proxy_headers=False,
    )
    server.run()
