"""The routes with which programs write: what the editors' desk does, by a token."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from flask import Blueprint, Response, request
from werkzeug.http import parse_etags, quote_etag

from kb import codec
from kb.editors_desk import ConflictError, Manuscript, NotAllowedError, RefusedError
from kb.office import Office
from kb.tokens import Scope, Tokens
from kb.web.api import manuscripts as of
from kb.web.api.answering import JSON_TYPE
from kb.web.api.body import members, object_sent
from kb.web.api.manuscripts import (
    CREATE,
    EXAMINE,
    MANUSCRIPT,
    STEPS,
    TAKE_STEP,
    UPDATE,
    ExaminedAnswer,
    ManuscriptAnswer,
)
from kb.web.api.operation import Operation
from kb.web.api.tokens import actor_of, actor_with, token_sent
from kb.web.errors import ApiProblemError, NotHereError, ParameterProblem
from kb.web.parameters import Parameters
from kb.workflow import Step

T = TypeVar("T")
_MAX_BYTES = 4 * 1024 * 1024  # a longest text in JSON, each character escaped


def writing(office: Office, tokens: Tokens) -> Blueprint:
    """The routes, bound to the desk and those who may use it."""
    routes = Blueprint("api_writing", __name__)
    desk = office.desk
    routes.before_request(_stay_unpacked)

    @routes.get(_rule(MANUSCRIPT))
    def manuscript(slug: str) -> Response:
        actor_with(tokens, _scope(MANUSCRIPT))
        _sent_nothing_else()
        return _answer(_known(slug))

    @routes.post(_rule(CREATE))
    def create() -> Response:
        actor = actor_with(tokens, _scope(CREATE))
        sent = _body(CREATE)
        of.TEXT.read(sent)
        slug, note = of.NEW_SLUG.read(sent), of.NOTE.read(sent)
        sent.check()
        made = _told(lambda: desk.create(_whole(sent), slug, actor, note))
        response = _answer(made, HTTPStatus.CREATED)
        response.headers["Location"] = of.manuscript_url(made.slug)
        return response

    @routes.put(_rule(UPDATE))
    def update(slug: str) -> Response:
        actor = actor_with(tokens, _scope(UPDATE))
        sent = _body(UPDATE)
        of.TEXT.read(sent)
        note = of.NOTE.read(sent)
        sent.check()
        based_on = _meant(_known(slug))
        saved = _told(lambda: desk.save(slug, _whole(sent), actor, based_on=based_on, note=note))
        return _answer(saved)

    @routes.post(_rule(TAKE_STEP))
    def take_step(slug: str) -> Response:
        token = token_sent(tokens)
        actor_of(token, _scope(TAKE_STEP))
        sent = _body(TAKE_STEP)
        step, note = Step(of.STEP.read(sent)), of.NOTE.read(sent)
        sent.check()
        actor = actor_of(token, STEPS[step])
        based_on = _meant(_known(slug))
        return _answer(_told(lambda: desk.take(step, slug, actor, based_on=based_on, note=note)))

    @routes.post(_rule(EXAMINE))
    def examine() -> Response:
        actor_with(tokens, _scope(EXAMINE))
        sent = _body(EXAMINE)
        of.TEXT.read(sent)
        slug = of.OF_SLUG.read(sent)
        sent.check()
        return _json(ExaminedAnswer.of(desk.examine(_whole(sent), slug)))

    def _known(slug: str) -> Manuscript:
        found = desk.manuscript(slug)
        if found is None:
            raise NotHereError("There is no such article or draft.")
        return found

    return routes


def _stay_unpacked() -> None:
    """Packed, an answer has another ETag, which names no version that could be meant."""
    request.environ.pop("HTTP_ACCEPT_ENCODING", None)


def _rule(operation: Operation) -> str:
    return operation.path.replace("{slug}", "<slug>")


def _scope(operation: Operation) -> Scope:
    assert operation.scope is not None  # noqa: S101 - every operation that writes names one
    return operation.scope


def _body(operation: Operation) -> Parameters:
    """The members of what was sent, to be read one by one."""
    _sent_nothing_else()
    assert operation.body is not None  # noqa: S101 - those that are asked for here have one
    return Parameters(members(object_sent(request, _MAX_BYTES), operation.body.each, ""))


def _sent_nothing_else() -> None:
    parameters = Parameters(request.args)
    parameters.only(())
    parameters.check()


def _whole(sent: Parameters) -> str:
    """The text as it was sent, with the spaces and lines around it."""
    return sent.once(of.TEXT.name) or ""


def _meant(manuscript: Manuscript) -> str:
    """The version that the program wants to change; raises ``ApiProblemError`` for another one."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise ApiProblemError(
            HTTPStatus.PRECONDITION_REQUIRED,
            "version-needed",
            f"Say which version you mean: If-Match: {quote_etag(manuscript.version)}.",
        )
    if not parse_etags(given).contains(manuscript.version):
        raise _changed(manuscript)
    return manuscript.version


def _changed(manuscript: Manuscript) -> ApiProblemError:
    return ApiProblemError(
        HTTPStatus.PRECONDITION_FAILED,
        "changed-meanwhile",
        "Nothing was written: there is another version by now. Read it, merge what you have "
        f"into it, and send that with If-Match: {quote_etag(manuscript.version)}.",
    )


def _told(do: Callable[[], T]) -> T:
    """Do it; what the desk refuses is told as a problem."""
    try:
        return do()
    except ConflictError as error:
        raise _changed(error.conflict.theirs) from None
    except NotAllowedError as error:
        raise ApiProblemError(HTTPStatus.FORBIDDEN, "scope-too-small", str(error)) from None
    except RefusedError as error:
        reasons = tuple(
            ParameterProblem(
                parameter=f"line {finding.problem.line}",
                detail=f"{finding.problem.code}: {finding.problem.message}",
                allowed=(finding.problem.hint,) if finding.problem.hint else (),
            )
            for finding in error.findings
        )
        raise ApiProblemError(
            HTTPStatus.CONFLICT, f"refused-{error.code}", str(error), errors=reasons
        ) from None


def _answer(manuscript: Manuscript, status: int = HTTPStatus.OK) -> Response:
    response = _json(ManuscriptAnswer.of(manuscript), status)
    response.headers["ETag"] = quote_etag(manuscript.version)
    return response


def _json(value: object, status: int = HTTPStatus.OK) -> Response:
    response = Response(codec.encode(value), status=status, content_type=JSON_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
