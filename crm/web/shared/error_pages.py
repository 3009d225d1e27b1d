"""What is answered when something does not go: one sentence that says what to do, in the reader's language."""

from http import HTTPStatus

from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from crm.core.db import DatabaseError, db, in_words
from crm.core.errors import DomainError
from crm.core.settings import PRODUCT
from crm.web.shared.access import find_user
from crm.web.shared.forms import in_words as error_in_words
from crm.web.shared.page import number

#: From here on the fault is ours, and the database may be part of it: the page asks it nothing.
_OURS = 500
#: How Flask-WTF says that a form has no token at all.
_WITHOUT = "The CSRF token is missing."
_RETRY = {503: "5", 429: "60"}


def add_error_pages(app: Flask) -> None:
    """Answer errors of the domain, the database, forms and HTTP with a page, or with JSON for who asks for it."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(DatabaseError, _database_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)


def _domain_error(error: DomainError) -> Response:
    return error_page(error.status, error_in_words(error))


def _database_error(error: DatabaseError) -> Response:
    words = in_words(error)
    if isinstance(words, DomainError):
        return _domain_error(words)
    raise error


def _csrf_error(error: CSRFError) -> Response:
    """Say why a form has no good token: nothing of it could be read, it has none, or one of another session."""
    if not request.form and request.content_length:
        words = gettext("What was sent could not be read: it came damaged or cut short. Go back and send it again.")
    elif error.description == _WITHOUT:
        words = gettext("This form was not sent whole from a page of this site. Reload the page and send it again.")
    else:
        words = gettext("This form is too old to be sent. Reload the page and send it again.")
    return error_page(400, words)


def _http_error(error: HTTPException) -> Response | HTTPException:
    code = error.code or _OURS
    if error.response is not None or code < HTTPStatus.BAD_REQUEST:
        return error
    words = {
        400: gettext("The page could not read what was sent."),
        401: gettext("Sign in to go on. What you typed is still in the form: go back to see it."),
        403: gettext("You may not do this. Ask an administrator if you should."),
        404: gettext("There is no such page, or it is not for you."),
        405: gettext("This address does not answer that way."),
        413: _too_large(),
        429: gettext("Too many tries. Wait a few minutes and try again."),
    }
    response = error_page(code, words.get(code, gettext("Something went wrong. It was noted in the log.")))
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _too_large() -> str:
    """Say what was too much: the file, or the words and fields beside it."""
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    if request.content_length is None or request.content_length > limit:
        return str(gettext("This is too large. Files may have up to 500 MB."))
    return str(
        gettext(
            "This form is too large: it may have up to %(megabytes)s MB of text and %(fields)s fields. "
            "Go back and send it in parts.",
            megabytes=number(current_app.config["MAX_FORM_MEMORY_SIZE"] // 1024**2),
            fields=number(current_app.config["MAX_FORM_PARTS"]),
        )
    )


def error_page(status: int, message: str) -> Response:
    """Return the page of an error, on the desk for who has signed in."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        response = make_response({"error": message}, status)
    else:
        response = make_response(_render(status, message), status)
    if status in _RETRY:
        response.headers["Retry-After"] = _RETRY[status]
    return response


def _render(status: int, message: str) -> str:
    db.session.rollback()
    context = {"title": _title(status), "message": message, "advice": _advice(status), "on_desk": False}
    context["way"] = _way_on(status)
    if status >= _OURS:
        g.setdefault("_login_user", AnonymousUserMixin())
        g.coalition = {"name": PRODUCT, "logo_url": None, "home_url": "/"}
    else:
        context["on_desk"] = find_user() is not None
    return render_template("errors/show.html", **context)


def _way_on(status: int) -> tuple[str, str]:
    """Return the words and the address of the way on; a script leads who signs in again to the form they were in."""
    if status == HTTPStatus.UNAUTHORIZED:
        return gettext("Sign in"), url_for("account.sign_in")
    return gettext("Back to the start"), "/"


def _title(status: int) -> str:
    titles = {
        401: gettext("Sign in"),
        403: gettext("Not for you"),
        404: gettext("Not found"),
        409: gettext("Changed meanwhile"),
        413: gettext("Too large"),
        429: gettext("Too many tries"),
        503: gettext("Busy"),
        507: gettext("Disk full"),
    }
    return str(titles.get(status) or (gettext("Something went wrong") if status >= _OURS else gettext("Not possible")))


def _advice(status: int) -> str:
    if status == HTTPStatus.UNAUTHORIZED:
        return str(gettext("Then the form comes back, with what you typed."))
    if status in {503, 507}:
        return str(gettext("Go back to find what you typed, and send it again."))
    return str(gettext("Go back, or go on from the start."))
