"""Who may enter: every route declares it, one check before every request enforces it.

A view says ``@require(Permission.X)``, ``@signed_in`` or ``@open_to_all``. A view that says nothing answers 403.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from crm.accounts.models import User
from crm.accounts.values import Permission
from crm.core.actor import NOBODY, Actor
from crm.core.scope import reset_reader, set_reader

View = TypeVar("View", bound=Callable[..., Any])

OPEN = "open"
SIGNED_IN = "signed in"


def require(permission: Permission) -> Callable[[View], View]:
    """Let in who holds the permission."""

    def mark(view: View) -> View:
        view.crm_access = permission  # type: ignore[attr-defined]  # a mark on the function
        return view

    return mark


def signed_in(view: View) -> View:
    """Let in everybody who has signed in."""
    view.crm_access = SIGNED_IN  # type: ignore[attr-defined]  # a mark on the function
    return view


def open_to_all(view: View) -> View:
    """Let in everybody, without a login."""
    view.crm_access = OPEN  # type: ignore[attr-defined]  # a mark on the function
    return view


def access_of(endpoint: str) -> Permission | str | None:
    """Return what an endpoint asks for: a permission, `open`, `signed in`, or None when it does not say."""
    view = current_app.view_functions.get(endpoint)
    access: Permission | str | None = getattr(view, "crm_access", None)
    return OPEN if access is None and is_static(endpoint) else access


def is_static(endpoint: str | None) -> bool:
    """Tell whether an endpoint serves assets, our own or those of a package."""
    return endpoint is not None and endpoint.rsplit(".", 1)[-1] == "static"


def current_actor() -> Actor:
    """Return who acts in this request."""
    actor: Actor = g.get("actor", NOBODY)
    return actor


def signed_in_user() -> User:
    """Return the user who has signed in; answer 403 when there is none."""
    user: User | None = getattr(current_user, "user", None)
    if user is None:
        abort(403)
    return user


def find_user() -> User | None:
    """Return the user who has signed in, if any."""
    return getattr(current_user, "user", None)


def enter() -> Response | None:
    """Set who acts and reads, then refuse who may not enter; registered before every request."""
    g.reader_token = set_reader(NOBODY)
    access = OPEN if request.endpoint is None else access_of(request.endpoint)
    if is_static(request.endpoint):
        return None
    if current_user.is_authenticated:
        g.actor = current_user.user.as_actor()
        set_reader(g.actor)
    if access == OPEN:
        return None
    if access is None:
        abort(403)
    if not current_user.is_authenticated:
        return _to_sign_in()
    if access != SIGNED_IN and not g.actor.may(access):
        abort(403)
    return None


def leave(_error: BaseException | None = None) -> None:
    """Forget the reader when the request is over."""
    token = g.pop("reader_token", None)
    if token is not None:
        reset_reader(token)


def _to_sign_in() -> Response:
    if request.method not in {"GET", "HEAD"}:
        abort(401)
    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
