"""The addresses that programs ask for."""

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kb.web import addresses
from kb.web.eli import is_of, named_by
from kb.web.machines import llms_text as llms
from kb.web.machines import open_search, sitemap
from kb.web.machines.answering import addressed, answer, feed_answer, feed_reader, origin
from kb.web.machines.article_feeds import site_feed, topic_feed
from kb.web.machines.kept import Kept
from kb.web.machines.site_pages import site_pages
from kb.web.messages import LANGUAGES
from kb.web.page_head import in_language
from kb.web.site import Site
from kb.web.suggest_api import read_suggest
from kb.web.versions_view import VERSION

_FRESH = 60  # seconds that suggestions may be used again
# Pages that are made for what somebody asks: endless, and nothing that is not found elsewhere.
_NOT_FOR_ROBOTS = ("/search", "/ask", "/opensearch/suggest", "/desk")


def machines(site: Site) -> Blueprint:
    """The routes, bound to what they read from."""
    routes = Blueprint("machines", __name__)
    kept = Kept(site)

    def whole_map() -> sitemap.SiteMap:
        return kept.once("sitemap", lambda: sitemap.site_map(site_pages(site)))

    @routes.get("/sitemap.xml")
    def first_map() -> Response:
        return answer(addressed(whole_map().first, site), sitemap.MEDIA_TYPE)

    @routes.get("/sitemaps/<int:number>.xml")
    def part_of_map(number: int) -> Response:
        parts = whole_map().parts
        if not 1 <= number <= len(parts):
            abort(404)
        return answer(addressed(parts[number - 1], site), sitemap.MEDIA_TYPE)

    @routes.get("/robots.txt")
    def robots() -> Response:
        refused = (f"Disallow: {path}\n" for path in _NOT_FOR_ROBOTS)
        text = f"User-agent: *\n{''.join(refused)}\nSitemap: {origin(site)}/sitemap.xml\n"
        return answer(text.encode(), "text/plain; charset=utf-8")

    @routes.get(llms.URL)
    def llms_text() -> Response:
        # English, unless the address asks for another language: it is read by programs.
        asked = request.args.get("ui", "")
        phrases = site.in_language(asked if asked in LANGUAGES else LANGUAGES[0])
        text = kept.once(f"llms {phrases.lang}", lambda: llms.llms_text(site, phrases))
        response = answer(addressed(text, site), llms.MEDIA_TYPE)
        response.headers["Content-Language"] = phrases.tag
        return response

    @routes.get("/feed.atom")
    def feed() -> Response:
        return feed_answer(site_feed(site, feed_reader(site)))

    @routes.get("/topics/<topic_id>/feed.atom")
    def feed_of_topic(topic_id: str) -> Response:
        topic = site.taxonomy.topic(topic_id)
        if topic is None:
            abort(404)
        return feed_answer(topic_feed(topic, site, feed_reader(site)))

    @routes.get(open_search.URL)
    def search_engine() -> Response:
        phrases = site.phrases()
        described = open_search.description(phrases, origin(site))
        return answer(described, open_search.MEDIA_TYPE, phrases.tag)

    @routes.get(open_search.SUGGEST_URL)
    def suggest() -> Response:
        asked = read_suggest(request.args, site.filter_values)
        found = site.engine.suggest(asked)
        body = open_search.suggestions(asked.typed, found, origin(site))
        response = answer(body, open_search.SUGGESTIONS_TYPE)
        # What somebody types is nobody else's business: only their own browser keeps it.
        response.headers["Cache-Control"] = f"private, max-age={_FRESH}"
        return response

    @routes.get("/eli/<path:identifier>")
    def identified(identifier: str) -> AnyResponse:
        named = named_by(identifier)
        statute = site.book.statute(named.statute, site.library()) if named else None
        if named is None or statute is None or not is_of(named, statute):
            abort(404)
        url = addresses.statute_url(statute.id)
        if named.provision is not None:
            url = addresses.provision_url(named.provision)
        version = {VERSION: named.version.isoformat()} if named.version else {}
        page = addresses.versioned(url, version)
        asked = request.args.get("ui", "")
        return redirect(in_language(page, asked if asked in LANGUAGES else ""), 303)

    return routes
