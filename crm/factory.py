"""Builds the application: settings, extensions, doors, error pages, the guard."""

import hashlib
from pathlib import Path
from typing import Any

from babel.support import NullTranslations
from flask import Flask
from flask_mail import Mail
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import crm.tables
from config import ROOT, Settings
from crm.core.audit import models as _audit  # noqa: F401 - its triggers are made with the tables
from crm.core.db import db
from crm.core.disk import refuse_network_disk
from crm.core.engines import engine_options, fit_engine
from crm.core.jobs.services import on_enqueue
from crm.core.journal.services import keep_journal
from crm.core.log import log_to_stderr
from crm.core.mail.rendering import use_catalogue
from crm.core.preferences.queries import read_once
from crm.core.scope import guard_engine, guard_session
from crm.wiring import wire

#: The largest body of a request: an upload of 500 MB and its form.
MAX_BODY = 510 * 1024 * 1024


def create_app(settings: Settings, *, has_pages: bool = True, **overrides: Any) -> Flask:
    """Return the application for one installation; ``overrides`` are Flask settings for tests.

    Without pages, which most commands and the worker never show, it is there in half the time.
    """
    log_to_stderr()
    app = Flask(
        "crm",
        root_path=str(ROOT / "crm"),
        template_folder=str(ROOT / "templates"),
        static_url_path=f"/static/{_version_of(ROOT / 'crm' / 'static')}",
    )
    _configure(app, settings, overrides)
    wire()
    on_enqueue(_ring)
    use_catalogue(_read_catalogue)
    _add_database(app, settings)
    Mail(app)
    if has_pages:
        from crm.web.pages import add_pages  # noqa: PLC0415 - half of the start of what shows none

        add_pages(app)
    if settings.is_https:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]  # the way that werkzeug shows
    return app


def _ring() -> None:
    """Wake a worker after something was enqueued."""
    from crm.core.jobs.alarm import ring  # noqa: PLC0415 - Huey imports a driver for each queue it knows

    ring()


def _read_catalogue(language: str) -> NullTranslations:
    """Read the words of a language when the first mail is written in it."""
    from crm.web.shared.catalogue import read_catalogue  # noqa: PLC0415 - commands without mails do not need it

    return read_catalogue(language)


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
