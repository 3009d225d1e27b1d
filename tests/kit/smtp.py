"""A real SMTP server that keeps what it takes, and can misbehave at each step."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import SMTP as SMTP_POLICY
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.machine import free_port


class Sink:
    """What came in, and how the server answers: a reply for MAIL, RCPT and DATA, or a connection that breaks."""

    def __init__(self) -> None:
        #: Every message that the server took in whole, whether it said so or not.
        self.taken: list[bytes] = []
        self.envelopes: list[tuple[str | None, list[str]]] = []
        #: Replies by command; None: the usual one.
        self.replies: dict[str, str] = {}
        #: "data": break when the words are in, without an answer; "mail", "rcpt": break at that command.
        self.breaks_at = ""
        #: Seconds before the answer to the words.
        self.pause = 0.0
        self.url = ""

    @property
    def messages(self) -> list[Any]:
        """Return the messages that were taken."""
        return [message_from_bytes(content, policy=SMTP_POLICY) for content in self.taken]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's names, here and below
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender."""
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._answer(server, "mail")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient."""
        reply = self._answer(server, "rcpt")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return reply

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the words."""
        content: Any = envelope.content
        reply = self.replies.get("data", "250 OK queued as 1")
        if reply.startswith("250"):
            self.taken.append(content)
            self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        if self.pause:
            await asyncio.sleep(self.pause)
        return self._answer(server, "data", "250 OK queued as 1")

    def _answer(self, server: SMTP, command: str, usual: str = "250 OK") -> str:
        if self.breaks_at == command:
            transport: Any = server.transport
            transport.abort()
        return self.replies.get(command, usual)


@contextmanager
def a_mail_server() -> Iterator[Sink]:
    """Run a mail server on a free port during a block."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        sink.url = f"smtp://127.0.0.1:{controller.port}"
        yield sink
    finally:
        controller.stop()
