"""The pages for people: one route each, thin; what they show is laid out next door."""

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from kb.request import Filters
from kb.searches import Searches
from kb.web.article_data import article_head, home_head, topic_head
from kb.web.article_page import article_view
from kb.web.elsewhere import gone_page, moved_to, removal_of
from kb.web.home_page import home_view, topic_lines, topic_view
from kb.web.parameters import read_page_search
from kb.web.poor import note
from kb.web.search_page import search_view
from kb.web.site import Site


def pages(
    site: Site, searches: Searches | None = None, *, takes_feedback: bool = False
) -> Blueprint:
    """The routes of the site, bound to what they read from.

    ``searches`` counts those that were not answered; with ``takes_feedback`` an article asks
    whether it helped.
    """
    routes = Blueprint("pages", __name__)

    @routes.get("/")
    def home() -> Response:
        phrases = site.phrases()
        view = home_view(site.library(), phrases.lang)
        return site.show("home.html", phrases, head=home_head(site, phrases), view=view)

    @routes.get("/search")
    def search() -> Response:
        phrases = site.phrases()
        asked = read_page_search(request.args, site.filter_values)
        asks = asked.query or asked.filters != Filters()
        results = site.engine.search(asked) if asks else None
        if results is not None:
            note(searches, results)
        # Only where nothing was found does the page need to know all articles.
        if results is None or (not results.total and not site.library().articles):
            view = home_view(site.library(), phrases.lang)
            return site.show("search_start.html", phrases, view=view, request=asked)
        found = search_view(results, site, phrases)
        return site.show("search.html", phrases, view=found)

    @routes.get("/articles/<slug>")
    def article(slug: str) -> AnyResponse:
        library = site.library()
        found = library.article(slug) or library.archived(slug)
        if found is None:
            if (elsewhere := moved_to(slug, library, "/articles/")) is not None:
                return elsewhere
            if (removal := removal_of(slug, site)) is not None:
                return gone_page(removal, site)
            abort(404)
        phrases = site.phrases(found.lang)
        view = article_view(found, site.engine, library, site, phrases)
        head = article_head(found, library, site)
        return site.show(
            "article.html", phrases, head=head, view=view, takes_feedback=takes_feedback
        )

    @routes.get("/topics")
    def topics() -> Response:
        lines = topic_lines(site.library(), empty=True)
        return site.show("topics.html", site.phrases(), head=site.head("/topics"), lines=lines)

    @routes.get("/topics/<topic_id>")
    def topic(topic_id: str) -> Response:
        found = site.taxonomy.topic(topic_id)
        if found is None:
            abort(404)
        phrases = site.phrases()
        view = topic_view(found, site.library(), phrases.lang)
        head = topic_head(found, site, phrases)
        return site.show("topic.html", phrases, head=head, view=view)

    @routes.get("/wanted")
    def wanted() -> Response:
        return site.show("wanted.html", site.phrases(), wanted=site.library().wanted())

    return routes
