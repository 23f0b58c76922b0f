"""The client's answers have the fields and types of those that the API describes."""

import dataclasses
import inspect
from typing import Any

import pytest

from kb import codec
from kb.client import articles, cited, explained, found, lists, problem, provisions
from kb.results import FacetValue
from kb.web.api.fields import PLACE
from kb.web.api.operations import operations
from kb.web.cite_check import CITE_CHECK
from kb.web.errors import ProblemDetails
from kb.web.site import Site
from tests.small_site import TAXONOMY, TODAY

Schema = dict[str, Any]
SERVED = [
    *(op.answer for op in operations(Site.of(None, lambda: TAXONOMY, lambda: TODAY))),  # type: ignore[arg-type] # it reads no engine yet
    CITE_CHECK.answer,
    ProblemDetails,
]
MODULES = (articles, cited, explained, found, lists, problem, provisions)
OURS: dict[str, type] = {
    name: each
    for module in MODULES
    for name, each in inspect.getmembers(module, dataclasses.is_dataclass)
}
OURS |= {"ProblemDetails": problem.Problem, "FacetValue": FacetValue}


def served() -> dict[str, Schema]:
    """As the OpenAPI document has them, enumerations as what they are made of."""
    return codec.schemas(SERVED, PLACE)


def plain(schema: object, known: dict[str, Schema]) -> object:
    """Without words and defaults; a list of values, which may grow, as the text that it is."""
    if isinstance(schema, list):
        return [plain(each, known) for each in schema]
    if not isinstance(schema, dict):
        return schema
    target = known.get(str(schema.get("$ref", "")).removeprefix(PLACE), {})
    if "enum" in schema or "enum" in target:
        return {"type": "string"}
    left_out = ("title", "description", "default", "required")
    return {key: plain(value, known) for key, value in schema.items() if key not in left_out}


@pytest.mark.parametrize(
    "name", sorted(name for name, schema in served().items() if "enum" not in schema)
)
def test_the_shape_is_the_api_s(name: str) -> None:
    theirs = served()
    ours = codec.schemas([OURS[name]], PLACE)
    (own,) = (schema for key, schema in ours.items() if key == OURS[name].__name__)
    assert list(own["properties"]) == list(theirs[name]["properties"])  # type: ignore[call-overload]
    assert plain(own["properties"], ours) == plain(theirs[name]["properties"], theirs)


def test_nothing_is_left_that_the_api_has_no_more() -> None:
    kept = {name for name, each in OURS.items() if each.__module__.startswith("kb.client")}
    assert kept - {"Problem"} <= set(served())


def test_a_value_of_tomorrow_is_read_today() -> None:
    line = b'{"standing": "something-new", "count": 1, "and": "a field"}'
    count = codec.decode(line, cited.StandingCount)
    assert (count.standing, count.count) == ("something-new", 1)
