"""The JSON API: the same answers as the pages, for programs."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from kb import codec
from kb.engine import IndexUnusableError
from kb.searches import Searches
from kb.web.api_views import ArticleAnswer, SearchAnswer
from kb.web.article_page import near
from kb.web.elsewhere import ArticleGoneError, moved_to, removal_of
from kb.web.parameters import read_api_search, read_nothing
from kb.web.poor import note
from kb.web.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether questions can be answered, and from how much."""

    ok: bool
    generation: int
    articles: int
    statutes: int
    problem: str | None = None


def api(site: Site, searches: Searches | None = None) -> Blueprint:
    """The routes under ``/api/v1`` and the health check; ``searches`` counts the unanswered."""
    routes = Blueprint("api", __name__)

    @routes.get("/api/v1/search")
    def search() -> Response:
        asked = read_api_search(request.args, site.filter_values)
        results = site.engine.search(asked)
        note(searches, results)
        return _json(SearchAnswer.of(asked, results, site.phrases()))

    @routes.get("/api/v1/articles/<slug>")
    def article(slug: str) -> AnyResponse:
        read_nothing(request.args)
        library = site.library()
        found = library.article(slug) or library.archived(slug)
        if found is None:
            if (elsewhere := moved_to(slug, library, "/api/v1/articles/")) is not None:
                return elsewhere
            if (removal := removal_of(slug, site)) is not None:
                raise ArticleGoneError(removal)
            abort(404)
        beside = near(found, site.engine, library)
        return _json(ArticleAnswer.of(found, beside, library, site.in_language("en")))

    @routes.get("/healthz")
    def healthz() -> Response:
        health = _health(site)
        return _json(health, status=200 if health.ok else 503)

    return routes


def _health(site: Site) -> Health:
    try:
        catalogue = site.shelf.catalogue()
    except IndexUnusableError:
        problem = "the index cannot be read; the server's log says why"
        return Health(ok=False, generation=0, articles=0, statutes=0, problem=problem)
    ready = catalogue.generation > 0
    return Health(
        ok=ready,
        generation=catalogue.generation,
        articles=catalogue.articles,
        statutes=len(catalogue.statutes),
        problem=None if ready else "nothing is indexed yet; run `kb index`",
    )


def _json(answer: object, status: int = 200) -> Response:
    response = Response(
        codec.encode(answer), status=status, content_type="application/json; charset=utf-8"
    )
    response.headers["Cache-Control"] = "no-cache"
    return response
