"""The program as whoever installs it starts it: `crm serve` over a data folder, with its own web server and worker."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import IO

from playwright.sync_api import Browser

from config import ROOT
from tests.journeys.kit import Site
from tests.kit.processes import wait_until
from tests.machine import free_port

#: What would lead the program to another base or another outbox.
_ELSEWHERE = ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "MAIL_FROM", "IMAP_URL", "PUBLIC_URL", "SECRET_KEY", "CRM_PORT")


@dataclass
class Installation(Site):
    """A running installation of its own: its address, its folder, and the link that it printed."""

    folder: Path = field(default_factory=Path)
    #: The path of the one-time page that creates the first administrator.
    link: str = ""

    def wait_for_mail(self, subject: str) -> EmailMessage:
        """Wait until the worker has put a mail with these words in its subject into the outbox; return it."""
        found: list[EmailMessage] = []

        def is_there() -> bool:
            found.extend(mail for mail in self._outbox() if subject in str(mail["Subject"]))
            return bool(found)

        wait_until(is_there, sentence=f"No mail about “{subject}” came into the outbox.")
        return found[0]

    def _outbox(self) -> list[EmailMessage]:
        parser = BytesParser(policy=policy.default)
        return [parser.parsebytes(path.read_bytes()) for path in sorted(self.folder.glob("outbox/**/*.eml"))]


@contextmanager
def install(folder: Path, browser: Browser) -> Iterator[Installation]:
    """Run the program over the folder during a block; fail when a page that was opened had an error."""
    folder.mkdir()
    port = free_port()
    env = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    with (folder.parent / "program.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "crm", "serve", "--port", str(port)],
            cwd=ROOT,
            env={**env, "CRM_DATA": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            place = Installation(url, browser, folder=folder, link=_read_link(process.stdout, url))
            yield place
            place.check()
        finally:
            process.terminate()
            rest, _none = process.communicate()
    assert "Stopped." in rest


def _read_link(lines: IO[str] | None, url: str) -> str:
    for line in lines or ():
        if url in line:
            return line.split(url, 1)[1].split()[0]
    raise AssertionError("The program ended before it printed its link.")
