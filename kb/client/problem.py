"""What a client raises: the API's problems (RFC 9457), and what keeps it from an answer."""

from dataclasses import dataclass

from kb import codec


class ClientError(Exception):
    """There is no answer; the message says why."""


class UnreachableError(ClientError):
    """No connection to the site, or it broke amid an answer, also when tried again."""


class BadAnswerError(ClientError):
    """What was answered is not what the API answers: another site, or another version of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterProblem:
    """One parameter that is wrong, why, and the values it may have (empty: no list of them)."""

    parameter: str
    detail: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """RFC 9457. ``type`` is stable; ``errors`` names each parameter that is wrong."""

    type: str = "about:blank"
    title: str = ""
    status: int = 0
    detail: str = ""
    instance: str = ""
    errors: tuple[ParameterProblem, ...] = ()


class ProblemError(ClientError):
    """The API refuses: ``type``, ``status``, ``detail`` and ``errors`` say what and why.

    ``retry_after`` are the seconds after which it wants to be asked again, if it says so.
    """

    def __init__(self, problem: Problem, retry_after: float | None = None) -> None:
        super().__init__(f"{problem.status}: {problem.detail or problem.title or problem.type}")
        self.problem = problem
        self.retry_after = retry_after

    @property
    def type(self) -> str:
        return self.problem.type

    @property
    def status(self) -> int:
        return self.problem.status

    @property
    def detail(self) -> str:
        return self.problem.detail

    @property
    def errors(self) -> tuple[ParameterProblem, ...]:
        return self.problem.errors


def problem_of(status: int, body: bytes) -> Problem:
    """The problem that a body tells; of a body that tells none (a proxy's page) the status."""
    try:
        told = codec.decode(body, Problem)
    except codec.CodecError:
        return Problem(status=status, title="the site answers without saying why")
    return told if told.status else Problem(status=status, title=told.title, detail=told.detail)
