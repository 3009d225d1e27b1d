"""Settings of the installation: the coalition, mail out, mail in. Whatever the environment sets is shown and fixed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from flask import Blueprint, abort, flash, redirect, request, send_file, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.coalition.services import change_identity, remove_logo
from crm.core.errors import DomainError, StaleError
from crm.core.files.queries import get_file, path_of
from crm.core.mail.checks import check_imap, check_smtp
from crm.core.mail.queries import MailSettings, mail_settings
from crm.core.mail.servers import GROUP, keep_mail_in, keep_mail_out
from crm.core.mail.values import Server
from crm.core.preferences.queries import list_preferences, version_of
from crm.core.settings import settings
from crm.core.text import normal_email
from crm.web.settings.forms import CoalitionForm, MailInForm, MailOutForm
from crm.web.settings.texts import server_facts
from crm.web.shared.access import current_actor, open_to_all, require, signed_in_user
from crm.web.shared.forms import Answer, conflict_page, seen_version
from crm.web.shared.settings_tabs import settings_tabs

blueprint = Blueprint("settings", __name__, url_prefix="/settings")
_LOGO_KEPT = timedelta(days=1)


@blueprint.get("")
@require(Permission.SETTINGS_MANAGE)
def show() -> Answer:
    """Lead to the first page of the settings."""
    return redirect(url_for("settings.coalition"))


@blueprint.route("/coalition", methods=["GET", "POST"])
@require(Permission.SETTINGS_MANAGE)
def coalition() -> Answer:
    """Name, address and logo."""
    kept = list_preferences("coalition.")
    facts = {"name": kept.get("coalition.name") or "", "address": kept.get("coalition.address") or ""}
    form = CoalitionForm(data={**facts, "version": version_of("coalition.")})
    if form.validate_on_submit():
        logo = request.files.get("logo")
        picture = logo.stream if logo and logo.filename else None
        typed = {"name": form.name.data, "address": form.address.data, "logo": picture}
        answer = _saved(
            form, lambda: change_identity(**typed, version=seen_version(form), actor=current_actor()), facts
        )
        if answer is not None:
            return answer
    return form.answer("settings/coalition.html", logo=kept.get("coalition.logo_file"), tabs=settings_tabs("coalition"))


@blueprint.post("/logo/remove")
@require(Permission.SETTINGS_MANAGE)
def drop_logo() -> Answer:
    """Show the plain mark again instead of the logo."""
    remove_logo(actor=current_actor())
    flash(gettext("The logo is removed."))
    return redirect(url_for("settings.coalition"))


@blueprint.get("/logo/<int:file_id>")
@open_to_all
def logo(file_id: int) -> Answer:
    """Send the coalition's logo; no other kept file is reached this way."""
    if list_preferences("coalition.").get("coalition.logo_file") != file_id:
        abort(404)
    kept = get_file(file_id)
    answer = send_file(path_of(kept), mimetype=kept.media_type)
    answer.headers["Cache-Control"] = f"private, max-age={int(_LOGO_KEPT.total_seconds())}"
    return answer


@blueprint.route("/mail-out", methods=["GET", "POST"])
@require(Permission.SETTINGS_MANAGE)
def mail_out() -> Answer:
    """Set the server that sends mail, and its sender."""
    kept, trouble = _mail()
    form = MailOutForm.showing(kept.smtp, version_of(GROUP), sender=kept.sender or "")
    if form.validate_on_submit():
        answer = _saved(form, lambda: _keep_out(form, kept), {"sender": kept.sender, **_shown(kept.smtp)})
        if answer is not None:
            return answer
    return _mail_page("mail_out", form, kept.smtp, trouble)


@blueprint.post("/mail-out/test")
@require(Permission.SETTINGS_MANAGE)
def test_mail_out() -> Answer:
    """Connect to the server for mail out as typed and say whether it takes our mail; nothing is sent or saved."""
    kept, trouble = _mail()
    form = MailOutForm.showing(kept.smtp, version_of(GROUP), sender=kept.sender or "")
    said = ""
    if "SMTP_URL" in settings().fixed or form.validate_on_submit():
        try:
            server = _tested(form, kept.smtp, "SMTP_URL")
            check_smtp(server, _sender(kept.sender if "MAIL_FROM" in settings().fixed else form.sender.data))
            said = gettext("%(host)s takes mail from this sender.", host=server.host)
        except DomainError as error:
            form.reject(error)
    return _mail_page("mail_out", form, kept.smtp, trouble, said)


