"""The page of duplicates: pair by pair, the same, different, or later."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from crm.accounts.values import Permission
from crm.contacts.models import Contact
from crm.contacts.values import ContactKind
from crm.core.db import read_id
from crm.core.errors import DomainError, NotFoundError
from crm.core.paging import Page
from crm.core.words import N_
from crm.matching.models import DuplicatePair
from crm.matching.queries import count_pairs, find_pair, find_search, list_pairs
from crm.matching.services import begin_search, forget_distinct, mark_distinct, skip_pair
from crm.records.queries.merging import count_hanging, get_pair
from crm.web.duplicates import merges, texts
from crm.web.duplicates.door import blueprint
from crm.web.shared.access import current_actor, require
from crm.web.shared.forms import Answer, headers_of, in_words, once_key, status_of
from crm.web.shared.toasts import name_in_bold, toast

__all__ = ["blueprint", "merges"]

_KINDS = {"organizations": ContactKind.ORGANIZATION, "people": ContactKind.PERSON}
_WORDS = {"organizations": N_("Organisations"), "people": N_("People")}
_SHOWN = 30


@blueprint.get("/duplicates")
@require(Permission.CONTACTS_MERGE)
def index() -> Answer:
    """Show the pairs that wait, and ask about one of them."""
    return _page(_kind(request.args.get("record", "organizations")))


def _kind(record: str) -> ContactKind:
    if record not in _KINDS:
        abort(404)
    return _KINDS[record]


def _page(kind: ContactKind, error: DomainError | None = None) -> Answer:
    is_skipped = "skipped" in request.args
    page = list_pairs(kind, limit=_SHOWN, after=request.args.get("after"), is_skipped=is_skipped)
    asked = _asked(page)
    here = (asked.a_id, asked.b_id) if asked else None
    record = texts.list_of(kind)
    status = status_of(error) if error else 200
    html = render_template(
        "duplicates/index.html",
        tabs=_tabs(kind),
        record=record,
        lines=texts.pair_lines(page.rows, here),
        question=_question(asked, page.rows) if asked else None,
        error=in_words(error) if error else None,
        search=find_search(kind),
        job=read_id(request.args.get("job")),
        is_skipped=is_skipped,
        skipped=count_pairs(kind, is_skipped=True),
        next_url=url_for("duplicates.index", record=record, after=page.after, skipped="y" if is_skipped else None)
        if page.after
        else None,
    )
    return html, status, headers_of(status)


def _tabs(kind: ContactKind) -> list[dict[str, Any]]:
    return [
        {
            "label": gettext(_WORDS[record]),
            "count": count_pairs(one),
            "active": one is kind,
            "url": url_for("duplicates.index", record=record),
        }
        for record, one in _KINDS.items()
    ]


def _asked(page: Page[DuplicatePair]) -> DuplicatePair | None:
    """Return the pair that is asked about: the one of the address, else the best."""
    ids = [read_id(request.values.get(side)) for side in ("a", "b")]
    found = find_pair(ids[0], ids[1]) if ids[0] and ids[1] else None
    return found or next(iter(page.rows), None)


def _question(pair: DuplicatePair, rows: Sequence[DuplicatePair]) -> dict[str, Any]:
    """Return both sides of a pair; what has more hanging on it, or is older, is proposed to stay."""
    one, other = get_pair(pair.a_id, pair.b_id)
    hanging = count_hanging((one.id, other.id))
    is_turned = hanging[other.id].total > hanging[one.id].total
    kept, losing = (other, one) if is_turned else (one, other)
    keys = [row.id for row in rows]
    at = keys.index(pair.id) if pair.id in keys else -1
    after = rows[at + 1] if at + 1 < len(rows) else None
    return {
        "kept": kept,
        "losing": losing,
        "fields": texts.sides(kept, losing, texts.read_choices(request.form, (kept, losing))),
        "reasons": texts.reasons_in_words(pair),
        "before": texts.url_of(rows[at - 1]) if at > 0 else None,
        "next": texts.url_of(after) if after else None,
        "next_key": f"{after.a_id}-{after.b_id}" if after else "",
        "once": once_key(),
        "turn": url_for("duplicates.merge", contact_id=losing.id, other=kept.id),
    }


@blueprint.post("/duplicates")
@require(Permission.CONTACTS_MERGE)
def decide() -> Answer:
    """Do what somebody said of a pair: the same, different, or later."""
    kind = _kind(request.args.get("record", "organizations"))
    acts = {"same": _merge, "different": _keep_apart, "skip": _skip}
    act = acts.get(request.form.get("act", ""))
    if act is None:
        abort(400)
    try:
        pair = get_pair(read_id(request.form.get("kept")) or 0, read_id(request.form.get("losing")) or 0)
        act(*pair)
    except NotFoundError:
        flash(gettext("One of these two is no longer there: somebody decided this meanwhile."), "warning")
    except DomainError as error:
        return _page(kind, error)
    return redirect(_next_url(texts.list_of(kind)))


def _next_url(record: str) -> str:
    a, _colon, b = request.form.get("next", "").partition("-")
    pair = find_pair(read_id(a) or 0, read_id(b) or 0)
    return texts.url_of(pair) if pair else url_for("duplicates.index", record=record)


def _merge(kept: Contact, losing: Contact) -> None:
    merges.merge_as_sent(kept, losing)


def _keep_apart(one: Contact, other: Contact) -> None:
    mark_distinct(one.id, other.id, actor=current_actor())
    undo = url_for("duplicates.again", a=one.id, b=other.id)
    toast(name_in_bold(N_("%(name)s and its neighbour are two; nobody is asked again."), one.name), undo_url=undo)


def _skip(one: Contact, other: Contact) -> None:
    skip_pair(one.id, other.id, actor=current_actor())
    toast(gettext("Left for later."), undo_url=url_for("duplicates.again", a=one.id, b=other.id))


@blueprint.post("/duplicates/again")
@require(Permission.CONTACTS_MERGE)
def again() -> Answer:
    """Take back what was said of a pair."""
    one, other = get_pair(*(read_id(request.args.get(side)) or 0 for side in ("a", "b")))
    actor = current_actor()
    if forget_distinct(one.id, other.id, actor=actor):
        toast(gettext("Taken back. The next search may find the two again."))
    elif find_pair(one.id, other.id) is not None:
        skip_pair(one.id, other.id, is_skipped=False, actor=actor)
    return redirect(url_for("duplicates.index", record=texts.list_of(one.kind), a=one.id, b=other.id))


@blueprint.post("/duplicates/search")
@require(Permission.CONTACTS_MERGE)
def search() -> Answer:
    """Have a worker look for duplicates over the whole base."""
    record = request.args.get("record", "organizations")
    job = begin_search(_kind(record), actor=current_actor())
    return redirect(url_for("duplicates.index", record=record, job=job.id))
