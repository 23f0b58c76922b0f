"""`/desk/feedback`: how many readers each article answered, and what they wrote."""

from flask import Blueprint, Response, request

from kb.accounts import Right
from kb.office import Office
from kb.web.desk.access import needs
from kb.web.desk.page import show
from kb.web.site import Site

FEEDBACK = "/desk/feedback"
_ARTICLES, _COMMENTS = 100, 100


def feedback_room(site: Site, office: Office) -> Blueprint:
    """The routes."""
    routes = Blueprint("desk_feedback", __name__)

    @routes.get(FEEDBACK)
    @needs(Right.WRITE)
    def page() -> Response:
        slug = request.args.get("article", "")
        phrases = site.phrases()
        library = site.library()
        tallies = office.feedback.tallies()
        titles = {each.slug: library.article(each.slug) for each in tallies}
        return show(
            site,
            "desk/feedback.html",
            phrases=phrases,
            article=library.article(slug),
            slug=slug,
            tallies=[each for each in tallies if slug in ("", each.slug)][:_ARTICLES],
            comments=office.feedback.comments(slug, limit=_COMMENTS),
            articles={name: article for name, article in titles.items() if article is not None},
        )

    return routes
