"""Check the citations of any text: the page with its form, and the same for programs."""

from threading import BoundedSemaphore

from flask import Blueprint, Response, request
from werkzeug.exceptions import TooManyRequests

from kb import codec
from kb.cite_check import CheckedText, CiteChecker
from kb.web import addresses
from kb.web.api.operation import Body, Operation
from kb.web.cite_check_input import ACCEPTED, MEMBERS, ON, TEXT, Sent, from_form, from_program
from kb.web.cite_check_page import CheckView, check_view
from kb.web.cite_check_views import CiteCheckAnswer
from kb.web.law import Law
from kb.web.messages import Phrases
from kb.web.pace import Pace
from kb.web.parameters import BadParametersError
from kb.web.site import Site

API_CITE_CHECK = "/api/v1/cite-check"
CITE_CHECK = Operation(
    id="citeCheck",
    method="POST",
    path=API_CITE_CHECK,
    summary="Find and check the citations of any text",
    about="Every citation with the provision that it leads to, and whether the words that it "
    "quotes are the law's. A text may be sent as it is too (`text/plain`, `text/markdown`, "
    "`text/html`), with `on` in the query string; a file (.txt, .md, .html, .docx, up to 10 MB) as "
    "the part `file` of `multipart/form-data`. Nothing that is sent is kept.",
    body=Body(
        each=MEMBERS,
        example={"text": "社会保险法第六十条", "on": "2026-11-20"},
    ),
    answer=CiteCheckAnswer,
    example=API_CITE_CHECK,
    errors=(413, 415),
)
SAMPLE = "sample"
_BURST, _EVERY = 20, 1.0  # texts at once, seconds until one more
_AT_ONCE = 2  # texts that are checked at the same time: readers must not wait for them
_PATIENCE = 20.0  # seconds that a text waits for its turn


def cite_check(site: Site, checker: CiteChecker) -> Blueprint:
    """The routes. Nothing that is sent is kept, so a form of any site may be answered."""
    routes = Blueprint("cite_check", __name__)
    pace = Pace(_BURST, _EVERY)
    turns = BoundedSemaphore(_AT_ONCE)

    def check(sent: Sent) -> CheckedText:
        if seconds := pace.wait():
            raise TooManyRequests(retry_after=seconds)
        if not turns.acquire(timeout=_PATIENCE):
            raise TooManyRequests(retry_after=int(_PATIENCE))
        try:
            return sent.checked(checker)
        finally:
            turns.release()

    @routes.get(addresses.cite_check_url())
    def form() -> Response:
        phrases = site.phrases()
        sample = phrases("cite_check_sample_text") if SAMPLE in request.args else ""
        return _page(site, phrases, text=sample)

    @routes.post(addresses.cite_check_url())
    def checked() -> Response:
        phrases = site.phrases()
        try:
            found = check(from_form(request))
        except (BadParametersError, TooManyRequests) as error:
            return _refused(site, phrases, error)
        view = check_view(found, Law.of(site, phrases))
        text, on = request.form.get(TEXT, ""), request.form.get(ON, "")
        return _page(site, phrases, text=text, on=on, view=view)

    @routes.post(API_CITE_CHECK)
    def for_programs() -> Response:
        found = check(from_program(request))
        answer = CiteCheckAnswer.of(found, Law.of(site, site.in_language("en")))
        response = Response(codec.encode(answer), content_type="application/json; charset=utf-8")
        response.headers["Cache-Control"] = "no-store"
        return response

    return routes


def _refused(site: Site, phrases: Phrases, error: BadParametersError | TooManyRequests) -> Response:
    """The form again, with what was in it, and why; what is too large is not sent back."""
    large = isinstance(error, BadParametersError) and error.status == 413
    text, on = ("", "") if large else (request.form.get(TEXT, ""), request.form.get(ON, ""))
    if isinstance(error, TooManyRequests):
        too_many = phrases("cite_check_too_many")
        response = _page(site, phrases, status=429, text=text, on=on, sentences=(too_many,))
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    sentences = tuple(problem.sentence(phrases) for problem in error.problems)
    return _page(site, phrases, status=error.status, text=text, on=on, sentences=sentences)


def _page(
    site: Site,
    phrases: Phrases,
    *,
    status: int = 200,
    text: str = "",
    on: str = "",
    sentences: tuple[str, ...] = (),
    view: CheckView | None = None,
) -> Response:
    response = site.show(
        "cite_check.html",
        phrases,
        status=status,
        text=text,
        on=on,
        sentences=sentences,
        view=view,
        accepted=",".join(ACCEPTED),
        has_texts=bool(site.texts.statutes()),
    )
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response
