"""Ask the editors: a question that no article answers yet, into the demand queue."""

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.exceptions import TooManyRequests

from kb.demand import MAX_QUESTION_CHARS, DemandQueue, DemandUnusableError, as_kept
from kb.web import addresses
from kb.web.asked import fields_sent
from kb.web.origin import is_from_here
from kb.web.pace import Pace
from kb.web.parameters import BadParameter, BadParametersError, Parameters
from kb.web.site import Site

FIELD = "question"
_THANKS = "/ask/thanks"
# 500 characters of four bytes each, percent-encoded, and some room.
_MAX_BODY_BYTES = 8 * 1024
_BURST, _EVERY = 30, 2.0  # questions at once, seconds until one more


def ask(site: Site, demand: DemandQueue) -> Blueprint:
    """The form, its post, and the thanks that a reload doesn't send again."""
    routes = Blueprint("ask", __name__)
    pace = Pace(_BURST, _EVERY)

    @routes.get(addresses.ask_url())
    def form() -> Response:
        return _form(site, request.args.get(FIELD, "")[:MAX_QUESTION_CHARS])

    @routes.post(addresses.ask_url())
    def send() -> Response:
        request.max_content_length = _MAX_BODY_BYTES
        if not is_from_here(request):
            abort(403)
        parameters = Parameters(fields_sent(request))
        question = parameters.question(FIELD, needed=False)
        try:
            parameters.check()
        except BadParametersError as error:
            return _form(site, question, error.problems)
        if not as_kept(question):
            return _form(site, "", (BadParameter(parameter=FIELD, key="ask_empty"),))
        if seconds := pace.wait():
            raise TooManyRequests(retry_after=seconds)
        try:
            demand.add(question)
        except DemandUnusableError as error:
            current_app.logger.error("a question could not be kept: %s", error)
            abort(503)
        return Response(status=303, headers={"Location": _THANKS})

    @routes.get(_THANKS)
    def thanks() -> Response:
        return site.show("asked.html", site.phrases())

    return routes


def _form(site: Site, question: str, problems: tuple[BadParameter, ...] = ()) -> Response:
    phrases = site.phrases()
    return site.show(
        "ask.html",
        phrases,
        status=422 if problems else 200,
        question=question,
        sentences=tuple(problem.sentence(phrases) for problem in problems),
    )
