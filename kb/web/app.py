"""The application factory: a search engine and a taxonomy in, a WSGI app out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from flask import Flask, Response, request
from flask_compress import Compress
from jinja2 import StrictUndefined

from kb.cite_check import CiteChecker
from kb.demand import DemandQueue
from kb.engine import SearchEngine
from kb.office import Office
from kb.official import OfficialTexts
from kb.review import Clearings
from kb.taxonomy import Taxonomy
from kb.web import errors, security
from kb.web.api.described import described_api
from kb.web.api.door import open_api
from kb.web.api.operations import operations
from kb.web.api.pace import ApiPace
from kb.web.api.routes import api
from kb.web.api.writing import writing
from kb.web.ask import ask
from kb.web.asked import Asked, let_go_of_uploads
from kb.web.cite_check import cite_check
from kb.web.desk.rooms import open_desk
from kb.web.feedback import feedback
from kb.web.law_changes import changes
from kb.web.machines.routes import machines
from kb.web.offline import offline_pages
from kb.web.pages import pages
from kb.web.provisions_api import provisions_api
from kb.web.site import STATIC, Offline, Site
from kb.web.site_address import SiteAddress
from kb.web.statute_routes import statute_routes
from kb.web.suggest_api import suggest_api

_MAX_BODY_BYTES = 64 * 1024  # but for texts whose citations are checked
_YEAR = 365 * 24 * 3600  # seconds


def create_app(
    engine: SearchEngine,
    taxonomy: Taxonomy | Callable[[], Taxonomy],
    *,
    templates: Path,
    today: Callable[[], date] = date.today,
    demand: DemandQueue | None = None,
    texts: OfficialTexts | None = None,
    checker: CiteChecker | None = None,
    clearings: Clearings | None = None,
    offline: Offline | None = None,
    office: Office | None = None,
    site_url: str = "",
    api_rate: int = 0,
) -> Flask:
    """The site over this engine. ``taxonomy`` may be asked for at each request, and is to be the
    same value while nothing in it changes. ``today`` tells which articles are due for review.

    ``demand`` takes the questions that readers ask the editors; without it nobody can.
    ``texts`` are the official texts of statutes; ``checker`` checks the citations of any text,
    and without it there is no such page. ``clearings`` are what editors cleared after a change
    of the law. With an ``office`` the editors' desk is there.
    With ``offline`` the pages are made to be copied.
    ``site_url`` is the address at which the site is reached; without it each request says.
    Raises ``SiteAddressError`` where it is none. ``api_rate`` is how many requests a minute a
    client of the API has, 0 for any number.

    The engine stays the caller's: whoever made it closes it.
    """
    app = Flask("kb.web", template_folder=str(templates.resolve()), static_folder=str(STATIC))
    app.request_class = Asked
    let_go_of_uploads(app)
    app.config["MAX_CONTENT_LENGTH"] = _MAX_BODY_BYTES
    app.jinja_env.autoescape = True
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    address = SiteAddress.parse(site_url)
    removals = office.removals if office is not None else None
    named = taxonomy if callable(taxonomy) else lambda: taxonomy
    site = Site.of(
        engine, named, today, demand, texts, checker, clearings, offline, address, removals
    )
    waiting = office.demand if office is not None else None
    searches = waiting.searches if waiting is not None else None
    app.register_blueprint(pages(site, searches, takes_feedback=office is not None))
    app.register_blueprint(statute_routes(site))
    app.register_blueprint(api(site, searches))
    tokens = office.tokens if office is not None else None
    app.register_blueprint(described_api(site, operations(site, writes=tokens is not None)))
    if office is not None and tokens is not None:
        app.register_blueprint(writing(office, tokens))
    app.register_blueprint(suggest_api(site))
    app.register_blueprint(changes(site))
    app.register_blueprint(provisions_api(site))
    if demand is not None:
        app.register_blueprint(ask(site, demand, waiting))
    if checker is not None:
        app.register_blueprint(cite_check(site, checker))
    if offline is None:
        app.register_blueprint(machines(site))
    else:
        app.register_blueprint(offline_pages(site))
    if office is not None:
        app.register_blueprint(feedback(site, office.feedback))
        open_desk(app, site, office)
    open_api(app, ApiPace(api_rate))
    errors.register(app, site)
    Compress(app)
    app.after_request(_keep_static)
    app.wsgi_app = security.protected(app.wsgi_app)  # type: ignore[assignment, method-assign]
    return app


def _keep_static(response: Response) -> Response:
    """A static file asked for by its hash never changes: keep it."""
    if request.endpoint == "static" and response.status_code == 200 and "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response
