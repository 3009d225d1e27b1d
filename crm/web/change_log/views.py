"""The change log, page by page, newest first."""

from typing import Any

from flask import Blueprint, request, url_for

from crm.accounts.queries import list_users
from crm.accounts.values import Permission
from crm.core.audit.queries import LogFilter
from crm.records.queries import STEPS, list_log
from crm.web.change_log.forms import LogForm
from crm.web.change_log.texts import lines_of
from crm.web.shared.access import require
from crm.web.shared.forms import Answer

blueprint = Blueprint("change_log", __name__, url_prefix="/change-log")


@blueprint.get("")
@require(Permission.AUDIT_READ)
def index() -> Answer:
    """Show who did what, as far as the reader may know of it."""
    form = LogForm(request.args)
    form.offer(list_users())
    wanted = form.wanted if form.validate() else LogFilter(but=STEPS)
    page = list_log(wanted, before=request.args.get("before"), after=request.args.get("after"))
    return form.answer(
        "change_log/index.html",
        lines=lines_of(page.rows),
        back_url=_url(before=page.before),
        next_url=_url(after=page.after),
        filtered=wanted != LogFilter(but=STEPS),
    )


def _url(**cursor: str | None) -> str | None:
    """Return the address of the neighbouring page with the same filters; None at the ends."""
    if None in cursor.values():
        return None
    values: dict[str, Any] = {
        name: request.args[name] for name in ("actor", "action", "day", "batch") if request.args.get(name)
    }
    return url_for("change_log.index", **{**values, **cursor})
