"""How programs are answered: with full addresses, and not again what they have had."""

from flask import Response, abort, request

from kb.web.atom import MEDIA_TYPE, Feed, to_xml
from kb.web.feeds import Reader
from kb.web.site import Site

STAND_IN = "https://site-address.invalid"
"""Written where the site's address belongs, in what is kept for whoever asks.

So no request decides what others get, and a thousand invented hosts fill no memory. No
site can have this name (RFC 2606).
"""


def feed_reader(site: Site) -> Reader:
    """Who asks for a feed."""
    start = origin(site)
    path = request.full_path if request.query_string else request.path
    return Reader(
        phrases=site.phrases(), self_url=start + path, absolute=lambda address: start + address
    )


def feed_answer(feed: Feed) -> Response:
    """The feed, or that nothing is new."""
    return answer(to_xml(feed), MEDIA_TYPE, feed.lang)


def addressed(kept: bytes, site: Site) -> bytes:
    """What was kept, with the site's address in place of the stand-in."""
    return kept.replace(STAND_IN.encode(), origin(site).encode())


def origin(site: Site) -> str:
    """Where the site is; a request that names an impossible host is refused."""
    found = site.address.origin
    if not found:
        abort(400)
    return found


def answer(body: bytes, media_type: str, lang: str = "") -> Response:
    """The body, or 304 where the client has it. Caches ask us before they use it again."""
    response = Response(body, content_type=media_type)
    response.headers["Cache-Control"] = "no-cache"
    if lang:
        response.headers["Content-Language"] = lang
        response.headers["Vary"] = "Accept-Language, Cookie"
    response.add_etag()
    response.make_conditional(request)
    return response
