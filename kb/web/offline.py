"""What a copy of the site that is read from a disk has instead: its search, and a note."""

from flask import Blueprint, Response

from kb.web.home_page import home_view
from kb.web.site import Site

SEARCH = "/offline/search"
"""The search page of a copy, and where everything leads that a copy does not have."""
NOT_HERE = "/offline/not-here"
AGREEMENT = 97
"""Of 100 first-five results of the corpus's dev queries, how many are the server's too.

``python -m tests.bench.offline`` measured 98; a test holds this, which leaves room for one.
"""


def offline_pages(site: Site) -> Blueprint:
    """The pages that only a copy has."""
    routes = Blueprint("offline", __name__)

    @routes.get(SEARCH)
    def search() -> Response:
        phrases = site.phrases()
        names = site.names[phrases.lang]
        statutes = site.shelf.catalogue().statute_names[phrases.lang]
        return site.show(
            "offline_search.html",
            phrases,
            view=home_view(site.library(), phrases.lang),
            agreement=AGREEMENT,
            names={
                "topic": names.topics,
                "kind": names.kinds,
                "lang": names.langs,
                "region": names.regions,
                "statute": statutes,
            },
        )

    @routes.get(NOT_HERE)
    def not_here() -> Response:
        return site.show("offline_not_here.html", site.phrases())

    return routes
