"""What goes wrong, said kindly: a page for people, RFC 9457 problem details for programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from urllib.parse import quote

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse

from kb import codec
from kb.accounts import DeskUnusableError
from kb.engine import IndexUnusableError
from kb.official import TextsUnusableError
from kb.web.api.problems import TYPE
from kb.web.elsewhere import ArticleGoneError
from kb.web.messages import Phrases
from kb.web.parameters import BadParametersError
from kb.web.right_address import right_address
from kb.web.site import Site

API = "/api/"
_LAW = "/statutes/"  # pages that take a version, and are no search
_DESK = "/desk/"
PROBLEM_JSON = "application/problem+json"
_WITH_PAGES = (400, 403, 404, 405, 413, 422, 429, 500, 503)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterProblem:
    """One parameter that is wrong, why, and the values it may have (empty: no list of them)."""

    parameter: str
    detail: str
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemDetails:
    """RFC 9457. ``type`` is stable; ``errors`` names each parameter that is wrong."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[ParameterProblem, ...] = ()


class NotHereError(NotFound):
    """There is no such thing, and a program is told why."""

    def __init__(self, reason: str, code: str = "not-found") -> None:
        super().__init__()
        self.reason = reason
        self.problem = code


class ApiProblemError(HTTPException):
    """What a program is told: a status, a kind of problem, why, and what is wrong in detail."""

    def __init__(
        self,
        status: int,
        problem: str,
        reason: str,
        *,
        errors: tuple[ParameterProblem, ...] = (),
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self.code = int(status)
        self.problem = problem
        self.reason = reason
        self.errors = errors
        self.told_headers = headers


Told = NotHereError | ArticleGoneError | ApiProblemError
"""Errors whose reason is told to programs."""


def register(app: Flask, site: Site) -> None:
    """Answer every error of the app in the form that its asker can use."""

    def refused(error: HTTPException) -> AnyResponse:
        if error.code == HTTPStatus.NOT_FOUND and (right := _right_address(site)):
            return redirect(right, HTTPStatus.PERMANENT_REDIRECT)
        told = error if isinstance(error, Told) else None
        answer = _answer(site, error.code or 500, told=told)
        if isinstance(error, ApiProblemError):
            answer.headers.update(error.told_headers)
        for name, value in error.get_headers(request.environ):
            if name in ("Allow", "Retry-After"):
                answer.headers[name] = value
        return answer

    def bad_parameters(error: BadParametersError) -> Response:
        return _answer(site, error.status, error)

    def unusable(error: IndexUnusableError | TextsUnusableError | DeskUnusableError) -> Response:
        app.logger.error("the index, the official texts or the desk cannot be used: %s", error)
        answer = _answer(site, 503)
        answer.headers["Retry-After"] = "60"  # seconds
        return answer

    def broken(error: Exception) -> Response:
        app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
        return _answer(site, 500)

    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(BadParametersError, bad_parameters)
    app.register_error_handler(IndexUnusableError, unusable)
    app.register_error_handler(TextsUnusableError, unusable)
    app.register_error_handler(DeskUnusableError, unusable)
    app.register_error_handler(Exception, broken)


def _right_address(site: Site) -> str | None:
    """Where a reader is sent who asked for nearly an address of ours, parameters and all."""
    if request.method not in ("GET", "HEAD") or request.path.startswith(API):
        return None
    try:
        right = right_address(request.path, site)
    except (IndexUnusableError, TextsUnusableError):
        return None
    asked = request.query_string.decode("ascii", "replace")
    return f"{right}?{asked}" if right and asked else right


def _answer(
    site: Site, status: int, bad: BadParametersError | None = None, told: Told | None = None
) -> Response:
    if request.path.startswith(API):
        return _problem(site.in_language("en"), status, bad, told)
    phrases = site.phrases()
    of_law = bad is not None and request.path.startswith(_LAW)
    key = "error_422_law" if of_law else _key(status)
    if bad is not None and request.path.startswith(_DESK):
        key = "error_422_desk"
    return site.show(
        "error.html",
        phrases,
        status=status,
        status_code=status,
        heading=phrases(key),
        explanation=phrases(f"{key}_what"),
        # One slash in front: //elsewhere.example would be another site's address.
        plain="/" + quote(request.path.lstrip("/")) if of_law else "",
        sentences=tuple(problem.sentence(phrases) for problem in bad.problems) if bad else (),
        query=request.args.get("q", "") if status == HTTPStatus.UNPROCESSABLE_ENTITY else "",
    )


def _problem(
    phrases: Phrases, status: int, bad: BadParametersError | None, told: Told | None
) -> Response:
    errors = tuple(
        ParameterProblem(
            parameter=problem.parameter,
            detail=problem.sentence(phrases),
            allowed=problem.allowed,
        )
        for problem in (bad.problems if bad else ())
    )
    if isinstance(told, ApiProblemError):
        errors = told.errors
    reason = told.reason if told else ""
    details = ProblemDetails(
        type=TYPE + ("invalid-parameter" if bad else told.problem if told else _slug(status)),
        title=HTTPStatus(status).phrase,
        status=status,
        detail=reason or " ".join(e.detail for e in errors) or phrases(f"{_key(status)}_api"),
        instance=request.path,
        errors=errors,
    )
    return Response(codec.encode(details), status=status, content_type=PROBLEM_JSON)


def _key(status: int) -> str:
    """The messages of this status, or of its class where it has none of its own."""
    if status in _WITH_PAGES:
        return f"error_{status}"
    return "error_500" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "error_400"


def _slug(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "-")
