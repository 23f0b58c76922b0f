"""The routes of the JSON API: the same answers as the pages, for programs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from kb import codec
from kb.engine import IndexUnusableError
from kb.library import Library
from kb.model import Article
from kb.searches import Searches
from kb.web import addresses
from kb.web.api import articles as of_articles
from kb.web.api import lists
from kb.web.api.answering import JSON_TYPE, Answering, Pages, must_exist
from kb.web.api.articles import ARTICLE, ARTICLES, EXPORT, ArticlesAnswer
from kb.web.api.body import object_sent, objects_sent
from kb.web.api.operation import Operation
from kb.web.api.pace import count_more
from kb.web.api.search import (
    EXPLAIN,
    SEARCH,
    SEARCH_MANY,
    SearchAnswers,
    as_readers_may_know,
    read_explained,
    read_search,
)
from kb.web.api_views import SearchAnswer
from kb.web.article_page import near
from kb.web.article_views import ArticleAnswer, Beside
from kb.web.elsewhere import ArticleGoneError, moved_to, removal_of
from kb.web.errors import NotHereError
from kb.web.law import Law
from kb.web.parameters import BadParametersError, Parameters
from kb.web.poor import note
from kb.web.site import Site

T = TypeVar("T")
_MAX_BATCH_BYTES = 1024 * 1024


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
    _search(routes, site, searches)
    _articles(routes, site)
    _lists(routes, site)

    @routes.get("/healthz")
    def healthz() -> Response:
        health = _health(site)
        response = Response(
            codec.encode(health), status=200 if health.ok else 503, content_type=JSON_TYPE
        )
        response.headers["Cache-Control"] = "no-cache"
        return response

    return routes


def _search(routes: Blueprint, site: Site, searches: Searches | None) -> None:
    one, many, why = (Answering(each, site) for each in (SEARCH, SEARCH_MANY, EXPLAIN))

    def found(parameters: Parameters) -> tuple[SearchAnswer, tuple[str, ...]]:
        asked = read_search(parameters, site.filter_values)
        page = site.engine.search(asked.request)
        note(searches, page)
        return SearchAnswer.of(asked.request, page, site.in_language("en")), asked.fields

    @routes.get(SEARCH.path)
    def search() -> Response:
        one.begin()
        answer, fields = found(one.parameters())
        pages = Pages(page=answer.page, per_page=answer.per_page, total=answer.total)
        # The same address but for its page, so that the fields that were picked stay picked.
        answer.previous, answer.next = pages.previous_address, pages.next_address
        return _linked(one.answer(answer, fields), pages)

    @routes.post(SEARCH_MANY.path)
    def search_many() -> Response:
        many.parameters().check()
        assert SEARCH_MANY.body is not None  # noqa: S101 - it says so above
        sent = objects_sent(object_sent(request, _MAX_BATCH_BYTES), SEARCH_MANY.body)
        count_more(len(sent) - 1)
        answers = (_named(name, partial(found, Parameters(given))) for name, given in sent)
        return many.answer(SearchAnswers(answers=tuple(answer for answer, _ in answers)))

    @routes.get(EXPLAIN.path)
    def explain() -> Response:
        why.begin()
        parameters = why.parameters()
        fields = why.fields(parameters)
        asked, slug = read_explained(parameters, site.filter_values)
        return why.answer(as_readers_may_know(site.engine.explain(asked, slug)), fields)


def _named(name: str, read: Callable[[], T]) -> T:
    """An answer of several; what is wrong with its question is called by that one's name."""
    try:
        return read()
    except BadParametersError as error:
        raise error.below(name) from None
    except NotHereError as error:
        raise NotHereError(f"{name}: {error.reason}", code=error.problem) from None


def _articles(routes: Blueprint, site: Site) -> None:
    every, one, export = (Answering(each, site) for each in (ARTICLES, ARTICLE, EXPORT))

    @routes.get(ARTICLES.path)
    def articles() -> Response:
        every.begin()
        parameters = every.parameters()
        fields = every.fields(parameters)
        wanted, page, per_page = of_articles.read_list(parameters, site.filter_values)
        must_exist(page, per_page)
        library = site.library()
        found = wanted.of(library)
        pages = Pages(page=page, per_page=per_page, total=len(found))
        answer = ArticlesAnswer.of(found, pages, library.generation)
        return _linked(every.answer(answer, fields), pages)

    @routes.get("/api/v1/articles/<slug>")
    def article(slug: str) -> AnyResponse:
        one.begin()
        parameters = one.parameters()
        fields = one.fields(parameters)
        parts, on = of_articles.INCLUDE.read(parameters), of_articles.AS_OF.read(parameters)
        parameters.check()
        library = site.library()
        found = library.article(slug) or library.archived(slug)
        if found is None:
            if (elsewhere := moved_to(slug, library, addresses.api_article_url(""))) is not None:
                return elsewhere
            if (removal := removal_of(slug, site)) is not None:
                raise ArticleGoneError(removal)
            raise NotHereError(f"There is no article at {addresses.article_url(slug)}.")
        beside = Beside(
            parts=parts,
            library=library,
            law=_law(library, site),
            near=lambda other: near(other, site.engine, library),
            on=on,
        )
        return one.answer(ArticleAnswer.of(found, beside), fields)

    @routes.get(EXPORT.path)
    def exported() -> Response:
        export.begin()
        wanted = of_articles.read_export(export.parameters(), site.filter_values)
        library = site.library()
        beside = Beside(
            parts=of_articles.INCLUDE.allowed,
            library=library,
            law=_law(library, site),
            near=_none,
        )
        return export.lines(ArticleAnswer.of(each, beside) for each in wanted.of(library))


def _none(_: Article) -> tuple[Article, ...]:
    return ()


def _law(library: Library, site: Site) -> Law:
    return Law(library, site.texts, site.book, site.in_language("en"), site.today())


def _lists(routes: Blueprint, site: Site) -> None:
    statutes_ = Answering(lists.STATUTES, site)

    @routes.get(lists.STATUTES.path)
    def statutes() -> Response:
        statutes_.begin()
        parameters = statutes_.parameters()
        fields = statutes_.fields(parameters)
        page, per_page = lists.read_page(parameters)
        must_exist(page, per_page)
        answer = lists.StatutesAnswer.of(site.library(), site.book, page, per_page)
        pages = Pages(page=page, per_page=per_page, total=answer.total)
        return _linked(statutes_.answer(answer, fields), pages)

    def whole(operation: Operation, make: Callable[[], object]) -> None:
        """A list that is answered as a whole."""
        answering = Answering(operation, site)

        def answer() -> Response:
            answering.begin()
            parameters = answering.parameters()
            fields = answering.fields(parameters)
            parameters.check()
            return answering.answer(make(), fields)

        routes.add_url_rule(operation.path, operation.id, answer)

    whole(lists.TOPICS, lambda: lists.TopicsAnswer.of(site.taxonomy, site.library()))
    whole(lists.WANTED, lambda: lists.WantedAnswer.of(site.library()))
    whole(lists.STATS, lambda: lists.StatsAnswer.of(site))


def _linked(response: Response, pages: Pages) -> Response:
    """With the addresses of the pages beside it."""
    if link := pages.link():
        response.headers["Link"] = link
    return response


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
