"""A typed client of the HTTP API: ``with Client("http://127.0.0.1:8000") as kb: kb.search("...")``.

It needs httpx, which the extra ``client`` brings. Answers are frozen dataclasses with the names of
the API's description; text that the API takes from a list of values is ``str`` here, because
the lists may grow.
"""

from kb.client.client import Client
from kb.client.patience import Patience
from kb.client.problem import BadAnswerError, ClientError, Problem, ProblemError, UnreachableError

__all__ = [
    "BadAnswerError",
    "Client",
    "ClientError",
    "Patience",
    "Problem",
    "ProblemError",
    "UnreachableError",
]
