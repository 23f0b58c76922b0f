"""The addresses of statutes and provisions: pages, comparisons, feeds."""

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kb.numerals import number
from kb.provision import Provision
from kb.statutes import Statute
from kb.web import addresses, language
from kb.web.feeds import provision_feed, statute_feed
from kb.web.legislation import provision_head, statute_head
from kb.web.machines.answering import feed_answer, feed_reader
from kb.web.parameters import Parameters
from kb.web.provision_page import is_there, provision_view
from kb.web.site import Site
from kb.web.statute_comparison_page import statute_comparison
from kb.web.statute_page import statute_view
from kb.web.statutes_page import statutes_view
from kb.web.versions_view import Chosen, choose

_MOST_PAGES = 999


def statute_routes(site: Site) -> Blueprint:
    """The routes of the law, bound to what they read from."""
    routes = Blueprint("statutes", __name__)

    @routes.get("/statutes")
    def statutes() -> Response:
        phrases = site.phrases()
        view = statutes_view(request.args, site.book, site.library(), phrases.lang)
        narrowed = request.args.keys() - {language.PARAMETER}
        head = None if narrowed else site.head("/statutes")
        return site.show("statutes.html", phrases, head=head, view=view)

    @routes.get("/statutes/<statute_id>")
    def statute(statute_id: str) -> AnyResponse:
        found = _statute(site, statute_id)
        chosen = _chosen(site, statute_id)
        if asked := request.args.get("article", "").strip():
            return _go_to(asked, found, chosen)
        reader = Parameters(request.args)
        page = reader.number("page", 1, _MOST_PAGES)
        reader.check()
        phrases = site.phrases()
        view = statute_view(found, chosen, page, site.book, site.library(), phrases.lang)
        head = statute_head(view, site, phrases)
        return site.show("statute.html", phrases, head=head, view=view)

    @routes.get("/statutes/<statute_id>/compare")
    def comparison(statute_id: str) -> Response:
        found = _statute(site, statute_id)
        phrases = site.phrases()
        view = statute_comparison(found, _chosen(site, statute_id), site.book, phrases.lang)
        return site.show("statute_comparison.html", phrases, view=view)

    @routes.get("/statutes/<statute_id>/feed.atom")
    def feed_of_statute(statute_id: str) -> Response:
        return feed_answer(statute_feed(_statute(site, statute_id), site, feed_reader(site)))

    @routes.get("/statutes/<statute_id>/<article_anchor>")
    def provision(statute_id: str, article_anchor: str) -> Response:
        found = _statute(site, statute_id)
        named = _provision(statute_id, article_anchor)
        chosen = _chosen(site, statute_id)
        library = site.library()
        if not is_there(found, named, site.book, library):
            return _no_provision(site, found, named, chosen)
        phrases = site.phrases()
        view = provision_view(found, named, chosen, site.book, library, phrases.lang)
        head = provision_head(view, site, phrases)
        return site.show("provision.html", phrases, head=head, view=view)

    @routes.get("/statutes/<statute_id>/<article_anchor>/feed.atom")
    def feed_of_provision(statute_id: str, article_anchor: str) -> Response:
        found = _statute(site, statute_id)
        named = _provision(statute_id, article_anchor)
        if not is_there(found, named, site.book, site.library()):
            abort(404)
        return feed_answer(provision_feed(found, named, site, feed_reader(site)))

    return routes


def _statute(site: Site, statute_id: str) -> Statute:
    """The statute at this address; anything else is a 404."""
    found = site.book.statute(statute_id, site.library())
    if found is None:
        abort(404)
    return found


def _provision(statute_id: str, article_anchor: str) -> Provision:
    """The provision that an address names; anything else is a 404."""
    try:
        return Provision.parse(f"{statute_id}/{article_anchor}").whole
    except ValueError:
        abort(404)


def _chosen(site: Site, statute_id: str) -> Chosen | None:
    return choose(request.args, site.book.versions(statute_id), site.today())


def _no_provision(
    site: Site, statute: Statute, provision: Provision, chosen: Chosen | None
) -> Response:
    """There is no such provision: say where the statute ends."""
    last = max(version.last_article for version in chosen.versions) if chosen else 0
    return site.show(
        "no_provision.html",
        site.phrases(),
        status=404,
        statute=statute,
        provision=provision,
        last=max(last, statute.last_article),
    )


def _go_to(asked: str, statute: Statute, chosen: Chosen | None) -> AnyResponse:
    """From the box on a statute's page to the article whose number was typed into it."""
    bare = asked.lower().removeprefix("article").removeprefix("art.").strip()
    article, _, inserted = bare.strip("第 ").replace("条之", "-").replace("条", "").partition("-")
    numbers = number(article.strip()), number(inserted.strip()) if inserted else 0
    query = chosen.query if chosen else {}
    if numbers[0] is None or numbers[1] is None or numbers[1] > 99:
        return redirect(addresses.versioned(addresses.statute_url(statute.id), query), 303)
    provision = Provision(statute.id, numbers[0], numbers[1])
    return redirect(addresses.versioned(addresses.provision_url(provision), query), 303)
