"""What accounts leave to a worker: mailing secret links."""

from crm.accounts.mails import link_mail
from crm.accounts.queries import find_link, get_user
from crm.accounts.values import TokenPurpose, link_path
from crm.core.actor import Actor
from crm.core.db import atomic
from crm.core.jobs.registry import job
from crm.core.mail.services import send_secret_mail
from crm.core.preferences.queries import list_preferences
from crm.core.secrets import unseal
from crm.core.settings import PRODUCT, settings


@job("accounts.mail_link", one_act=True, as_system=True)
def mail_link(*, user_id: int, purpose: str, sealed_token: str, actor: Actor, job_id: int) -> None:
    """Mail a user their link, unless it was used meanwhile."""
    token, kind = unseal(sealed_token), TokenPurpose(purpose)
    if find_link(token, kind) is None:
        return
    with atomic(actor):
        user = get_user(user_id)
        coalition = list_preferences("coalition.").get("coalition.name") or PRODUCT
        mail = link_mail(user, kind, link=settings().public_url + link_path(kind, token), coalition=coalition)
        send_secret_mail(user.email, mail.subject, mail.text, purpose=f"accounts.{kind.value}", name=user.name)
