"""What users are written: an invitation, a link for a new password."""

from crm.accounts.models import User
from crm.accounts.values import LINK_DAYS, TokenPurpose
from crm.core.mail.rendering import MailText, render_mail

_TEMPLATES = {TokenPurpose.INVITE: "accounts/invitation", TokenPurpose.RESET: "accounts/reset"}


def link_mail(user: User, purpose: TokenPurpose, *, link: str, coalition: str) -> MailText:
    """Return the mail that brings a user their link."""
    days = LINK_DAYS[purpose]
    return render_mail(
        _TEMPLATES[purpose], language=user.language, name=user.name, link=link, coalition=coalition, days=days
    )
