"""One operation of the API: what is asked, what is answered, an example that a test executes."""

from dataclasses import dataclass

from kb.tokens import Scope
from kb.web.api.parameter import QUERY, Parameter

JSON = "application/json"
NDJSON = "application/x-ndjson"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What is sent: an object with the members ``each``, or a list ``list_name`` of such objects.

    ``most`` is the number of those.
    """

    each: tuple[Parameter, ...]
    example: object
    list_name: str = ""
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A method of a path. ``path`` has its parts in braces, ``id`` is its name for programs.

    ``answer`` is the type of the answer (with NDJSON: of each line); with ``picks`` the
    parameter ``fields`` chooses among its fields. ``example`` is the address of an example,
    ``errors`` are statuses besides those that every operation may have.
    """

    id: str
    method: str = "GET"
    path: str
    summary: str
    about: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    answer: type
    media_type: str = JSON
    example: str
    errors: tuple[int, ...] = ()
    picks: bool = False
    pages: bool = False  # the answer has a Link header to its neighbours
    scope: Scope | None = None  # of the token that it needs
    status: int = 200

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what may stand in its query string."""
        return tuple(p.name for p in self.parameters if p.place == QUERY)
