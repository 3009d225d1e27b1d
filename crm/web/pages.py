"""Puts the pages of the desk on an application: what they stand on, their rooms, their error pages."""

from importlib import import_module
from importlib.metadata import version
from typing import Any

from flask import Flask, Response, g
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFProtect

from crm.web.shared.access import enter, leave
from crm.web.shared.alerts import alerts
from crm.web.shared.catalogue import CrmBabel
from crm.web.shared.coalition import coalition, reader
from crm.web.shared.error_pages import add_error_pages
from crm.web.shared.forms import once_key
from crm.web.shared.headers import set_headers
from crm.web.shared.ids import IdConverter
from crm.web.shared.limits import add_limits
from crm.web.shared.marks import FILTERS
from crm.web.shared.navigation import navigation
from crm.web.shared.once import add_once
from crm.web.shared.page import GLOBALS, choose_locale, choose_timezone
from crm.web.shared.places import optional_url, own_path
from crm.web.shared.signin import load, touch

#: Page rooms of the staff's door; each has a blueprint `blueprint` in its views.py.
PAGE_ROOMS = (
    "account",
    "campaigns",
    "change_log",
    "contacts",
    "duplicates",
    "follow_ups",
    "imports",
    "interactions",
    "lists",
    "organizations",
    "people",
    "settings",
    "signatures",
    "statements",
    "status",
    "tasks",
    "today",
    "users",
    "volunteers",
)

#: The release of the package whose assets are served.
_BOOTSTRAP = version("bootstrap-flask")


def add_pages(app: Flask) -> None:
    """Make an application answer requests of the staff."""
    _add_extensions(app)
    _add_rooms(app)
    add_error_pages(app)


def _add_extensions(app: Flask) -> None:
    CrmBabel(app, locale_selector=choose_locale, timezone_selector=choose_timezone)
    Bootstrap5(app)
    app.url_defaults(_name_release)
    # Who reads must be known before anything can be refused: the page that says so shows the reader's navigation.
    app.before_request(enter)
    CSRFProtect(app)
    manager = LoginManager(app)
    manager.user_loader(load)
    manager.session_protection = None
    app.jinja_env.globals.update(
        GLOBALS,
        navigation=navigation,
        coalition=coalition,
        reader=reader,
        optional_url=optional_url,
        once_key=once_key,
        back_path=own_path,
        alerts=alerts,
    )
    app.jinja_env.filters.update(FILTERS)


def _name_release(endpoint: str, values: dict[str, Any]) -> None:
    """Give the assets of the package an address by its release, so that browsers keep them until it changes."""
    if endpoint == "bootstrap.static":
        values.setdefault("v", _BOOTSTRAP)


def _add_rooms(app: Flask) -> None:
    app.teardown_request(leave)
    app.after_request(set_headers)
    app.after_request(_touch)
    add_once(app)
    app.url_map.converters["int"] = IdConverter
    rooms = (*PAGE_ROOMS, "design") if app.config["SHOW_DESIGN"] else PAGE_ROOMS
    for room in rooms:
        app.register_blueprint(import_module(f"crm.web.{room}.views").blueprint)
    add_limits(app)


def _touch(response: Response) -> Response:
    """Keep the session alive; at most one write a minute and session, never one that waits."""
    found = getattr(g, "_login_user", None)
    if found is not None and getattr(found, "user", None) is not None and current_user.is_authenticated:
        touch(found)
    return response
