"""The design page: every component in every state, to look at, to test and to copy from."""

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from crm.web.design import texts
from crm.web.design.forms import SampleForm
from crm.web.shared.access import signed_in
from crm.web.shared.toasts import toast

blueprint = Blueprint("design", __name__)


@blueprint.get("/design")
@signed_in
def show() -> str:
    """Show every component; with ?failed, as it is after a form came back with errors."""
    return render_template(
        "design/show.html",
        texts=texts,
        form=SampleForm(formdata=None, prefix="plain"),
        wrong=SampleForm.with_errors(),
        has_failed="failed" in request.args,
    )


@blueprint.post("/design")
@signed_in
def press() -> Response:
    """Answer every button of the page: nothing is stored, a toast says what was pressed and can be undone."""
    pressed = request.form.get("to") or request.form.get("act") or _("the button")
    toast(_("Pressed: %(what)s", what=pressed), undo_url=url_for("design.press"))
    return redirect(url_for("design.show"))


@blueprint.get("/design/progress")
@signed_in
def progress() -> dict[str, object]:
    """Tell the sample bar how far it is: always half of the way."""
    return {"value": 121, "max": 242, "words": _("121 of 242 rows"), "done": False, "next": None}
