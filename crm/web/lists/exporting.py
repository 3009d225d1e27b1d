"""Lists as files: the page that asks how, and the file itself, sent while it is made."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, request, stream_with_context
from flask_babel import gettext
from werkzeug.wrappers import Response

from crm.accounts.values import Permission
from crm.core.db import atomic, read_id
from crm.core.own_ids import OWN_ID
from crm.core.preferences.queries import find_preference
from crm.core.preferences.services import set_preference
from crm.segments.queries import count_protected
from crm.segments.services.exports import Export, Form, Shape, begin_export, exported_fields, read_form, read_program
from crm.web.lists.forms import ExportForm
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer
from crm.web.shared.listing import Address, ListPage, get_list, list_url, read_address
from crm.web.shared.listing.counts import count_wanted, limit_of
from crm.web.shared.listing.page import shown_columns
from crm.web.shared.page import reader_today

blueprint = Blueprint("lists", __name__, url_prefix="/lists")

_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.VCF: "text/vcard; charset=utf-8",
    Form.JSONL: "application/x-ndjson",
}
#: Under which a user's last choices are kept.
_KEPT = "export.shape"
#: Rows that one page can tick.
_MOST_TICKED = 500


def ticked() -> list[int]:
    """Return the numbers of the rows that were ticked."""
    given = request.values.getlist("ids")[:_MOST_TICKED]
    return [one for text in given if (one := read_id(text)) is not None]


@blueprint.route("/<record>/export-choices", methods=["GET", "POST"])
@require(Permission.CONTACTS_EXPORT)
def choose(record: str) -> Answer:
    """Ask how what a list shows, or its ticked rows, shall go out."""
    page = get_list(record)
    address = read_address(record, request.values)
    ids = [] if request.values.get("all") else ticked()
    wanted = replace(address.wanted, ids=tuple(ids))
    kept = _kept_choices()
    form = ExportForm.offering(record, [field.key for field in shown_columns(page, address)], kept)
    return form.answer(
        "lists/export.html",
        page=page,
        back_url=list_url(page, address),
        hidden=[pair for pair in address.pairs() if pair[0] != "cols"],
        ids=ids,
        total=len(ids) or count_wanted([address.wanted])[0],
        limit=limit_of(address.wanted),
        left_out=count_protected(wanted),
    )


@blueprint.route("/<record>/export", methods=["GET", "POST"])
@require(Permission.CONTACTS_EXPORT)
def export(record: str) -> Response:
    """Send what a list shows, or its ticked rows, as a file."""
    page = get_list(record)
    address = read_address(record, request.values)
    shape = _shape()
    wanted = replace(address.wanted, ids=() if request.values.get("all") else tuple(ticked()))
    sent = begin_export(wanted, exported_fields(record, _keys(page, address)), shape, actor=current_actor())
    _keep_choices(shape)
    name = f"{record}-{reader_today().isoformat()}.{shape.form}"
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(stream_with_context(_Begun(sent)), mimetype=_TYPES[shape.form], headers=headers)


class _Begun:
    """A file of which the first block is made before the answer begins: what goes wrong till then is a page.

    However early the reader goes away, the file learns of it and is in the log with what was sent.
    """

    def __init__(self, sent: Export) -> None:
        self._blocks = iter(sent)
        self._first: list[bytes] = [next(self._blocks, b"")]

    def __iter__(self) -> "_Begun":
        return self

    def __next__(self) -> bytes:
        """Return the next block."""
        return self._first.pop() if self._first else next(self._blocks)

    def close(self) -> None:
        """End the file where it is."""
        self._blocks.close()


def _shape() -> Shape:
    given = request.values
    return Shape(
        read_form(given.get("form", Form.CSV)),
        read_program(given.get("program") or _kept_choices().get("program", "")),
        gettext if given.get("headers") == "words" else None,
        with_protected=bool(given.get("protected")),
    )


def _keys(page: ListPage, address: Address) -> Sequence[str]:
    """Return the columns: all of them, those that were ticked (in the order of the list), or those on the screen."""
    chosen = request.values.getlist("columns")
    if request.values.get("fields") == "all":
        return ()
    shown = [field.key for field in shown_columns(page, address)]
    if not chosen:
        return shown
    rest = [field.key for field in exported_fields(page.record) if field.key not in shown]
    return [key for key in (OWN_ID, *shown, *rest) if key in chosen]


def _kept_choices() -> dict[str, str]:
    user_id = current_actor().user_id
    kept = find_preference(_KEPT, user_id=user_id) if user_id else None
    return dict(kept.value) if kept is not None and isinstance(kept.value, dict) else {}


def _keep_choices(shape: Shape) -> None:
    """Remember how somebody chose, when they did: most people have one spreadsheet program."""
    user_id = current_actor().user_id
    choices = {"form": shape.form, "program": shape.program, "headers": "words" if shape.translate else "keys"}
    if user_id is not None and request.values.get("program") and _kept_choices() != choices:
        with atomic(current_actor()):
            set_preference(_KEPT, choices, user_id=user_id)
