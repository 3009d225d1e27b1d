"""Builds the application: settings, extensions, doors, error pages, the guard."""

import hashlib
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flask import Flask, Response, g
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager, current_user
from flask_mail import Mail
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import crm.tables
from config import ROOT, Settings
from crm.core.audit import models as _audit  # noqa: F401 - its triggers are made with the tables
from crm.core.db import db, engine_options, fit_engine
from crm.core.disk import refuse_network_disk
from crm.core.jobs.alarm import ring
from crm.core.jobs.services import on_enqueue
from crm.core.journal.services import keep_journal
from crm.core.log import log_to_stderr
from crm.core.mail.rendering import use_catalogue
from crm.core.preferences.queries import read_once
from crm.core.scope import guard_engine, guard_session
from crm.web.shared.access import enter, leave
from crm.web.shared.alerts import alerts
from crm.web.shared.catalogue import CrmBabel, read_catalogue
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
from crm.wiring import wire

#: Page rooms of the staff's door; each has a blueprint `blueprint` in its views.py.
PAGE_ROOMS = (
    "account",
    "campaigns",
    "change_log",
    "contacts",
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
#: The largest body of a request: an upload of 500 MB and its form.
MAX_BODY = 510 * 1024 * 1024


def create_app(settings: Settings, **overrides: Any) -> Flask:
    """Return the application for one installation; ``overrides`` are Flask settings for tests."""
    log_to_stderr()
    app = Flask(
        "crm",
        root_path=str(ROOT / "crm"),
        template_folder=str(ROOT / "templates"),
        static_url_path=f"/static/{_version_of(ROOT / 'crm' / 'static')}",
    )
    _configure(app, settings, overrides)
    wire()
    on_enqueue(ring)
    use_catalogue(read_catalogue)
    _add_database(app, settings)
    _add_extensions(app)
    _add_doors(app)
    add_error_pages(app)
    if settings.is_https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]  # the way that werkzeug shows
    return app


def _version_of(folder: Path) -> str:
    """Return a word for the content of our own assets: their addresses, and those that a module imports, carry it."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.*")):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _configure(app: Flask, settings: Settings, overrides: dict[str, Any]) -> None:
    app.config.update(
        CRM=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SESSION_COOKIE_NAME="__Host-crm" if settings.is_https else "crm",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PREFERRED_URL_SCHEME="https" if settings.is_https else "http",
        MAX_CONTENT_LENGTH=MAX_BODY,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        WTF_CSRF_TIME_LIMIT=None,
        # No page tells where its reader came from, so there is no Referer to look at; token and SameSite stay.
        WTF_CSRF_SSL_STRICT=False,
        SHOW_DESIGN=settings.is_developer,
        BOOTSTRAP_SERVE_LOCAL=True,
    )
    app.config.update(overrides)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")


def _add_database(app: Flask, settings: Settings) -> None:
    crm.tables.__all__  # noqa: B018 - the mapper is complete
    if settings.database_url.startswith("sqlite"):
        refuse_network_disk(settings.data_dir)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    with app.app_context():
        fit_engine(db.engine)
        guard_engine(db.engine)
    if not _session_is_fitted:
        guard_session(db.session)
        keep_journal(db.session)
        read_once(db.session)
        _session_is_fitted.append(True)


#: The session factory is one for all applications of a process; its listeners are attached once.
_session_is_fitted: list[bool] = []


def _add_extensions(app: Flask) -> None:
    CrmBabel(app, locale_selector=choose_locale, timezone_selector=choose_timezone)
    Bootstrap5(app)
    app.url_defaults(_name_release)
    Mail(app)
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


def _add_doors(app: Flask) -> None:
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