@blueprint.post("/mail-out/forget")
@require(Permission.SETTINGS_MANAGE)
def forget_mail_out() -> Answer:
    """Write mails into the outbox folder again."""
    keep_mail_out(None, "", version=None, actor=current_actor())
    flash(gettext("Mails are now written into the outbox folder."))
    return redirect(url_for("settings.mail_out"))


@blueprint.route("/mail-in", methods=["GET", "POST"])
@require(Permission.SETTINGS_MANAGE)
def mail_in() -> Answer:
    """Set the mailbox that is read."""
    kept, trouble = _mail()
    form = MailInForm.showing(kept.imap, version_of(GROUP))
    if form.validate_on_submit():
        answer = _saved(form, lambda: _keep_in(form, kept), _shown(kept.imap))
        if answer is not None:
            return answer
    return _mail_page("mail_in", form, kept.imap, trouble)


@blueprint.post("/mail-in/test")
@require(Permission.SETTINGS_MANAGE)
def test_mail_in() -> Answer:
    """Connect to the mailbox as typed and say what is in it; nothing is changed or saved."""
    kept, trouble = _mail()
    form = MailInForm.showing(kept.imap, version_of(GROUP))
    said = ""
    if "IMAP_URL" in settings().fixed or form.validate_on_submit():
        try:
            server = _tested(form, kept.imap, "IMAP_URL")
            said = gettext("%(host)s answers; the inbox holds %(n)s mails.", host=server.host, n=check_imap(server))
        except DomainError as error:
            form.reject(error)
    return _mail_page("mail_in", form, kept.imap, trouble, said)


@blueprint.post("/mail-in/forget")
@require(Permission.SETTINGS_MANAGE)
def forget_mail_in() -> Answer:
    """Read no mailbox any more."""
    keep_mail_in(None, version=None, actor=current_actor())
    flash(gettext("No mailbox is read now."))
    return redirect(url_for("settings.mail_in"))


def _mail() -> tuple[MailSettings, DomainError | None]:
    """Return the mail settings, and what is wrong with them when they cannot be read."""
    try:
        return mail_settings(), None
    except DomainError as error:
        return MailSettings(None, None, None), error


def _keep_out(form: MailOutForm, kept: MailSettings) -> None:
    server, sender = form.server(kept.smtp), _sender(form.sender.data)
    keep_mail_out(server, sender, version=seen_version(form), actor=current_actor())


def _keep_in(form: MailInForm, kept: MailSettings) -> None:
    keep_mail_in(form.server(kept.imap), version=seen_version(form), actor=current_actor())


def _tested(form: Any, kept: Server | None, setting: str) -> Server:
    """Return the server to try: the fixed one, else what was typed."""
    fixed = setting in settings().fixed and kept is not None
    tried: Any = kept if fixed else form.server(kept)
    return cast("Server", tried)


def _sender(typed: str | None) -> str:
    try:
        return normal_email(typed or signed_in_user().email)
    except ValueError as error:
        raise DomainError(str(error), field="sender") from error


def _saved(form: Any, save: Callable[[], object], theirs: dict[str, Any]) -> Answer | None:
    """Save and lead back to the page, or give the page with both versions; None when the form has to be shown again."""
    try:
        save()
    except DomainError as error:
        form.reject(error)
        if isinstance(error, StaleError):
            return conflict_page(form, theirs, version=form.version.object_data)
        return None
    flash(gettext("Saved."))
    return redirect(request.path)


def _shown(server: Server | None) -> dict[str, Any]:
    return {name: getattr(server, name) for name in ("host", "port", "security", "user")} if server else {}


def _mail_page(page: str, form: Any, server: Server | None, trouble: DomainError | None, said: str = "") -> Answer:
    setting = {"mail_out": "SMTP_URL", "mail_in": "IMAP_URL"}[page]
    if trouble is not None and not form.is_submitted():
        form.reject(trouble)
    shown: Answer = form.answer(
        f"settings/{page}.html",
        tabs=settings_tabs(page),
        facts=server_facts(server),
        fixed=setting if setting in settings().fixed else "",
        sender_fixed="MAIL_FROM" in settings().fixed,
        said=said,
    )
    return shown
