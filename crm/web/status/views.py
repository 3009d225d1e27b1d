"""Is it well: /healthz for machines, with no data; a page for administrators; the progress of one job."""

from datetime import datetime

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from crm.accounts.values import Permission
from crm.core.backup.queries import find_last_backup
from crm.core.backup.services import order_backup
from crm.core.db import answers
from crm.core.health import Level, check_backup, check_worker, examine
from crm.core.jobs.models import JobState
from crm.core.jobs.queries import count_jobs, find_oldest_due, get_job, list_jobs, list_workers
from crm.core.jobs.services import retry_job
from crm.core.mail.models import MailState
from crm.core.mail.queries import count_mails, list_mails
from crm.core.mail.restoring import confirm_restore, find_restored
from crm.core.mail.services import resend_mail
from crm.web.shared.access import current_actor, open_to_all, require, signed_in
from crm.web.shared.alerts import tone_of, words_of
from crm.web.shared.places import own_path
from crm.web.shared.settings_tabs import settings_tabs
from crm.web.status.texts import CHECK_WORDS, job_words, mail_lines, progress_of

blueprint = Blueprint("status", __name__)


@blueprint.get("/healthz")
@open_to_all
def health() -> dict[str, str]:
    """Answer that web and database work, and whether a worker and a young backup are there; nothing else."""
    answers()
    return {
        "status": "ok",
        "worker": "missed" if check_worker().level is Level.DANGER else "ok",
        "backup": "ok" if check_backup().level is Level.FINE else "missed",
    }


@blueprint.get("/settings/status")
@require(Permission.SETTINGS_MANAGE)
def show() -> str:
    """Show workers, jobs, mails and backups, and what is wrong with them."""
    findings = [
        {"check": gettext(CHECK_WORDS[each.check]), "tone": tone_of(each), "words": words_of(each)}
        for each in examine()
    ]
    restored = find_restored()
    return render_template(
        "status/show.html",
        tabs=settings_tabs("status"),
        findings=findings,
        restored=restored,
        restored_at=datetime.fromisoformat(restored["at"]) if restored else None,
        workers=list_workers(limit=5),
        counts={state: count_jobs(state) for state in (JobState.WAITING, JobState.RUNNING, JobState.FAILED)},
        oldest=find_oldest_due(),
        failed=list_jobs(JobState.FAILED),
        mails=mail_lines(list_mails([MailState.REFUSED, MailState.UNKNOWN])),
        mail_counts=count_mails(),
        backup=find_last_backup(),
        job_words=job_words,
    )


@blueprint.post("/settings/status/jobs/<int:job_id>/retry")
@require(Permission.SETTINGS_MANAGE)
def retry(job_id: int) -> Response:
    """Have a failed job tried again."""
    retry_job(job_id, actor=current_actor())
    flash(gettext("It is tried again."))
    return redirect(url_for("status.show"))


@blueprint.post("/settings/status/mails/<int:mail_id>/resend")
@require(Permission.SETTINGS_MANAGE)
def resend(mail_id: int) -> Response:
    """Send a mail again."""
    resend_mail(mail_id, actor=current_actor())
    flash(gettext("It is sent again."))
    return redirect(url_for("status.show"))


@blueprint.post("/settings/status/backup")
@require(Permission.SETTINGS_MANAGE)
def back_up() -> Response:
    """Ask for a backup."""
    order_backup(actor=current_actor())
    flash(gettext("A backup is made as soon as the worker is free."))
    return redirect(url_for("status.show"))


@blueprint.post("/settings/status/confirm")
@require(Permission.SETTINGS_MANAGE)
def confirm() -> Response:
    """End restore mode."""
    confirm_restore(actor=current_actor())
    flash(gettext("Mail leaves again."))
    return redirect(url_for("status.show"))


@blueprint.get("/jobs/<int:job_id>")
@signed_in
def job(job_id: int) -> Response | str:
    """Tell whoever caused a job, or an administrator, how far it is: a fragment, or JSON for the bar that asks."""
    found, actor = get_job(job_id), current_actor()
    if found.user_id != actor.user_id and not actor.may(Permission.SETTINGS_MANAGE):
        abort(404)
    wanted = request.args.get("next")
    progress = progress_of(found, own_path(wanted) if wanted else None)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(progress)
    return render_template("status/_job.html", progress=progress, job_id=job_id)
