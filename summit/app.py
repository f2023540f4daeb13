"""Puts the layers together: the only place where they meet.

Only wsgi.py, the command line and tests import it. Servers load no more than this.
"""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from summit import settings
from summit.clock import Clock, SystemClock
from summit.db.base import db, is_away
from summit.published.board import Board
from summit.published.ready import Ready
from summit.settings import Settings
from summit.web import auth, caching, csrf, errors, log, sending, templating
from summit.web.account import account
from summit.web.account.feed import feed
from summit.web.account.me import me
from summit.web.assets import Assets
from summit.web.delivered import delivered
from summit.web.front import Front
from summit.web.health import health
from summit.web.log import AccessLog
from summit.web.number import Number
from summit.web.office import office
from summit.web.offline import offline
from summit.web.organizer import organizer
from summit.web.outbox import outbox
from summit.web.page import Site
from summit.web.public import FINISHED, public
from summit.web.reminder import reminders
from summit.web.review import review
from summit.web.security import SecurityHeaders

_LARGEST_REQUEST = 1024 * 1024


def create_app(chosen: Settings, clock: Clock | None = None) -> Flask:
    """Return the application that `chosen` describes; `clock` is the machine's if not given."""
    log.configure(chosen.log_level)
    app = Flask("summit", template_folder=str(settings.folder("templates")), static_folder=None)
    app.config.update(
        SECRET_KEY=chosen.secret_key,
        SQLALCHEMY_DATABASE_URI=chosen.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(chosen.database_url),
        TRUSTED_HOSTS=chosen.trusted_hosts,
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        SESSION_COOKIE_SECURE=chosen.is_secure,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    db.init_app(app)
    with app.app_context():
        board = Board(db.engine)
    app.extensions["summit"] = Site(chosen, clock or SystemClock(), board, Ready())
    build = settings.folder("static") / "build"
    assets = Assets(build, "/static/build/")
    app.extensions["summit.worker"] = assets.octets("sw.js")
    app.url_map.converters["int"] = Number
    templating.register(app, assets)
    errors.register(app, is_away)
    auth.register(app)
    sending.register(app)  # before forms are looked into
    csrf.register(app)
    app.register_blueprint(public)
    app.register_blueprint(account)
    app.register_blueprint(me)
    app.register_blueprint(feed)
    app.register_blueprint(delivered)
    app.register_blueprint(health)
    app.register_blueprint(offline)
    app.register_blueprint(office)
    app.register_blueprint(organizer)
    app.register_blueprint(outbox)
    app.register_blueprint(reminders)
    app.register_blueprint(review)
    app.after_request(caching.finish)
    _wrap(app, chosen, build)
    return app


def _wrap(app: Flask, chosen: Settings, build: Path) -> None:
    """Put the WSGI layers around `app`, the outermost last."""
    static = WhiteNoise(
        app.wsgi_app,
        max_age=60,
        immutable_file_test=lambda _path, url: url.startswith("/static/build/assets/"),
    )
    if build.is_dir():
        static.add_files(str(build), prefix="/static/build/")
    bare = SecurityHeaders(static, is_secure=chosen.is_secure)
    app.wsgi_app = Front(  # type: ignore[method-assign]
        app, logged=AccessLog(bare), bare=bare, finished=FINISHED
    )
    if chosen.proxies:
        count = chosen.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def from_environment() -> Flask:
    """Return the application that the environment describes: what a WSGI server asks for."""
    return create_app(settings.read(os.environ))


def _engine_options(url: str) -> dict[str, Any]:
    """Return how the database at `url` is opened.

    docs/operator.md tells operators how many connections a process may hold.
    """
    options: dict[str, Any] = {
        "pool_pre_ping": True,
        "json_serializer": partial(json.dumps, ensure_ascii=False),
    }
    if url.startswith("postgresql"):
        options |= {"pool_size": 5, "max_overflow": 5, "pool_recycle": 1800}
    return options
