"""Words of the status page."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from crm.contacts.queries import list_contacts
from crm.core.jobs.models import Job, JobState
from crm.core.mail.models import MailState, OutgoingMail
from crm.core.words import N_
from crm.web.shared.page import number

CHECK_WORDS = {
    "database": N_("Database"),
    "disk": N_("Disk"),
    "worker": N_("Worker"),
    "mail out": N_("Mail out"),
    "backup": N_("Backup"),
}
JOB_WORDS = {
    "accounts.mail_link": N_("Mail a link for signing in"),
    "backup.daily": N_("Backup of the day"),
    "backup.now": N_("Backup"),
    "imports.prepare": N_("Read a file to import"),
    "imports.run": N_("Bring in an import"),
    "imports.undo": N_("Take back an import"),
    "mail.deliver": N_("Sending a mail"),
    "matching.find": N_("Search for duplicates"),
    "segments.act": N_("Change many records"),
    "segments.keep_fast": N_("Keep lists fast"),
    "tasks.tell_assignee": N_("Tell a volunteer of a task"),
}
MAIL_WORDS = {
    MailState.QUEUED: N_("Waiting"),
    MailState.TRANSMITTING: N_("Leaving"),
    MailState.SENT: N_("Sent"),
    MailState.REFUSED: N_("Refused"),
    MailState.UNKNOWN: N_("Nobody knows"),
}


def job_words(job: Job) -> str:
    """Return what a job is, for people; the name that the program uses where nobody gave it another."""
    words = JOB_WORDS.get(job.name)
    return str(gettext(words)) if words else job.name


def progress_of(job: Job, next_url: str | None) -> dict[str, Any]:
    """Return how far a job is, as `progress()` and its script ask for it."""
    return {
        "state": job.state.value,
        "value": job.done,
        "max": max(job.total, 1),
        "total": job.total,
        "words": _words_of(job),
        "error": gettext(job.error) if job.error else None,
        "done": job.state in {JobState.DONE, JobState.FAILED},
        "next": next_url,
    }


def _words_of(job: Job) -> str:
    if job.state is JobState.FAILED:
        return str(gettext(job.error or "")) if job.error else gettext("It went wrong.")
    if job.state is JobState.DONE:
        return str(gettext("Done."))
    if job.state is JobState.WAITING and not job.done:
        return str(gettext("Waiting for the worker."))
    return str(gettext("%(done)s of %(total)s", done=number(job.done), total=number(job.total)))


def mail_lines(mails: Sequence[OutgoingMail]) -> list[dict[str, Any]]:
    """Return whom mails were for and what became of them; of a recipient whom the reader does not see, nothing else."""
    named = [mail.contact_id for mail in mails if mail.contact_id is not None]
    seen = {None, *(contact.id for contact in list_contacts(named))}
    return [_mail_line(mail, is_seen=mail.contact_id in seen) for mail in mails]


def _mail_line(mail: OutgoingMail, *, is_seen: bool) -> dict[str, Any]:
    state = str(gettext(MAIL_WORDS[mail.state]))
    if not is_seen:
        return {"id": mail.id, "recipient": gettext("Somebody you cannot see"), "subject": "", "words": state}
    words = f"{state}: {gettext(mail.answer)}" if mail.answer else state
    return {"id": mail.id, "recipient": mail.recipient, "subject": mail.subject, "words": words}
