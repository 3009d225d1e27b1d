"""Old links to a record that became part of another lead to that one."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from crm.core.errors import NotFoundError
from crm.core.words import N_
from crm.records.queries.merging import find_merge_of
from crm.web.shared.error_pages import error_page
from crm.web.shared.forms import Answer, in_words
from crm.web.shared.toasts import name_in_bold


def lead_on(error: NotFoundError) -> Answer:
    """Answer that there is no such record; where it became part of another, lead there or say where it is."""
    places = dict(request.view_args or {})
    merge = find_merge_of(places.get("contact_id", 0))
    if merge is None or request.endpoint is None:
        return error_page(error.status, in_words(error))
    if request.method != "GET":
        words = gettext("%(name)s is part of %(other)s by now.", name=merge.losing_name, other=merge.kept.name)
        return error_page(error.status, words)
    flash(name_in_bold(N_("%(name)s is part of this record."), merge.losing_name))
    return redirect(url_for(request.endpoint, **{**request.args.to_dict(), **places, "contact_id": merge.kept_id}))
