"""The web server alone (`crm web`): waitress around the application."""

import signal

import click
import waitress
from flask.cli import ScriptInfo, pass_script_info

from crm.cli.serve import HOST, PORTS, CannotStartError, check_port, give_up, settings_for

THREADS = 8
#: What waitress takes in before the application has a say; above the application's own limit, so that a file which is
#: too large is answered by a page in the user's language.
BODY_BYTES = 2 * 1024**3


@click.command("web")
@click.option("--host", default=HOST, show_default=True, metavar="ADDRESS", help="Listen on this address.")
@click.option("--port", type=PORTS, metavar="N", help="Listen on this port (8000 by default).")
@pass_script_info
def web_command(info: ScriptInfo, *, host: str, port: int | None) -> None:
    """Run the web server alone; `crm serve` starts it together with the worker."""
    settings = settings_for(port)
    try:
        check_port(settings.port, host)
    except CannotStartError as error:
        give_up(str(error))
    server = waitress.create_server(
        info.load_app(),
        host=host,
        port=settings.port,
        threads=THREADS,
        ident=None,
        max_request_body_size=BODY_BYTES,
        # Whether the proxy's X-Forwarded-* lines are believed is for the application to say.
        clear_untrusted_proxy_headers=False,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server.run()
