"""Ask the editors: a question that no article answers yet, into the demand queue.

Each question has a page that says what became of it. Its address is made from the wording alone:
who asked needs no cookie to come back, and who does not know the question finds no page.
"""

import re

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.exceptions import TooManyRequests

from kb.accounts import DeskUnusableError
from kb.demand import MAX_QUESTION_CHARS, DemandQueue, DemandUnusableError, as_kept, key_of
from kb.demand_desk import DemandDesk
from kb.web import addresses
from kb.web.asked import fields_sent
from kb.web.origin import is_from_here
from kb.web.pace import Pace
from kb.web.parameters import BadParameter, BadParametersError, Parameters
from kb.web.site import Site

FIELD = "question"
_THANKS = "/ask/thanks"
_KEY = re.compile("[0-9a-f]{24}")
# 500 characters of four bytes each, percent-encoded, and some room.
_MAX_BODY_BYTES = 8 * 1024
_BURST, _EVERY = 30, 2.0  # questions at once, seconds until one more


def ask(site: Site, demand: DemandQueue, desk: DemandDesk | None = None) -> Blueprint:
    """The form, its post, the thanks that a reload doesn't send again, and questions' pages.

    Without a ``desk`` nobody can say what becomes of a question, and there are no such pages.
    """
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
        question = parameters.question(FIELD)
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
        place = f"{_THANKS}?question={key_of(as_kept(question))}" if desk is not None else _THANKS
        return Response(status=303, headers={"Location": place})

    @routes.get(_THANKS)
    def thanks() -> Response:
        key = request.args.get(FIELD, "")
        page = site.absolute(addresses.asked_url(key)) if desk and _KEY.fullmatch(key) else ""
        return site.show("asked.html", site.phrases(), page=page)

    if desk is not None:
        _pages(routes, site, desk)
    return routes


def _pages(routes: Blueprint, site: Site, desk: DemandDesk) -> None:
    """A page for each question."""

    @routes.get("/ask/<key>")
    def question(key: str) -> Response:
        try:
            became = desk.became(key) if _KEY.fullmatch(key) else None
        except (DemandUnusableError, DeskUnusableError) as error:
            current_app.logger.error("a question could not be looked up: %s", error)
            abort(503)
        if became is None:
            abort(404)
        answer = site.show("question.html", site.phrases(), became=became)
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer


def _form(site: Site, question: str, problems: tuple[BadParameter, ...] = ()) -> Response:
    phrases = site.phrases()
    return site.show(
        "ask.html",
        phrases,
        status=422 if problems else 200,
        question=question,
        sentences=tuple(problem.sentence(phrases) for problem in problems),
    )
