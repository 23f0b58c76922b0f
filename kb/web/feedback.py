"""Whether an article answered its reader's question: a form below it, and its thanks.

The form is a plain POST without a cookie or a token: readers have no session, so that there is
nothing that another site could act for. Where it came from the browser says, as for questions
(``kb.web.origin``).
"""

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.exceptions import TooManyRequests

from kb.accounts import DeskUnusableError
from kb.demand import as_kept
from kb.feedback import MAX_COMMENT_CHARS, Feedback
from kb.web import addresses
from kb.web.asked import fields_sent
from kb.web.client_pace import ClientPace
from kb.web.origin import is_from_here
from kb.web.pace import Pace
from kb.web.parameters import Parameters
from kb.web.site import Site

_MAX_BODY_BYTES = 16 * 1024  # 1,000 characters of four bytes each, percent-encoded, and some room
_ANSWERS = ("yes", "no")
_OWN = (10, 60.0)  # votes of one client at once, seconds until one more
_ALL = (60, 1.0)  # and of everybody


def feedback(site: Site, kept: Feedback) -> Blueprint:
    """The vote, and the thanks that a reload doesn't send again."""
    routes = Blueprint("feedback", __name__)
    own, everybody = ClientPace(*_OWN), Pace(*_ALL)

    @routes.post("/articles/<slug>/feedback")
    def vote(slug: str) -> Response:
        request.max_content_length = _MAX_BODY_BYTES
        if not is_from_here(request):
            abort(403)
        if site.library().article(slug) is None:
            abort(404)
        parameters = Parameters(fields_sent(request))
        chosen = parameters.chosen("helpful", _ANSWERS, blank=True)
        if len(chosen) != 1:
            parameters.refuse("helpful", "bad_one_of", _ANSWERS)
        comment = as_kept(parameters.once("comment") or "")
        if len(comment) > MAX_COMMENT_CHARS:
            parameters.refuse(
                "comment", "feedback_too_long", length=len(comment), most=MAX_COMMENT_CHARS
            )
        parameters.check()
        if seconds := own.wait(request.remote_addr or "") or everybody.wait():
            raise TooManyRequests(retry_after=seconds)
        try:
            kept.add(slug, helpful=chosen == ("yes",), comment=comment)
        except DeskUnusableError as error:
            current_app.logger.error("a vote could not be kept: %s", error)
            abort(503)
        place = f"{addresses.article_url(slug)}/feedback?helpful={chosen[0]}"
        return Response(status=303, headers={"Location": place})

    @routes.get("/articles/<slug>/feedback")
    def thanks(slug: str) -> Response:
        article = site.library().article(slug)
        if article is None:
            abort(404)
        phrases = site.phrases(article.lang)
        helped = request.args.get("helpful") != "no"
        answer = site.show(
            "feedback.html",
            phrases,
            article=article,
            helped=helped,
            takes_questions=site.demand is not None,
        )
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer

    return routes
