"""What is sent twice is done once: a double click, two tabs with one form, back and send again (trust R9).

Every form that is drawn carries a key. Key, address and content together are what was sent; the first act that it
causes takes that (core/once). Who sends the same again is led where the first answer led. With another content the same
key is another wish: nothing that somebody typed is taken for done.
"""

import hashlib
import re
import time
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Flask, Response, flash, g, make_response, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from crm.core.clock import now
from crm.core.db import DatabaseError, db, set_opening
from crm.core.errors import DomainError
from crm.core.once.queries import find_taken
from crm.core.once.services import Claim, DoneBeforeError, give_back, note_answer
from crm.web.shared.access import current_actor
from crm.web.shared.error_pages import error_page
from crm.web.shared.places import own_path

#: A key as `once_key` makes it.
_KEY = re.compile(r"[0-9a-f]{32}")
#: So long the answer to the first of two at the same moment is waited for, and how often it is looked for.
_AWAITED = timedelta(seconds=2)
_LOOK_SECONDS = 0.02


def add_once(app: Flask) -> None:
    """Have every request that carries a key take it; registered after who reads is known."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)
    app.register_error_handler(DoneBeforeError, _again)


def _begin() -> AnyResponse | None:
    claim = _read_claim()
    if claim is None:
        return None
    g.claim = claim
    if find_taken(claim.user_id, claim.key) is not None:
        return _again()
    set_opening(claim.take)
    return None


def _read_claim() -> Claim | None:
    user_id = current_actor().user_id
    if request.method != "POST" or user_id is None or not _KEY.fullmatch(request.form.get("once", "")):
        return None
    sent = sorted(pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token")
    files = sorted((name, file.filename or "") for name, file in request.files.items(multi=True))
    content = urlencode([("", request.full_path), *sent, *files])
    return Claim(user_id, hashlib.sha256(content.encode()).hexdigest())


def leads_to(path: str) -> None:
    """Say where a second equal request is led when the first is answered by a page of its own, not by a way on."""
    claim: Claim | None = g.get("claim")
    if claim is not None:
        claim.answer = path


def _end(response: Response) -> Response:
    """Note where the answer leads; what did not end well may be sent again."""
    set_opening(None)
    claim: Claim | None = g.get("claim")
    if claim is None:
        return response
    is_refused = response.status_code >= HTTPStatus.BAD_REQUEST
    if not claim.is_taken:
        return _again_if_done(claim, response) if is_refused else response
    # Without the note the change still stands: a second one is then led to where the form was.
    with suppress(DomainError):
        if is_refused:
            give_back(claim)
        elif path := response.location or claim.answer:
            note_answer(claim, path)
    return response


def _again_if_done(claim: Claim, refusal: Response) -> Response:
    """Take back a refusal that what was sent met in its own twin: "is there already", "all places are taken"."""
    try:
        db.session.rollback()
        is_done = find_taken(claim.user_id, claim.key) is not None
    except DatabaseError:
        return refusal
    return make_response(_again()) if is_done else refusal


def _forget(_error: BaseException | None = None) -> None:
    set_opening(None)


def _again(_error: DoneBeforeError | None = None) -> AnyResponse:
    """Lead where the first answer led; of two at the same moment, the first may not have answered yet."""
    claim: Claim = g.claim
    while True:
        taken = find_taken(claim.user_id, claim.key)
        if taken is None:
            return error_page(HTTPStatus.CONFLICT, gettext("What you sent was not done. Go back and send it again."))
        if taken.answer is not None or now() - taken.taken_at > _AWAITED:
            flash(gettext("It was sent twice and is done once."))
            return redirect(taken.answer or _place_of_form())
        db.session.rollback()
        time.sleep(_LOOK_SECONDS)


def _place_of_form() -> str:
    back = request.args.get("back")
    rule = request.url_rule
    has_page = back is None and rule is not None and "GET" in (rule.methods or ())
    return request.full_path if has_page else own_path(back)
