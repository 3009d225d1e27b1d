"""The jobs of the outbox."""

from crm.core.actor import Actor
from crm.core.jobs.registry import job
from crm.core.mail.delivery import deliver_mail
from crm.core.mail.services import DELIVER


@job(DELIVER, as_system=True)
def deliver(*, mail_id: int, actor: Actor, job_id: int) -> None:
    """Deliver a mail, whoever caused it and whether they may still sign in or not."""
    del actor, job_id
    deliver_mail(mail_id)
