"""What becomes of a mail of the outbox: at most once sent, always accounted for.

`queued` → `transmitting`, committed before the words go out → `sent`, `refused` or `unknown`. A mail that is found
`transmitting` belonged to a worker that died with it in hand: it becomes `unknown` and is never sent again by itself.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import update

from crm.core.actor import SYSTEM
from crm.core.clock import now
from crm.core.db import atomic, count_changed, db
from crm.core.errors import BusyError, ConflictError, DomainError, FullError
from crm.core.jobs.values import LaterError
from crm.core.mail.folder import write_eml
from crm.core.mail.message import build_message
from crm.core.mail.models import MailState, OutgoingMail
from crm.core.mail.queries import MailSettings, get_mail, mail_settings
from crm.core.mail.restoring import is_restored
from crm.core.mail.smtp import BROKE, send_by_smtp
from crm.core.mail.values import Outcome, Result
from crm.core.settings import settings
from crm.core.words import N_

#: A mail that no server took for so long is given up.
PATIENCE = timedelta(days=3)
#: Seconds before the second, third, ... try.
DELAYS = (60, 300, 900, 3600)
#: How often the end of a mail is tried to be written while the database is busy.
WRITES = 5

GIVEN_UP = N_("No mail server took it within three days.")
HELD = N_("This installation was restored from a backup; no mail leaves until an administrator confirms it.")
NO_SENDER = N_("A mail server is set, but no sender: set it on the Settings page, or as MAIL_FROM.")


def deliver_mail(mail_id: int) -> None:
    """Deliver one mail, if it is still to be delivered; raise LaterError when that must wait."""
    mail = _begin(mail_id)
    if mail is None:
        return
    if is_restored():
        raise LaterError(HELD, seconds=DELAYS[-1])
    try:
        outcome = _send(mail, mail_settings())
    except OSError as error:
        raise LaterError("%(answer)s", seconds=DELAYS[0], answer=error.strerror or type(error).__name__) from error
    _end(mail, outcome)
    if outcome.result is Result.LATER and mail.state is MailState.QUEUED:
        raise LaterError("%(answer)s", seconds=DELAYS[min(mail.attempts, len(DELAYS)) - 1], answer=outcome.answer)


def _begin(mail_id: int) -> OutgoingMail | None:
    """Return the mail if it waits; one that a dead worker had in hand is unknown from now on."""
    with atomic(SYSTEM):
        mail = get_mail(mail_id, lock=True)
        if mail.state is MailState.TRANSMITTING:
            mail.state, mail.answer = MailState.UNKNOWN, BROKE
    return mail if mail.state is MailState.QUEUED else None


def _send(mail: OutgoingMail, servers: MailSettings) -> Outcome:
    """Hand the mail to the server, or to the folder while there is none."""
    if servers.smtp is not None and not servers.sender:
        return Outcome(Result.LATER, NO_SENDER)
    try:
        message = build_message(mail, servers.sender or f"crm@{urlsplit(settings().public_url).hostname}")
    except DomainError as error:
        return Outcome(Result.REFUSED, str(error))
    if servers.smtp is None:
        return Outcome(Result.SENT, write_eml(mail, message.as_bytes()))
    return send_by_smtp(message, servers.smtp, lambda: _cross(mail))


def _cross(mail: OutgoingMail) -> None:
    """Pass the fence: on disk before the words go out, by whoever still holds the job; raise when it is not to be."""
    with atomic(SYSTEM):
        crossed = db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail.id, OutgoingMail.state == MailState.QUEUED)
            .values(state=MailState.TRANSMITTING, attempts=OutgoingMail.attempts + 1),
            execution_options={"synchronize_session": False},
        )
        if count_changed(crossed) != 1:
            raise ConflictError("This mail is no longer to be sent.")


def _end(mail: OutgoingMail, outcome: Outcome) -> None:
    """Write what became of the mail; a database that is busy just now is asked again before that is lost."""
    for attempt in range(1, WRITES + 1):
        try:
            _write(mail, outcome)
        except (BusyError, FullError):
            if attempt == WRITES:
                raise
        else:
            return


def _write(mail: OutgoingMail, outcome: Outcome) -> None:
    with atomic(SYSTEM):
        row = get_mail(mail.id, lock=True)
        row.answer = outcome.answer
        if outcome.result is Result.LATER:
            if row.state is MailState.QUEUED:
                row.attempts += 1
            is_over = now() - row.created_at > PATIENCE
            row.state = MailState.REFUSED if is_over else MailState.QUEUED
            row.answer = GIVEN_UP if is_over else outcome.answer
        else:
            row.state = MailState(outcome.result.value)
            row.sent_at = now() if outcome.result is Result.SENT else None
